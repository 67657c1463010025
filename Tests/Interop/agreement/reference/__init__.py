"""The answers of the real packages. Nothing here knows a rule: each function calls theirs and notes the result."""

from collections.abc import Callable

from ..values import Answer, Query, raised
from . import access_policies, guardian, model, sessions, tasks, trees, user

ANSWERS: dict[str, Callable[[Query], Answer]] = {
    **model.ANSWERS,
    **user.ANSWERS,
    **guardian.ANSWERS,
    **trees.ANSWERS,
    **tasks.ANSWERS,
    **access_policies.ANSWERS,
    **sessions.ANSWERS,
}


def answer(query: Query) -> Answer:
    """What the real function returns, or the class of what it raises."""
    try:
        return ANSWERS[query["kind"]](query)
    except Exception as error:
        return raised(error)
