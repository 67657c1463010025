"""Random questions about the roles of a Pulp."""

from random import Random

from ..values import Query
from . import request_questions
from .common import flag, permission, thing, user
from .organisation import TYPES, Held, Organisation
from .policies import ENDPOINTS


def held(rng: Random, organisation: Organisation, roles: list[Held]) -> Held | None:
    """In half of the cases something that somebody holds."""
    return rng.choice(roles) if roles and flag(rng) else None


def check(rng: Random, organisation: Organisation) -> Query:
    """A permission asked in general, on a domain or on an object."""
    kind = rng.choice(TYPES)
    query: Query = {"user": user(rng, organisation), "perm": permission(rng, organisation, kind)}
    obj = thing(rng, organisation, kind)
    found = held(rng, organisation, organisation.user_roles + organisation.group_roles)
    if found is not None:
        holder, names, type_of_object, key = found
        if holder in organisation.users and rng.random() < 0.6:
            query["user"] = holder
        query["perm"] = rng.choice(names)
        # A row may name a key that is none.
        if type_of_object is not None and key in organisation.objects[type_of_object]:
            obj = [type_of_object, key]
            fitting = [name for name in names if name in organisation.permissions[type_of_object]]
            query["perm"] = rng.choice(fitting or names)
    where: Query = rng.choice([{"obj": None}, {"domain": rng.choice(organisation.domains)}, {"obj": obj}, {"obj": obj}])
    return {**query, **where}


def all_permissions(rng: Random, organisation: Organisation) -> Query:
    query = check(rng, organisation)
    del query["perm"]
    return query


def permissions(rng: Random, organisation: Organisation, kind: str) -> str | list[str]:
    if flag(rng):
        return permission(rng, organisation, kind)
    names = [permission(rng, organisation, kind) for _ in range(rng.choice([1, 2, 2, 3]))]
    bare = [name.split(".", 1)[-1] for name in names]
    return rng.choice([names, names, names, [*names[:1], *bare[1:]], []])


def wanted(rng: Random, organisation: Organisation) -> Query:
    kind = rng.choice([*ENDPOINTS.values(), "core.group"])
    return {
        "model": kind,
        "perms": permissions(rng, organisation, kind),
        "any_perm": flag(rng),
        "accept_global_perms": flag(rng),
    }


def for_user(rng: Random, organisation: Organisation) -> Query:
    return {
        "user": user(rng, organisation),
        **wanted(rng, organisation),
        "use_groups": rng.random() < 0.7,
        "with_superuser": flag(rng),
        "accept_domain_perms": flag(rng),
    }


def for_group(rng: Random, organisation: Organisation) -> Query:
    # With domains pulpcore compares text with UUIDs, which PostgreSQL refuses: there is no answer to compare with.
    group = rng.choice(organisation.groups)
    return {"group": group, **wanted(rng, organisation), "accept_domain_perms": False}


def only_with_perms_in(rng: Random, organisation: Organisation, kind: str) -> list[str] | None:
    draw = rng.random()
    if draw < 0.4:
        return None
    if draw < 0.5:
        return []
    names = [permission(rng, organisation, kind) for _ in range(rng.choice([1, 1, 2]))]
    bare = [name.split(".", 1)[-1] for name in names]
    return rng.choice([names, bare, bare, [*names[:1], *bare], [f"nope.{name}" for name in bare]])


def groups_with_perms(rng: Random, organisation: Organisation) -> Query:
    return {
        "obj": thing(rng, organisation),
        "attach_perms": flag(rng),
        "include_domain_permissions": flag(rng),
        "include_model_permissions": flag(rng),
    }


def groups_with_roles(rng: Random, organisation: Organisation) -> Query:
    query = groups_with_perms(rng, organisation)
    del query["attach_perms"]
    return {**query, "only_with_perms_in": only_with_perms_in(rng, organisation, query["obj"][0])}


def users_with_roles(rng: Random, organisation: Organisation) -> Query:
    return {**groups_with_roles(rng, organisation), "with_group_users": flag(rng)}


def users_with_perms(rng: Random, organisation: Organisation) -> Query:
    more = {"attach_perms": flag(rng), "with_superusers": flag(rng)}
    return {**users_with_roles(rng, organisation), **more}


MAKERS = {
    "pulp.backend_has_perm": check,
    "pulp.user_has_perm": check,
    "pulp.backend_all_permissions": all_permissions,
    "pulp.get_objects_for_user": for_user,
    "pulp.get_objects_for_group": for_group,
    "pulp.get_users_with_perms": users_with_perms,
    "pulp.get_users_with_perms_attached_roles": users_with_roles,
    "pulp.get_groups_with_perms": groups_with_perms,
    "pulp.get_groups_with_perms_attached_roles": groups_with_roles,
    **request_questions.MAKERS,
}
