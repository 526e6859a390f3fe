"""When a file has had its time: one SQL condition, read by the sweep that destroys and by the count that announces it.

A file is due when it runs no more and every period that the policy gives it has passed (article 5(1)(e)):

* a clock marks an end (`ended`, `closed`): while it is empty the file runs, and a running file is never destroyed;
* a clock named `last-…` moves while the file runs (last contact): it may be empty, and if it stands its period
  must have passed as well. A model that has only such clocks needs one of them.

A clock without a rule in the policy still tells whether the file runs; it adds no period.
"""

from __future__ import annotations

from django.db.models import Model

from huisvrede.core.declaration import PersonalData
from huisvrede.foundation.register.declarations import (
    all_declared,
    anchor_column,
    anchor_declaration,
    anchor_of,
    children_of,
    column,
)

MOVES = "last-"
"""How a clock begins that moves while the file runs."""


def ends_a_file(clock: str) -> bool:
    """Whether a clock marks an end, as against one that moves along."""
    return not clock.startswith(MOVES)


def due(model: type[Model], declared: PersonalData, *, cuts: str, activity: str) -> str:
    """SQL over a row `a` with a clock that has had its time, holds apart.

    `cuts` and `activity` are SQL: date[] with a cut-off per clock in the order of the declaration (NULL where the
    policy has no rule), and the key of the activity, which is asked only where the rows themselves carry one.
    """
    parts = []
    for place, (clock, field) in enumerate(declared.clocks.items(), start=1):
        at, cut = f"a.{column(model, field)}", f"({cuts})[{place}]"
        passed = f"({cut} IS NULL OR {at} <= {cut})"
        parts.append(
            f"{at} IS NOT NULL AND {passed}" if ends_a_file(clock) else f"({at} IS NULL OR {passed})"
        )
    if not any(map(ends_a_file, declared.clocks)):
        stands = " OR ".join(f"a.{column(model, field)} IS NOT NULL" for field in declared.clocks.values())
        parts.append(f"({stands})")
    if declared.activity_from:
        parts.append(f"a.{column(model, declared.activity_from)} = {activity}")
    return " AND ".join(parts)


def held(model: type[Model], declared: PersonalData, *, day: str) -> tuple[str, ...]:
    """SQL over a row `a`, each alone enough to keep it: of an anchor what keeps a file, of any other what keeps its file."""
    if declared.is_anchor:
        return _file_held(model, declared, day=day, row="a")
    file = anchor_of(model)
    ways = " OR ".join(_file_held(file, anchor_declaration(model), day=day, row="f"))
    of = f"FROM public.{file._meta.db_table} f WHERE f.id = a.{anchor_column(model)}"
    return (f"EXISTS (SELECT {of} AND ({ways}))",)


def _file_held(model: type[Model], declared: PersonalData, *, day: str, row: str) -> tuple[str, ...]:
    """SQL over an anchor, each alone enough to keep a file: a hold in force, a restricted person (article 18) whose it is or
    whom it speaks of, a case that still runs; and a case of which the decision still keeps a document from its person.

    The sweep asks for `NOT` each of them, joined by AND: only so does the planner make joins of them.
    """
    person = f"{row}.{column(model, declared.subject or '')}"
    spoken = [
        f"EXISTS (SELECT FROM public.{child._meta.db_table} c JOIN public.people_person p ON p.id = c.{column(child, other)}"
        f" WHERE c.{column(child, of_child.anchor)} = {row}.id AND p.restricted_since IS NOT NULL)"
        for child, of_child in children_of(model)
        for other in of_child.also
    ]
    return (
        (
            f"EXISTS (SELECT FROM public.disposal_hold h WHERE h.anchor = {row}.id"
            f" AND h.starts_on <= {day} AND h.ends_on >= {day})"
        ),
        f"EXISTS (SELECT FROM public.people_person p WHERE p.id = {person} AND p.restricted_since IS NOT NULL)",
        (
            # While a case is `received`, whose it is was not looked into: it keeps nobody's file.
            f"EXISTS (SELECT FROM public.cases_case k WHERE k.person_id = {person} AND k.closed_on IS NULL"
            " AND k.state <> 'received')"
        ),
        *spoken,
        *_holding_back(model),
    )


def _holding_back(model: type[Model]) -> tuple[str, ...]:
    """A granted case stays while a document that it holds back does, until a later answer to its person takes its place."""
    if model._meta.db_table != "cases_case":
        return ()
    documents = " UNION ALL ".join(
        f"SELECT d.id FROM public.{one._meta.db_table} d" for one, declared in all_declared() if declared.answers
    )
    return (
        (
            "EXISTS (SELECT FROM public.rights_heldback h JOIN public.cases_decision d ON d.case_id = h.case_id"
            f" WHERE h.case_id = a.id AND d.outcome = 'granted' AND h.document IN ({documents}) AND NOT EXISTS"
            " (SELECT FROM public.cases_case k JOIN public.rights_answer n ON n.case_id = k.id JOIN public.cases_decision e"
            " ON e.case_id = k.id WHERE k.person_id = a.person_id AND e.outcome = 'granted' AND e.at > d.at))"
        ),
    )


def counting(model: type[Model], declared: PersonalData) -> str:
    """A function of the owner (VOLATILE) that tells how many are due and how many of those are held: two numbers.

    Who supervises, or judges a shorter period, may not read the files themselves, so the database counts for them.
    """
    name = f"walls.due_{model._meta.db_table}"
    where = due(model, declared, cuts="cuts", activity="one")
    return (
        f"CREATE OR REPLACE FUNCTION {name}(cuts date[], one text, day date, OUT free bigint, OUT kept bigint)"
        " LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, walls, public, pg_temp AS $$\n"
        "BEGIN\n  IF NOT (walls.system() OR walls.may('logging', 'view', 'organisation')"
        " AND walls.purpose() = 'accountability' OR walls.may('policy', 'view', 'organisation')) THEN\n"
        "    RAISE EXCEPTION 'counting what is due is for who supervises or decides' USING ERRCODE = 'HV005';\n  END IF;\n"
        f"  SELECT count(*) FILTER (WHERE NOT x.held), count(*) FILTER (WHERE x.held) INTO free, kept\n"
        f"    FROM (SELECT {' OR '.join(held(model, declared, day='day'))} AS held FROM public.{model._meta.db_table} a"
        f" WHERE {where}) x;\nEND $$"
    )
