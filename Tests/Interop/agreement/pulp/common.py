"""What questions of several kinds are made from."""

from random import Random
from uuid import UUID

from .organisation import TYPES, Organisation

NO_PERMISSIONS = [
    "",
    "nope.nope",
    "view_filerepository",
    "file.",
    "file.nope",
    "File.view_filerepository",
    "core.view_role",
]
UNKNOWN_NAMES = ["nobody", "", "Nobody "]


def flag(rng: Random) -> bool:
    return rng.random() < 0.5


def user(rng: Random, organisation: Organisation) -> str | None:
    draw = rng.random()
    if draw < 0.06:
        return None
    return rng.choice(UNKNOWN_NAMES) if draw < 0.07 else rng.choice(organisation.users)


def permission(rng: Random, organisation: Organisation, kind: str | None = None) -> str:
    draw = rng.random()
    if draw < 0.06:
        return rng.choice(NO_PERMISSIONS)
    if kind is None or draw < 0.14:
        kind = rng.choice(sorted(organisation.permissions))
    return rng.choice(organisation.permissions[kind])


def thing(rng: Random, organisation: Organisation, kind: str | None = None) -> list[str]:
    """An object, mostly one that is there."""
    kind = kind or rng.choice(TYPES)
    there = organisation.objects[kind]
    if there and rng.random() < 0.92:
        return [kind, rng.choice(there)]
    return [kind, "404" if kind in ("core.group", "auth.user") else str(UUID(int=rng.getrandbits(128), version=4))]
