-- What only the owner can do at run time, each a definer function with no more than it needs (decision 12).
-- A month of the log gets its own partition; lines that had to wait in the rest, since nobody had made it, move over.
CREATE OR REPLACE FUNCTION walls.month_begin(month date) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp SET lock_timeout = '5s' AS $$
DECLARE
  first timestamptz := date_trunc('month', month::timestamp) AT TIME ZONE 'UTC';
  next timestamptz := (date_trunc('month', month::timestamp) + interval '1 month') AT TIME ZONE 'UTC';
  suffix text := to_char(month, 'YYYY_MM');
  log text;
BEGIN
  IF NOT walls.system() AND session_user <> current_user THEN RAISE EXCEPTION 'only the system keeps the log' USING ERRCODE = 'HV005'; END IF;
  FOREACH log IN ARRAY ARRAY['audit_look', 'audit_seen'] LOOP
    IF to_regclass('public.' || log || '_' || suffix) IS NULL THEN
      EXECUTE format('CREATE TABLE public.%I (LIKE public.%I INCLUDING ALL)', log || '_' || suffix, log);
      EXECUTE format('ALTER TABLE public.%I ENABLE ROW LEVEL SECURITY', log || '_' || suffix);
      EXECUTE format('WITH waiting AS (DELETE FROM public.%I WHERE at >= %L AND at < %L RETURNING *) INSERT INTO public.%I SELECT * FROM waiting',
                     log || '_rest', first, next, log || '_' || suffix);
      EXECUTE format('ALTER TABLE public.%I ATTACH PARTITION public.%I FOR VALUES FROM (%L) TO (%L)', log, log || '_' || suffix, first, next);
    END IF;
  END LOOP;
END $$;
-- A month ends when its last line has been kept as long as the adopted policy says, and never while it may still be written.
CREATE OR REPLACE FUNCTION walls.month_end(month date) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp SET lock_timeout = '5s' AS $$
DECLARE
  suffix text := to_char(month, 'YYYY_MM');
  next timestamp := date_trunc('month', month::timestamp) + interval '1 month';
  kept interval;
BEGIN
  IF NOT walls.system() THEN RAISE EXCEPTION 'only the system keeps the log' USING ERRCODE = 'HV005'; END IF;
  SELECT r.period::interval INTO kept FROM public.register_retention r
   WHERE r.version_id = walls.version_on(walls.day()) AND r.activity = 'logging' AND r.clock = 'logged';
  IF kept IS NULL OR next + kept >= walls.day() OR next > now() AT TIME ZONE 'UTC' THEN
    RAISE EXCEPTION 'this month must be kept' USING ERRCODE = 'HV006';
  END IF;
  EXECUTE format('DROP TABLE IF EXISTS public.%I', 'audit_look_' || suffix);
  EXECUTE format('DROP TABLE IF EXISTS public.%I', 'audit_seen_' || suffix);
END $$;
-- An account becomes a data subject, once. A new one where some activity lets people make their own file; that of somebody who
-- works here where people can ask what is held of them, since they are a data subject as well (article 15).
CREATE OR REPLACE FUNCTION walls.begin_subject() RETURNS uuid LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, walls, public, pg_temp AS $$
DECLARE
  t walls.context := walls.ticket();
  known uuid;
  works boolean;
  person uuid := gen_random_uuid();
  hat uuid := gen_random_uuid();
BEGIN
  IF t.account IS NULL OR t.account = '00000000-0000-0000-0000-000000000000' THEN RAISE EXCEPTION 'nobody has signed in'; END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended(t.account::text, 0));
  SELECT h.id, h.kind <> 'subject' AND h.runs INTO known, works
    FROM (SELECT id, kind, starts_on <= t.day AND coalesce(ends_on, 'infinity') >= t.day AS runs FROM public.people_hat WHERE account = t.account) h
   ORDER BY h.runs AND h.kind = 'subject' DESC, h.runs DESC LIMIT 1;
  IF known IS NOT NULL AND NOT works THEN RETURN known; END IF;
  IF NOT EXISTS (SELECT FROM signin.signin_account a WHERE a.id = t.account) THEN RAISE EXCEPTION 'this account has ended'; END IF;
  IF NOT EXISTS (SELECT FROM public.register_right r JOIN public.register_activity a ON a.version_id = r.version_id AND a.key = r.activity
                  WHERE r.version_id = walls.version_on(t.day) AND a.open AND r.kind = 'subject' AND r.reach = 'own'
                    AND r.action = 'create' AND (r.activity = 'rights') = coalesce(works, false))
  THEN RAISE EXCEPTION 'registration is not open here'; END IF;
  INSERT INTO public.people_person (id) VALUES (person);
  INSERT INTO public.people_hat (id, account, kind, name, organisation, person_id, starts_on) VALUES (hat, t.account, 'subject', '', '', person, t.day);
  RETURN hat;
END $$;
-- Who asks on paper and worked here is a data subject by the account they had: it gets a hat of whom the request is about, so that
-- the answer finds what is held. For who establishes identity, of a request that waits for that, and of work that has ended.
CREATE OR REPLACE FUNCTION walls.worked_here(one uuid, which uuid) RETURNS uuid LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, walls, public, pg_temp AS $$
DECLARE
  asks uuid := (SELECT c.person_id FROM public.cases_case c WHERE c.id = one AND c.state = 'received' AND c.closed_on IS NULL);
  them uuid := (SELECT h.account FROM public.people_hat h
                 WHERE h.id = which AND h.kind = 'staff' AND h.ends_on < walls.day() AND h.account <> walls.actor());
  known uuid := (SELECT h.person_id FROM public.people_hat h WHERE h.account = them AND h.kind = 'subject' LIMIT 1);
BEGIN
  IF NOT walls.may('rights', 'establish-identity', 'organisation') OR asks IS NULL OR them IS NULL
     OR EXISTS (SELECT FROM public.people_hat h WHERE h.person_id = asks) THEN RETURN NULL; END IF;
  IF known IS NOT NULL THEN RETURN known; END IF;
  INSERT INTO public.people_hat (id, account, kind, name, organisation, person_id, starts_on)
  VALUES (gen_random_uuid(), them, 'subject', '', '', asks, walls.day());
  RETURN asks;
END $$;
-- What a backup that is put back must not undo gets a line in the ledger, which goes on to the vault (decision 18): the verb
-- and a digest of the row's random key, as every line.
CREATE OR REPLACE FUNCTION walls.never_undone(verb text, kind text, one uuid) RETURNS void LANGUAGE sql SECURITY DEFINER
SET search_path = pg_catalog, walls, public, pg_temp AS $$
  INSERT INTO public.disposal_line (id, verb, model, digest, activity, rule, policy_version, cut_off, executed_on, at)
  SELECT gen_random_uuid(), verb, kind, sha256(convert_to(kind, 'UTF8') || '\x00'::bytea || uuid_send(one)), '', '', '', today.day, today.day, clock_timestamp()
    FROM (SELECT coalesce(walls.day(), current_date) AS day) today $$;
CREATE OR REPLACE FUNCTION walls.restricted_anew(flow text, persons uuid[], OUT id uuid, OUT since date)
RETURNS SETOF record LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, walls, public, pg_temp AS $$
  UPDATE public.people_person p SET restricted_since = CASE WHEN now.runs THEN coalesce(p.restricted_since, walls.day(), current_date) END
    FROM (SELECT one, EXISTS (SELECT FROM public.cases_case c WHERE c.person_id = one AND c.workflow = flow
                                 AND c.closed_on IS NULL AND c.state <> 'received') AS runs FROM unnest(persons) one) now
   WHERE p.id = now.one AND (p.restricted_since IS NOT NULL) <> now.runs RETURNING p.id, p.restricted_since $$;
-- Access that ended at once does not come back either; an end on a day to come is in the row itself long before that day.
CREATE OR REPLACE FUNCTION walls.access_ended() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, walls, public, pg_temp AS $$
BEGIN
  IF NEW.ends_on < coalesce(walls.day(), current_date) THEN
    PERFORM walls.never_undone('end-of-access', CASE TG_TABLE_NAME WHEN 'people_hat' THEN 'people.hat' ELSE 'people.grant' END, NEW.id);
  END IF;
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER access_ended AFTER UPDATE ON public.people_hat FOR EACH ROW
  WHEN (NEW.ends_on IS DISTINCT FROM OLD.ends_on) EXECUTE FUNCTION walls.access_ended();
CREATE OR REPLACE TRIGGER access_ended AFTER UPDATE ON public.people_grant FOR EACH ROW
  WHEN (NEW.ends_on IS DISTINCT FROM OLD.ends_on) EXECUTE FUNCTION walls.access_ended();
-- Nobody alone shuts the organisation out: of whom a member of staff ends a role, or the work, somebody stays who may ask roles and
-- somebody else who may give them, the day after as well. Two who do that to each other wait here. A job may: a restore ends what ended.
CREATE OR REPLACE FUNCTION walls.somebody_stays() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, walls, public, pg_temp AS $$
DECLARE
  whose uuid := coalesce(to_jsonb(NEW) ->> 'hat_id', to_jsonb(NEW) ->> 'id');
  after date := greatest(walls.day(), NEW.ends_on + 1);
BEGIN
  IF walls.kind() IS DISTINCT FROM 'staff' OR NOT EXISTS (SELECT FROM public.people_grant g
     WHERE g.hat_id = whose AND g.role = ANY (walls.roles_with('propose-role') || walls.roles_with('grant-role'))) THEN RETURN NULL; END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended('who gives roles', 0));
  IF NOT EXISTS (SELECT FROM unnest(walls.able('propose-role', after)) asks, unnest(walls.able('grant-role', after)) gives WHERE asks <> gives)
  THEN RAISE EXCEPTION 'nobody would be left to give roles' USING ERRCODE = 'HV020'; END IF;
  RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION walls.roles_with(wanted text) RETURNS text[] LANGUAGE sql SECURITY DEFINER
SET search_path = pg_catalog, walls, public, pg_temp AS $$
  SELECT coalesce(array_agg(r.role::text), '{}') FROM public.register_right r WHERE r.version_id = walls.version_on(walls.day())
     AND r.activity = 'accounts' AND r.action = wanted AND r.kind = 'staff' AND r.reach = 'organisation' $$;
CREATE OR REPLACE FUNCTION walls.able(wanted text, at date) RETURNS uuid[] LANGUAGE sql SECURITY DEFINER
SET search_path = pg_catalog, walls, public, pg_temp AS $$
  SELECT coalesce(array_agg(DISTINCT h.account), '{}') FROM public.people_grant g JOIN public.people_hat h ON h.id = g.hat_id
   WHERE h.kind = 'staff' AND greatest(h.starts_on, g.starts_on) <= walls.day() AND g.role = ANY (walls.roles_with(wanted))
     AND coalesce(h.ends_on, 'infinity') >= at AND coalesce(g.ends_on, 'infinity') >= at AND EXISTS (SELECT FROM public.people_bond b
       WHERE b.hat_id = h.id AND b.signed_on <= walls.day() AND coalesce(b.ends_on, 'infinity') >= walls.day()) $$;
CREATE OR REPLACE TRIGGER somebody_stays AFTER UPDATE ON public.people_hat FOR EACH ROW
  WHEN (NEW.ends_on IS DISTINCT FROM OLD.ends_on) EXECUTE FUNCTION walls.somebody_stays();
CREATE OR REPLACE TRIGGER somebody_stays AFTER UPDATE ON public.people_grant FOR EACH ROW
  WHEN (NEW.ends_on IS DISTINCT FROM OLD.ends_on) EXECUTE FUNCTION walls.somebody_stays();
-- Restriction follows the case (article 18, COR-29): while one runs in which it is known who asks, that person's data are
-- kept and neither used nor changed; when the last one closes, they are free again. No verb sets it and none can forget it.
CREATE OR REPLACE FUNCTION walls.restrict() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, walls, public, pg_temp AS $$
BEGIN
  -- Of two cases at once, one that begins and one that ends, the second waits here and then sees what the first did.
  PERFORM FROM public.people_person p WHERE p.id IN (NEW.person_id, CASE WHEN TG_OP = 'UPDATE' THEN OLD.person_id END) ORDER BY p.id FOR NO KEY UPDATE;
  -- Each begin and end is a line that stays for good; who asks a sixth time on one day asks tomorrow, or on paper.
  IF TG_OP = 'INSERT' AND walls.kind() = 'subject' AND 5 < (SELECT count(*) FROM public.cases_case c WHERE c.person_id = NEW.person_id
     AND c.workflow = NEW.workflow AND c.received_on = NEW.received_on) THEN RAISE EXCEPTION 'often enough today' USING ERRCODE = 'HV021'; END IF;
  PERFORM walls.never_undone(CASE WHEN changed.since IS NULL THEN 'lifting' ELSE 'restriction' END, 'people.person', changed.id)
     FROM walls.restricted_anew(NEW.workflow, ARRAY[NEW.person_id, CASE WHEN TG_OP = 'UPDATE' THEN OLD.person_id END]) changed;
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER restrict AFTER INSERT OR UPDATE ON public.cases_case FOR EACH ROW
  WHEN (NEW.workflow = 'restriction') EXECUTE FUNCTION walls.restrict();
-- A version of the policy comes of a decision: granted by another than whoever advised, both others than who wrote the draft, and
-- binding from no earlier day than was decided. Without a case: what joins the same content anew with the code, or a profile as
-- long as nobody changed the policy here.
CREATE OR REPLACE FUNCTION walls.adopting() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, walls, public, pg_temp AS $$
BEGIN
  IF NEW.adopted_in IS NULL THEN
    IF NOT walls.kept_here() OR EXISTS (SELECT FROM public.register_version v WHERE v.digest = NEW.digest) THEN RETURN NEW; END IF;
  ELSIF EXISTS (SELECT FROM public.cases_case c JOIN public.cases_decision d ON d.case_id = c.id JOIN public.cases_advice a ON a.case_id = c.id
     WHERE c.id = NEW.adopted_in AND c.workflow = 'policy' AND c.state = 'granted' AND d.outcome = 'granted' AND d.account <> a.account
       AND NEW.adopted_on = d."on" AND NEW.effective_on >= d.starts_on AND EXISTS (SELECT FROM public.transparency_draft w WHERE w.case_id = c.id)
       AND NOT EXISTS (SELECT FROM public.transparency_draft w WHERE w.case_id = c.id AND w.account IN (a.account, d.account)))
  THEN RETURN NEW;
  END IF;
  RAISE EXCEPTION 'a version of the policy comes of a decision' USING ERRCODE = 'HV020';
END $$;
CREATE OR REPLACE TRIGGER adopting BEFORE INSERT ON public.register_version FOR EACH ROW EXECUTE FUNCTION walls.adopting();
-- What was sent for advice is not written on any more: a draft is added to while its case is one, and whoever sends it waits.
CREATE OR REPLACE FUNCTION walls.drafting() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, walls, public, pg_temp AS $$
BEGIN
  PERFORM FROM public.cases_case c WHERE c.id = NEW.case_id AND c.workflow = 'policy' AND c.state = 'draft' FOR SHARE;
  IF NOT FOUND THEN RAISE EXCEPTION 'this draft is not open' USING ERRCODE = 'HV020'; END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER drafting BEFORE INSERT ON public.transparency_draft FOR EACH ROW EXECUTE FUNCTION walls.drafting();
-- What advice and decision cover is what they saw: whoever holds back, or gives after all, does so while the case waits for them, and
-- whoever takes it further waits. The adviser is done with the advice. Once the case is nobody's we know again, what was held back of
-- the wrong person goes.
CREATE OR REPLACE FUNCTION walls.holding() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, walls, public, pg_temp AS $$
BEGIN
  IF walls.system() THEN RETURN coalesce(NEW, OLD); END IF;
  PERFORM FROM public.cases_case c WHERE c.id = coalesce(NEW.case_id, OLD.case_id) AND c.workflow = 'access'
     AND c.state = ANY (CASE TG_OP WHEN 'INSERT' THEN ARRAY['examined'] ELSE ARRAY['received', 'examined', 'advised'] END) FOR SHARE;
  IF NOT FOUND OR walls.advised(coalesce(NEW.case_id, OLD.case_id)) THEN
    RAISE EXCEPTION 'advice and decision cover what is held back' USING ERRCODE = '42501'; END IF;
  RETURN coalesce(NEW, OLD);
END $$;
CREATE OR REPLACE TRIGGER holding BEFORE INSERT OR DELETE ON public.rights_heldback FOR EACH ROW EXECUTE FUNCTION walls.holding();
CREATE OR REPLACE FUNCTION walls.held_of_another() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, walls, public, pg_temp AS $$
BEGIN
  DELETE FROM public.rights_heldback h WHERE h.case_id = NEW.id;
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER held_of_another AFTER UPDATE ON public.cases_case FOR EACH ROW
  WHEN (NEW.workflow = 'access' AND NEW.state = 'received' AND OLD.state <> 'received' OR NEW.person_id IS DISTINCT FROM OLD.person_id)
  EXECUTE FUNCTION walls.held_of_another();
-- Persons of whom nothing is left: the handle, its hats, and the account when no hat of it is left (article 5(1)(e)).
-- A person stays as long as a row of any table refers to them, or to a hat of theirs. The handles are locked first and
-- the references read after that, each in a new snapshot: of two workers that destroy the last two files, one finds out.
CREATE OR REPLACE FUNCTION walls.forget_persons(persons uuid[]) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, walls, public, pg_temp AS $$
DECLARE
  gone uuid[];
  hats uuid[];
  accounts uuid[];
  one record;
BEGIN
  IF NOT walls.system() THEN RAISE EXCEPTION 'only a job forgets persons' USING ERRCODE = 'HV005'; END IF;
  PERFORM FROM public.people_person p WHERE p.id = ANY (persons) ORDER BY p.id FOR UPDATE;
  gone := ARRAY(SELECT p.id FROM public.people_person p WHERE p.id = ANY (persons) AND p.restricted_since IS NULL);
  FOR one IN SELECT * FROM walls.referring('public.people_person', ARRAY['public.people_hat']::regclass[]) LOOP
    EXECUTE format('SELECT ARRAY(SELECT g FROM unnest($1) g WHERE NOT EXISTS (SELECT FROM %s r WHERE r.%I = g))',
                   one.place, one.field) INTO gone USING gone;
  END LOOP;
  FOR one IN SELECT * FROM walls.referring('public.people_hat', walls.of_hats()) LOOP
    EXECUTE format('SELECT ARRAY(SELECT g FROM unnest($1) g WHERE NOT EXISTS (SELECT FROM public.people_hat h '
                   'JOIN %s r ON r.%I = h.id WHERE h.person_id = g))', one.place, one.field) INTO gone USING gone;
  END LOOP;
  SELECT coalesce(array_agg(h.id), '{}'), coalesce(array_agg(DISTINCT h.account), '{}') INTO hats, accounts
    FROM public.people_hat h WHERE h.person_id = ANY (gone);
  IF hats <> '{}' THEN
    DELETE FROM public.people_grant WHERE hat_id = ANY (hats);
    DELETE FROM public.people_bond WHERE hat_id = ANY (hats);
    DELETE FROM public.people_proposal WHERE hat_id = ANY (hats);
    DELETE FROM public.people_review WHERE hat_id = ANY (hats);
    DELETE FROM public.people_reading WHERE hat_id = ANY (hats);
    DELETE FROM public.people_hat WHERE id = ANY (hats);
    PERFORM walls.forget_accounts(ARRAY(
      SELECT a FROM unnest(accounts) a WHERE NOT EXISTS (SELECT FROM public.people_hat h WHERE h.account = a)));
  END IF;
  DELETE FROM public.people_person WHERE id = ANY (gone);
  RETURN cardinality(gone);
END $$;
-- What goes with a hat: its roles, those asked for it, looks at them, bonds, readings of the policy.
CREATE OR REPLACE FUNCTION walls.of_hats() RETURNS regclass[] LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT ARRAY['public.people_grant', 'public.people_bond', 'public.people_proposal', 'public.people_review', 'public.people_reading']::regclass[] $$;
-- The foreign keys that lead to a table, some tables apart: the catalogue knows them all, a list would miss the next one.
CREATE OR REPLACE FUNCTION walls.referring(target regclass, apart regclass[], OUT place regclass, OUT field name)
RETURNS SETOF record LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT c.conrelid::regclass, a.attname FROM pg_constraint c
    JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
   WHERE c.contype = 'f' AND c.confrelid = target AND c.conparentid = 0 AND c.conrelid <> ALL (apart) $$;
-- Logins, unless a hat of theirs still runs; their sessions end by themselves and say nothing.
CREATE OR REPLACE FUNCTION walls.forget_accounts(accounts uuid[]) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, walls, public, pg_temp AS $$
DECLARE gone uuid[];
BEGIN
  IF NOT walls.system() THEN RAISE EXCEPTION 'only a job forgets accounts' USING ERRCODE = 'HV005'; END IF;
  gone := ARRAY(SELECT a FROM unnest(accounts) a WHERE NOT EXISTS (
    SELECT FROM public.people_hat h WHERE h.account = a AND coalesce(h.ends_on, 'infinity') >= (SELECT walls.day())));
  DELETE FROM public.messaging_message WHERE account = ANY (gone);
  DELETE FROM public.lists_savedview WHERE account = ANY (gone);
  DELETE FROM signin.account_emailconfirmation c USING signin.account_emailaddress e
   WHERE e.id = c.email_address_id AND e.user_id = ANY (gone);
  DELETE FROM signin.account_emailaddress WHERE user_id = ANY (gone);
  DELETE FROM signin.mfa_authenticator WHERE user_id = ANY (gone);
  DELETE FROM signin.socialaccount_socialaccount WHERE user_id = ANY (gone);
  DELETE FROM signin.signin_browser WHERE account_id = ANY (gone);
  DELETE FROM signin.signin_token WHERE account_id = ANY (gone);
  DELETE FROM signin.signin_rescue WHERE account_id = ANY (gone);
  DELETE FROM public.people_recovery WHERE whose = ANY (gone);
  DELETE FROM signin.signin_account WHERE id = ANY (gone);
END $$;
-- Logins given at the counter that nobody opened, of these or of all: declined, stopped or lapsed. That it was asked stays on record.
CREATE OR REPLACE FUNCTION walls.forget_unopened(these uuid[]) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, walls, public, pg_temp AS $$
DECLARE
  lasts interval := (SELECT t.value::interval FROM public.register_term t
                      WHERE t.version_id = walls.version_on(walls.day()) AND t.key = 'recovery');
  gone uuid[];
BEGIN
  PERFORM FROM signin.signin_account a WHERE a.email IS NULL AND a.last_login IS NULL AND a.password LIKE '!%'
     AND a.id = ANY (coalesce(these, ARRAY[a.id])) ORDER BY a.id FOR UPDATE;
  gone := ARRAY(SELECT a.id FROM signin.signin_account a WHERE a.email IS NULL AND a.last_login IS NULL AND a.password LIKE '!%'
     AND a.id = ANY (coalesce(these, ARRAY[a.id]))
     AND EXISTS (SELECT FROM public.people_recovery r WHERE r.whose = a.id)
     AND NOT EXISTS (SELECT FROM public.people_recovery r WHERE r.whose = a.id AND r.outcome IN ('', 'confirmed', 'used')
                        AND coalesce(r.decided_at, r.asked_at) + coalesce(lasts, interval '0') > statement_timestamp()));
  DELETE FROM public.messaging_message WHERE account = ANY (gone);
  DELETE FROM signin.signin_rescue WHERE account_id = ANY (gone);
  DELETE FROM public.people_hat WHERE account = ANY (gone) AND kind = 'subject';
  DELETE FROM signin.signin_account WHERE id = ANY (gone);
END $$;
CREATE OR REPLACE FUNCTION walls.unopened() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, walls, public, pg_temp AS $$ BEGIN PERFORM walls.forget_unopened(ARRAY[NEW.whose]); RETURN NULL; END $$;
CREATE OR REPLACE TRIGGER unopened AFTER UPDATE ON public.people_recovery FOR EACH ROW
  WHEN (OLD.outcome <> NEW.outcome AND NEW.outcome IN ('declined', 'stopped')) EXECUTE FUNCTION walls.unopened();
-- Accounts that have been closed for as long as the policy keeps them: every hat has ended, or there never was one.
-- Those of a restricted person stay (article 18). A thousand at a time: each is locked before it goes.
CREATE OR REPLACE FUNCTION walls.closed_accounts(kept interval) RETURNS uuid[] LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, walls, public, pg_temp AS $$
BEGIN
  IF NOT walls.system() THEN RAISE EXCEPTION 'only a job counts accounts' USING ERRCODE = 'HV005'; END IF;
  RETURN ARRAY(SELECT closed.id FROM (
    SELECT a.id, CASE WHEN count(h.id) = 0 THEN a.made_on ELSE max(coalesce(h.ends_on, 'infinity')) END AS since
      FROM signin.signin_account a LEFT JOIN public.people_hat h ON h.account = a.id LEFT JOIN public.people_person p ON p.id = h.person_id
     GROUP BY a.id HAVING count(p.restricted_since) = 0) closed
   WHERE closed.since + kept < (SELECT walls.day()) ORDER BY closed.id LIMIT 1000);
END $$;
-- Open hats of data subjects who signed in and left it at that: begun longer ago than the policy keeps an account, and no row of
-- any table refers to the person or to the hat. Those of a restricted person stay (article 18). A thousand at a time.
CREATE OR REPLACE FUNCTION walls.unused_subjects(kept interval) RETURNS uuid[] LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, walls, public, pg_temp AS $$
DECLARE
  unused text;
  found uuid[];
BEGIN
  IF NOT walls.system() THEN RAISE EXCEPTION 'only a job counts accounts' USING ERRCODE = 'HV005'; END IF;
  SELECT string_agg(format(' AND NOT EXISTS (SELECT FROM %s r WHERE r.%I = h.%I)', one.place, one.field, one.what), '') INTO unused FROM (
    SELECT *, 'person_id' AS what FROM walls.referring('public.people_person', ARRAY['public.people_hat']::regclass[]) UNION ALL
    SELECT *, 'id' FROM walls.referring('public.people_hat', '{}')) one;
  EXECUTE 'SELECT ARRAY(SELECT h.id FROM public.people_hat h JOIN public.people_person p ON p.id = h.person_id'
    ' WHERE h.kind = ''subject'' AND h.ends_on IS NULL AND p.restricted_since IS NULL AND h.starts_on + $1 < (SELECT walls.day())'
    || unused || ' ORDER BY h.id LIMIT 1000)' INTO found USING kept;
  RETURN found;
END $$;
-- The end of closed accounts; their keys. What was theirs goes: login, address, second factor, messages; of a data subject the hat
-- too. Of staff, name, roles and bond stay as long as the log speaks of them: who looked, and that they were bound to secrecy, must
-- be shown that long (article 5(2), NEN 7513). After that a hat is a key without a name, while a row still refers to it.
CREATE OR REPLACE FUNCTION walls.end_accounts() RETURNS uuid[] LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, walls, public, pg_temp AS $$
DECLARE
  kept interval;
  logged interval;
  gone uuid[];
  closed uuid[];
  hats uuid[];
  persons uuid[];
  one record;
BEGIN
  IF NOT walls.system() THEN RAISE EXCEPTION 'only a job ends accounts' USING ERRCODE = 'HV005'; END IF;
  DELETE FROM signin.django_session WHERE expire_date < now();
  SELECT max(r.period) FILTER (WHERE r.activity = 'accounts' AND r.clock = 'ended')::interval,
         max(r.period) FILTER (WHERE r.activity = 'logging' AND r.clock = 'logged')::interval INTO kept, logged
    FROM public.register_retention r WHERE r.version_id = walls.version_on(walls.day());
  PERFORM walls.forget_unopened(NULL);
  DELETE FROM public.people_recovery r WHERE r.asked_at + kept < now() AND NOT EXISTS (SELECT FROM signin.signin_account a WHERE a.id = r.whose);
  -- A browser that was not seen for as long is a new one again.
  DELETE FROM signin.signin_browser WHERE seen_at + kept < now();
  -- A key that lapsed, or whose hat has ended, opened nothing since then.
  DELETE FROM signin.signin_token k WHERE k.ends_at + kept < now()
     OR NOT EXISTS (SELECT FROM public.people_hat h WHERE h.id = k.hat AND coalesce(h.ends_on, 'infinity') + kept >= (SELECT walls.day()));
  -- Who works here no more has no work account any more, also where the account goes on as a data subject's.
  DELETE FROM signin.socialaccount_socialaccount s WHERE NOT EXISTS (SELECT FROM public.people_hat h
   WHERE h.account = s.user_id AND h.kind = 'staff' AND coalesce(h.ends_on, 'infinity') >= (SELECT walls.day()));
  -- Who only signed in has used nothing: the hat ends on the day it began. The handles are locked, then looked at again.
  hats := walls.unused_subjects(kept);
  PERFORM FROM public.people_person p JOIN public.people_hat h ON h.person_id = p.id WHERE h.id = ANY (hats) ORDER BY p.id, h.id FOR UPDATE;
  closed := walls.unused_subjects(kept);
  UPDATE public.people_hat SET ends_on = starts_on WHERE id = ANY (hats) AND id = ANY (closed);
  gone := walls.closed_accounts(kept);
  -- Whoever begins as a data subject, or gets a hat back, at this very moment is waited for, and looked at again.
  PERFORM pg_advisory_xact_lock(hashtextextended(a::text, 0)) FROM unnest(gone) a;
  PERFORM FROM public.people_hat h WHERE h.account = ANY (gone) ORDER BY h.id FOR UPDATE;
  closed := walls.closed_accounts(kept);
  gone := ARRAY(SELECT a FROM unnest(gone) a WHERE a = ANY (closed));
  PERFORM walls.forget_accounts(gone);
  hats := ARRAY(SELECT h.id FROM public.people_hat h WHERE h.ends_on < (SELECT walls.day())
                   AND NOT EXISTS (SELECT FROM signin.signin_account a WHERE a.id = h.account)
                   AND (h.kind <> 'staff' OR h.ends_on + logged < (SELECT walls.day())));
  DELETE FROM public.people_grant WHERE hat_id = ANY (hats);
  DELETE FROM public.people_bond WHERE hat_id = ANY (hats);
  DELETE FROM public.people_proposal WHERE hat_id = ANY (hats);
  DELETE FROM public.people_review WHERE hat_id = ANY (hats);
  DELETE FROM public.people_reading WHERE hat_id = ANY (hats);
  UPDATE public.people_hat SET name = '' WHERE id = ANY (hats) AND name <> '';
  FOR one IN SELECT * FROM walls.referring('public.people_hat', walls.of_hats()) LOOP
    EXECUTE format('SELECT ARRAY(SELECT g FROM unnest($1) g WHERE NOT EXISTS (SELECT FROM %s r WHERE r.%I = g))',
                   one.place, one.field) INTO hats USING hats;
  END LOOP;
  persons := ARRAY(SELECT h.person_id FROM public.people_hat h WHERE h.id = ANY (hats) AND h.person_id IS NOT NULL);
  DELETE FROM public.people_hat WHERE id = ANY (hats);
  PERFORM walls.forget_persons(persons);
  RETURN gone;
END $$;
-- Every way into an account ends, and what is left is a place for a code, for as long; called by the functions below alone.
CREATE OR REPLACE FUNCTION walls.shut(one uuid, which uuid, lasts interval) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, walls, public, pg_temp AS $$
BEGIN
  PERFORM FROM signin.signin_account a WHERE a.id = one FOR UPDATE;
  DELETE FROM signin.django_session s USING signin.signin_browser b WHERE b.account_id = one AND s.session_key = b.session_key;
  DELETE FROM signin.signin_browser WHERE account_id = one;
  DELETE FROM signin.signin_token WHERE account_id = one;
  DELETE FROM signin.mfa_authenticator WHERE user_id = one;
  DELETE FROM signin.socialaccount_socialaccount WHERE user_id = one AND uid NOT LIKE 'unlinked:%';
  DELETE FROM signin.signin_rescue WHERE account_id = one;
  UPDATE signin.signin_account SET password = '!' || replace(gen_random_uuid()::text, '-', '') WHERE id = one;
  INSERT INTO signin.signin_rescue (id, account_id, recovery, first, second, ends_at)
  VALUES (gen_random_uuid(), one, which, '', '', clock_timestamp() + lasts);
END $$;
-- Two colleagues let somebody in again (decision 58): in the transaction in which the second says so, and not before, every way in of
-- that account ends: sessions, browsers, keys, passkeys, codes, links to providers, password. What is left is a place for two halves of a code.
CREATE OR REPLACE FUNCTION walls.shut_out(which uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, walls, public, pg_temp AS $$
DECLARE
  r public.people_recovery;
  lasts interval := (SELECT t.value::interval FROM public.register_term t
                      WHERE t.version_id = walls.version_on(walls.day()) AND t.key = 'recovery');
BEGIN
  SELECT * INTO r FROM public.people_recovery o WHERE o.id = which;
  IF r.outcome IS DISTINCT FROM 'confirmed' OR r.decided_account IS DISTINCT FROM walls.actor() OR walls.actor() IN (r.whose, r.account)
     OR r.decided_at < transaction_timestamp() OR lasts IS NULL
     OR EXISTS (SELECT FROM signin.signin_rescue s WHERE s.recovery = which)
  THEN RAISE EXCEPTION 'two let somebody in again' USING ERRCODE = '42501'; END IF;
  PERFORM walls.shut(r.whose, which, lasts);
  PERFORM walls.never_undone('shut-out', 'signin.account', r.whose);
END $$;
-- After a backup was put back: what was shut after it was made has its old ways in again, perhaps of a stolen phone. They end once
-- more, and its owner is let in by two.
CREATE OR REPLACE FUNCTION walls.shut_again(digests bytea[]) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, walls, public, pg_temp AS $$
DECLARE found uuid[] := ARRAY(SELECT a.id FROM signin.signin_account a
  WHERE sha256(convert_to('signin.account', 'UTF8') || '\x00'::bytea || uuid_send(a.id)) = ANY (digests));
BEGIN
  IF NOT walls.system() THEN RAISE EXCEPTION 'only a job catches up' USING ERRCODE = 'HV005'; END IF;
  PERFORM walls.shut(one, gen_random_uuid(), interval '0') FROM unnest(found) one;
  RETURN cardinality(found);
END $$;
-- A search for somebody by their file is written down and counted, with those at the telephone (`walls.found_by`, decision 62).
CREATE OR REPLACE FUNCTION walls.counted(whose uuid[]) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, walls, public, pg_temp AS $$
DECLARE
  t walls.context := walls.ticket();
  bound uuid := walls.version_on(t.day);
  moment timestamptz := clock_timestamp();
  look uuid := gen_random_uuid();
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('find ' || t.account, 0));
  IF (SELECT count(DISTINCT l.at) FROM public.audit_look l
       WHERE l.account = t.account AND l.action LIKE 'find-by-%' AND l.at > moment - interval '1 hour')
     >= coalesce((SELECT r.value::bigint FROM public.register_term r WHERE r.version_id = bound AND r.key = 'limits.find-person.count'), 60)
  THEN RAISE EXCEPTION 'too many searches in an hour' USING ERRCODE = 'HV019'; END IF;
  INSERT INTO public.audit_look (id, at, day, account, hat, activity, purpose, action, refused, subjects)
  VALUES (look, moment, t.day, t.account, t.hat, 'accounts', t.purpose, 'find-by-file', false, cardinality(whose));
  INSERT INTO public.audit_seen (id, look, subject, at, version, activity, purpose, action, role)
  SELECT gen_random_uuid(), look, one, moment, bound, 'accounts', t.purpose, 'find-by-file', walls.role_for('accounts', 'find-by-file')
    FROM unnest(whose) one;
END $$;
-- The digest of a half: whoever asked makes the first, whoever confirmed the second, each their own and each once.
CREATE OR REPLACE FUNCTION walls.keep_half(which uuid, digest text) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, walls, public, pg_temp AS $$
DECLARE
  me uuid := walls.actor();
  r public.people_recovery;
BEGIN
  SELECT * INTO r FROM public.people_recovery o WHERE o.id = which AND o.outcome = 'confirmed';
  -- As Django writes it with the parameters in use: another costs whoever tries a half more than it may.
  IF digest !~ '^argon2\$argon2id\$v=19\$m=102400,t=2,p=8\$[A-Za-z0-9+/]{16,32}\$[A-Za-z0-9+/]{40,50}$' THEN RETURN false; END IF;
  IF me = r.account AND walls.may('accounts', 'propose-recovery', 'organisation') THEN
    UPDATE signin.signin_rescue s SET first = digest WHERE s.recovery = which AND s.first = '' AND s.ends_at > clock_timestamp();
  ELSIF me = r.decided_account AND walls.may('accounts', 'confirm-recovery', 'organisation') THEN
    UPDATE signin.signin_rescue s SET second = digest WHERE s.recovery = which AND s.second = '' AND s.ends_at > clock_timestamp();
  ELSE RETURN false;
  END IF;
  RETURN FOUND;
END $$;
-- The owner stops it, by a signed link that is looked at before: also after it was confirmed, and then the account stays shut until two
-- let them in anew. No half works any more.
CREATE OR REPLACE FUNCTION walls.stop_recovery(which uuid) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, walls, public, pg_temp AS $$
BEGIN
  UPDATE public.people_recovery r SET outcome = 'stopped' WHERE r.id = which AND r.outcome IN ('', 'confirmed') AND walls.at_the_door();
  IF NOT FOUND THEN RETURN false; END IF;
  UPDATE signin.signin_rescue s SET first = '', second = '', ends_at = clock_timestamp() WHERE s.recovery = which;
  RETURN true;
END $$;
-- The owner is in again: noted at the door, when the place for the code is gone.
CREATE OR REPLACE FUNCTION walls.recovered(which uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, walls, public, pg_temp AS $$
BEGIN
  UPDATE public.people_recovery r SET outcome = 'used' WHERE r.id = which AND r.outcome = 'confirmed' AND walls.at_the_door()
     AND NOT EXISTS (SELECT FROM signin.signin_rescue s WHERE s.recovery = which);
END $$;
