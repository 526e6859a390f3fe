"""Which file is somebody's who telephones: the database answers without opening one, writes it down, and counts."""

from __future__ import annotations

from typing import Final

from django.db.models import Model

from huisvrede.core.declaration import PersonalData, Relation
from huisvrede.foundation.register.declarations import all_declared, column, model_named

FIND: Final = "find-person"
"""The right to ask which file is somebody's."""
TOO_OFTEN: Final = "HV019"
"""SQLSTATE of more searches in an hour than the policy allows one account."""
UNSAID: Final = 60
"""How many that is where the policy does not say."""
MOST: Final = "limits.find-person.count"
SIGNS: Final = "[^0-9A-Za-z]+"
"""What doesn't count in a house number: 12-a is 12 A."""

WHOLE: Final = (
    "CASE way WHEN 'number' THEN known ~ '^\\S.{3,}$' WHEN 'name' THEN known ~ '^\\S.' AND born IS NOT NULL"
    " WHEN 'address' THEN known ~ '^[1-9][0-9]{3} [A-Z]{2}$' AND house ~ '^[0-9]' END"
)
"""A search that names one person, or a household: nothing else is answered."""


def found_by() -> str:
    """Which files agree in full with what somebody names, in each activity in which the actor has the right.

    Where one person is found: the number, whether the actor can open the file in their own work, and whether it is
    restricted. Where several are: that, and nothing else. Each search is a line in the log of each activity it went
    through, with the way and never what was asked, and whoever was found sees it. The lines of the last hour are the count
    that ends guessing; a call has its own moment, so that many in one statement are many. The owner's, since it writes.
    """
    through = "\n".join(_through(model, declared) for model, declared in all_declared() if declared.known_by)
    return f"""CREATE OR REPLACE FUNCTION walls.found_by(way text, known text, born date, house text,
  OUT area text, OUT sort text, OUT file uuid, OUT code text, OUT opens boolean, OUT frozen boolean)
RETURNS SETOF record LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, walls, public, pg_temp AS $$
DECLARE
  t walls.context := walls.ticket();
  bound uuid := walls.version_on(t.day);
  moment timestamptz := clock_timestamp();
  done text := 'find-by-' || way;
  keys uuid[];
  whose uuid[];
  look uuid;
BEGIN
  IF walls.reached('{FIND}') = '{{}}' OR NOT coalesce({WHOLE}, false) THEN RETURN; END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended('find ' || t.account, 0));
  IF (SELECT count(DISTINCT l.at) FROM public.audit_look l
       WHERE l.account = t.account AND l.action LIKE 'find-by-%' AND l.at > moment - interval '1 hour')
     >= coalesce((SELECT r.value::bigint FROM public.register_term r WHERE r.version_id = bound AND r.key = '{MOST}'),
                 {UNSAID})
  THEN RAISE EXCEPTION 'too many searches in an hour' USING ERRCODE = '{TOO_OFTEN}'; END IF;
{through}
END $$"""


def _through(model: type[Model], declared: PersonalData) -> str:
    """One kind of file: looked through, written down, answered."""
    table, person, area = f"public.{model._meta.db_table}", column(model, declared.subject or ""), declared.activity
    number = column(model, declared.known_by["number"])
    return f"""  IF walls.may('{area}', '{FIND}', 'organisation') THEN
    SELECT coalesce(array_agg(a.id), '{{}}'), coalesce(array_agg(DISTINCT a.whose), '{{}}') INTO keys, whose
      FROM ({_agreeing(model, declared)}) a WHERE a.whose <> ALL (walls.hidden());
    look := gen_random_uuid();
    INSERT INTO public.audit_look (id, at, day, account, hat, activity, purpose, action, refused, subjects)
    VALUES (look, moment, t.day, t.account, t.hat, '{area}', t.purpose, done, false, cardinality(whose));
    IF cardinality(whose) > 1 THEN
      RETURN QUERY SELECT '{area}'::text, '{model._meta.label}'::text, NULL::uuid, ''::text, false, false;
    ELSIF cardinality(whose) = 1 THEN
      INSERT INTO public.audit_seen (id, look, subject, at, version, activity, purpose, action, role)
      VALUES (gen_random_uuid(), look, whose[1], moment, bound, '{area}', t.purpose, done,
              walls.role_for('{area}', '{FIND}'));
      RETURN QUERY SELECT '{area}'::text, '{model._meta.label}'::text, a.id, a.{number}::text,
               p.restricted_since IS NULL AND ({_opens(declared)}), p.restricted_since IS NOT NULL
          FROM {table} a JOIN public.people_person p ON p.id = a.{person} WHERE a.id = ANY (keys) ORDER BY 4;
    END IF;
  END IF;"""


def _agreeing(model: type[Model], declared: PersonalData) -> str:
    """Three ways in, each by its own index: only the one that was asked is gone."""
    at = {what: f"a.{column(model, name)}" for what, name in declared.known_by.items()}
    ways = {
        "number": f"{at['number']} = known",
        "name": f"{at['family']} = known AND {at['born']} = found_by.born",
        "address": f"{at['postcode']} = known AND upper(regexp_replace({at['house']}, '{SIGNS}', '', 'g'))"
        f" = upper(regexp_replace(found_by.house, '{SIGNS}', '', 'g'))",
    }
    person = column(model, declared.subject or "")
    return " UNION ALL ".join(
        f"SELECT a.id, a.{person} AS whose FROM public.{model._meta.db_table} a WHERE way = '{way}' AND {agrees}"
        for way, agrees in ways.items()
    )


def _opens(declared: PersonalData) -> str:
    """Whether a role of the actor shows such a file, or this one, in the work itself, under whichever purpose."""
    assigned = "".join(f" OR r.reach = 'assigned' AND {_stands(one)}" for one in declared.assigned)
    return (
        f"EXISTS (SELECT FROM public.register_right r WHERE r.version_id = bound AND r.activity = '{declared.activity}'"
        " AND r.action = 'view' AND r.kind = t.kind AND r.role = ANY (walls.roles(t))"
        f" AND (r.reach = 'organisation'{assigned}))"
    )


def _stands(relation: Relation) -> str:
    model = model_named(relation.model)
    since, until = column(model, relation.since), column(model, relation.until)
    anchor, worker = column(model, relation.anchor), column(model, relation.worker)
    return (
        f"EXISTS (SELECT FROM public.{model._meta.db_table} s WHERE s.{anchor} = a.id AND s.{worker} = t.hat"
        f" AND s.{since} <= t.day AND coalesce(s.{until}, 'infinity') >= t.day)"
    )
