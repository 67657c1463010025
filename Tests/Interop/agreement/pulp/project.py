"""pulpcore without its server and without PostgreSQL.

Its models and all of its code are used as they are. What only PostgreSQL has is replaced where a table is made or a
value is written: hstore, arrays and JSON become JSON text, and indexes with operator classes are left out.
"""

import json
import logging
import os
import sqlite3
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

    key = path.with_name("pulp.key")
    key.write_bytes(Fernet.generate_key())
    os.environ["PERMSCOPE_PULP_KEY"] = str(key)
    os.environ["PULP_SETTINGS"] = str(SETTINGS)
    databases.start("pulpcore.app.settings", path)
    # It writes a line for every request that is refused.
    logging.disable(logging.CRITICAL)
    speak_sqlite()
    databases.forgetting.append(forget_default_domain)


def forget_default_domain() -> None:
    from pulpcore.app import util

    util.default_domain = None


def speak_sqlite() -> None:
    from django.apps import apps
    from django.contrib.postgres.fields import ArrayField, HStoreField

    from . import postgres

    for kind in (dict, list):
        sqlite3.register_adapter(kind, json.dumps)
    ArrayField.db_type = lambda self, connection: "text"
    ArrayField.get_db_prep_value = lambda self, value, connection, prepared=False: value
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


def migrate() -> None:
    """What `pulpcore-manager migrate` leaves: tables, types, permissions, locked roles, shipped access policies."""
    from django.core.management.sql import emit_post_migrate_signal
    from pulpcore.app.models import base

    make_tables()
    # Keys that are the same in each run: pulpcore's own have the time of day in them.
    rng = Random("pulp")
    with mock.patch.object(base, "uuid7", lambda: UUID(int=rng.getrandbits(128), version=7)):
        emit_post_migrate_signal(verbosity=0, interactive=False, db="default")


def restore(dump: Path, _: Path) -> None:
    """Loads a dump, with its own numbers of types and permissions, into the database in use."""
    from django.core.management import call_command

    make_tables()
    call_command("loaddata", str(dump), verbosity=0)
