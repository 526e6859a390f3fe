"""Which documents an answer would carry: for who advises or decides on the request, who see nothing of the file itself."""

from __future__ import annotations

from django.db.models import Model

from huisvrede.foundation.register.declarations import (
    all_declared,
    anchor_column,
    anchor_declaration,
    anchor_of,
    column,
)

JUDGES = " OR ".join(f"walls.may('rights', '{action}', 'organisation')" for action in ("advise", "decide"))


def answerable() -> str:
    """Kind, size and day of each document of whom a request for access is about; never its title, nor what it holds.

    While it waits for advice or decision, for another than whoever asked. The owner's, since the gate reads no documents.
    """
    ways = [_documents(model) for model, declared in all_declared() if declared.answers]
    return (
        "CREATE OR REPLACE FUNCTION walls.answerable(one uuid, OUT document uuid, OUT kind text, OUT size bigint,"
        " OUT added_on date) RETURNS SETOF record LANGUAGE plpgsql SECURITY DEFINER"
        " SET search_path = pg_catalog, walls, public, pg_temp AS $$\n"
        "DECLARE whose uuid;\n"
        f"BEGIN\n  IF NOT ({JUDGES}) OR walls.asked(one) THEN RETURN; END IF;\n"
        "  SELECT c.person_id INTO whose FROM public.cases_case c"
        " WHERE c.id = one AND c.workflow = 'access' AND c.state IN ('examined', 'advised');\n"
        f"  RETURN QUERY SELECT * FROM ({' UNION ALL '.join(ways)}) found ORDER BY 4 DESC, 1;\nEND $$"
    )


def _documents(model: type[Model]) -> str:
    anchor, person = anchor_of(model), anchor_declaration(model).subject or ""
    return (
        f"SELECT d.id, d.kind::text, d.size::bigint, d.added_on FROM public.{model._meta.db_table} d"
        f" JOIN public.{anchor._meta.db_table} a ON a.id = d.{anchor_column(model)}"
        f" WHERE a.{column(anchor, person)} = whose"
    )
