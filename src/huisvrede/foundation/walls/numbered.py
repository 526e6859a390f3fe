"""Files that people know by a number: whose one is, for whoever establishes identity, and which, for who supervises."""

from __future__ import annotations

from typing import Final, NamedTuple

from django.db.models import Model

from huisvrede.core.declaration import PersonalData
from huisvrede.foundation.register.declarations import all_declared, anchor_column, anchor_of, column

NUMBER: Final = "number"
"""The field of an anchor by which people know their file."""
SUPERVISES: Final = "walls.may('logging', 'view', 'organisation')"
RECOVERS: Final = " OR ".join(
    f"walls.may('accounts', '{action}', 'organisation')" for action in ("propose-recovery", "confirm-recovery")
)
ASKS: Final = (
    "EXISTS (SELECT FROM public.cases_case k WHERE k.person_id = asks AND k.state = 'received' AND k.closed_on IS NULL)"
    " AND NOT EXISTS (SELECT FROM public.people_hat h WHERE h.person_id = asks)"
)
"""That `asks` is the key of somebody whose request is still to be identified, and of nobody with a hat."""


def numbered(model: type[Model]) -> bool:
    """Whether people know a file by a number."""
    return any(field.name == NUMBER for field in model._meta.concrete_fields)


def file_of() -> str:
    """Whose file has this number, date of birth and surname: for whoever establishes identity, who sees nothing of it.

    A number alone is soon mistyped, and then somebody else's file would be answered (articles 5(1)(f) and 12(6)). The
    number may also be that of a file that speaks of them, as of somebody of a household: a row without a person of its
    own gets the key of `asks`, whose request is still to be identified. Two that agree are as good as none. The owner's.
    """
    spoken = [_spoken(*one) for one in all_declared() if one[1].also and numbered(anchor_of(one[0]))]
    all_of_them = " + ".join(["cardinality(found)", *(f"cardinality({one.name})" for one in spoken)])
    return "\n".join(
        (
            "CREATE OR REPLACE FUNCTION walls.file_of(known text, born date, family text, asks uuid) RETURNS uuid[]",
            "LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, walls, public, pg_temp AS $$",
            "DECLARE",
            "  found uuid[];",
            *(f"  {one.name} uuid[];" for one in spoken),
            "BEGIN",
            "  IF NOT walls.may('rights', 'establish-identity', 'organisation') THEN RETURN '{}'; END IF;",
            f"  found := ARRAY({_files()});",
            *(f"  {one.name} := ARRAY({one.rows});" for one in spoken),
            f"  IF {all_of_them} <> 1 THEN RETURN '{{}}'; END IF;",
            f"  IF {ASKS} THEN",
            *(
                f"    UPDATE {one.table} SET {one.person} = asks WHERE id = ANY ({one.name}) AND {one.person} IS NULL;"
                for one in spoken
            ),
            "  END IF;",
            *(
                f"  found := found || ARRAY(SELECT {one.person} FROM {one.table}"
                f" WHERE id = ANY ({one.name}) AND {one.person} IS NOT NULL);"
                for one in spoken
            ),
            "  RETURN found;",
            "END $$",
        )
    )


class Spoken(NamedTuple):
    """Rows that speak of such a person: what they are called, their table, where the person stands, how to find them."""

    name: str
    table: str
    person: str
    rows: str


def _spoken(model: type[Model], declared: PersonalData) -> Spoken:
    """A surname is written in such a row with its prefix, and asked without."""
    name, (person,) = f"of_{model._meta.db_table}", declared.also
    table, anchor = f"public.{model._meta.db_table}", f"public.{anchor_of(model)._meta.db_table}"
    rows = (
        f"SELECT r.id FROM {table} r JOIN {anchor} a ON a.id = r.{anchor_column(model)}"
        f" WHERE a.{NUMBER} = known AND r.birth_date = born"
        " AND (r.search_name = family OR right(r.search_name, length(family) + 1) = ' ' || family)"
    )
    return Spoken(name, table, column(model, person), rows)


def openable() -> str:
    """Which file of an activity has this number or key, and whose it is: for who may open one exceptionally, unseen."""
    files = "\n    UNION ALL ".join(
        f"SELECT a.id, '{model._meta.label}'::text, a.{column(model, declared.subject or '')}"
        f" FROM public.{model._meta.db_table} a WHERE area = '{declared.activity}' AND (a.{NUMBER} = known OR a.id = one)"
        for model, declared in all_declared()
        if declared.is_anchor and numbered(model)
    )
    return (
        "CREATE OR REPLACE FUNCTION walls.openable(area text, known text, one uuid,"
        " OUT file uuid, OUT sort text, OUT whose uuid) RETURNS SETOF record LANGUAGE plpgsql STABLE SECURITY DEFINER"
        " SET search_path = pg_catalog, walls, public, pg_temp AS $$\n"
        "BEGIN\n  IF NOT walls.may(area, 'open-exceptionally', 'organisation') THEN RETURN; END IF;\n"
        f"  RETURN QUERY {files};\nEND $$"
    )


def account_of() -> str:
    """Whose account opens the file with this number, date of birth and surname: for who lets people in again (decision 58).

    All three must agree, of one file alone, and it must have one account that can be signed in with. The owner's.
    """
    return (
        "CREATE OR REPLACE FUNCTION walls.account_of(known text, born date, family text, OUT account uuid, OUT person uuid)"
        " RETURNS SETOF record LANGUAGE plpgsql SECURITY DEFINER"
        " SET search_path = pg_catalog, walls, public, pg_temp AS $$\n"
        f"BEGIN\n  IF NOT ({RECOVERS}) THEN RETURN; END IF;\n"
        f"  PERFORM walls.counted(ARRAY({_files()}));\n"
        "  RETURN QUERY SELECT (array_agg(h.account))[1], (array_agg(h.person_id))[1]\n"
        f"    FROM ({_files()}) found JOIN public.people_hat h ON h.person_id = found.key\n"
        "   WHERE h.kind = 'subject' AND h.starts_on <= walls.day() AND coalesce(h.ends_on, 'infinity') >= walls.day()\n"
        "  HAVING count(*) = 1;\nEND $$"
    )


def begin_at_counter() -> str:
    """A login for somebody with a file and without an account: a user name and nothing that opens it yet (decision 58).

    For who asks to let people in: another confirms before a password can be chosen. The owner's.
    """
    return (
        "CREATE OR REPLACE FUNCTION walls.begin_at_counter(known text, born date, family text, called text,"
        " OUT account uuid, OUT person uuid) RETURNS SETOF record LANGUAGE plpgsql SECURITY DEFINER"
        " SET search_path = pg_catalog, walls, public, pg_temp AS $$\n"
        "DECLARE found uuid[];\n"
        "BEGIN\n  IF NOT walls.may('accounts', 'propose-recovery', 'organisation') THEN RETURN; END IF;\n"
        f"  found := ARRAY({_files(without_address=True)});\n"
        "  PERFORM walls.counted(found);\n"
        "  IF EXISTS (SELECT FROM public.people_person p WHERE p.id = ANY (found) AND p.restricted_since IS NOT NULL)"
        " THEN RETURN; END IF;\n"
        "  IF cardinality(found) <> 1 THEN RETURN; END IF;\n"
        "  person := found[1];\n"
        "  PERFORM pg_advisory_xact_lock(hashtextextended(person::text, 0));\n"
        "  IF EXISTS (SELECT FROM public.people_hat h WHERE h.person_id = person"
        " AND coalesce(h.ends_on, 'infinity') >= walls.day()) THEN RETURN; END IF;\n"
        "  account := gen_random_uuid();\n"
        "  INSERT INTO signin.signin_account (id, password, name, is_active, language, made_on)\n"
        "  VALUES (account, '!' || replace(gen_random_uuid()::text, '-', ''), called, true, 'nl', walls.day());\n"
        "  INSERT INTO public.people_hat (id, account, kind, name, organisation, person_id, starts_on)\n"
        "  VALUES (gen_random_uuid(), account, 'subject', '', '', person, walls.day());\n"
        "  RETURN NEXT;\nEND $$"
    )


def _files(*, without_address: bool = False) -> str:
    """Whose file has this number, date of birth and surname, and perhaps no e-mail address; household rows are no files."""
    no_mail = " AND email = ''" if without_address else ""
    return "\n    UNION ".join(
        f"SELECT {column(model, declared.subject or '')} AS key FROM public.{model._meta.db_table}"
        f" WHERE {NUMBER} = known AND birth_date = born AND search_name = family{no_mail}"
        for model, declared in all_declared()
        if declared.is_anchor and numbered(model)
    )


def filed() -> str:
    """Which file has this number, or which number these files have, and whose they are: for who supervises holds."""
    files = "\n    UNION ALL ".join(
        f"SELECT a.id, a.{NUMBER}::text, a.{column(model, declared.subject or '')}"
        f" FROM public.{model._meta.db_table} a WHERE a.{NUMBER} = known OR a.id = ANY (keys)"
        for model, declared in all_declared()
        if declared.is_anchor and numbered(model)
    )
    return (
        "CREATE OR REPLACE FUNCTION walls.filed(known text, keys uuid[], OUT file uuid, OUT code text, OUT whose uuid)"
        " RETURNS SETOF record LANGUAGE plpgsql STABLE SECURITY DEFINER"
        " SET search_path = pg_catalog, walls, public, pg_temp AS $$\n"
        f"BEGIN\n  IF NOT {SUPERVISES} THEN RETURN; END IF;\n  RETURN QUERY {files};\nEND $$"
    )
