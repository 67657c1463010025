"""Questions to the methods of Django's users, over chains of backends."""

from random import Random

from ..organisation import Organisation
from ..values import Query
from .common import backends, general, granted, permission, user
from .model import APPS
from .tasks import RULES


def has_perm(rng: Random, organisation: Organisation) -> Query:
    who, name, thing = granted(rng, organisation)
    if rng.random() < 0.15:
        name = rng.choice(RULES)
    obj = thing if rng.random() < 0.6 else None
    if obj is None and rng.random() < 0.7:
        who, name = general(rng, organisation)
    return {"user": who, "perm": name, "obj": obj, "backends": backends(rng)}


def has_perms(rng: Random, organisation: Organisation) -> Query:
    who, name, thing = granted(rng, organisation)
    obj = thing if rng.random() < 0.6 else None
    more = [permission(rng, organisation, thing[0]) for _ in range(rng.choice([0, 0, 1, 2]))]
    perms = rng.choice([[name, *more], [name, *more], [name, *more], [*more, name], [], name])
    return {"user": who, "perms": perms, "obj": obj, "backends": backends(rng)}


def has_module_perms(rng: Random, organisation: Organisation) -> Query:
    # rules takes the label for the name of a rule.
    return {"user": user(rng, organisation), "app": rng.choice(APPS + RULES[:3]), "backends": backends(rng)}


def all_permissions(rng: Random, organisation: Organisation) -> Query:
    who, _, thing = granted(rng, organisation)
    return {"user": who, "obj": thing if rng.random() < 0.6 else None, "backends": backends(rng)}


MAKERS = {
    "user.has_perm": has_perm,
    "user.has_perms": has_perms,
    "user.has_module_perms": has_module_perms,
    "user.all_permissions": all_permissions,
}
