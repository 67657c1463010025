"""Questions to `rules` and to the listings of django-user-tasks."""

from random import Random

from ..organisation import Organisation
from ..values import Query
from .common import permission, thing, user

STATUS, ARTIFACT = "user_tasks.usertaskstatus", "user_tasks.usertaskartifact"
RULES = [
    f"user_tasks.{verb}_{kind}"
    for kind in ("usertaskstatus", "usertaskartifact")
    for verb in ("view", "change", "delete", "cancel", "add")
]


def rule(rng: Random, organisation: Organisation) -> Query:
    name = rng.choice(RULES) if rng.random() < 0.9 else permission(rng, organisation)
    kind = STATUS if name.endswith("status") else ARTIFACT
    obj = rng.choice([thing(rng, organisation, kind)] * 8 + [thing(rng, organisation), None])
    return {"user": user(rng, organisation), "perm": name, "obj": obj}


def listed(rng: Random, organisation: Organisation) -> Query:
    return {"user": user(rng, organisation), "model": rng.choice([STATUS, ARTIFACT])}


MAKERS = {"rules.has_perm": rule, "tasks.list": listed}
