"""What questions of several kinds are made from."""

from random import Random

from .. import keys
from ..organisation import TYPES, Grant, Organisation

# What no permission is called: the parts swapped, doubled, missing, in another case.
NO_PERMISSIONS = [
    "", ".", "nope.nope", "view_shelf", "depot.", ".view_shelf", "depot.view_shelf.more", "Depot.view_shelf",
    "depot.View_Shelf", " depot.view_shelf", "depot.view_shelf ", "depot.nope", "shelf.view_shelf", "gone.view_thing",
    "depot.audit", "file.view_fileremote", "auth.view_user", "read", "depot.read",
]  # fmt: skip
UNKNOWN_NAMES = ["nobody", "", "Nobody ", "mira\u0301"]


def user(rng: Random, organisation: Organisation) -> str | None:
    """A username; null for somebody who is not logged in; now and then a name that nobody has."""
    draw = rng.random()
    if draw < 0.08:
        return None
    if draw < 0.11:
        return "AnonymousUser"
    return rng.choice(UNKNOWN_NAMES) if draw < 0.12 else rng.choice(organisation.users)


def group(rng: Random, organisation: Organisation) -> str:
    return rng.choice(UNKNOWN_NAMES) if rng.random() < 0.02 else rng.choice(organisation.groups)


def permission(rng: Random, organisation: Organisation, kind: str | None = None) -> str:
    """`app.codename`, of a type where one is given; sometimes bare, of another type, or one that is not there."""
    draw = rng.random()
    if draw < 0.08:
        return rng.choice(NO_PERMISSIONS)
    if draw < 0.14:
        return organisation.permission(rng)
    name = organisation.permission(rng, kind)
    return name.split(".", 1)[1] if draw < 0.24 else name


def general(rng: Random, organisation: Organisation) -> tuple[str | None, str]:
    """Somebody and a permission: in a third of the cases one that this user has at model level."""
    if organisation.general and rng.random() < 0.35:
        return rng.choice(organisation.general)
    return user(rng, organisation), permission(rng, organisation)


def thing(rng: Random, organisation: Organisation, kind: str | None = None) -> list[str]:
    """An object, mostly one that is there."""
    kind = kind or rng.choice(TYPES)
    return [kind, keys.asked(rng, kind, organisation.objects[kind])]


def granted(rng: Random, organisation: Organisation) -> tuple[str | None, str, list[str]]:
    """A user, a permission and an object: in half of the cases of a grant that is there, to somebody."""
    if (found := some_grant(rng, organisation, organisation.user_grants + organisation.group_grants)) is None:
        kind = rng.choice(TYPES)
        return user(rng, organisation), permission(rng, organisation, kind), thing(rng, organisation, kind)
    holder, name, obj = found
    keeps_holder = holder in organisation.users and rng.random() < 0.6
    return holder if keeps_holder else user(rng, organisation), name, obj


def granted_to_group(rng: Random, organisation: Organisation) -> tuple[str, str, list[str]]:
    """The same of a group."""
    if (found := some_grant(rng, organisation, organisation.group_grants)) is None:
        kind = rng.choice(TYPES)
        return group(rng, organisation), permission(rng, organisation, kind), thing(rng, organisation, kind)
    holder, name, obj = found
    return holder if rng.random() < 0.6 else group(rng, organisation), name, obj


def some_grant(rng: Random, organisation: Organisation, grants: list[Grant]) -> tuple[str, str, list[str]] | None:
    """A grant that is there, its permission sometimes changed."""
    if not grants or rng.random() < 0.4:
        return None
    holder, name, kind, key = rng.choice(grants)
    # Keys that only look like one are rows for guardian, no objects that a question could name.
    if key not in organisation.objects[kind]:
        return None
    return holder, name if rng.random() < 0.8 else permission(rng, organisation, kind), [kind, key]


def backends(rng: Random) -> str:
    """A chain: one to three backends in any order, `model+guardian` as often as all others together."""
    if rng.random() < 0.5:
        return "model+guardian"
    return "+".join(rng.sample(["model", "guardian", "rules"], rng.randint(1, 3)))


def flag(rng: Random) -> bool:
    return rng.random() < 0.5
