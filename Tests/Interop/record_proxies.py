"""Asks the real Django and django-guardian about `core.group`, a proxy of `auth.group`, and prints what they answer.

Usage: record_proxies.py DB
  DB  a database made from schema.sql, demo.sql and Tests/AuthorizationStoreTests/Fixtures/proxies.sql

Prints one JSON object a line, {"query", "answer"}, as `permscope batch` answers: Fixtures/proxy_answers.jsonl.
"""

import json
import os
import sys
from itertools import product

os.environ["PERMSCOPE_DATABASE"] = sys.argv[1]
os.environ["PERMSCOPE_PULP"] = "1"
os.environ["DJANGO_SETTINGS_MODULE"] = "project.settings"

import django

django.setup()

from django.apps import apps
from django.contrib.auth.models import AnonymousUser, Group, User
from guardian import shortcuts
from guardian.backends import ObjectPermissionBackend

TYPES = ["auth.group", "core.group"]
USERS = ["mira", "tomas", "ines", "lena", "kerning", "zoe", "sam", "ravi", "admin", "oldroot", None]
# Who else guardian's backend is asked about, without the chain before it, and who its lists of objects.
DIRECTLY = ["mira", "kerning", "admin", None]
LISTED = ["mira", "ines", "lena", "zoe", "sam", "ravi"]
GROUPS = ["release", "ci", "support"]
OBJECTS = [[kind, key] for kind in TYPES for key in ("5", "6", "99")]
PERMISSIONS = [
    "core.change_group", "auth.change_group", "change_group", "core.view_group", "auth.view_group", "view_group",
    "core.audit_group", "auth.audit_group", "audit_group", "core.manage_roles_group", "manage_roles_group",
    "core.nothing", "auth.nothing", "file.change_group",
]
LISTS = [
    "core.change_group", "auth.change_group", "change_group", "core.view_group", "auth.view_group", "view_group",
    "auth.audit_group", "core.audit_group", "core.manage_roles_group", "manage_roles_group", "core.delete_group",
    "auth.delete_group", "delete_group", ["core.change_group", "auth.change_group"],
    ["auth.change_group", "auth.audit_group"], ["change_group", "audit_group"], [],
]


def user(query):
    return AnonymousUser() if query["user"] is None else User.objects.get(username=query["user"])


def holder(query):
    return user(query) if "user" in query else Group.objects.get(name=query["group"])


def thing(query):
    kind, key = query["obj"]
    return apps.get_model(kind)(pk=int(key))


def model(query):
    return apps.get_model(query["klass"]) if query["klass"] else None


def names(found):
    return sorted(getattr(one, "username", None) or one.name for one in found)


def attached(found):
    return {name: sorted(found[one]) for name, one in sorted((names([one])[0], one) for one in found)}


def keys(found):
    return sorted(str(one.pk) for one in found)


def people(function, query, *options):
    arguments = {name: query[name] for name in ("attach_perms", "only_with_perms_in", *options)}
    found = function(thing(query), **arguments)
    return attached(found) if query["attach_perms"] else names(found)


def objects(function, query, *options):
    arguments = {name: query[name] for name in ("any_perm", "accept_global_perms", *options)}
    return keys(function(holder(query), query["perms"], klass=model(query), **arguments))


ANSWERS = {
    "guardian.has_perm": lambda q: ObjectPermissionBackend().has_perm(user(q), q["perm"], thing(q)),
    "user.has_perm": lambda q: user(q).has_perm(q["perm"], thing(q) if q["obj"] else None),
    "user.all_permissions": lambda q: sorted(user(q).get_all_permissions(thing(q))),
    "guardian.get_perms": lambda q: sorted(shortcuts.get_perms(holder(q), thing(q))),
    "guardian.get_user_perms": lambda q: sorted(shortcuts.get_user_perms(holder(q), thing(q))),
    "guardian.get_group_perms": lambda q: sorted(set(shortcuts.get_group_perms(holder(q), thing(q)))),
    "guardian.get_users_with_perms": lambda q: people(
        shortcuts.get_users_with_perms, q, "with_superusers", "with_group_users"),
    "guardian.get_groups_with_perms": lambda q: people(shortcuts.get_groups_with_perms, q),
    "guardian.get_objects_for_user": lambda q: objects(shortcuts.get_objects_for_user, q, "use_groups", "with_superuser"),
    "guardian.get_objects_for_group": lambda q: objects(shortcuts.get_objects_for_group, q),
}


def queries():
    both = {"backends": "model+guardian"}
    for name, perm in product(USERS, PERMISSIONS):
        for obj in OBJECTS if name in DIRECTLY else []:
            yield {"kind": "guardian.has_perm", "user": name, "perm": perm, "obj": obj}
        for obj in [None] + OBJECTS:
            yield {"kind": "user.has_perm", "user": name, "perm": perm, "obj": obj, **both}
    for obj in OBJECTS:
        for name in USERS:
            yield {"kind": "user.all_permissions", "user": name, "obj": obj, **both}
            for kind in ("get_perms", "get_user_perms", "get_group_perms"):
                yield {"kind": f"guardian.{kind}", "user": name, "obj": obj}
        for name in GROUPS:
            for kind in ("get_perms", "get_group_perms"):
                yield {"kind": f"guardian.{kind}", "group": name, "obj": obj}
        only = [None, ["change_group"], ["audit_group"], ["manage_roles_group"], ["core.change_group"]]
        for attach, wanted in product([False, True], only):
            filters = {"obj": obj, "attach_perms": attach, "only_with_perms_in": wanted}
            yield {"kind": "guardian.get_groups_with_perms", **filters}
            for superusers, shared in [(False, False), (False, True), (True, True)]:
                yield {"kind": "guardian.get_users_with_perms", **filters, "with_superusers": superusers,
                       "with_group_users": shared}
    for perms, klass, general in product(LISTS, [None] + TYPES, [False, True]):
        filters = {"perms": perms, "klass": klass, "any_perm": False, "accept_global_perms": general}
        for name in GROUPS:
            yield {"kind": "guardian.get_objects_for_group", "group": name, **filters}
        for name in LISTED:
            yield {"kind": "guardian.get_objects_for_user", "user": name, **filters, "use_groups": True,
                   "with_superuser": True, **both}


for query in queries():
    try:
        answer = ANSWERS[query["kind"]](query)
    except Exception as error:
        answer = {"error": type(error).__name__}
    print(json.dumps({"query": query, "answer": answer}, ensure_ascii=False, separators=(",", ":")))
