"""django-guardian: its backend asked directly, and its shortcuts."""

from typing import Any

from django.apps import apps
from django.db.models import Model
from guardian import shortcuts
from guardian.backends import ObjectPermissionBackend

from ..values import Answer, Query
from .common import group, holder, keys, name, names, put_in_force, thing, user


def klass(query: Query) -> type[Model] | None:
    return None if query["klass"] is None else apps.get_model(query["klass"])


def options(query: Query, *names_of_options: str) -> dict[str, Any]:
    return {option: query[option] for option in names_of_options}


def objects_for_user(query: Query) -> Answer:
    put_in_force(query["backends"])
    more = options(query, "use_groups", "any_perm", "with_superuser", "accept_global_perms")
    return keys(shortcuts.get_objects_for_user(user(query["user"]), query["perms"], klass=klass(query), **more))


def objects_for_group(query: Query) -> Answer:
    more = options(query, "any_perm", "accept_global_perms")
    return keys(shortcuts.get_objects_for_group(group(query["group"]), query["perms"], klass=klass(query), **more))


def listed(query: Query, found: Any) -> Answer:
    """Holders by name; with `attach_perms` each with what is attached."""
    if not query["attach_perms"]:
        return names(found)
    return {name(one): sorted(attached) for one, attached in found.items()}


def users_with_perms(query: Query) -> Answer:
    more = options(query, "attach_perms", "with_superusers", "with_group_users", "only_with_perms_in")
    return listed(query, shortcuts.get_users_with_perms(thing(query["obj"]), **more))


def groups_with_perms(query: Query) -> Answer:
    # Older recordings ask without the filter.
    more = {"only_with_perms_in": query.get("only_with_perms_in")}
    return listed(
        query, shortcuts.get_groups_with_perms(thing(query["obj"]), attach_perms=query["attach_perms"], **more)
    )


ANSWERS = {
    "guardian.has_perm": lambda query: ObjectPermissionBackend().has_perm(
        user(query["user"]), query["perm"], thing(query["obj"])
    ),
    "guardian.get_perms": lambda query: sorted(shortcuts.get_perms(holder(query), thing(query["obj"]))),
    "guardian.get_user_perms": lambda query: sorted(shortcuts.get_user_perms(holder(query), thing(query["obj"]))),
    # A permission that several groups give comes several times.
    "guardian.get_group_perms": lambda query: sorted(
        set(shortcuts.get_group_perms(holder(query), thing(query["obj"])))
    ),
    "guardian.get_objects_for_user": objects_for_user,
    "guardian.get_objects_for_group": objects_for_group,
    "guardian.get_users_with_perms": users_with_perms,
    "guardian.get_groups_with_perms": groups_with_perms,
}
