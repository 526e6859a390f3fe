"""Rows that go before their file: a document put in the wrong one, once two agree; a number that was wrongly recorded.

Whoever lets one go, its line stands in the ledger, which takes its key away in the vault and keeps it out after a restore.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django.db.models import Model

from huisvrede.core.declaration import PersonalData
from huisvrede.foundation.register.declarations import (
    all_declared,
    anchor_column,
    anchor_declaration,
    anchor_of,
    column,
    model_named,
)

RULE: Final = "wrong in this file"
"""What the certificate says of a row that went before its file."""
UNTIL: Final = 2
"""Days after the asking within which somebody else decides: a breach is told within 72 hours (article 33(1))."""

HELD: Final = "HV022"
"""SQLSTATE of what would take a document out of a file that must be kept as it is."""
NOT_ALONE: Final = "HV023"
"""And of what one alone would take out of the file of somebody about whom a case runs: another must look as well."""

Trigger = tuple[str, str, str, str]
"""Table, name, at which events, function."""


def removing() -> Iterator[str]:
    """The functions; all but the last two write, and are the owner's."""
    taken = [(model, declared) for model, declared in all_declared() if declared.takes_out]
    for model, declared in all_declared():
        if declared.alone:
            yield _gone(model, declared)
    for model, declared in taken:
        yield _taking(model, declared)
    yield _either(
        "out_waits(one uuid)",
        [f"EXISTS (SELECT FROM public.{m._meta.db_table} o WHERE o.id = one AND o.outcome = '')" for m, _d in taken],
    )
    yield _either(
        "out_asked(one uuid, area text, due date)",
        [
            f"area = '{d.activity}' AND EXISTS (SELECT FROM public.{m._meta.db_table} o WHERE o.id = one"
            f" AND o.account = walls.actor() AND due = o.asked_on + {UNTIL})"
            for m, d in taken
        ],
    )


def removed() -> Iterator[Trigger]:
    """What sets them off."""
    for model, declared in all_declared():
        table = model._meta.db_table
        if declared.alone:
            yield table, "gone", "AFTER DELETE", f"walls.gone_{table}"
        if declared.takes_out:
            yield table, "taking", "AFTER INSERT OR UPDATE", f"walls.taking_{table}"


def _gone(model: type[Model], declared: PersonalData) -> str:
    """A row that a job destroys has its line by that job; any other gets it here."""
    table, label = model._meta.db_table, model._meta.label_lower
    return _trigger(
        f"gone_{table}",
        f"""  IF walls.system() THEN RETURN NULL; END IF;
  INSERT INTO public.disposal_line (id, verb, model, digest, activity, rule, policy_version, cut_off, executed_on, at)
  SELECT gen_random_uuid(), 'destruction', '{label}', sha256('\\x{label.encode().hex()}00'::bytea || uuid_send(OLD.id)),
         '{declared.activity}', '{RULE}', coalesce(v.number::text, ''), d.day, d.day, clock_timestamp()
    FROM (SELECT coalesce(walls.day(), current_date) AS day) d
    LEFT JOIN public.register_version v ON v.id = walls.version_on(d.day);""",
    )


def _taking(model: type[Model], declared: PersonalData) -> str:
    """What is asked to go out stands in that file since that day; who takes it out alone brought it that same day.

    Nothing goes out of a file on hold, nor by one alone while a case of that person runs, whichever state it is in.
    A second row that says so, or a second time, is refused by the constraints. A backup may have taken it out already.
    """
    target, file = model_named(declared.takes_out), anchor_of(model)
    table, anchor, key = target._meta.db_table, anchor_column(target), anchor_column(model)
    of, person = f"d.id = NEW.document AND d.{anchor} = NEW.{key}", column(file, anchor_declaration(model).subject or "")
    return _trigger(
        f"taking_{model._meta.db_table}",
        f"""  IF TG_OP = 'INSERT' AND NOT EXISTS (SELECT FROM public.{table} d WHERE {of} AND d.added_on = NEW.stood_since
     AND (NEW.outcome = '' OR d.account = NEW.account AND d.added_on = NEW.asked_on))
  THEN RAISE EXCEPTION 'this document is not taken out so' USING ERRCODE = '42501'; END IF;
  IF NEW.outcome = 'out' AND EXISTS (SELECT FROM public.disposal_hold h WHERE h.anchor = NEW.{key}
     AND coalesce(walls.day(), current_date) BETWEEN h.starts_on AND h.ends_on)
  THEN RAISE EXCEPTION 'this file is kept as it is' USING ERRCODE = '{HELD}'; END IF;
  IF NEW.outcome = 'out' AND NEW.decided_account = NEW.account AND EXISTS (SELECT FROM public.cases_case k
       JOIN public.{file._meta.db_table} a ON a.{person} = k.person_id WHERE a.id = NEW.{key} AND k.closed_on IS NULL)
  THEN RAISE EXCEPTION 'a case of this person runs' USING ERRCODE = '{NOT_ALONE}'; END IF;
  IF NEW.outcome = 'out' THEN DELETE FROM public.{table} d WHERE {of}; END IF;""",
    )


def _trigger(name: str, body: str) -> str:
    return (
        f"CREATE OR REPLACE FUNCTION walls.{name}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER"
        f" SET search_path = pg_catalog, walls, public, pg_temp AS $$\nBEGIN\n{body}\n  RETURN NULL;\nEND $$"
    )


def _either(signature: str, ways: list[str]) -> str:
    return (
        f"CREATE OR REPLACE FUNCTION walls.{signature} RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL SAFE"
        " SET search_path = pg_catalog, walls, public, pg_temp AS $$\n"
        f"BEGIN\n  RETURN {' OR '.join(ways) or 'false'};\nEND $$"
    )
