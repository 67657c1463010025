"""What `make interop` prints."""

from collections import Counter
from pathlib import Path

from . import rows
from .comparison import Difference
from .values import Answer, Query, is_positive, shown


class Tally:
    """Questions asked, by kind, and how many answers said more than no or raised."""

    def __init__(self) -> None:
        self.asked: Counter[str] = Counter()
        self._positive: Counter[str] = Counter()
        self._raised: Counter[str] = Counter()

    def add(self, queries: list[Query], answers: list[Answer]) -> None:
        for query, answer in zip(queries, answers, strict=True):
            kind = query["kind"]
            self.asked[kind] += 1
            self._positive[kind] += is_positive(answer)
            self._raised[kind] += isinstance(answer, dict) and "error" in answer

    def table(self) -> str:
        lines = [f"{'kind':40}{'asked':>8}{'not no':>8}{'raised':>8}"]
        for kind in sorted(self.asked):
            lines.append(f"{kind:40}{self.asked[kind]:8}{self._positive[kind]:8}{self._raised[kind]:8}")
        counts = (sum(counter.values()) for counter in (self.asked, self._positive, self._raised))
        lines.append(f"{'total':40}" + "".join(f"{count:8}" for count in counts))
        return "\n".join(lines)


def families(queries: list[Query]) -> str:
    """`guardian 210, model 130`: the kinds of a round, in short."""
    counts = Counter(query["kind"].split(".")[0] for query in queries)
    return ", ".join(f"{family} {count}" for family, count in sorted(counts.items()))


def difference(found: Difference, database: Path, template: Path) -> str:
    """A difference with everything that is needed to see it again."""
    connection = rows.against(database, template)
    try:
        statements = [edit.sql(connection) for edit in reversed(rows.edits(connection))]
    finally:
        connection.close()
    lines = [
        f"question   {shown(found.query)}",
        f"real       {shown(found.expected)}",
        f"permscope  {found.reply}",
        f"rows beyond an empty database of this project ({len(statements)}):",
        *(f"  {statement}" for statement in statements),
    ]
    return "\n".join(lines)
