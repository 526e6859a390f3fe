"""What is told of a row that is not somebody's to read: its data subject that it is there and since when, others nothing."""

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


def there(model: type[Model]) -> str:
    """Whether there is such a file at all: what is written in one that is not there is refused as in one that is hidden."""
    return (
        f"CREATE OR REPLACE FUNCTION {function(model, 'there')}(one uuid) RETURNS boolean LANGUAGE sql STABLE"
        " SECURITY DEFINER PARALLEL SAFE SET search_path = pg_catalog, walls, public, pg_temp AS $$\n"
        f"  SELECT EXISTS (SELECT FROM public.{model._meta.db_table} WHERE id = one)\n$$"
    )
