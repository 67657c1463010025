"""Questions to django-guardian's lists of objects."""

from random import Random

from ..organisation import TYPES, Grant, Organisation
from ..values import Query
from .common import NO_PERMISSIONS, backends, flag, group, user


def permissions(rng: Random, organisation: Organisation, kind: str) -> str | list[str]:
    """One permission or several, now and then of two types or apps, bare, unknown, twice the same, or none.

    None is of a type whose model is gone: guardian's list of its objects is a None.
    """
    draw = rng.random()
    if draw < 0.35:
        return organisation.permission(rng, kind)
    names = [organisation.permission(rng, kind) for _ in range(rng.choice([1, 2, 2, 3]))]
    if draw < 0.65:
        return names
    bare = [name.split(".", 1)[1] for name in names]
    odd: list[str | list[str]] = [
        bare, bare[0], [*names, *bare], [*bare, *names], [*names, rng.choice(NO_PERMISSIONS)],
        rng.choice(NO_PERMISSIONS), [*names, organisation.permission(rng, rng.choice(TYPES))], [], names + names,
    ]  # fmt: skip
    return rng.choice(odd)


def klass(rng: Random, kind: str) -> str | None:
    """The type, no type, another one, or a spelling of it that `apps.get_model` takes or refuses."""
    app, model = kind.split(".")
    odd = [
        rng.choice(TYPES),
        f"{app}.{model.capitalize()}",
        f"{app.capitalize()}.{model}",
        "depot.nothing",
        "nope.shelf",
    ]
    return rng.choice([kind] * 9 + [None] * 9 + [rng.choice(odd)])


def wanted(rng: Random, organisation: Organisation, grants: list[Grant]) -> tuple[str | None, Query]:
    """A holder and what is asked of them, in half of the cases from a grant that is there; else no holder."""
    holder = None
    kind = rng.choice(TYPES)
    names = permissions(rng, organisation, kind)
    if grants and rng.random() < 0.5:
        holder, name, kind, _ = rng.choice(grants)
        several: list[str | list[str]] = [name, [name], [name, organisation.permission(rng, kind)]]
        names = rng.choice(several)
    return holder, {
        "perms": names,
        "klass": klass(rng, kind),
        "any_perm": flag(rng),
        "accept_global_perms": rng.random() < 0.7,
    }


def for_user(rng: Random, organisation: Organisation) -> Query:
    holder, query = wanted(rng, organisation, organisation.user_grants)
    return {
        "user": user(rng, organisation) if holder is None else holder,
        **query,
        "use_groups": rng.random() < 0.7,
        "with_superuser": rng.random() < 0.7,
        "backends": backends(rng),
    }


def for_group(rng: Random, organisation: Organisation) -> Query:
    holder, query = wanted(rng, organisation, organisation.group_grants)
    return {"group": group(rng, organisation) if holder is None else holder, **query}


MAKERS = {"guardian.get_objects_for_user": for_user, "guardian.get_objects_for_group": for_group}
