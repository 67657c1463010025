"""Prints Resources/schema.sql: an empty authorization database as the real migrations leave it.

Usage: make_schema.py > Resources/schema.sql
Run it again when a pinned version in requirements.txt changes, and read the difference.
"""

import os
import sqlite3
import sys
import tempfile

FIXED_TIME = "2026-01-01 00:00:00"

HEADER = """\
-- An empty authorization database, as `permscope init` makes it. Written by Tests/Interop/make_schema.py.
--
-- The statements are those that the migrations of Django 5.2, django-guardian 3.5 and django-user-tasks 4.0 run
-- on SQLite, so that `manage.py migrate` of a project with these applications finds nothing to do. The
-- datawarehouse tables are git trees, their policies, and what hangs below a tree. The core tables are those of
-- Pulp, which upstream makes on PostgreSQL only: a UUID is char(32), JSON is text. Their migrations are not
-- recorded in django_migrations, because Pulp's own never ran here.
--
-- There is no BEGIN and COMMIT, because whoever runs this has a transaction open already.
"""

SECTIONS = [
    ("Migrations and content types", ["django_migrations", "django_content_type"]),
    (
        "Users, groups and permissions",
        [
            "auth_permission",
            "auth_group",
            "auth_user",
            "auth_group_permissions",
            "auth_user_groups",
            "auth_user_user_permissions",
        ],
    ),
    ("The admin's log and sessions", ["django_admin_log", "django_session"]),
    ("Object permissions", ["guardian_groupobjectpermission", "guardian_userobjectpermission"]),
    (
        "Git trees",
        ["datawarehouse_" + name for name in ("gittreepolicy", "gittree", "checkout", "build", "test")],
    ),
    ("User tasks", ["user_tasks_usertaskstatus", "user_tasks_usertaskartifact"]),
    (
        "Roles and access policies",
        [
            "core_" + name
            for name in ("domain", "accesspolicy", "role", "role_permissions", "userrole", "grouprole")
        ],
    ),
]
# The objects of the sample organisation come with demo.sql, or from the application itself.
OBJECTS = {("core", "remote"), ("core", "repository")}
OBJECT_TABLES = [
    "core_remote",
    "core_repository",
    "file_fileremote",
    "file_filegitremote",
    "file_filerepository",
]


def quoted(value):
    return "'" + value.replace("'", "''") + "'"


def ddl(database, tables):
    for table in tables:
        rows = database.execute(
            "SELECT sql FROM sqlite_master WHERE tbl_name = ? AND sql IS NOT NULL"
            " ORDER BY type = 'index', name",
            [table],
        )
        for (statement,) in rows:
            yield statement + ";"


def print_schema(database):
    print(HEADER, end="")
    for title, tables in SECTIONS:
        print(f"\n-- {title}")
        for statement in ddl(database, tables):
            print(statement)

    print("\n-- The migrations that made these tables.")
    print('INSERT INTO "django_migrations" ("app", "name", "applied") VALUES')
    rows = database.execute(
        "SELECT app, name FROM django_migrations WHERE app NOT IN ('core', 'file') ORDER BY id"
    )
    print(",\n".join(f"  ({quoted(a)}, {quoted(n)}, '{FIXED_TIME}')" for a, n in rows) + ";")

    types = [
        row
        for row in database.execute("SELECT id, app_label, model FROM django_content_type ORDER BY id")
        if row[1] != "file" and row[1:] not in OBJECTS
    ]
    print("\n-- Every model, and the permissions that migrating gives it.")
    print('INSERT INTO "django_content_type" ("id", "app_label", "model") VALUES')
    lines = [f"  ({n}, {quoted(t[1])}, {quoted(t[2])})" for n, t in enumerate(types, 1)]
    print(",\n".join(lines) + ";")

    print('INSERT INTO "auth_permission" ("id", "content_type_id", "codename", "name") VALUES')
    lines, number = [], 0
    for type_id, content_type in enumerate(types, 1):
        line = []
        for codename, name in database.execute(
            "SELECT codename, name FROM auth_permission WHERE content_type_id = ? ORDER BY id",
            [content_type[0]],
        ):
            number += 1
            line.append(f"({number}, {type_id}, {quoted(codename)}, {quoted(name)})")
        lines.append("  " + ",\n  ".join(line))
    print(",\n".join(lines) + ";")

    print("\n-- The row that stands for everybody who is not logged in (django-guardian).")
    print(
        'INSERT INTO "auth_user" ("password", "last_login", "is_superuser", "username", "last_name", "email",'
        ' "is_staff", "is_active", "date_joined", "first_name") VALUES\n'
        f"  ('!anonymous', NULL, 0, 'AnonymousUser', '', '', 0, 1, '{FIXED_TIME}', '');"
    )


def main():
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "schema.sqlite3")
        os.environ["PERMSCOPE_DATABASE"] = path
        os.environ["PERMSCOPE_PULP"] = "1"
        os.environ["DJANGO_SETTINGS_MODULE"] = "project.settings"
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        database = sqlite3.connect(path)
        if sys.argv[1:] == ["--objects"]:
            # The tables that demo.sql starts with.
            print("\n".join(ddl(database, OBJECT_TABLES)))
        else:
            print_schema(database)
        database.close()


main()
