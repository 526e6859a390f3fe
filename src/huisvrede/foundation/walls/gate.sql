-- The gate: functions that verify a ticket and look up hats, roles and grants themselves. Owned by hv_gate (NOLOGIN),
-- SECURITY DEFINER, STABLE. Policies call these, never tables: a policy that reads a walled table recurses.
-- Law and reach are rows of the adopted policy; nothing an organisation decides stands in this file.

CREATE OR REPLACE FUNCTION walls.ticket() RETURNS walls.context
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL SAFE SET search_path = pg_catalog, walls, public, pg_temp AS $$
DECLARE
  shown text := current_setting('hv.ticket', true);
  part text[];
  pad walls.key;
  c walls.context;
BEGIN
  IF shown IS NULL OR shown = '' THEN RETURN NULL; END IF;
  part := string_to_array(shown, '|');
  SELECT * INTO pad FROM walls.key;
  IF array_length(part, 1) IS DISTINCT FROM 6 OR part[6] IS DISTINCT FROM
     encode(sha256(pad.outer_pad || sha256(pad.inner_pad || convert_to(array_to_string(part[1:5], '|'), 'UTF8'))), 'hex')
  THEN RAISE EXCEPTION 'forged ticket' USING ERRCODE = 'HV001'; END IF;
  -- The clock of this moment, not of the transaction's start: a transaction that is held open ends with its ticket.
  IF part[5]::bigint < extract(epoch FROM clock_timestamp())::bigint
  THEN RAISE EXCEPTION 'expired ticket' USING ERRCODE = 'HV002'; END IF;
  c.account := part[1]::uuid;
  c.hat := part[2]::uuid;
  c.purpose := part[3];
  c.day := part[4]::date;
  IF c.hat = '00000000-0000-0000-0000-000000000000' THEN
    -- A job, if the login is a worker's; otherwise somebody who has signed in and not chosen a hat, or nobody.
    c.kind := CASE WHEN c.account = c.hat AND pg_has_role(session_user, 'hv_system', 'MEMBER') THEN 'system' ELSE 'visitor' END;
  ELSE
    SELECT h.kind, h.person_id INTO c.kind, c.person FROM public.people_hat h
     WHERE h.id = c.hat AND h.account = c.account AND h.starts_on <= c.day AND coalesce(h.ends_on, 'infinity') >= c.day;
  END IF;
  IF NOT (SELECT simulated FROM walls.organisation)
     AND (c.day > current_date + 1 OR c.day < current_date - 1 AND c.kind IS DISTINCT FROM 'system')
  THEN RAISE EXCEPTION 'a day that is not today' USING ERRCODE = 'HV003'; END IF;
  RETURN c;
END $$;

CREATE OR REPLACE FUNCTION walls.actor() RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER PARALLEL SAFE SET search_path = pg_catalog, walls, pg_temp AS
$$ SELECT (walls.ticket()).account $$;

CREATE OR REPLACE FUNCTION walls.hat() RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER PARALLEL SAFE SET search_path = pg_catalog, walls, pg_temp AS
$$ SELECT t.hat FROM walls.ticket() t WHERE t.kind IS NOT NULL $$;

CREATE OR REPLACE FUNCTION walls.kind() RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER PARALLEL SAFE SET search_path = pg_catalog, walls, pg_temp AS
$$ SELECT (walls.ticket()).kind $$;

CREATE OR REPLACE FUNCTION walls.purpose() RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER PARALLEL SAFE SET search_path = pg_catalog, walls, pg_temp AS
$$ SELECT (walls.ticket()).purpose $$;

CREATE OR REPLACE FUNCTION walls.day() RETURNS date
LANGUAGE sql STABLE SECURITY DEFINER PARALLEL SAFE SET search_path = pg_catalog, walls, pg_temp AS
$$ SELECT (walls.ticket()).day $$;

CREATE OR REPLACE FUNCTION walls.person() RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER PARALLEL SAFE SET search_path = pg_catalog, walls, pg_temp AS
$$ SELECT t.person FROM walls.ticket() t WHERE t.kind = 'subject' $$;

CREATE OR REPLACE FUNCTION walls.system() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER PARALLEL SAFE SET search_path = pg_catalog, walls, pg_temp AS
$$ SELECT coalesce((SELECT t.kind = 'system' FROM walls.ticket() t), false) $$;

-- The policy version that binds on a day: the last one adopted that had become effective.
CREATE OR REPLACE FUNCTION walls.version_on(day date) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER PARALLEL SAFE SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT id FROM public.register_version WHERE effective_on <= day ORDER BY effective_on DESC, number DESC LIMIT 1 $$;

-- Whether the policy is kept here: it was changed by decision, or such a change runs. Then no profile goes over it any more.
CREATE OR REPLACE FUNCTION walls.kept_here() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER PARALLEL SAFE SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT EXISTS (SELECT FROM public.register_version WHERE adopted_in IS NOT NULL)
   OR EXISTS (SELECT FROM public.cases_case WHERE workflow = 'policy' AND closed_on IS NULL) $$;

-- The roles the hat in the ticket has on the day of the ticket, none before the confidentiality bond is signed; only a
-- data subject needs none, who sees no file but their own.
CREATE OR REPLACE FUNCTION walls.roles(t walls.context) RETURNS text[]
LANGUAGE sql STABLE SECURITY DEFINER PARALLEL SAFE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT coalesce(array_agg(g.role), '{}') FROM public.people_grant g
   WHERE g.hat_id = t.hat AND g.starts_on <= t.day AND coalesce(g.ends_on, 'infinity') >= t.day
     AND (t.kind = 'subject' OR EXISTS (
       SELECT FROM public.people_bond b WHERE b.hat_id = t.hat AND b.signed_on <= t.day AND coalesce(b.ends_on, 'infinity') >= t.day)) $$;

-- May the actor do this in this activity, as far as this, under the purpose of the ticket?
CREATE OR REPLACE FUNCTION walls.may(activity text, action text, reach text) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL SAFE SET search_path = pg_catalog, walls, public, pg_temp AS $$
DECLARE t walls.context := walls.ticket();
BEGIN
  IF t.kind IS NULL THEN RETURN false; END IF;
  RETURN EXISTS (
    SELECT FROM public.register_right r
      JOIN public.register_activity a ON a.version_id = r.version_id AND a.key = r.activity
     WHERE r.version_id = walls.version_on(t.day) AND a.open AND r.activity = may.activity AND r.action = may.action
       AND r.reach = may.reach AND r.purpose = t.purpose AND r.kind = t.kind
       AND (r.kind = 'subject' OR r.role = ANY (walls.roles(t))));
END $$;

-- The activities in which the actor reaches every row.
CREATE OR REPLACE FUNCTION walls.reached(action text) RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL SAFE SET search_path = pg_catalog, walls, public, pg_temp AS $$
DECLARE t walls.context := walls.ticket();
BEGIN
  IF t.kind IS NULL THEN RETURN '{}'; END IF;
  RETURN ARRAY(
    SELECT DISTINCT r.activity FROM public.register_right r
      JOIN public.register_activity a ON a.version_id = r.version_id AND a.key = r.activity
     WHERE r.version_id = walls.version_on(t.day) AND a.open AND r.action = reached.action AND r.reach = 'organisation'
       AND r.purpose = t.purpose AND r.kind = t.kind AND r.role = ANY (walls.roles(t)));
END $$;

-- The activities in which the data subject has this action on their own rows.
CREATE OR REPLACE FUNCTION walls.owned(action text) RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL SAFE SET search_path = pg_catalog, walls, public, pg_temp AS $$
DECLARE t walls.context := walls.ticket();
BEGIN
  IF t.kind IS DISTINCT FROM 'subject' THEN RETURN '{}'; END IF;
  RETURN ARRAY(
    SELECT DISTINCT r.activity FROM public.register_right r
      JOIN public.register_activity a ON a.version_id = r.version_id AND a.key = r.activity
     WHERE r.version_id = walls.version_on(t.day) AND a.open AND r.action = owned.action AND r.reach = 'own'
       AND r.purpose = t.purpose AND r.kind = 'subject');
END $$;

-- The cases whose answer waits for somebody to hand it over on paper, where the policy gives the actor that right.
CREATE OR REPLACE FUNCTION walls.to_hand_over() RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL SAFE SET search_path = pg_catalog, walls, public, pg_temp AS $$
DECLARE mine text[] := walls.reached('hand-over');
BEGIN
  IF mine = '{}' THEN RETURN '{}'; END IF;
  RETURN ARRAY(SELECT c.id FROM public.cases_case c WHERE c.state = 'kept' AND c.activity = ANY (mine));
END $$;

-- Who the granted answers are about that the actor may fetch (a data subject: their own, once it came) or hands over on paper (while
-- it waits): of one case, or of all. Nobody else's, and only for requests about rights.
CREATE OR REPLACE FUNCTION walls.answered(one uuid) RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL SAFE SET search_path = pg_catalog, walls, public, pg_temp AS $$
DECLARE
  t walls.context := walls.ticket();
  waiting uuid[] := CASE WHEN t.kind = 'staff' AND t.purpose = 'rights' THEN walls.to_hand_over() ELSE '{}' END;
BEGIN
  IF t.purpose IS DISTINCT FROM 'rights' OR t.kind = 'staff' AND waiting = '{}' THEN RETURN '{}'; END IF;
  RETURN ARRAY(SELECT c.person_id FROM public.cases_case c
    WHERE c.id = coalesce(one, c.id) AND c.workflow = 'access' AND EXISTS (SELECT FROM public.cases_decision d WHERE d.case_id = c.id AND d.outcome = 'granted')
      AND EXISTS (SELECT FROM public.rights_answer a WHERE a.case_id = c.id) -- made by a job alone, once both had their say
      AND CASE t.kind WHEN 'staff' THEN c.id = ANY (waiting) WHEN 'subject' THEN c.person_id = t.person AND c.state = 'answered' END);
END $$;

-- The documents that the last granted decision on access held back from the actor, or from whom the actor hands an answer to:
-- said before the advice, advised by one and after that decided by another (GDPR 15(4), UAVG 41). A later one gives them once two
-- had their say in it as well and its answer was made: nobody opens by a decision alone what two held back.
CREATE OR REPLACE FUNCTION walls.held_back() RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL SAFE SET search_path = pg_catalog, walls, public, pg_temp AS $$
DECLARE
  t walls.context := walls.ticket();
  whose uuid[] := CASE t.kind WHEN 'subject' THEN ARRAY[t.person] WHEN 'staff' THEN walls.answered(NULL) ELSE '{}' END;
BEGIN
  IF whose = '{}' THEN RETURN '{}'; END IF;
  RETURN ARRAY(SELECT h.document FROM public.rights_heldback h JOIN public.cases_case c ON c.id = h.case_id
      JOIN public.cases_decision d ON d.case_id = c.id JOIN public.cases_advice a ON a.case_id = c.id
    WHERE c.person_id = ANY (whose) AND d.outcome = 'granted' AND a.account <> d.account AND h.at < a.at AND a.at < d.at
      AND NOT EXISTS (SELECT FROM public.cases_case k JOIN public.cases_decision e ON e.case_id = k.id
          JOIN public.cases_advice b ON b.case_id = k.id AND b.account <> e.account AND b.at < e.at
          JOIN public.rights_answer n ON n.case_id = k.id
        WHERE k.person_id = c.person_id AND k.workflow = 'access' AND e.outcome = 'granted' AND e.at > d.at));
END $$;

-- Whether a case is in this state now.
CREATE OR REPLACE FUNCTION walls.in_state(one uuid, wanted text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER PARALLEL SAFE SET search_path = pg_catalog, walls, public, pg_temp AS
$$ SELECT EXISTS (SELECT FROM public.cases_case c WHERE c.id = one AND c.state = wanted) $$;

-- The data subject, where the policy gives them this action on their own rows.
CREATE OR REPLACE FUNCTION walls.own(activity text, action text) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER PARALLEL SAFE SET search_path = pg_catalog, walls, pg_temp AS
$$ SELECT walls.person() WHERE walls.may(activity, action, 'own') $$;

-- Restricted persons (article 18): hidden from everyone, unless for rights, a legal claim or to protect others; so also from
-- whoever opened a file exceptionally, unless on one of those two grounds (article 18(2)).
CREATE OR REPLACE FUNCTION walls.hidden() RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL SAFE SET search_path = pg_catalog, walls, public, pg_temp AS $$
DECLARE t walls.context := walls.ticket();
BEGIN
  IF t.purpose IN ('rights', 'legal-claim', 'protect-others') THEN RETURN '{}'; END IF;
  RETURN ARRAY(SELECT p.id FROM public.people_person p WHERE p.restricted_since IS NOT NULL
    AND NOT (t.purpose IS NOT DISTINCT FROM 'exceptional-access' AND EXISTS (SELECT FROM public.people_opening o
      WHERE o.person_id = p.id AND o.hat = t.hat AND o.ends_at > clock_timestamp() AND o.reviewed_on IS NULL
        AND o.ground IN ('legal-claim', 'protect-others'))));
END $$;

-- Restriction freezes writing too (article 18(1)): one statement trigger with the transition table of old rows.
CREATE OR REPLACE FUNCTION walls.unfrozen() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER PARALLEL SAFE SET search_path = pg_catalog, walls, pg_temp AS
$$ SELECT coalesce((SELECT t.purpose IN ('rights', 'legal-claim', 'protect-others') FROM walls.ticket() t), false) $$;

-- Under which role the actor does this: the data subject sees the role, never the name.
CREATE OR REPLACE FUNCTION walls.role_for(activity text, action text) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL SAFE SET search_path = pg_catalog, walls, public, pg_temp AS $$
DECLARE t walls.context := walls.ticket();
BEGIN
  IF t.kind IS DISTINCT FROM 'staff' THEN RETURN coalesce(t.kind, 'visitor'); END IF;
  RETURN coalesce((
    SELECT r.role FROM public.register_right r
     WHERE r.version_id = walls.version_on(t.day) AND r.activity = role_for.activity AND r.purpose = t.purpose
       AND r.role = ANY (walls.roles(t)) ORDER BY r.action = role_for.action DESC, r.role LIMIT 1), 'staff');
END $$;

-- Whether the actor advised in this case: whoever advises does not decide, under whichever hat (four eyes).
CREATE OR REPLACE FUNCTION walls.advised(one uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER PARALLEL SAFE SET search_path = pg_catalog, walls, public, pg_temp AS
$$ SELECT EXISTS (SELECT FROM public.cases_advice WHERE case_id = one AND account = walls.actor()) $$;

-- Whether a login (attempts since its last success) or an address is locked: the last of `most` failed attempts within
-- `span` lies less than `shut` ago. An answer, never a line, and only at the door: elsewhere it would tell who tried.
CREATE OR REPLACE FUNCTION walls.locked(one text, place text, moment timestamptz, span interval, shut interval, most bigint) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL SAFE SET search_path = pg_catalog, walls, public, pg_temp AS $$
BEGIN
  IF NOT walls.at_the_door() THEN RAISE EXCEPTION 'the lock is asked at the door' USING ERRCODE = 'HV005'; END IF;
  RETURN (SELECT coalesce(bool_or(failed.so_far >= most AND failed.at > moment - shut), false) FROM (
    SELECT f.at, count(*) OVER (ORDER BY f.at RANGE BETWEEN span PRECEDING AND CURRENT ROW) AS so_far FROM public.audit_signin f
     WHERE (f.outcome IN ('failed', 'code-failed') OR place = '' AND f.outcome = 'key-failed') AND f.at > moment - shut - span AND f.at <= moment
       AND CASE WHEN place = '' THEN f.login = one AND f.at > coalesce(
             (SELECT max(p.at) FROM public.audit_signin p WHERE p.login = one AND p.outcome = 'passed'), '-infinity')
           ELSE f.address = place END) failed);
END $$;

-- Whether the actor asked for this case, wrote what it proposes, or it is about them: whoever does neither advises nor decides,
-- under whichever hat.
CREATE OR REPLACE FUNCTION walls.asked(one uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER PARALLEL SAFE SET search_path = pg_catalog, walls, public, pg_temp AS
$$ SELECT EXISTS (SELECT FROM public.cases_steptaken WHERE case_id = one AND action = 'ask' AND account = walls.actor())
   OR EXISTS (SELECT FROM public.transparency_draft WHERE case_id = one AND account = walls.actor())
   OR EXISTS (SELECT FROM public.cases_case c JOIN public.people_hat h ON h.person_id = c.person_id WHERE c.id = one AND h.account = walls.actor()) $$;

-- Whether the actor took one of these steps in a case, or it is about them where `ask` is one: four eyes, by account.
CREATE OR REPLACE FUNCTION walls.took(one uuid, steps text[]) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER PARALLEL SAFE SET search_path = pg_catalog, walls, public, pg_temp AS
$$ SELECT EXISTS (SELECT FROM public.cases_steptaken WHERE case_id = one AND action = ANY (steps) AND account = walls.actor())
   OR ('ask' = ANY (steps) AND walls.asked(one)) $$;

-- Whether whoever this case is about asked for it themselves, in the portal.
CREATE OR REPLACE FUNCTION walls.asked_there(one uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER PARALLEL SAFE SET search_path = pg_catalog, walls, public, pg_temp AS
$$ SELECT EXISTS (SELECT FROM public.cases_steptaken WHERE case_id = one AND action = 'ask') $$;

-- Whether this is the short transaction in which a sign-in is noted or its lock is asked: nobody, and no page.
CREATE OR REPLACE FUNCTION walls.at_the_door() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER PARALLEL SAFE SET search_path = pg_catalog, walls, pg_temp AS $$
  SELECT coalesce((SELECT t.account = '00000000-0000-0000-0000-000000000000' AND t.purpose = 'sign-in' FROM walls.ticket() t), false) $$;

-- Whether a hat of the actor has signed the confidentiality bond; asked before the hat is put on, when nothing is open yet.
CREATE OR REPLACE FUNCTION walls.bound(one uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER PARALLEL SAFE SET search_path = pg_catalog, walls, public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM public.people_bond b JOIN public.people_hat h ON h.id = b.hat_id
                  WHERE h.id = one AND h.account = walls.actor() AND b.signed_on <= walls.day()
                    AND coalesce(b.ends_on, 'infinity') >= walls.day()) $$;

-- The activities in which the actor has any right under the purpose of the ticket; a job works in all.
CREATE OR REPLACE FUNCTION walls.involved() RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL SAFE SET search_path = pg_catalog, walls, public, pg_temp AS $$
DECLARE t walls.context := walls.ticket();
BEGIN
  IF t.kind IS NULL THEN RETURN '{}'; END IF;
  RETURN ARRAY(
    SELECT DISTINCT r.activity FROM public.register_right r
      JOIN public.register_activity a ON a.version_id = r.version_id AND a.key = r.activity
     WHERE r.version_id = walls.version_on(t.day) AND (t.kind = 'system' OR a.open AND r.purpose = t.purpose
       AND r.kind = t.kind AND (r.kind = 'subject' OR r.role = ANY (walls.roles(t)))));
END $$;

-- The accounts of staff that hold a right in an activity on the day of the ticket, under whichever purpose: whom to tell that
-- something waits. Without an activity or an action: in or by any. Who has no right in an activity learns of nobody.
CREATE OR REPLACE FUNCTION walls.holders(activity text DEFAULT NULL, action text DEFAULT NULL) RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER PARALLEL SAFE SET search_path = pg_catalog, walls, public, pg_temp AS $$
  WITH today AS MATERIALIZED (SELECT walls.day() AS day, walls.version_on(walls.day()) AS version, walls.involved() AS involved)
  SELECT coalesce(array_agg(DISTINCT h.account), '{}')
    FROM today t, public.people_grant g JOIN public.people_hat h ON h.id = g.hat_id
   WHERE h.kind = 'staff' AND h.starts_on <= t.day AND coalesce(h.ends_on, 'infinity') >= t.day
     AND g.starts_on <= t.day AND coalesce(g.ends_on, 'infinity') >= t.day
     AND g.role IN (SELECT r.role FROM public.register_right r
                     WHERE r.version_id = t.version AND r.activity = ANY (t.involved) AND r.kind = 'staff'
                       AND r.activity = coalesce(holders.activity, r.activity) AND r.action = coalesce(holders.action, r.action)) $$;

-- The hats of the actor's own account: nobody gives a role to any of them.
CREATE OR REPLACE FUNCTION walls.own_hats() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER PARALLEL SAFE SET search_path = pg_catalog, walls, public, pg_temp AS
$$ SELECT coalesce(array_agg(h.id), '{}') FROM public.people_hat h WHERE h.account = walls.actor() $$;

-- Whether a ground of the policy of today opens a file exceptionally to the actor: in hours, with an investigator where the ground
-- asks one (ALL-21), and whether this is that person's file.
CREATE OR REPLACE FUNCTION walls.opens(area text, kind text, file uuid, whose uuid, wanted text, investigator text, until timestamptz) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL SAFE SET search_path = pg_catalog, walls, public, pg_temp AS $$
DECLARE
  bound uuid := walls.version_on(walls.day());
  longest interval := (SELECT t.value::interval FROM public.register_term t WHERE t.version_id = bound AND t.key = 'exceptional-access');
BEGIN
  RETURN coalesce(walls.may(area, 'open-exceptionally', 'organisation') AND until <= statement_timestamp() + longest, false)
     AND EXISTS (SELECT FROM public.register_activity a, jsonb_array_elements(a.content -> 'exceptional') g
                  WHERE a.version_id = bound AND a.key = area AND g ->> 'key' = wanted
                    AND (g ->> 'investigator' = 'false' OR investigator ~ '\S'))
     AND EXISTS (SELECT FROM walls.openable(area, '', opens.file) o WHERE o.sort = kind AND o.whose = opens.whose);
END $$;

-- The last day for the review of what is opened exceptionally today: so many working days as the policy says.
CREATE OR REPLACE FUNCTION walls.review_by() RETURNS date
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL SAFE SET search_path = pg_catalog, walls, public, pg_temp AS $$
BEGIN
  RETURN (SELECT walls.after_working_days(walls.day(), t.value::bigint) FROM public.register_term t
           WHERE t.version_id = walls.version_on(walls.day()) AND t.key = 'exceptional-review.working-days');
END $$;

-- The files of a kind that are open to the actor's hat at this moment although no role or relation opens them.
CREATE OR REPLACE FUNCTION walls.opened(kind text) RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL SAFE SET search_path = pg_catalog, walls, public, pg_temp AS $$
DECLARE t walls.context := walls.ticket();
BEGIN
  IF t.kind IS DISTINCT FROM 'staff' OR t.purpose <> 'exceptional-access' THEN RETURN '{}'; END IF;
  RETURN ARRAY(SELECT o.anchor FROM public.people_opening o
    WHERE o.hat = t.hat AND o.model = opened.kind AND o.ends_at > clock_timestamp() AND o.reviewed_on IS NULL
      AND walls.may(o.activity, 'open-exceptionally', 'organisation'));
END $$;

-- Whether a data subject may see a line of an exceptional look: its review said so, or is late.
CREATE OR REPLACE FUNCTION walls.told_of(one uuid, area text, moment timestamptz) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER PARALLEL SAFE SET search_path = pg_catalog, walls, public, pg_temp AS $$
  SELECT NOT EXISTS (SELECT FROM public.people_opening o
    WHERE o.person_id = one AND o.activity = area AND moment BETWEEN o.opened_at AND o.ends_at + interval '1 minute'
      AND (o.reviewed_on IS NULL AND o.review_by >= walls.day() OR o.withheld <> '')) $$;

-- Whether somebody else asked for this role for this hat, and nobody declined it: whoever asks does not give (four eyes).
CREATE OR REPLACE FUNCTION walls.proposed(which uuid, one uuid, wanted text, since date, until date, asker uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER PARALLEL SAFE SET search_path = pg_catalog, walls, public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM public.people_proposal p
                  WHERE p.id = which AND p.hat_id = one AND p.role = wanted AND p.starts_on = since AND p.outcome = ''
                    AND p.ends_on IS NOT DISTINCT FROM until AND p.proposed_by = asker AND p.account <> walls.actor()) $$;

-- Whether the way into an account may be given anew: of another than the actor, with a hat of that kind today, asked for no longer
-- ago than the policy says.
CREATE OR REPLACE FUNCTION walls.recoverable(whose uuid, sort text, asked timestamptz) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER PARALLEL SAFE SET search_path = pg_catalog, walls, public, pg_temp AS $$
  SELECT whose <> walls.actor() AND NOT (sort = 'staff' AND EXISTS ( -- who has a file here too is known by that, by both
    SELECT FROM public.people_hat h WHERE h.account = whose AND h.kind = 'subject' AND coalesce(h.ends_on, 'infinity') >= walls.day())) AND EXISTS (
    SELECT FROM public.people_hat h WHERE h.account = whose AND h.kind = sort AND h.starts_on <= walls.day()
       AND coalesce(h.ends_on, 'infinity') >= walls.day()) AND EXISTS (
    SELECT FROM public.register_term t WHERE t.version_id = walls.version_on(walls.day()) AND t.key = 'recovery'
       AND asked > statement_timestamp() - t.value::interval) $$;

-- Until when an undertaking that the actor's hat signs today may bind: who works for another signs sooner again.
CREATE OR REPLACE FUNCTION walls.bound_until() RETURNS date
LANGUAGE sql STABLE SECURITY DEFINER PARALLEL SAFE SET search_path = pg_catalog, walls, public, pg_temp AS $$
  SELECT (walls.day() + t.value::interval)::date FROM public.people_hat h, public.register_term t
   WHERE h.id = walls.hat() AND t.version_id = walls.version_on(walls.day())
     AND t.key = CASE WHEN h.organisation = '' THEN 'bond.employee' ELSE 'bond.hired' END $$;

-- What a hat of the staff reaches today, by the same roles and rights that open each row: for who supervises, and for oneself.
CREATE OR REPLACE FUNCTION walls.sees(one uuid, OUT activity text, OUT purpose text, OUT action text, OUT reach text, OUT role text)
RETURNS SETOF record LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL SAFE SET search_path = pg_catalog, walls, public, pg_temp AS $$
DECLARE
  t walls.context := walls.ticket();
  other walls.context;
BEGIN
  IF one IS DISTINCT FROM t.hat AND NOT walls.may('accounts', 'view', 'organisation') THEN RETURN; END IF;
  SELECT h.account, h.id, '', t.day, h.kind, h.person_id INTO other FROM public.people_hat h
   WHERE h.id = one AND h.kind = 'staff' AND h.starts_on <= t.day AND coalesce(h.ends_on, 'infinity') >= t.day;
  IF other.hat IS NULL THEN RETURN; END IF;
  RETURN QUERY SELECT r.activity::text, r.purpose::text, r.action::text, r.reach::text, r.role::text FROM public.register_right r
    JOIN public.register_activity a ON a.version_id = r.version_id AND a.key = r.activity
   WHERE r.version_id = walls.version_on(t.day) AND a.open AND r.kind = 'staff' AND r.role = ANY (walls.roles(other));
END $$;

-- The hats of the staff that see every file of an activity (reach `organisation`), or those assigned to them, today: for whoever
-- works in that activity. The roles are asked of the same function that opens a row.
CREATE OR REPLACE FUNCTION walls.seers(activity text, reach text) RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER PARALLEL SAFE SET search_path = pg_catalog, walls, public, pg_temp AS $$
  WITH today AS MATERIALIZED (SELECT walls.day() AS day, walls.version_on(walls.day()) AS version,
                                     seers.activity = ANY (walls.involved()) AS asked_well)
  SELECT coalesce(array_agg(h.id), '{}') FROM today t, public.people_hat h
   WHERE t.asked_well AND h.kind = 'staff' AND h.starts_on <= t.day AND coalesce(h.ends_on, 'infinity') >= t.day AND EXISTS (
     SELECT FROM public.register_right r JOIN public.register_activity a ON a.version_id = r.version_id AND a.key = r.activity
      WHERE r.version_id = t.version AND a.open AND r.kind = 'staff' AND r.activity = seers.activity AND r.action = 'view'
        AND r.reach = seers.reach AND r.role = ANY (walls.roles(ROW(h.account, h.id, '', t.day, h.kind, NULL)::walls.context))) $$;

-- Whether this may be passed on by the version that bound on the day: to a recipient of the activity under its own ground
-- and no more than it declares (article 5(1)(c)); without a standing, to an authority, no more than the activity holds.
CREATE OR REPLACE FUNCTION walls.discloses(activity text, given date, version uuid, standing text, provision text, categories jsonb) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER PARALLEL SAFE SET search_path = pg_catalog, walls, public, pg_temp AS $$
  SELECT coalesce(version = walls.version_on(given) AND jsonb_typeof(categories) = 'array' AND categories <> '[]', false) AND EXISTS (
    SELECT FROM public.register_activity a
     WHERE a.version_id = version AND a.key = activity AND CASE WHEN standing = '' THEN categories <@ (a.content -> 'categories')
           ELSE EXISTS (SELECT FROM jsonb_array_elements(a.content -> 'recipients') r
                         WHERE r #>> '{name,nl}' = standing AND r ->> 'role' <> 'internal' AND r ->> 'ground' = provision
                           AND categories <@ (r -> 'categories')) END) $$;

-- Whether the policy of the day lets an activity hold data of this category.
CREATE OR REPLACE FUNCTION walls.holds(area text, category text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER PARALLEL SAFE SET search_path = pg_catalog, walls, public, pg_temp AS $$
  SELECT coalesce((SELECT a.content -> 'categories' ? holds.category FROM public.register_activity a
                    WHERE a.version_id = walls.version_on(walls.day()) AND a.key = holds.area), false) $$;

-- For whom somebody worked who looked at the actor's own data, where that is not the controller itself: of the looks on one page.
CREATE OR REPLACE FUNCTION walls.worked_for(looks uuid[], moments timestamptz[], OUT look uuid, OUT organisation text) RETURNS SETOF record
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL SAFE SET search_path = pg_catalog, walls, public, pg_temp AS $$
BEGIN
  RETURN QUERY SELECT l.id, h.organisation::text FROM public.audit_look l JOIN public.people_hat h ON h.id = l.hat
    WHERE l.at = ANY (moments) AND l.id = ANY (looks) AND h.organisation <> '' AND EXISTS (
      SELECT FROM public.audit_seen s WHERE s.at = l.at AND s.look = l.id AND s.subject = walls.own('logging', 'view'));
END $$;

-- "activity/action" of every right that the actor has over a whole activity, under whichever purpose: whose clock calls them.
CREATE OR REPLACE FUNCTION walls.called() RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL SAFE SET search_path = pg_catalog, walls, public, pg_temp AS $$
DECLARE t walls.context := walls.ticket();
BEGIN
  IF t.kind IS DISTINCT FROM 'staff' THEN RETURN '{}'; END IF;
  RETURN ARRAY(
    SELECT DISTINCT r.activity || '/' || r.action FROM public.register_right r
      JOIN public.register_activity a ON a.version_id = r.version_id AND a.key = r.activity
     WHERE r.version_id = walls.version_on(t.day) AND a.open AND r.reach = 'organisation' AND r.kind = 'staff'
       AND r.role = ANY (walls.roles(t)));
END $$;

-- Whether what a clock is about is still to be done: an opening to be reviewed, a role or a way in that was asked for, a colleague
-- at work whose roles nobody looked at today, a document that is to be taken out of a file.
CREATE OR REPLACE FUNCTION walls.waits(one uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL SAFE SET search_path = pg_catalog, walls, public, pg_temp AS $$
BEGIN
  RETURN EXISTS (SELECT FROM public.people_opening o WHERE o.id = one AND o.reviewed_on IS NULL)
      OR EXISTS (SELECT FROM public.people_proposal p JOIN public.people_hat h ON h.id = p.hat_id
                  WHERE p.id = one AND p.outcome = '' AND coalesce(h.ends_on, 'infinity') >= walls.day())
      OR EXISTS (SELECT FROM public.people_recovery r JOIN public.register_term t ON t.version_id = walls.version_on(walls.day())
                  WHERE r.id = one AND r.outcome = '' AND t.key = 'recovery' AND r.asked_at > statement_timestamp() - t.value::interval)
      OR EXISTS (SELECT FROM public.people_hat h WHERE h.id = one AND coalesce(h.ends_on, 'infinity') >= walls.day()
                    AND EXISTS (SELECT FROM public.people_grant g WHERE g.hat_id = one AND coalesce(g.ends_on, 'infinity') >= walls.day())
                    AND NOT EXISTS (SELECT FROM public.people_review v WHERE v.hat_id = one AND v.reviewed_on = walls.day()))
      -- an entry of the register waits to be looked at as long as its version binds: the day of a look is part of the next
      OR EXISTS (SELECT FROM public.register_activity a WHERE a.id = one AND a.version_id = walls.version_on(walls.day()))
      OR walls.out_waits(one);
END $$;

-- Whether the actor asked for something that this right decides on, due on that day: what they start a clock about.
CREATE OR REPLACE FUNCTION walls.asks(one uuid, area text, action text, due date) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL SAFE SET search_path = pg_catalog, walls, public, pg_temp AS $$
BEGIN
  RETURN walls.waits(one) AND CASE area || '/' || action
    WHEN 'logging/review-exceptional' THEN EXISTS (
      SELECT FROM public.people_opening o WHERE o.id = one AND o.account = walls.actor() AND o.review_by = due)
    WHEN 'accounts/grant-role' THEN EXISTS (
      SELECT FROM public.people_proposal p WHERE p.id = one AND p.account = walls.actor() AND p.starts_on = due)
    WHEN 'accounts/confirm-recovery' THEN EXISTS (
      SELECT FROM public.people_recovery r WHERE r.id = one AND r.account = walls.actor() AND due >= walls.day())
    ELSE action = 'add-document' AND walls.out_asked(one, area, due) END;
END $$;
