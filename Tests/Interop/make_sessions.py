"""Prints the session rows of Resources/demo.sql, signed by the real Django with the demo's SECRET_KEY.

Usage: make_sessions.py DB    (DB: a database made from schema.sql and the rest of demo.sql)
"""

import os
import sys
from datetime import datetime, timezone
from unittest import mock

os.environ["PERMSCOPE_DATABASE"] = sys.argv[1]
os.environ["DJANGO_SETTINGS_MODULE"] = "project.settings"

import django

django.setup()

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY, BACKEND_SESSION_KEY
from django.contrib.auth.models import User
from django.contrib.sessions.backends.db import SessionStore
from django.test import override_settings

BACKEND = "django.contrib.auth.backends.ModelBackend"
LONG = "2046-11-02 17:12:00"


def row(key, data, at, expires):
    moment = datetime.fromisoformat(at).replace(tzinfo=timezone.utc).timestamp()
    with mock.patch("time.time", return_value=moment):
        encoded = SessionStore().encode(data)
    return f"('{key.ljust(32, '0')}', '{encoded}', '{expires}')"


def login(username, at, expires=LONG, read=None, write=None):
    user = User.objects.get(username=username)
    data = {
        SESSION_KEY: str(user.pk),
        BACKEND_SESSION_KEY: BACKEND,
        HASH_SESSION_KEY: user.get_session_auth_hash(),
        "authorization": {"read": read, "write": write},
    }
    return row("demo" + username + at[8:10], data, at, expires)


rows = [
    # As the database says now.
    ("fresh: what tomas may do now",
     login("tomas", "2026-11-02 08:00", read=[1, 2, 3, 4, 6, 9, 10], write=[1, 2, 3, 4, 6, 7, 10])),
    ("stale: mira joined kernel-qe at 10:30, after this login",
     login("mira", "2026-11-02 09:12", read=[3, 6, 7, 8, 10], write=[6, 7, 8])),
    ("too much: ines has left kernel-maintainers and still writes",
     login("ines", "2026-10-30 07:45", read=[3, 6, 7, 8, 10], write=[1, 2, 3, 4, 6, 7, 8, 10])),
    ("expired", login("lena", "2026-09-17 13:00", "2026-10-01 13:00:00", read=[3, 6, 10], write=[6, 7])),
    ("of an inactive user: Django no longer accepts it",
     login("omar", "2026-10-12 11:00", read=[1, 2, 3, 4, 6, 9, 10], write=[1, 2, 3, 4, 6, 7, 10])),
    ("of nobody: a visitor who is not logged in, short enough to stay uncompressed",
     row("demovisitor01", {"_language": "fr"}, "2026-11-01 06:00", LONG)),
]
with override_settings(SECRET_KEY="another-key"):
    rows.append(
        ("signed with another key: readable, not to be trusted",
         login("kernelbot", "2026-11-01 00:00", read=list(range(1, 11)), write=list(range(1, 11))))
    )
rows.append(("damaged", f"('{'demodamaged'.ljust(32, '0')}', 'this is not a session', '{LONG}')"))

print('INSERT INTO "django_session" ("session_key", "session_data", "expire_date") VALUES')
for number, (comment, values) in enumerate(rows):
    print(f"  -- {comment}\n  {values}{';' if number == len(rows) - 1 else ','}")
