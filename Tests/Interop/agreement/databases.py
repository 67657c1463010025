"""The real Django on one SQLite file after another."""

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

import django

# What the packages of a project remember of a database beyond Django's own caches is dropped by these.
forgetting: list[Callable[[], None]] = []


def start(settings: str, path: Path) -> None:
    """Sets Django up, once in a process. `path` is the database until `use` names another one."""
    os.environ["PERMSCOPE_DATABASE"] = str(path)
    os.environ["DJANGO_SETTINGS_MODULE"] = settings
    django.setup()


def migrate() -> None:
    """Makes all tables, content types and permissions in the database in use."""
    from django.core.management import call_command

    # Models that only this suite has need no migrations.
    call_command("migrate", verbosity=0, run_syncdb=True, interactive=False)


def use(path: Path) -> None:
    """Lets Django work on another file from now on, with nothing remembered of the last one."""
    from django.contrib.contenttypes.models import ContentType
    from django.db import connection

    connection.close()
    connection.settings_dict["NAME"] = str(path)
    ContentType.objects.clear_cache()
    for forget in forgetting:
        forget()


def close() -> None:
    """Lets go of the database in use."""
    from django.db import connection

    connection.close()


def copy(source: Path, target: Path) -> None:
    """A copy of a database that nobody has open for writing."""
    target.write_bytes(source.read_bytes())


def connect(path: Path) -> sqlite3.Connection:
    """A connection of our own, past Django, that checks no foreign keys and commits each statement."""
    return sqlite3.connect(path, isolation_level=None)
