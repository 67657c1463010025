"""Questions to Django's ModelBackend."""

from random import Random

from ..organisation import Organisation
from ..values import Query
from .common import flag, general, thing, user

APPS = ["auth", "file", "fil", "depot", "Depot", "datawarehouse", "gone", "", "user_tasks", "guardian", "core"]


def has_perm(rng: Random, organisation: Organisation) -> Query:
    who, name = general(rng, organisation)
    return {"user": who, "perm": name}


def of_user(rng: Random, organisation: Organisation) -> Query:
    return {"user": user(rng, organisation)}


def has_module_perms(rng: Random, organisation: Organisation) -> Query:
    return {"user": user(rng, organisation), "app": rng.choice(APPS)}


def with_perm(rng: Random, organisation: Organisation) -> Query:
    return {
        "perm": general(rng, organisation)[1],
        "is_active": rng.choice([True, True, False, None]),
        "include_superusers": flag(rng),
        "obj": thing(rng, organisation) if rng.random() < 0.1 else None,
    }


MAKERS = {
    "model.has_perm": has_perm,
    "model.has_module_perms": has_module_perms,
    "model.all_permissions": of_user,
    "model.group_permissions": of_user,
    "model.user_permissions": of_user,
    "model.with_perm": with_perm,
}
