"""pulpcore without its server and without PostgreSQL.

Its models and all of its code are used as they are. What only PostgreSQL has is replaced where a table is made or a
value is written: hstore, arrays and JSON become JSON text, and indexes with operator classes are left out.
"""

import json
import logging
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from unittest import mock
from uuid import UUID

from .. import databases

SETTINGS = Path(__file__).resolve().parents[2] / "project/pulp.py"


def start(path: Path) -> None:
    """Sets pulpcore up, once in a process."""
    # Imported here because the other part of the suite runs without it.
    from cryptography.fernet import Fernet

    # Where pulpcore would look for what it serves; it warns where that is not there.
    path.with_name("assets").mkdir()
    key = path.with_name("pulp.key")
    key.write_bytes(Fernet.generate_key())
    os.environ["PERMSCOPE_PULP_KEY"] = str(key)
    os.environ["PULP_SETTINGS"] = str(SETTINGS)
    databases.start("pulpcore.app.settings", path)
    # It writes a line for every request that is refused.
    logging.disable(logging.CRITICAL)
    speak_sqlite()
    databases.forgetting.append(forget_request)


def forget_request() -> None:
    """pulpcore keeps the default domain, and the domain and the user of the last request."""
    from pulpcore.app import util

    util.default_domain = None
    util.set_domain(None)
    util.set_current_user(None)


def speak_sqlite() -> None:
    from django.apps import apps
    from django.contrib.postgres.fields import ArrayField, HStoreField

    from . import postgres

    for kind in (dict, list):
        sqlite3.register_adapter(kind, json.dumps)
    ArrayField.db_type = lambda self, connection: "text"
    ArrayField.get_db_prep_value = lambda self, value, connection, prepared=False: value
    ArrayField.get_placeholder = lambda self, value, compiler, connection: "%s"
    HStoreField.from_db_value = lambda self, value, expression, connection: value and json.loads(value)
    postgres.imitate()
    for model in apps.get_models():
        indexes = model._meta.indexes
        model._meta.indexes = [index for index in indexes if "text_ops" not in str(index.deconstruct())]


def make_tables() -> None:
    """Makes the tables of all models. Pulp's migrations run on PostgreSQL only."""
    from django.apps import apps
    from django.db import connection

    with connection.schema_editor() as editor:
        for model in apps.get_models():
            if model._meta.managed and not model._meta.proxy:
                editor.create_model(model)


@contextmanager
def keys_from(rng: Random) -> Iterator[None]:
    """Lets new rows get keys that are the same in each run: pulpcore's own have the time of day in them."""
    from pulpcore.app.models import base

    with mock.patch.object(base, "uuid7", lambda: UUID(int=rng.getrandbits(128), version=4)):
        yield


def migrate() -> None:
    """What `pulpcore-manager migrate` leaves: tables, types, permissions, locked roles, shipped access policies."""
    from django.apps import apps
    from django.core.management.sql import emit_post_migrate_signal

    make_tables()
    with keys_from(Random("pulp")):
        emit_post_migrate_signal(verbosity=0, interactive=False, db="default", apps=apps)


def restore(dump: Path, _: Path) -> None:
    """Loads a dump, with its own numbers of types and permissions, into the database in use."""
    from django.core.management import call_command

    make_tables()
    call_command("loaddata", str(dump), verbosity=0)
