"""`huisvrede migrate`: constraints and triggers that hold whoever may write a row."""

from __future__ import annotations

import hashlib

from psycopg import Connection, sql

from huisvrede.foundation.walls.derive import Walls


def keep(connection: Connection, wanted: Walls) -> list[str]:
    """Make what is missing and drop what nobody declares any more; what was changed."""
    return [
        *_followers(connection, wanted),
        *_standing(connection, wanted),
        *_dated(connection, wanted),
        *_always(connection, wanted),
    ]


def _followers(connection: Connection, wanted: Walls) -> list[str]:
    """A part of a case carries the case's own activity: a key over both, so that no row can claim another one."""
    there = {
        (r[0], r[1])
        for r in connection.execute(
            "SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE connamespace = 'public'::regnamespace"
        ).fetchall()
    }
    changed = []
    for anchor in sorted({anchor for _table, _key, anchor in wanted.followers}):
        if (anchor, "with_activity") not in there:
            connection.execute(
                sql.SQL("ALTER TABLE {} ADD CONSTRAINT with_activity UNIQUE (id, activity)").format(
                    sql.Identifier(anchor)
                )
            )
            changed.append(f"key with activity on {anchor}")
    for table, key, anchor in wanted.followers:
        if (table, "same_activity") not in there:
            connection.execute(
                sql.SQL(
                    "ALTER TABLE {} ADD CONSTRAINT same_activity FOREIGN KEY ({}, activity) REFERENCES {} (id, activity)"
                ).format(sql.Identifier(table), sql.Identifier(key), sql.Identifier(anchor))
            )
            changed.append(f"same activity on {table}")
    return changed


def _standing(connection: Connection, wanted: Walls) -> list[str]:
    """What nobody changes, whoever may write the row: a trigger per declared change, named by its digest."""
    rows = connection.execute(
        "SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE tgname LIKE 'stands\\_%' AND NOT tgisinternal"
    )
    there = {(table, name) for table, name in rows.fetchall()}
    want = {(t, f"stands_{_digest(change)}"): change for t, change in wanted.standing}
    for table, name in sorted(there - set(want)):
        connection.execute(
            sql.SQL("DROP TRIGGER {} ON {}").format(sql.Identifier(name), sql.Identifier(table))
        )
    for table, name in sorted(set(want) - there):
        connection.execute(
            sql.SQL(
                "CREATE TRIGGER {} BEFORE UPDATE ON {} FOR EACH ROW WHEN ({}) EXECUTE FUNCTION walls.never()"
            ).format(sql.Identifier(name), sql.Identifier(table), sql.SQL(want[table, name]))
        )
    return [f"stands {table}" for table, _name in sorted(there ^ set(want))]


def _always(connection: Connection, wanted: Walls) -> list[str]:
    """What holds of every row: a constraint per rule, named by its digest."""
    rows = connection.execute(
        "SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE conname LIKE 'always\\_%'"
    )
    there = {(table, name) for table, name in rows.fetchall()}
    want = {(t, f"always_{_digest(rule)}"): rule for t, rule in wanted.always}
    for table, name in sorted(there - set(want)):
        connection.execute(
            sql.SQL("ALTER TABLE {} DROP CONSTRAINT {}").format(sql.Identifier(table), sql.Identifier(name))
        )
    for table, name in sorted(set(want) - there):
        connection.execute(
            sql.SQL("ALTER TABLE {} ADD CONSTRAINT {} CHECK ({})").format(
                sql.Identifier(table), sql.Identifier(name), sql.SQL(want[table, name])
            )
        )
    return [f"always {table}" for table, _name in sorted(there ^ set(want))]


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _dated(connection: Connection, wanted: Walls) -> list[str]:
    """Days and moments lie between 1900 and 2200: years 0 and 9999, and infinity, are mistakes or malice."""
    rows = connection.execute(
        "SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE conname LIKE '%\\_in\\_reason'"
    )
    there = {(table, name) for table, name in rows.fetchall()}
    changed = []
    for table, column in wanted.dated:
        name = f"{column}_in_reason"
        if (table, name) not in there:
            connection.execute(
                sql.SQL(
                    "ALTER TABLE {} ADD CONSTRAINT {} CHECK ({} >= '1900-01-01' AND {} < '2200-01-01')"
                ).format(
                    sql.Identifier(table),
                    sql.Identifier(name),
                    sql.Identifier(column),
                    sql.Identifier(column),
                )
            )
            changed.append(f"days of {table}.{column}")
    return changed
