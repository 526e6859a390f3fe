"""What the data subject is told of a row that is not theirs to read: that it is there, and since when."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Model

from huisvrede.core.declaration import PersonalData
from huisvrede.foundation.register.declarations import all_declared, anchor_column, column, function


def telling() -> Iterator[str]:
    """A function for each kind of row of which that is told; the owner's, so that the gate need not read what is sealed."""
    for model, declared in all_declared():
        if declared.told_since:
            yield _since(model, declared)


def _since(model: type[Model], declared: PersonalData) -> str:
    table, anchor, since = model._meta.db_table, anchor_column(model), column(model, declared.told_since)
    return (
        f"CREATE OR REPLACE FUNCTION walls.since_{table}(OUT file uuid, OUT since date) RETURNS SETOF record"
        " LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, walls, public, pg_temp AS $$\n"
        f"BEGIN\n  RETURN QUERY SELECT r.{anchor}, r.{since} FROM public.{table} r"
        f" WHERE r.{anchor} = ANY ({function(model, 'subject')}('view')) ORDER BY 2;\nEND $$"
    )
