"""Recording that somebody looked, changed or was refused: one statement, in the transaction of the act itself."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID, uuid4

from django.db import connections
from django.db.models import QuerySet

from huisvrede.foundation.walls.session import session

LOOK = """
INSERT INTO audit_look (id, at, day, account, hat, activity, purpose, action, refused, subjects)
VALUES (%(id)s, statement_timestamp(), %(day)s, %(account)s, %(hat)s, %(activity)s, %(purpose)s, %(action)s,
        %(refused)s, %(count)s)
"""
LINES = """
INSERT INTO audit_seen (id, look, subject, at, version, activity, purpose, action, role)
SELECT gen_random_uuid(), %(id)s, subject, statement_timestamp(), (SELECT walls.version_on(%(day)s)), %(activity)s,
       %(purpose)s, %(action)s, (SELECT walls.role_for(%(activity)s, %(action)s))
  FROM unnest(%(subjects)s::uuid[]) AS subject
"""
SEEN = f"WITH look AS ({LOOK}) {LINES}"


def record(activity: str, action: str, subjects: Collection[UUID], *, refused: bool = False) -> UUID:
    """One `look` and one `seen` per data subject (articles 5(2) and 15); the key of the look is returned.

    A visitor, who sees nobody, may write the first and has no business in the second.
    """
    running = session()
    look = uuid4()
    who = running.acting
    with connections[running.organisation.key].cursor() as cursor:
        cursor.execute(
            SEEN if subjects else LOOK,
            {
                "id": look,
                "day": who.day,
                "account": who.account,
                "hat": who.hat,
                "activity": activity,
                "purpose": who.purpose,
                "action": action,
                "refused": refused,
                "count": len(subjects),
                "subjects": list(dict.fromkeys(subjects)),
            },
        )
    return look


class Looking:
    """One look at people who come in batches: lines as they come, the look itself once it is known how many they are."""

    def __init__(self, activity: str, action: str) -> None:
        self.count, self.look = 0, uuid4()
        self._said: dict[str, Any] = {"id": self.look, "activity": activity, "action": action, "refused": False}

    def add(self, subjects: Collection[UUID]) -> None:
        """A line for each of these, who were not in it before."""
        if subjects:
            self._execute(LINES, subjects=list(subjects))
            self.count += len(subjects)

    def end(self) -> None:
        """The look itself."""
        self._execute(LOOK, count=self.count)

    def _execute(self, statement: str, **more: Any) -> None:
        running = session()
        who = running.acting
        said: dict[str, Any] = {"day": who.day, "account": who.account, "hat": who.hat, "purpose": who.purpose}
        with connections[running.organisation.key].cursor() as cursor:
            cursor.execute(statement, {**self._said, **said, **more})


EVERYBODY = """
WITH whose AS MATERIALIZED (SELECT DISTINCT subject FROM ({rows}) AS found (subject)), look AS (
  INSERT INTO audit_look (id, at, day, account, hat, activity, purpose, action, refused, subjects)
  SELECT %s, statement_timestamp(), %s, %s, %s, %s, %s, %s, false, count(*) FROM whose)
INSERT INTO audit_seen (id, look, subject, at, version, activity, purpose, action, role)
SELECT gen_random_uuid(), %s, subject, statement_timestamp(), (SELECT walls.version_on(%s)), %s, %s, %s,
       (SELECT walls.role_for(%s, %s))
  FROM whose
"""


def record_all(activity: str, action: str, subjects: QuerySet[Any, Any]) -> int:
    """The same for whomever a query finds (one column, a Person's key), in one statement; how many they were."""
    running, look = session(), uuid4()
    who, alias = running.acting, running.organisation.key
    rows, params = subjects.order_by().query.get_compiler(alias).as_sql()
    with connections[alias].cursor() as cursor:
        cursor.execute(
            EVERYBODY.format(rows=rows),
            [
                *params,
                *(look, who.day, who.account, who.hat, activity, who.purpose, action),
                *(look, who.day, activity, who.purpose, action, activity, action),
            ],
        )
        return int(cursor.rowcount)
