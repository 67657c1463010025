"""What one database has beyond another of the same tables, row by row, and how to take it back."""

import sqlite3
from dataclasses import dataclass
from pathlib import Path

from . import databases
from .values import is_plain

# Rows that say nothing about permissions.
IGNORED = {"sqlite_sequence", "django_migrations"}

# Keys that are said in words where rows are printed.
WORDS = {
    "permission_id": "SELECT t.app_label || '.' || p.codename FROM main.auth_permission p "
    "JOIN main.django_content_type t ON t.id = p.content_type_id WHERE p.id",
    "content_type_id": "SELECT app_label || '.' || model FROM main.django_content_type WHERE id",
    "role_id": "SELECT name FROM main.core_role WHERE pulp_id",
    "domain_id": "SELECT 'domain ' || name FROM main.core_domain WHERE pulp_id",
}


@dataclass(frozen=True)
class Edit:
    """One row that was added, changed or removed."""

    table: str
    row: int
    kind: str

    def undo(self, connection: sqlite3.Connection) -> None:
        """Makes the row what it is in the database attached as `template`."""
        connection.execute(f'DELETE FROM main."{self.table}" WHERE rowid = ?', [self.row])
        if self.kind != "added":
            names = ", ".join(f'"{name}"' for name in columns(connection, self.table))
            connection.execute(
                f'INSERT INTO main."{self.table}" (rowid, {names}) '
                f'SELECT rowid, {names} FROM template."{self.table}" WHERE rowid = ?',
                [self.row],
            )

    def sql(self, connection: sqlite3.Connection) -> str:
        """The edit as a statement that makes it."""
        if self.kind == "removed":
            return f'DELETE FROM "{self.table}" WHERE rowid = {self.row};'
        names = columns(connection, self.table)
        values = connection.execute(f'SELECT * FROM main."{self.table}" WHERE rowid = ?', [self.row]).fetchone()
        verb = "INSERT" if self.kind == "added" else "REPLACE"
        # A null only lengthens the line.
        shown = [(name, literal(value)) for name, value in zip(names, values, strict=True) if value is not None]
        left, right = (", ".join(part) for part in zip(*shown, strict=True))
        return f'{verb} INTO "{self.table}" ({left}) VALUES ({right});{self._said(connection, names)}'

    def _said(self, connection: sqlite3.Connection, names: list[str]) -> str:
        """What the keys of the row stand for, as a comment: a reader does not know them."""
        words: list[str] = []
        for column, query in WORDS.items():
            if column in names:
                found = connection.execute(
                    f'{query} = (SELECT "{column}" FROM main."{self.table}" WHERE rowid = ?)', [self.row]
                ).fetchone()
                words += found or []
        return f"  -- {', '.join(words)}" if words else ""


def literal(value: object) -> str:
    """A value as SQLite reads it; text that a reader could take for another text in hexadecimal."""
    if not isinstance(value, str):
        return f"X'{value.hex()}'" if isinstance(value, bytes) else str(value)
    if not is_plain(value):
        return f"CAST(X'{value.encode().hex()}' AS TEXT)"
    return "'" + value.replace("'", "''") + "'"


def columns(connection: sqlite3.Connection, table: str) -> list[str]:
    return [row[1] for row in connection.execute(f'PRAGMA main.table_info("{table}")')]


def against(database: Path, template: Path) -> sqlite3.Connection:
    """A connection to a database with the other one attached as `template`."""
    connection = databases.connect(database)
    connection.execute("ATTACH ? AS template", [str(template)])
    return connection


def edits(connection: sqlite3.Connection) -> list[Edit]:
    """Everything in which `main` is not `template`, table by table, those that refer to others first."""
    tables = [row[0] for row in connection.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'")]
    found: list[Edit] = []
    for table in sorted(set(tables) - IGNORED, key=lambda name: (-references(connection, name), name)):
        here = contents(connection, "main", table)
        there = contents(connection, "template", table)
        for row in sorted(here.keys() | there.keys()):
            if row not in there:
                found.append(Edit(table, row, "added"))
            elif row not in here:
                found.append(Edit(table, row, "removed"))
            elif here[row] != there[row]:
                found.append(Edit(table, row, "changed"))
    return found


def contents(connection: sqlite3.Connection, schema: str, table: str) -> dict[int, tuple[object, ...]]:
    return {row[0]: row[1:] for row in connection.execute(f'SELECT rowid, * FROM {schema}."{table}"')}


def references(connection: sqlite3.Connection, table: str) -> int:
    return len(connection.execute(f'PRAGMA main.foreign_key_list("{table}")').fetchall())


def take_back(connection: sqlite3.Connection, undone: list[Edit]) -> None:
    """Undoes edits, and removes what then refers to rows that are gone."""
    connection.execute("BEGIN")
    for edit in undone:
        edit.undo(connection)
    while dangling := connection.execute("PRAGMA main.foreign_key_check").fetchall():
        for table, row, *_ in dangling:
            connection.execute(f'DELETE FROM main."{table}" WHERE rowid = ?', [row])
    connection.execute("COMMIT")
