"""The answers of pulpcore: its role backend, `role_util`, and its view sets."""

from collections.abc import Callable, Iterable
from typing import Any

from django.apps import apps
from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Model
from pulpcore.app import role_util
from pulpcore.app.models import Domain, Group
from pulpcore.app.util import set_domain
from pulpcore.backends import ObjectRolePermissionBackend

from ..values import Answer, Query, raised
from . import requests


def user(name: str | None) -> User | AnonymousUser:
    return AnonymousUser() if name is None else User.objects.get(username=name)


def thing(obj: list[str]) -> Model:
    """The object of a question; one that is not in the database has its key and nothing else."""
    model = apps.get_model(obj[0])
    key = model._meta.pk.to_python(obj[1])
    # A new object is in the domain of the request before, if one was asked about in this process.
    set_domain(Domain.objects.get(name="default"))
    return model._base_manager.filter(pk=key).first() or model(pk=key)


def place(query: Query) -> Model | None:
    """What a permission is asked about: an object, a domain, or nothing in particular."""
    if query.get("domain") is not None:
        return Domain.objects.get(name=query["domain"])
    return None if query.get("obj") is None else thing(query["obj"])


def name(holder: Any) -> str:
    return holder.username if isinstance(holder, User) else holder.name


def names(found: Iterable[Any]) -> list[str]:
    return sorted(name(one) for one in found)


def attached(found: dict[Any, Iterable[Any]]) -> dict[str, list[str]]:
    """Holders with what is attached. For superusers pulpcore attaches permissions, not codenames."""

    def text(one: Any) -> str:
        return one if isinstance(one, str) else f"{type(one).__name__}:{one.codename}"

    return {name(holder): sorted(text(one) for one in held) for holder, held in found.items()}


def options(query: Query, *wanted: str) -> dict[str, Any]:
    return {option: query[option] for option in wanted if option in query}


def objects(function: Callable[..., Any], holder: Any, query: Query) -> Answer:
    more = options(query, "use_groups", "any_perm", "with_superuser", "accept_domain_perms", "accept_global_perms")
    model = apps.get_model(query["model"])
    return sorted(str(one.pk) for one in function(holder, query["perms"], model._default_manager.all(), **more))


def holders(function: Callable[..., Any], query: Query) -> Answer:
    more = options(
        query,
        "attach_perms",
        "with_superusers",
        "with_group_users",
        "only_with_perms_in",
        "include_domain_permissions",
        "include_model_permissions",
    )
    found = function(thing(query["obj"]), **more)
    return attached(found) if isinstance(found, dict) else names(found)


ANSWERS: dict[str, Callable[[Query], Answer]] = {
    "pulp.backend_has_perm": lambda query: ObjectRolePermissionBackend().has_perm(
        user(query["user"]), query["perm"], place(query)
    ),
    "pulp.user_has_perm": lambda query: user(query["user"]).has_perm(query["perm"], place(query)),
    "pulp.backend_all_permissions": lambda query: sorted(
        ObjectRolePermissionBackend().get_all_permissions(user(query["user"]), place(query))
    ),
    "pulp.get_objects_for_user": lambda query: objects(role_util.get_objects_for_user, user(query["user"]), query),
    "pulp.get_objects_for_group": lambda query: objects(
        role_util.get_objects_for_group, Group.objects.get(name=query["group"]), query
    ),
    "pulp.get_users_with_perms": lambda query: holders(role_util.get_users_with_perms, query),
    "pulp.get_users_with_perms_attached_roles": lambda query: holders(
        role_util.get_users_with_perms_attached_roles, query
    ),
    "pulp.get_groups_with_perms": lambda query: holders(role_util.get_groups_with_perms, query),
    "pulp.get_groups_with_perms_attached_roles": lambda query: holders(
        role_util.get_groups_with_perms_attached_roles, query
    ),
    **requests.ANSWERS,
}


def answer(query: Query) -> Answer:
    """What the real function returns, or the class of what it raises."""
    try:
        return ANSWERS[query["kind"]](query)
    except Exception as error:
        return raised(error)
