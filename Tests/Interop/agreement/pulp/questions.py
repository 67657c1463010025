"""Random questions about a Pulp."""

from random import Random
from typing import Any
from uuid import UUID

from ..values import Query
from .organisation import TYPES, Held, Organisation
from .policies import ENDPOINTS

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
# Actions of the endpoints with the method of their route.
ACTIONS = [
    ("list", "GET"), ("retrieve", "GET"), ("create", "POST"), ("update", "PUT"), ("partial_update", "PATCH"),
    ("destroy", "DELETE"), ("sync", "POST"), ("modify", "POST"), ("my_permissions", "GET"), ("list_roles", "GET"),
    ("add_role", "POST"), ("remove_role", "POST"), ("set_label", "POST"), ("unset_label", "POST"),
    ("no_such_action", "POST"),
    ("destroy", "POST"),
]  # fmt: skip
METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"]
NAMED = {"name": "new", "url": "https://example.org/x", "base_path": "x/y"}


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


def endpoint(rng: Random, organisation: Organisation) -> Query:
    return {
        "user": user(rng, organisation),
        "viewset": rng.choice(list(ENDPOINTS)),
        "in_domain": rng.choice(organisation.domains),
    }


def target(rng: Random, organisation: Organisation, query: Query) -> str:
    """The key of an object of an endpoint, mostly of the request's domain."""
    there = organisation.objects[ENDPOINTS[query["viewset"]]]
    near = [key for key in there if organisation.domain_of[key] == query["in_domain"]]
    return rng.choice(near if near and rng.random() < 0.85 else there)


def view_has_permission(rng: Random, organisation: Organisation) -> Query:
    query = endpoint(rng, organisation)
    action, method = rng.choice(ACTIONS)
    in_general = action in ("list", "create")
    return {
        **query,
        "action": action,
        "method": method if rng.random() < 0.95 else rng.choice(METHODS),
        "target": None if in_general else target(rng, organisation, query),
        "data": parameters(rng, organisation, query)
        if action in ("create", "update", "partial_update", "sync")
        else {},
    }


def parameters(rng: Random, organisation: Organisation, query: Query) -> dict[str, Any]:
    """The body of a request: complete, empty, with something missing or unknown, with a remote or a repository."""
    body: dict[str, Any] = rng.choice([{}, NAMED, NAMED, {"name": "new"}, {**NAMED, "nothing": 1}])
    if rng.random() < 0.5:
        return body
    name, path = rng.choice([("remote", "remotes/file/file"), ("repository", "repositories/file/file")])
    key = target(rng, organisation, {**query, "viewset": path})
    return {**body, name: f"/pulp/{query['in_domain']}/api/v3/{path}/{key}/"}


def http_get(rng: Random, organisation: Organisation) -> Query:
    query = endpoint(rng, organisation)
    if rng.random() < 0.4:
        return {**query, "target": None, "sub": None}
    sub = rng.choice([None, "my_permissions/", "list_roles/"])
    return {**query, "target": target(rng, organisation, query), "sub": sub}


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
    "pulp.view_has_permission": view_has_permission,
    "pulp.view_scope": endpoint,
    "pulp.http_get": http_get,
}
