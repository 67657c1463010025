"""Makes a difference small: fewer rows, a simpler question, as long as both sides still differ in the same way.

Every step asks both sides again. What is left need not be the smallest case there is, but nothing of it can be left
out alone, unless the time was up.
"""

import time
from collections.abc import Callable
from pathlib import Path

from . import databases, rows, simpler
from .comparison import Difference, compare
from .values import Answer, Query

# Seconds after which a case is small enough.
PATIENCE = 60.0


class Shrinker:
    """Shrinks one difference. `template` is the database without an organisation; trials are made in `folder`."""

    def __init__(self, template: Path, folder: Path, answer: Callable[[Query], Answer]) -> None:
        self._template = template
        self._folder = folder
        self._answer = answer
        self._end = time.monotonic() + PATIENCE
        self.trials = 0

    def shrink(self, database: Path, difference: Difference) -> tuple[Path, Difference]:
        """The smallest database and question that were found. Leaves Django on that database."""
        found, size = (database, difference), -1
        # A simpler question lets go of more rows, and the other way round.
        while size != (size := self._size(*found)) and self._has_time():
            found = self._with_fewer_rows(*found)
            found = self._with_simpler_query(*found)
        databases.use(found[0])
        return found

    def _size(self, database: Path, difference: Difference) -> int:
        return len(self._edits(database)) + len(str(difference.query))

    def _has_time(self) -> bool:
        return time.monotonic() < self._end

    def _edits(self, database: Path) -> list[rows.Edit]:
        connection = rows.against(database, self._template)
        try:
            return rows.edits(connection)
        finally:
            connection.close()

    def _with_fewer_rows(self, database: Path, difference: Difference) -> tuple[Path, Difference]:
        """Leaves out all rows, then halves, quarters, down to single ones."""
        edits = self._edits(database)
        portion = max(1, len(edits))
        while True:
            start = 0
            while start < len(edits) and self._has_time():
                trial = self._without(database, edits[start : start + portion])
                again = self._ask(trial, difference.query, difference)
                if again is None:
                    start += portion
                    continue
                # Rows that referred to what is gone went with it.
                database, difference, edits = trial, again, self._edits(trial)
            if portion == 1 or not self._has_time():
                return database, difference
            portion = max(1, portion // 2)

    def _with_simpler_query(self, database: Path, difference: Difference) -> tuple[Path, Difference]:
        candidates = simpler.queries(difference.query)
        while self._has_time() and (query := next(candidates, None)) is not None:
            if again := self._ask(database, query, difference):
                difference = again
                candidates = simpler.queries(query)
        return database, difference

    def _without(self, database: Path, undone: list[rows.Edit]) -> Path:
        self.trials += 1
        trial = self._folder / f"trial-{self.trials}.sqlite3"
        databases.copy(database, trial)
        connection = rows.against(trial, self._template)
        try:
            rows.take_back(connection, undone)
        finally:
            connection.close()
        return trial

    def _ask(self, database: Path, query: Query, original: Difference) -> Difference | None:
        """The difference on another database or with another question, if it is still of the same sort."""
        databases.use(database)
        _, found = compare(database, [query], self._answer)
        return found[0] if found and sort(found[0]) == sort(original) else None


def sort(difference: Difference) -> tuple[str, str]:
    """What has to stay: a case about a wrong yes must not end as one about a user who is gone."""
    reply = difference.reply
    return sort_of_answer(difference.expected), "refusal" if reply.refusal else sort_of_answer(reply.answer)


def sort_of_answer(answer: Answer) -> str:
    """The class of an exception, the status of a response, yes or no; of lists and maps only that they are some."""
    if isinstance(answer, dict):
        return str(answer.get("error") or answer.get("status") or "map")
    return str(answer) if isinstance(answer, bool) else type(answer).__name__
