"""From the declarations to walls: which policies, privileges, functions and triggers the database must have.

Pure text: nothing here touches a database. `build.py` compares this with the catalogue.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db.models import Model

from huisvrede.core.declaration import PersonalData, Relation
from huisvrede.core.vocabulary import Kind
from huisvrede.foundation.register.declarations import (
    all_declared,
    anchor_column,
    anchor_declaration,
    anchor_of,
    children_of,
    column,
    function,
    grounds,
    model_named,
)
from huisvrede.foundation.walls import standing
from huisvrede.foundation.walls.calls import calls
from huisvrede.foundation.walls.due import counting
from huisvrede.foundation.walls.finding import found_by
from huisvrede.foundation.walls.holding_back import answerable
from huisvrede.foundation.walls.numbered import (
    account_of,
    begin_at_counter,
    file_of,
    filed,
    numbered,
    openable,
)
from huisvrede.foundation.walls.removing import Trigger, removed, removing
from huisvrede.foundation.walls.telling import telling, there
from huisvrede.foundation.walls.working_days import after_working_days

COMMANDS = ("select", "insert", "update", "delete")
ACTION = {"select": "view", "insert": "create", "update": "edit"}
OWN = {"select": {"view"}, "insert": {"create"}, "update": {"edit", "withdraw"}}
SYSTEM = "(SELECT walls.system())"
GIVEN = "id <> ALL ((SELECT walls.held_back())::uuid[])"
"""What a decision on a request for access held back its person gets by no way (article 15(4))."""
GATE_SQL = Path(__file__).with_name("gate.sql")
OWNER_SQL = Path(__file__).with_name("owner.sql")
GROUND_SQL = Path(__file__).with_name("ground.sql")


@dataclass(frozen=True, order=True)
class Policy:
    """A row policy: for one kind of user and one command, an expression over the row; `after` over the row as written."""

    table: str
    role: str
    command: str
    expression: str
    after: str = ""

    @property
    def name(self) -> str:
        """Its name in the catalogue."""
        return f"{self.role}_{self.command}"

    @property
    def sql(self) -> str:
        """The statement that makes it."""
        using = "" if self.command == "insert" else f" USING ({self.expression})"
        written = f"{self.expression} AND {self.after}" if self.after else self.expression
        check = f" WITH CHECK ({written})" if self.command in {"insert", "update"} else ""
        return f"CREATE POLICY {self.name} ON {self.table} FOR {self.command} TO {self.role}{using}{check}"


@dataclass(frozen=True)
class Walls:
    """All that must hold in one organisation's main database."""

    tables: tuple[str, ...]
    policies: tuple[Policy, ...]
    privileges: frozenset[tuple[str, str, str]]
    functions: tuple[str, ...]
    triggers: tuple[tuple[str, str], ...]
    followers: tuple[tuple[str, str, str], ...]
    standing: tuple[tuple[str, str], ...]
    dated: tuple[tuple[str, str], ...]
    always: tuple[tuple[str, str], ...]
    bounded: tuple[tuple[str, str, str, int], ...]
    removed: tuple[Trigger, ...]
    calls: frozenset[tuple[str, str]]


def walls() -> Walls:
    """What the declarations ask for."""
    policies = [
        *_grounds(),
        *(p for model, declared in all_declared() for p in _declared(model, declared)),
        *_gate(),
    ]
    privileges = frozenset((p.table, p.role, p.command) for p in policies)
    tables = tuple(
        sorted({m._meta.db_table for m, _ in grounds()} | {m._meta.db_table for m, _ in all_declared()})
    )
    return Walls(
        tables=tables,
        policies=tuple(sorted(policies)),
        privileges=privileges,
        functions=tuple(_functions()),
        triggers=tuple(_triggers()),
        followers=tuple(standing.followers()),
        standing=tuple(standing.never()),
        dated=tuple(standing.dated()),
        always=tuple(standing.always()),
        bounded=tuple(
            (model._meta.db_table, anchor_column(model), *declared.own_most)
            for model, declared in all_declared()
            if declared.own_most
        ),
        removed=tuple(removed()),
        calls=calls((p.role, f"{p.expression} {p.after}") for p in policies),
    )


def _grounds() -> Iterator[Policy]:
    for model, declared in grounds():
        if declared.schema != "public":
            continue
        for (kind, command), said in declared.policies.items():
            hidden = (kind, command) == ("subject", "select") and declared.untold
            expression = f"({said}) AND NOT {declared.untold}" if hidden else said
            for one in COMMANDS if command == "all" else (command,):
                yield Policy(model._meta.db_table, f"hv_{Kind(kind)}", one, _of_kind(kind, expression))


def _of_kind(kind: str, expression: str) -> str:
    """Begin with who acts: no row is touched for a ticket of another kind, nor without one (not even by EXPLAIN)."""
    if kind not in {Kind.STAFF, Kind.SUBJECT} or expression == "true":
        return expression
    return f"(SELECT walls.kind()) = '{kind}' AND ({expression})"


def _declared(model: type[Model], declared: PersonalData) -> Iterator[Policy]:
    table = model._meta.db_table
    for command, action in ACTION.items():
        if ways := list(_ways_in(model, declared, command)):
            after = standing.told(declared.after.get(command, ""))
            yield Policy(
                table, "hv_staff", command, _of_kind("staff", _staff(model, declared, command, ways)), after
            )
        for own in declared.own & OWN[command]:
            after = declared.own_checks.get(command, "")
            right = declared.rights.get(command, (own,))[0] if own in {"view", "create"} else own
            yield Policy(
                table, "hv_subject", command, _of_kind("subject", _subject(model, declared, command, right)), after
            )
        if command == "select" or action in declared.system:
            yield Policy(table, "hv_system", command, SYSTEM)
    yield Policy(table, "hv_system", "delete", SYSTEM)
    if "delete" in declared.rights:
        ways = list(_ways_in(model, declared, "delete"))
        yield Policy(table, "hv_staff", "delete", _of_kind("staff", _staff(model, declared, "delete", ways)))


def _ways_in(model: type[Model], declared: PersonalData, command: str) -> Iterator[str]:
    """What lets staff at a row: each right that the command takes, and what the declaration opens besides."""
    if declared.staff:
        yield from (
            _reach(model, declared, right) for right in declared.rights.get(command, (ACTION.get(command, command),))
        )
    if command in declared.opens:
        yield f"({declared.opens[command]})"
    if declared.answers and command == "select":
        yield _in_an_answer(model)


def _staff(model: type[Model], declared: PersonalData, command: str, ways: list[str]) -> str:
    """By one of the ways in, and never a row of or about a restricted person outside the purposes that may show it."""
    reach = " OR ".join(ways)
    parts = [f"({reach})" if len(ways) > 1 else reach, *filter(None, [declared.checks.get(command)])]
    parts += [f"({column(model, other)} <> ALL ((SELECT walls.hidden())::uuid[])) IS NOT FALSE" for other in declared.also]
    key = anchor_column(model)
    if declared.is_anchor:
        of = f"{column(model, declared.subject or '')} <> ALL ((SELECT walls.hidden())::uuid[])"
        parts.append(f"({of}) IS NOT FALSE" if model._meta.get_field(declared.subject or "").null else of)
    else:
        shown = f"{key} <> ALL ((SELECT {function(model, 'hidden')}())::uuid[])"
        parts.append(f"({shown}) IS NOT FALSE" if model._meta.get_field(declared.anchor).null else shown)
        if command == "insert" and not declared.activity_from:
            parts.append(f"{function(model, 'there')}({key})")
    return " AND ".join(parts)


def _reach(model: type[Model], declared: PersonalData, right: str) -> str:
    if declared.activity_from:
        return f"{column(model, declared.activity_from)} = ANY ((SELECT walls.reached('{right}'))::text[])"
    wide = f"(SELECT walls.may('{declared.activity}', '{right}', 'organisation'))"
    if not anchor_declaration(model).assigned:
        return wide
    # A subquery is hashed, an array is walked: with 2,000 files that is 2 million comparisons (bench.walls).
    own = f"{anchor_column(model)} IN (SELECT unnest({function(model, 'own')}('{right}')))"
    return f"CASE WHEN {wide} THEN true ELSE {own} END"


def _in_an_answer(model: type[Model]) -> str:
    """Rows that an answer carries which the actor may fetch, or hands over, today; never one that was held back."""
    return f"{anchor_column(model)} = ANY ((SELECT {function(model, 'answered')}(NULL))::uuid[]) AND {GIVEN}"


def _subject(model: type[Model], declared: PersonalData, command: str, action: str) -> str:
    if not declared.is_anchor:
        own = f"{anchor_column(model)} = ANY ((SELECT {function(model, 'subject')}('{action}'))::uuid[])"
        return f"{own} AND {GIVEN} OR {_in_an_answer(model)}" if declared.answers and command == "select" else own
    person = column(model, declared.subject or "")
    if declared.activity_from:
        activity = column(model, declared.activity_from)
        return f"{person} = (SELECT walls.person()) AND {activity} = ANY ((SELECT walls.owned('{action}'))::text[])"
    return f"{person} = (SELECT walls.own('{declared.activity}', '{action}'))"


def _gate() -> Iterator[Policy]:
    """The gate alone reads freely: what it needs to know of hats, policy, relations and anchors, and nothing else."""
    tables = {
        "people_hat",
        "people_grant",
        "people_bond",
        "people_opening",
        "people_proposal",
        "people_recovery",
        "people_review",
        "people_person",
        "audit_look",
        "audit_seen",
        "audit_signin",
        "cases_advice",
        "cases_decision",
        "cases_steptaken",
        "rights_answer",
        "rights_heldback",
        "transparency_draft",
    }
    tables |= {"register_version", "register_activity", "register_right", "register_term"}
    for model, declared in all_declared():
        tables |= {model_named(r.model)._meta.db_table for r in declared.assigned}
        if declared.takes_out:
            tables.add(model._meta.db_table)
        if declared.is_anchor and (children_of(model) or numbered(model)):
            tables.add(model._meta.db_table)
    yield from (Policy(table, "hv_gate", "select", "true") for table in sorted(tables))


def _functions() -> Iterator[str]:
    for model, declared in all_declared():
        if declared.clocks:
            yield counting(model, declared)
        if not declared.is_anchor:
            continue
        if declared.assigned:
            yield _own(model, declared)
            yield _assigned(model, declared)
        if children_of(model):
            yield _of_subject(model, declared)
            yield _hidden(model, declared)
            yield there(model)
            if declared.activity:
                yield _on_hold(model, declared)
        if any(child.answers for _model, child in children_of(model)):
            yield _answered(model, declared)
    yield file_of()
    yield filed()
    yield openable()
    yield account_of()
    yield begin_at_counter()
    yield found_by()
    yield answerable()
    yield after_working_days()
    yield from removing()
    yield from telling()


def _definer(name: str, arguments: str, body: str) -> str:
    return (
        f"CREATE OR REPLACE FUNCTION {name}({arguments}) RETURNS uuid[] LANGUAGE plpgsql STABLE SECURITY DEFINER"
        f" PARALLEL SAFE SET search_path = pg_catalog, walls, public, pg_temp AS $$\n{body}\n$$"
    )


def _own(model: type[Model], declared: PersonalData) -> str:
    """The anchors the actor's hat is assigned to on the day of the ticket."""
    name = function(model, "own")
    rules = "\n    UNION ".join(_relation(r) for r in declared.assigned)
    return _definer(
        name,
        "action text",
        f"DECLARE opened uuid[] := CASE WHEN action = 'view' THEN walls.opened('{model._meta.label}') ELSE '{{}}' END;\n"
        f"BEGIN\n  IF NOT walls.may('{declared.activity}', action, 'assigned') THEN RETURN opened; END IF;\n"
        f"  RETURN opened || ARRAY(\n    {rules});\nEND",
    )


def _relation(relation: Relation) -> str:
    """Who acts and on which day is asked once, not at each row: each time the ticket's signature is verified."""
    model = model_named(relation.model)
    anchor, worker = column(model, relation.anchor), column(model, relation.worker)
    since, until = column(model, relation.since), column(model, relation.until)
    return (
        f"SELECT {anchor} FROM public.{model._meta.db_table} WHERE {worker} = (SELECT walls.hat())"
        f" AND {since} <= (SELECT walls.day()) AND ({until} IS NULL OR {until} >= (SELECT walls.day()))"
    )


def _assigned(model: type[Model], declared: PersonalData) -> str:
    """The hats that are assigned to one anchor on the day of the ticket, for whoever sees that anchor."""
    rules = " UNION ".join(_workers(one) for one in declared.assigned)
    return _definer(
        function(model, "assigned"),
        "one uuid",
        f"BEGIN\n  IF NOT walls.may('{declared.activity}', 'view', 'organisation')"
        f" AND one <> ALL ({function(model, 'own')}('view')) THEN RETURN '{{}}'; END IF;\n"
        f"  RETURN ARRAY({rules});\nEND",
    )


def _workers(relation: Relation) -> str:
    model = model_named(relation.model)
    since, until = column(model, relation.since), column(model, relation.until)
    return (
        f"SELECT {column(model, relation.worker)} FROM public.{model._meta.db_table}"
        f" WHERE {column(model, relation.anchor)} = one AND {since} <= walls.day()"
        f" AND coalesce({until}, 'infinity') >= walls.day()"
    )


def _of_subject(model: type[Model], declared: PersonalData) -> str:
    """The anchors of the data subject behind the ticket, where the policy gives them this action."""
    person = column(model, declared.subject or "")
    allowed = (
        f"{column(model, declared.activity_from)} = ANY (walls.owned(action))"
        if declared.activity_from
        else f"walls.may('{declared.activity}', action, 'own')"
    )
    return _definer(
        function(model, "subject"),
        "action text",
        f"DECLARE mine uuid := walls.person();\nBEGIN\n  IF mine IS NULL THEN RETURN '{{}}'; END IF;\n"
        f"  RETURN ARRAY(SELECT id FROM public.{model._meta.db_table} WHERE {person} = mine AND {allowed});\nEND",
    )


def _hidden(model: type[Model], declared: PersonalData) -> str:
    """The anchors of restricted persons, unless the purpose may show them."""
    person = column(model, declared.subject or "")
    return _definer(
        function(model, "hidden"),
        "",
        "BEGIN\n  IF walls.hidden() = '{}' THEN RETURN '{}'; END IF;\n"
        f"  RETURN ARRAY(SELECT id FROM public.{model._meta.db_table} WHERE {person} = ANY (walls.hidden()));\nEND",
    )


def _answered(model: type[Model], declared: PersonalData) -> str:
    """The anchors of whom an answer is about, of one case or of all whose answer the actor may fetch or hands over."""
    return _definer(
        function(model, "answered"),
        "one uuid",
        "DECLARE whose uuid[] := walls.answered(one);\nBEGIN\n  IF whose = '{}' THEN RETURN '{}'; END IF;\n"
        f"  RETURN ARRAY(SELECT id FROM public.{model._meta.db_table}"
        f" WHERE {column(model, declared.subject or '')} = ANY (whose));\nEND",
    )


def _on_hold(model: type[Model], declared: PersonalData) -> str:
    """How many files the actor would see, were they not of restricted persons: a list says so, and names none."""
    table, reach = model._meta.db_table, f"walls.may('{declared.activity}', 'view', 'organisation')"
    if declared.assigned:
        reach += f" OR id = ANY ({function(model, 'own')}('view'))"
    return (
        f"CREATE OR REPLACE FUNCTION {function(model, 'on_hold')}() RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER"
        " PARALLEL SAFE SET search_path = pg_catalog, walls, public, pg_temp AS $$\n"
        f"  SELECT count(*) FROM public.{table} WHERE id = ANY ({function(model, 'hidden')}()) AND ({reach})\n$$"
    )


def _triggers() -> Iterator[tuple[str, str]]:
    """(table, condition that joins a changed row `was` with a restricted person `p`, of whom it is or whom it speaks of)."""
    for model, declared in all_declared():
        person = column(anchor_of(model), anchor_declaration(model).subject or "")
        condition = f"was.{person} = p.id"
        if not declared.is_anchor:
            table, key = anchor_of(model)._meta.db_table, anchor_column(model)
            condition = f"EXISTS (SELECT FROM public.{table} a WHERE a.id = was.{key} AND a.{person} = p.id)"
            about = "".join(f" OR was.{column(model, other)} = p.id" for other in declared.also)
            condition = f"({condition}{about})"
        yield model._meta.db_table, condition
