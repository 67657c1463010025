"""What Django makes of the rows of `django_session`, and whether what a login wrote down still holds."""

from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import User
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils import timezone

from ..values import Answer, Query
from .trees import open_to


def listed(_: Query) -> Answer:
    return [row(session) for session in Session.objects.order_by("session_key")]


def row(session: Session) -> dict[str, Any]:
    data = SessionStore().decode(session.session_data)
    key = data.get(SESSION_KEY)
    user = None if key is None else User.objects.filter(pk=key).first()
    return {
        # The whole key would log its bearer in.
        "key": f"{session.session_key[:8]}…",
        "user": f"#{key}" if user is None and key is not None else user and user.username,
        "state": "expired" if session.expire_date < timezone.now() else state(data, user),
        "expires": f"{session.expire_date:%Y-%m-%d %H:%M:%S}",
    }


def state(data: dict[str, Any], user: User | None) -> str:
    """Django reads what it cannot verify as empty; a session of nobody has at least a language here."""
    if not data:
        return "unreadable"
    if SESSION_KEY not in data:
        return "anonymous"
    if user is None:
        return "user gone"
    if not ModelBackend().user_can_authenticate(user):
        return "user inactive"
    cached = data.get("authorization")
    return "fresh" if cached is None or all(set(cached[way]) == open_to(user, way) for way in cached) else "stale"


ANSWERS = {"session.list": listed}
