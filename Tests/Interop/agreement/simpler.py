"""Simpler questions of the same kind."""

from collections.abc import Iterator
from typing import Any

from .values import Query

# Parameters that are names or types: shorter ones would be others, not simpler ones.
KEPT = {"kind", "user", "group", "tree", "model", "viewset", "action", "method"}
EXPRESSION = "condition_expression"


def queries(query: Query) -> Iterator[Query]:
    """The question with one thing less, the largest things first."""
    for name, value in query.items():
        if name not in KEPT:
            for smaller in values(name, value):
                yield {**query, name: smaller}


def values(name: str, value: Any) -> Iterator[Any]:
    """A parameter, or a part of one under a key, with nothing in it, then with one thing less."""
    if isinstance(value, (list, dict)) and len(value) > 1 and name != "obj":
        yield type(value)()
    if isinstance(value, list) and name != "obj":
        for index in range(len(value)):
            yield value[:index] + value[index + 1 :]
        for index, element in enumerate(value):
            for smaller in values(name, element):
                yield [*value[:index], smaller, *value[index + 1 :]]
    elif isinstance(value, dict):
        for key in value:
            yield {other: value[other] for other in value if other != key}
        for key, element in value.items():
            for smaller in values(key, element):
                yield {**value, key: smaller}
    elif name == "backends":
        parts = value.split("+")
        yield from ("+".join(parts[:index] + parts[index + 1 :]) for index in range(len(parts)) if len(parts) > 1)
    elif name == EXPRESSION and isinstance(value, str):
        words = value.split(" ")
        yield from (" ".join(words[:index] + words[index + 1 :]) for index in range(len(words)) if len(words) > 1)
    elif value is True:
        yield False
    elif name in {"obj", "klass", "only_with_perms_in"} and value is not None:
        yield None
