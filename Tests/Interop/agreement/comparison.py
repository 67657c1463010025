"""Both sides asked the same, and where they differ."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from .program import Batch, Reply
from .values import Answer, Query, canonical


@dataclass(frozen=True)
class Difference:
    """One question with two answers."""

    query: Query
    expected: Answer
    reply: Reply


def differs(expected: Answer, reply: Reply) -> bool:
    return reply.refusal is not None or canonical(reply.answer) != canonical(expected)


def compare(
    database: Path, queries: list[Query], answer: Callable[[Query], Answer]
) -> tuple[list[Answer], list[Difference]]:
    """The real packages' answers to all questions, and every difference, in the order of the questions.

    `answer` asks the real packages, which have to be on the same database.
    """
    batch = Batch(database, queries)
    expected = [answer(query) for query in queries]
    pairs = zip(queries, expected, batch.replies(), strict=True)
    return expected, [Difference(*one) for one in pairs if differs(one[1], one[2])]
