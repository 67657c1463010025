"""drf-access-policy on the statements of a question."""

from collections.abc import Callable
from copy import deepcopy
from types import SimpleNamespace
from typing import Any

from rest_access_policy import AccessPolicy, AccessPolicyException

from ..values import Answer, Query
from .common import put_in_force, thing, user


class AskingTheDatabase(AccessPolicy):
    """The conditions that are no part of a question's truth table."""

    def has_model_perms(self, request: Any, view: Any, action: str, permission: str) -> bool:
        return request.user.has_perm(permission)

    def has_obj_perms(self, request: Any, view: Any, action: str, permission: str) -> bool:
        return request.user.has_perm(permission, view.get_object())


def condition(table: dict[str, Any], name: str) -> Callable[..., Any]:
    """A condition of a truth table; the text after the first colon is its argument."""

    def told(policy: AccessPolicy, request: Any, view: Any, action: str, *argument: str) -> Any:
        text = ":".join([name, *argument])
        if text not in table:
            raise AccessPolicyException(f"the table of the question has no `{text}`")
        return table[text]

    return told


def policy(query: Query) -> AccessPolicy:
    """A policy as a project writes one: a class with conditions, made without arguments."""
    table = query["conditions"]
    names = {text.split(":", 1)[0] for text in table}
    # Evaluating normalises the statements in place.
    members = {"statements": deepcopy(query["statements"]), **{name: condition(table, name) for name in names}}
    return type("Policy", (AskingTheDatabase,), members)()


def has_permission(query: Query) -> Answer:
    put_in_force("model+guardian+rules")
    request = SimpleNamespace(user=user(query["user"]), method=query["method"])
    view = SimpleNamespace(action=query["action"], get_object=lambda: thing(query.get("obj")))
    return policy(query).has_permission(request, view)


ANSWERS = {"drf.has_permission": has_permission}
