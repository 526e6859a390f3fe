"""Many rows in one statement: `INSERT … SELECT FROM unnest(…)`; COPY does not work under row security."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

import psycopg
from django.db import connections
from django.db.models import Field, Model
from psycopg import sql

from huisvrede.foundation.walls.session import session

INSERT = "INSERT INTO {} ({}) SELECT * FROM unnest({}) ON CONFLICT DO NOTHING RETURNING id"


def insert(model: type[Model], rows: Mapping[str, Sequence[object]]) -> set[UUID]:
    """Insert rows given as field -> values and return the keys of those that went in.

    A row that breaks a unique constraint is left out; the walls check every row. Values travel in binary,
    which is ten times as fast as quoting them.
    """
    connection = connections[session().organisation.key]
    fields = [_field(model, name) for name in rows]
    # Without its length: a cast to varchar(80) would cut a text off where an assignment refuses it.
    types = [str(one.db_type(connection)).partition("(")[0] for one in fields]
    statement = sql.SQL(INSERT).format(
        sql.Identifier(model._meta.db_table),
        sql.SQL(", ").join([sql.Identifier(str(one.column)) for one in fields]),
        sql.SQL(", ").join([sql.SQL("%b::{}[]").format(sql.SQL(one)) for one in types]),
    )
    with psycopg.Cursor(connection.connection) as cursor:
        cursor.execute(statement, [list(values) for values in rows.values()], binary=True)
        return {key for (key,) in cursor}


def _field(model: type[Model], name: str) -> Field[object, object]:
    found = model._meta.get_field(name)
    assert isinstance(found, Field)
    return found
