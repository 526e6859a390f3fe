"""Many rows in one statement: `INSERT … SELECT FROM unnest(…)`; COPY does not work under row security."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

import psycopg
from django.db import connections
from django.db.models import Field, Model
from psycopg import sql

from huisvrede.foundation.walls.session import session

INSERT = "INSERT INTO {} ({}) SELECT * FROM unnest({}) ON CONFLICT DO NOTHING RETURNING id"


def insert(model: type[Model], rows: Mapping[str, Sequence[object]]) -> set[UUID]:
    """Insert rows given as field -> values and return the keys of those that went in.

    A row that breaks a unique constraint is left out; the walls check every row. A column travels as the text
    of one array, which takes the driver a fifth of the time of a value at a time.
    """
    connection = connections[session().organisation.key]
    fields = [_field(model, name) for name in rows]
    # Without its length: a cast to varchar(80) would cut a text off where an assignment refuses it.
    types = [str(one.db_type(connection)).partition("(")[0] for one in fields]
    statement = sql.SQL(INSERT).format(
        sql.Identifier(model._meta.db_table),
        sql.SQL(", ").join([sql.Identifier(str(one.column)) for one in fields]),
        sql.SQL(", ").join([sql.SQL("%s::{}[]").format(sql.SQL(one)) for one in types]),
    )
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        cursor.execute(statement, [_array(values) for values in rows.values()], binary=True)
        return {key for (key,) in cursor}


def _array(values: Iterable[object]) -> str:
    """The text of an array: NULL, a key or a number as it stands, anything else between quotes."""
    return "{" + ",".join([_item(value) for value in values]) + "}"


def _item(value: object) -> str:
    if isinstance(value, str):
        if value.isalnum() and value.isascii() and value.upper() != "NULL":
            return value
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if value is None:
        return "NULL"
    return value.hex if isinstance(value, UUID) else str(value)


def _field(model: type[Model], name: str) -> Field[object, object]:
    found = model._meta.get_field(name)
    assert isinstance(found, Field)
    return found
