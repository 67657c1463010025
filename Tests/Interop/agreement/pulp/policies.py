"""Access policies as a person may have changed them."""

from random import Random
from typing import Any

from pulpcore.app.models import AccessPolicy

ENDPOINTS = {
    "repositories/file/file": "file.filerepository",
    "remotes/file/file": "file.fileremote",
    "remotes/file/git": "file.filegitremote",
    "distributions/file/file": "file.filedistribution",
}
# Conditions that look at nothing but the user, the domain and the object of the URL.
PLAIN = [
    "has_model_perms", "has_domain_perms", "has_obj_perms", "has_model_or_domain_perms",
    "has_model_or_domain_or_obj_perms", "has_model_or_obj_perms",
]  # fmt: skip
# Those that look at the body, at an attribute of the object, or at a parent in the URL, which these endpoints lack.
OTHERS = [
    "has_remote_param_obj_perms", "has_remote_param_model_or_domain_or_obj_perms",
    "has_remote_param_model_or_obj_perms", "has_repo_attr_obj_perms",
    "has_repo_attr_model_or_domain_or_obj_perms", "has_repo_attr_model_or_obj_perms",
    "has_repository_obj_perms", "has_repository_model_or_domain_or_obj_perms",
    "has_repository_model_or_obj_perms", "has_repo_or_repo_ver_param_model_or_domain_or_obj_perms",
    "has_repo_or_repo_ver_param_model_or_obj_perms", "has_required_repo_perms_on_upload",
    "has_publication_param_model_or_domain_or_obj_perms", "has_publication_param_model_or_obj_perms",
    "has_upload_param_model_or_domain_or_obj_perms", "has_upload_param_model_or_obj_perms",
    "has_group_obj_perms", "has_group_model_or_obj_perms",
]  # fmt: skip
ACTIONS = ["list", "retrieve", "create", "update", "partial_update", "destroy", "sync", "my_permissions", "list_roles"]


def change_some(rng: Random, rows: list[AccessPolicy]) -> None:
    """Changes policies of the endpoints that are asked about, in half of all databases."""
    if rng.random() < 0.5:
        return
    for row in rows:
        kind = ENDPOINTS.get(row.viewset_name)
        if kind is not None and rng.random() < 0.6:
            change(rng, row, kind)
            row.customized = True
            row.save(skip_hooks=True)


def change(rng: Random, row: AccessPolicy, kind: str) -> None:
    """One to three edits of the statements, or of what a listing shows."""
    for _ in range(rng.randint(1, 3)):
        edit = rng.choice(["add", "add", "remove", "effect", "principal", "condition", "scope"])
        if edit == "add":
            row.statements.insert(rng.randint(0, len(row.statements)), statement(rng, kind))
        elif edit == "scope":
            row.queryset_scoping = rng.choice([None, {"function": "scope_queryset"}])
        elif row.statements:
            one = rng.choice(row.statements)
            if edit == "remove":
                row.statements.remove(one)
            elif edit == "effect":
                one["effect"] = rng.choice(["allow", "deny", "Allow"])
            elif edit == "principal":
                one["principal"] = principal(rng)
            else:
                one["condition"] = [condition(rng, kind) for _ in range(rng.choice([0, 1, 2]))]


def statement(rng: Random, kind: str) -> dict[str, Any]:
    made: dict[str, Any] = {
        "action": rng.choice(
            [[rng.choice(ACTIONS)], rng.sample(ACTIONS, 3), "*", ["<safe_methods>"], ["<method:post>"]]
        ),
        "effect": "allow" if rng.random() < 0.7 else "deny",
        "principal": principal(rng),
    }
    if rng.random() < 0.6:
        made["condition"] = condition(rng, kind)
    if rng.random() < 0.2:
        joined = rng.choice([" and ", " or ", " and not "])
        made["condition_expression"] = joined.join(condition(rng, kind) for _ in range(2))
    return made


def principal(rng: Random) -> str | list[str]:
    several: list[str | list[str]] = [["staff", "group:ops"], "*", "admin", "anonymous", "id:1"]
    return rng.choice([*several, "authenticated", "authenticated"])


def condition(rng: Random, kind: str) -> str:
    """A condition of pulpcore with a permission of the endpoint's type, seldom of another one."""
    app, model = kind.split(".")
    verb = rng.choice(["view", "change", "delete", "add", "manage_roles"])
    name = (
        f"{app}.{verb}_{model}" if rng.random() < 0.95 else rng.choice(["core.view_domain", "file.nothing", "nothing"])
    )
    return f"{rng.choice(PLAIN if rng.random() < 0.6 else OTHERS)}:{name}"
