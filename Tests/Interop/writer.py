"""A real Django process that keeps writing, and counts how often SQLite told it "database is locked".

Usage: writer.py DB SECONDS TIMEOUT
  TIMEOUT  seconds that Django waits for a lock (its default is 5; 0 makes every wait an error)

Prints one JSON object: {"rounds", "writes", "locked", "slowest", "errors", "journal_mode"}, where `slowest` is the
longest write in seconds. Exit status 0, unless something other than a lock went wrong.
"""

import json
import os
import sys
import time

path, seconds, timeout = sys.argv[1], float(sys.argv[2]), sys.argv[3]
os.environ["PERMSCOPE_DATABASE"] = path
os.environ["PERMSCOPE_TIMEOUT"] = timeout
os.environ["DJANGO_SETTINGS_MODULE"] = "project.settings"

import django

django.setup()

from datawarehouse.models import GitTree
from django.contrib.auth.models import Group, User
from django.db import OperationalError, connection, transaction
from guardian.shortcuts import assign_perm, remove_perm

counts = {"rounds": 0, "writes": 0, "locked": 0, "slowest": 0.0, "errors": []}


def attempt(write):
    """Runs one write in its own transaction, as a request of an application would."""
    started = time.monotonic()
    try:
        with transaction.atomic():
            result = write()
        counts["writes"] += 1
        return result
    except OperationalError as error:
        if "locked" not in str(error):
            raise
        counts["locked"] += 1
        return None
    finally:
        counts["slowest"] = max(counts["slowest"], round(time.monotonic() - started, 4))


def one_round(number):
    name = f"writer-{os.getpid()}-{number}"
    user = attempt(lambda: User.objects.create(username=name, password="!"))
    if user is None:
        return
    attempt(lambda: user.groups.add(group))
    attempt(lambda: assign_perm("datawarehouse.change_gittree", user, tree))
    attempt(lambda: remove_perm("datawarehouse.change_gittree", user, tree))
    # A lock may refuse the deletion; a test that wants a clean database gives a timeout.
    attempt(user.delete)


def main():
    global group, tree
    group = attempt(lambda: Group.objects.get_or_create(name="interop-writer")[0])
    tree = attempt(lambda: GitTree.objects.get_or_create(name="interop-writer")[0])
    if group is None or tree is None:
        return
    with connection.cursor() as cursor:
        counts["journal_mode"] = cursor.execute("PRAGMA journal_mode").fetchone()[0]
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        one_round(counts["rounds"])
        counts["rounds"] += 1


try:
    main()
except Exception as error:
    counts["errors"].append(f"{type(error).__name__}: {error}")
print(json.dumps(counts))
sys.exit(1 if counts["errors"] else 0)
