"""The groups of packages that are compared. Each needs a Django project of its own."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from . import databases
from .values import Answer, Query


@dataclass(frozen=True)
class Subject:
    """What is compared in one project, once Django is set up for it."""

    # Makers of questions, by kind.
    makers: dict[str, Callable[..., Query]]
    make: Callable[[Random, Any, dict[str, Callable[..., Query]]], Query]
    # Writes a random organisation into the database in use.
    build: Callable[[Random], Any]
    # The kinds that the real packages answer.
    kinds: frozenset[str]
    answer: Callable[[Query], Answer]


@dataclass(frozen=True)
class Part:
    name: str
    settings: str
    # How many questions it gets, in relation to the other parts.
    share: int
    load: Callable[[], Subject]
    # Makes a database of the second path from what questions were recorded on, the first.
    restore: Callable[[Path, Path], None]


def django() -> Subject:
    from . import questions, reference
    from .organisation import Builder

    return Subject(
        makers=questions.MAKERS,
        make=questions.make,
        build=lambda rng: Builder(rng).build(),
        kinds=frozenset(reference.ANSWERS),
        answer=reference.answer,
    )


PARTS = {
    part.name: part for part in (Part("django", "project.agreement", share=1, load=django, restore=databases.copy),)
}
