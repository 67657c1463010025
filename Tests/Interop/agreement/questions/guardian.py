"""Questions to django-guardian about one object."""

from random import Random

from ..organisation import Organisation
from ..values import Query
from .common import flag, granted, granted_to_group


def has_perm(rng: Random, organisation: Organisation) -> Query:
    who, name, thing = granted(rng, organisation)
    return {"user": who, "perm": name, "obj": None if rng.random() < 0.05 else thing}


def of_holder(rng: Random, organisation: Organisation) -> Query:
    if rng.random() < 0.3:
        who, _, thing = granted_to_group(rng, organisation)
        return {"group": who, "obj": thing}
    holder, _, thing = granted(rng, organisation)
    return {"user": holder, "obj": thing}


def only_with_perms_in(rng: Random, organisation: Organisation, kind: str) -> list[str] | None:
    """Codenames that filter; with an app label they find nobody."""
    draw = rng.random()
    if draw < 0.4:
        return None
    if draw < 0.5:
        return []
    names = [organisation.permission(rng, kind) for _ in range(rng.choice([1, 1, 2, 3]))]
    if draw < 0.6:
        return names
    codenames = [name.split(".", 1)[1] for name in names]
    return [*codenames, "nope"] if draw < 0.7 else codenames


def groups_with_perms(rng: Random, organisation: Organisation) -> Query:
    _, _, thing = granted_to_group(rng, organisation)
    return {
        "obj": thing,
        "attach_perms": flag(rng),
        "only_with_perms_in": only_with_perms_in(rng, organisation, thing[0]),
    }


def users_with_perms(rng: Random, organisation: Organisation) -> Query:
    more = {"with_superusers": flag(rng), "with_group_users": flag(rng)}
    _, _, thing = granted(rng, organisation)
    only = only_with_perms_in(rng, organisation, thing[0])
    return {"obj": thing, "attach_perms": flag(rng), "only_with_perms_in": only, **more}


MAKERS = {
    "guardian.has_perm": has_perm,
    "guardian.get_perms": of_holder,
    "guardian.get_user_perms": of_holder,
    "guardian.get_group_perms": of_holder,
    "guardian.get_users_with_perms": users_with_perms,
    "guardian.get_groups_with_perms": groups_with_perms,
}
