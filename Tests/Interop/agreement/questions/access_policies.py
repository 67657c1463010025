"""Questions to drf-access-policy: statements, a request, and what each condition says."""

from random import Random
from typing import Any

from ..organisation import Organisation
from ..values import Query
from .common import granted, user
from .expressions import expression

CONDITIONS = [
    "is_happy", "is_owner", "is_embargoed", "note", "order_ok", "android", "has_tag:red", "has_tag:a.b",
    "role_in:x:y",
    "is_weekend",
]  # fmt: skip
# What is no answer of a condition.
NO_TRUTH: list[Any] = [1, 0, None, "yes", "", [], {"a": 1}]
ACTIONS = ["list", "retrieve", "create", "update", "partial_update", "destroy", "sync", "modify"]
METHODS = ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "get", "Post"]
PLACEHOLDERS = [
    "*",
    "<safe_methods>",
    "<method:get>",
    "<method:post>",
    "<method:delete>",
    "<method:GET>",
    "<Safe_methods>",
]
# What a person may write where a list or a text belongs.
NO_LISTS = [None, 5, True, {}, {"*": 1}, [], "", [5], [None], [["*"]]]


def listed(rng: Random, values: list[str]) -> str | list[str]:
    """One value, or several as a list."""
    return values[0] if len(values) == 1 and rng.random() < 0.6 else values


def principal(rng: Random, organisation: Organisation) -> str:
    plain = ["*", "*", "authenticated", "authenticated", "admin", "staff", "anonymous", "id:None", "id:", "Admin"]
    named = [f"id:{rng.choice(organisation.user_keys)}", f"group:{rng.choice(organisation.groups)}"]
    return rng.choice(plain if rng.random() < 0.6 else named)


def condition(rng: Random, organisation: Organisation) -> str:
    draw = rng.random()
    if draw < 0.75:
        return rng.choice(CONDITIONS)
    if draw < 0.9:
        asked = rng.choice(["has_model_perms", "has_obj_perms"])
        return f"{asked}:{granted(rng, organisation)[1]}"
    # Every policy has attributes that are no conditions; `has_object_permission` says yes, others cannot be called.
    return rng.choice(["no_such_condition", "", ":", "has_tag:blue", "is_happy ", "id", "has_object_permission"])


def statement(rng: Random, organisation: Organisation, action: str) -> dict[str, Any]:
    """A statement, which the request meets in about half of the cases."""
    count = rng.choice([1, 1, 2, 3])
    actions = [rng.choice([action, action, rng.choice(ACTIONS), rng.choice(PLACEHOLDERS)]) for _ in range(count)]
    made: dict[str, Any] = {
        "principal": listed(rng, [principal(rng, organisation) for _ in range(rng.choice([1, 1, 2, 3]))]),
        "action": listed(rng, actions),
        "effect": "allow" if rng.random() < 0.8 else rng.choice(["deny", "deny", "Allow", "", "allow ", None]),
    }
    if rng.random() < 0.35:
        made["condition"] = listed(rng, [condition(rng, organisation) for _ in range(rng.choice([1, 1, 2, 3]))])
    if rng.random() < 0.35:
        operands = [*CONDITIONS, condition(rng, organisation)]
        texts = [expression(rng, operands) for _ in range(rng.choice([1, 1, 2]))]
        made["condition_expression"] = listed(rng, texts)
    draw = rng.random()
    if draw < 0.03:
        del made[rng.choice(["principal", "action", "effect"])]
    elif draw < 0.06:
        made[rng.choice(["principal", "action", "condition", "condition_expression"])] = rng.choice(NO_LISTS)
    return made


def has_permission(rng: Random, organisation: Organisation) -> Query:
    action = rng.choice(ACTIONS)
    count = rng.choice([0, *[1] * 6, *[2] * 4, 3, 3, 5])
    table: dict[str, Any] = {name: rng.random() < 0.7 for name in CONDITIONS}
    if rng.random() < 0.05:
        table[rng.choice(CONDITIONS)] = rng.choice(NO_TRUTH)
    return {
        "user": user(rng, organisation),
        "method": rng.choice(METHODS),
        "action": action,
        "statements": [statement(rng, organisation, action) for _ in range(count)],
        "obj": granted(rng, organisation)[2] if rng.random() < 0.7 else None,
        "conditions": table,
    }


MAKERS = {"drf.has_permission": has_permission}
