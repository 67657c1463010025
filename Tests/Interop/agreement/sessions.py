"""Sessions as logins of the project leave them: signed by the real Django, with the trees that were open then."""

from datetime import datetime, timezone
from random import Random
from typing import Any
from unittest import mock

from django.contrib.auth import BACKEND_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import User
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session

from .reference.trees import open_to

WRITTEN = datetime(2026, 1, 2, tzinfo=timezone.utc)
BACKEND = "django.contrib.auth.backends.ModelBackend"


def log_in(rng: Random, users: list[User]) -> None:
    """Up to five sessions: fresh ones, stale ones, of users who are gone, of nobody, ended, damaged."""
    for _ in range(rng.randint(0, 5)):
        key = "".join(rng.choice("abcdefghijklmnopqrstuvwxyz0123456789") for _ in range(32))
        with mock.patch("time.time", return_value=WRITTEN.timestamp()):
            text = SessionStore().encode(contents(rng, rng.choice(users)))
        if rng.random() < 0.1:
            text = "!" + text
        year = rng.choice([2020, 2046, 2046, 2046])
        Session.objects.create(
            session_key=key, session_data=text, expire_date=datetime(year, 5, 1, 12, tzinfo=timezone.utc)
        )


def contents(rng: Random, user: User) -> dict[str, Any]:
    draw = rng.random()
    if draw < 0.1:
        return {"_language": "fr"}
    data: dict[str, Any] = {SESSION_KEY: str(user.pk if draw > 0.2 else 9999), BACKEND_SESSION_KEY: BACKEND}
    if draw > 0.9:
        return data
    cached = {method: sorted(open_to(user, method)) for method in ("read", "write")}
    if draw > 0.6:
        changed = cached[rng.choice(["read", "write"])]
        if changed and rng.random() < 0.5:
            changed.pop()
        else:
            changed.append(9999)
    return {**data, "authorization": cached}
