"""Works with the real Django and django-guardian on a database that `permscope init` made.

Usage: check_init.py DB
Prints one JSON object: {"ok": bool, "failed": [check…], "checks": n}. It leaves what it creates in the database.
"""

import io
import json
import os
import sys

os.environ["PERMSCOPE_DATABASE"] = sys.argv[1]
os.environ["DJANGO_SETTINGS_MODULE"] = "project.settings"

import django

django.setup()

from datawarehouse.models import GitTree, GitTreePolicy
from django.contrib.auth.models import AnonymousUser, Group, Permission, User
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django.db import connection
from guardian.shortcuts import assign_perm, get_objects_for_user, get_users_with_perms, remove_perm
from user_tasks.models import UserTaskArtifact, UserTaskStatus

failed = []
checks = 0
# Names of its own for each run, so that it can run again on the same database.
PREFIX = f"interop-{os.getpid()}"


def check(name, condition):
    global checks
    checks += 1
    if not condition:
        failed.append(name)


def fresh(user):
    """Permissions stick to one user object, so every question gets a new one."""
    return User.objects.get(pk=user.pk)


def migrations():
    before = schema()
    plan = io.StringIO()
    call_command("migrate", plan=True, stdout=plan, no_color=True)
    check("the migration plan is empty", "No planned migration operations" in plan.getvalue())
    numbers = (Permission.objects.count(), ContentType.objects.count(), User.objects.count())
    call_command("migrate", verbosity=0, interactive=False)
    after = (Permission.objects.count(), ContentType.objects.count(), User.objects.count())
    check("migrate adds no permission, type or user", numbers == after)
    check("migrate changes no table", before == schema())
    call_command("check", stdout=io.StringIO())


def schema():
    with connection.cursor() as cursor:
        return cursor.execute("SELECT type, name, sql FROM sqlite_master ORDER BY 1, 2").fetchall()


def grants():
    group = Group.objects.create(name=f"{PREFIX}-group")
    user = User.objects.create_user(f"{PREFIX}-user", password="interop")
    member = User.objects.create_user(f"{PREFIX}-member")
    root = User.objects.create_superuser(f"{PREFIX}-root")
    member.groups.add(group)
    policy = GitTreePolicy.objects.create(name=f"{PREFIX}-policy", read_group=group)
    tree = GitTree.objects.create(name=f"{PREFIX}-tree", policy=policy)
    name = "datawarehouse.change_gittree"

    assign_perm(name, user, tree)
    assign_perm(name, group, tree)
    check("object grant to a user", fresh(user).has_perm(name, tree))
    check("object grant to a group", fresh(member).has_perm(name, tree))
    check("object grant says nothing in general", not fresh(user).has_perm(name))
    check("superuser", fresh(root).has_perm(name, tree))
    check("list of objects", list(get_objects_for_user(fresh(member), name)) == [tree])
    found = {u.username for u in get_users_with_perms(tree)}
    check("list of users", found == {f"{PREFIX}-user", f"{PREFIX}-member"})
    remove_perm(name, user, tree)
    check("removed grant", not fresh(user).has_perm(name, tree))

    model_level = Permission.objects.get(codename="view_gittree", content_type__app_label="datawarehouse")
    user.user_permissions.add(model_level)
    check("model-level grant", fresh(user).has_perm("datawarehouse.view_gittree"))
    check("model-level grant, of an object", not fresh(user).has_perm("datawarehouse.view_gittree", tree))

    anonymous = User.objects.get(username="AnonymousUser")
    check("anonymous before", not AnonymousUser().has_perm("datawarehouse.view_gittree", tree))
    assign_perm("datawarehouse.view_gittree", anonymous, tree)
    check("anonymous after", AnonymousUser().has_perm("datawarehouse.view_gittree", tree))
    return user


def the_rest(user):
    session = SessionStore()
    session["authorization"] = {"read": [1], "write": []}
    session.save()
    check("session", SessionStore(session.session_key)["authorization"]["read"] == [1])

    status = UserTaskStatus.objects.create(
        user=user, task_id=PREFIX, task_class="interop.Task", name="Interop", total_steps=1
    )
    UserTaskArtifact.objects.create(status=status, text="done")
    check("task and artifact", status.artifacts.get().text == "done")

    gone = User.objects.create_user(f"{PREFIX}-gone")
    gone.delete()
    check("deletion", not User.objects.filter(username=f"{PREFIX}-gone").exists())
    with connection.cursor() as cursor:
        check("integrity", cursor.execute("PRAGMA integrity_check").fetchone()[0] == "ok")
        check("foreign keys", cursor.execute("PRAGMA foreign_key_check").fetchall() == [])


try:
    migrations()
    the_rest(grants())
except Exception as error:
    failed.append(f"{type(error).__name__}: {error}")
print(json.dumps({"ok": not failed, "failed": failed, "checks": checks}))
sys.exit(1 if failed else 0)
