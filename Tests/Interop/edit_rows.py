"""All rows of a database, made comparable: what is random or the time of day is replaced by what it is."""

import re
import sqlite3
from datetime import datetime, timedelta, timezone

UUID = re.compile(r"[0-9a-f]{8}-?[0-9a-f]{4}-?4[0-9a-f]{3}-?[89ab][0-9a-f]{3}-?[0-9a-f]{12}\Z")
UNUSABLE = re.compile(r"![A-Za-z0-9]{40}\Z")
TIME = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}\Z")


def execute(path, statement):
    connection = sqlite3.connect(path)
    try:
        found = connection.execute(statement).fetchall()
        connection.commit()
        return found
    finally:
        connection.close()


def rows(path):
    """{table: [{column: value}…]}, without permscope's own tables."""
    connection = sqlite3.connect(path)
    connection.row_factory = sqlite3.Row
    try:
        names = [row[0] for row in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'permscope\\_%' ESCAPE '\\'"
            " AND name NOT LIKE 'sqlite\\_stat%' ESCAPE '\\' ORDER BY name")]
        tables = {
            name: [dict(row) for row in connection.execute(f'SELECT * FROM "{name}" ORDER BY 1')]
            for name in names
        }
    finally:
        connection.close()
    tables["sqlite_sequence"] = [
        row for row in tables.get("sqlite_sequence", []) if not row["name"].startswith("permscope_")]
    return tables


def without_counters(tables):
    """Without the keys that were given: undo does not take those back, as Django's own deletes don't."""
    return {name: found for name, found in tables.items() if name != "sqlite_sequence"}


def known(tables):
    """Every text that stood there before the edit; those are compared as they are."""
    return {value for found in tables.values() for row in found for value in row.values() if isinstance(value, str)}


def comparable(tables, before):
    fresh = {}
    for name, found in tables.items():
        created = [row["pulp_id"] for row in found if isinstance(row.get("pulp_id"), str)
                   and row["pulp_id"] not in before and UUID.match(row["pulp_id"])]
        fresh.update({key: f"<new {name}>" for key in created})

    def plain(value):
        if not isinstance(value, str) or value in before:
            return value
        if value in fresh:
            return fresh[value]
        if UUID.match(value):
            return "<uuid>"
        if UNUSABLE.match(value):
            return "<unusable password>"
        return "<now>" if is_now(value) else value

    return {
        name: sorted(([(column, plain(value)) for column, value in sorted(row.items())] for row in found), key=repr)
        for name, found in tables.items()
    }


def is_now(text):
    # Django leaves the fraction out where it is zero; once in a million times that is so.
    if not TIME.match(text):
        return False
    moment = datetime.fromisoformat(text).replace(tzinfo=timezone.utc)
    return abs(datetime.now(timezone.utc) - moment) < timedelta(minutes=10)


def differences(ours, theirs):
    """At most some lines about what is not the same."""
    lines = []
    for name in sorted(set(ours) | set(theirs)):
        mine, other = [repr(row) for row in ours.get(name, [])], [repr(row) for row in theirs.get(name, [])]
        lines += [f"{name}: only permscope has {row}" for row in mine if row not in other]
        lines += [f"{name}: permscope lacks {row}" for row in other if row not in mine]
        if sorted(mine) != sorted(other) and set(mine) == set(other):
            lines.append(f"{name}: {len(mine)} rows in place of {len(other)}")
    return lines[:6]
