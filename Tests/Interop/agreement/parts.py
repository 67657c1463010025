"""The groups of packages that are compared. Each needs a Django project of its own."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from . import databases
from .pulp import project as pulp
from .values import Answer, Query


@dataclass(frozen=True)
class Subject:
    """What is compared in one project, once Django is set up for it."""

    # Makers of questions, by kind.
    makers: dict[str, Callable[..., Query]]
    # Writes a random organisation into the database in use.
    build: Callable[[Random], Any]
    # The kinds that the real packages answer.
    kinds: frozenset[str]
    answer: Callable[[Query], Answer]

    # Kinds that cost a start of the program each: of every thousand questions one or two are of these.
    rare: frozenset[str] = frozenset()

    def question(self, rng: Random, organisation: Any, left_out: frozenset[str]) -> Query:
        """One question about an organisation, of each kind as often but for the rare ones."""
        rare = sorted(self.rare - left_out)
        common = [kind for kind in self.makers if kind not in self.rare | left_out]
        kind = rng.choice(rare if rare and rng.random() < 0.002 else common)
        return {"kind": kind, **self.makers[kind](rng, organisation)}


@dataclass(frozen=True)
class Part:
    name: str
    # Sets Django up for this process, on a database that need not be there yet.
    start: Callable[[Path], None]
    # Makes all tables, types and permissions in the database in use.
    migrate: Callable[[], None]
    # How many questions it gets, in relation to the other parts.
    share: int
    load: Callable[[], Subject]
    # Brings what questions were recorded on, a file, into the database in use, whose path is the second.
    restore: Callable[[Path, Path], None]


def start_django(path: Path) -> None:
    databases.start("project.agreement", path)
    from guardian.shortcuts import _get_ct_cached

    # guardian keeps for the life of a process which type a permission belongs to.
    databases.forgetting.append(_get_ct_cached.cache_clear)


def django() -> Subject:
    from . import questions, reference
    from .building import Builder

    return Subject(
        makers=questions.MAKERS,
        build=lambda rng: Builder(rng).build(),
        kinds=frozenset(reference.ANSWERS),
        answer=reference.answer,
        rare=frozenset({"session.list"}),
    )


def pulp_subject() -> Subject:
    from .pulp import questions, reference
    from .pulp.building import Builder

    return Subject(
        makers=questions.MAKERS,
        build=lambda rng: Builder(rng).build(),
        kinds=frozenset(reference.ANSWERS),
        answer=reference.answer,
    )


PARTS = {
    part.name: part
    for part in (
        Part("django", start_django, databases.migrate, share=6, load=django, restore=databases.copy),
        Part("pulp", pulp.start, pulp.migrate, share=1, load=pulp_subject, restore=pulp.restore),
    )
}
