"""Names of questions turned into what the real packages take, and what they return turned into names."""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import AnonymousUser, Group, User
from django.db.models import Model

from ..values import Query

BACKENDS = {
    "model": "django.contrib.auth.backends.ModelBackend",
    "guardian": "guardian.backends.ObjectPermissionBackend",
    "rules": "rules.permissions.ObjectPermissionBackend",
}


def user(name: str | None) -> User | AnonymousUser:
    """A fresh object each time: what a user object was asked sticks to it."""
    return AnonymousUser() if name is None else User.objects.get(username=name)


def group(name: str) -> Group:
    return Group.objects.get(name=name)


def holder(query: Query) -> User | AnonymousUser | Group:
    return group(query["group"]) if "group" in query else user(query["user"])


def thing(obj: list[str] | None) -> Model | None:
    """The object of a question; one that is not in the database has its key and nothing else."""
    if obj is None:
        return None
    model = apps.get_model(obj[0])
    key = model._meta.pk.to_python(obj[1])
    return model._base_manager.filter(pk=key).first() or model(pk=key)


def put_in_force(chain: str) -> None:
    """The backends of a question become those of the project."""
    settings.AUTHENTICATION_BACKENDS = [BACKENDS[name] for name in chain.split("+")]


def name(holder: Any) -> str:
    return holder.username if isinstance(holder, User) else holder.name


def names(found: Iterable[Any]) -> list[str]:
    return sorted(name(one) for one in found)


def keys(found: Iterable[Model]) -> list[str]:
    return sorted(str(one.pk) for one in found)
