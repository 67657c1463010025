"""Django: the methods of `User` and `AnonymousUser` over the backends of a question."""

from ..values import Answer, Query
from .common import put_in_force, thing, user


def has_perm(query: Query) -> Answer:
    put_in_force(query["backends"])
    return user(query["user"]).has_perm(query["perm"], thing(query["obj"]))


def has_perms(query: Query) -> Answer:
    put_in_force(query["backends"])
    return user(query["user"]).has_perms(query["perms"], thing(query["obj"]))


def has_module_perms(query: Query) -> Answer:
    put_in_force(query["backends"])
    return user(query["user"]).has_module_perms(query["app"])


def all_permissions(query: Query) -> Answer:
    put_in_force(query["backends"])
    return sorted(user(query["user"]).get_all_permissions(thing(query["obj"])))


ANSWERS = {
    "user.has_perm": has_perm,
    "user.has_perms": has_perms,
    "user.has_module_perms": has_module_perms,
    "user.all_permissions": all_permissions,
}
