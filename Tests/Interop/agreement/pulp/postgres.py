"""Two things in which PostgreSQL answers pulpcore otherwise than SQLite."""

import re
from typing import Any

from django.db.backends.signals import connection_created
from django.db.models import CharField, ForeignKey, UUIDField
from django.db.models.functions import Cast
from django.db.models.lookups import In
from django.db.models.sql import Query
from django.db.utils import ProgrammingError

UUID_DIGITS = re.compile("([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})")


def imitate() -> None:
    """UUIDs cast to text have dashes, and text is not compared with UUIDs."""
    connection_created.connect(add_function)
    Cast.as_sqlite = cast_as_text
    CharField.register_lookup(TypedIn)


def add_function(connection: Any, **_: Any) -> None:
    connection.connection.create_function("key_text", 1, key_text, deterministic=True)


def key_text(value: Any) -> str | None:
    """A key as PostgreSQL writes it, from what SQLite stores."""
    if value is None:
        return None
    match = UUID_DIGITS.fullmatch(str(value))
    return "-".join(match.groups()) if match else str(value)


def cast_as_text(self: Cast, compiler: Any, connection: Any, **context: Any) -> Any:
    """`Cast.as_sql`, but for a cast to text."""
    if isinstance(self.output_field, CharField):
        return self.as_sql(compiler, connection, template="key_text(%(expressions)s)", **context)
    return self.as_sql(compiler, connection, **context)


class TypedIn(In):
    """`text IN (SELECT uuid …)`: "operator does not exist: character varying = uuid".

    `role_util.get_objects_for_group` compares so as soon as it looks at domains.
    """

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        field = self.rhs.output_field if isinstance(self.rhs, Query) else None
        # The key of a detail row is the key of its master.
        while isinstance(field, ForeignKey):
            field = field.target_field
        if isinstance(field, UUIDField):
            raise ProgrammingError("operator does not exist: character varying = uuid")
        return super().as_sql(compiler, connection)
