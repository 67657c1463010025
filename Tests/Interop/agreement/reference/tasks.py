"""rules with the rules of django-user-tasks, and the filters of its listings."""

from types import SimpleNamespace

import rules
import user_tasks.rules
from django.apps import apps
from user_tasks.filters import ArtifactFilterBackend, StatusFilterBackend

from ..values import Answer, Query
from .common import keys, thing, user

user_tasks.rules.add_rules()

FILTERS = {"user_tasks.usertaskstatus": StatusFilterBackend, "user_tasks.usertaskartifact": ArtifactFilterBackend}


def has_perm(query: Query) -> Answer:
    return rules.has_perm(query["perm"], user(query["user"]), thing(query["obj"]))


def listed(query: Query) -> Answer:
    request = SimpleNamespace(user=user(query["user"]))
    everything = apps.get_model(query["model"])._default_manager.all()
    return keys(FILTERS[query["model"]]().filter_queryset(request, everything, None))


ANSWERS = {"rules.has_perm": has_perm, "tasks.list": listed}
