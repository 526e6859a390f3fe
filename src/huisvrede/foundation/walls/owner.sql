-- What only the owner can do at run time, each a definer function with no more than it needs (decision 12).
CREATE OR REPLACE FUNCTION walls.month_begin(month date) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  first timestamptz := date_trunc('month', month)::timestamp AT TIME ZONE 'UTC';
  next timestamptz := (date_trunc('month', month) + interval '1 month')::timestamp AT TIME ZONE 'UTC';
  suffix text := to_char(month, 'YYYY_MM');
  log text;
BEGIN
  FOREACH log IN ARRAY ARRAY['audit_look', 'audit_seen'] LOOP
    IF to_regclass('public.' || log || '_' || suffix) IS NULL THEN
      EXECUTE format('CREATE TABLE public.%I PARTITION OF public.%I FOR VALUES FROM (%L) TO (%L)', log || '_' || suffix, log, first, next);
      EXECUTE format('ALTER TABLE public.%I ENABLE ROW LEVEL SECURITY', log || '_' || suffix);
    END IF;
  END LOOP;
END $$;
CREATE OR REPLACE FUNCTION walls.month_end(month date) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE suffix text := to_char(month, 'YYYY_MM');
BEGIN
  EXECUTE format('DROP TABLE IF EXISTS public.%I', 'audit_look_' || suffix);
  EXECUTE format('DROP TABLE IF EXISTS public.%I', 'audit_seen_' || suffix);
END $$;
-- A new account becomes a data subject: allowed where some activity lets people make their own file, once per account.
CREATE OR REPLACE FUNCTION walls.begin_subject() RETURNS uuid LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, walls, public, pg_temp AS $$
DECLARE
  t walls.context := walls.ticket();
  known uuid;
  person uuid := gen_random_uuid();
  hat uuid := gen_random_uuid();
BEGIN
  IF t.account IS NULL OR t.account = '00000000-0000-0000-0000-000000000000' THEN RAISE EXCEPTION 'nobody has signed in'; END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended(t.account::text, 0));
  SELECT h.id INTO known FROM public.people_hat h WHERE h.account = t.account LIMIT 1;
  IF known IS NOT NULL THEN RETURN known; END IF;
  IF NOT EXISTS (SELECT FROM public.register_right r JOIN public.register_activity a ON a.version_id = r.version_id AND a.key = r.activity
                  WHERE r.version_id = walls.version_on(t.day) AND a.open AND r.kind = 'subject' AND r.reach = 'own'
                    AND r.action = 'create' AND r.activity <> 'rights')
  THEN RAISE EXCEPTION 'registration is not open here'; END IF;
  INSERT INTO public.people_person (id) VALUES (person);
  INSERT INTO public.people_hat (id, account, kind, name, person_id, starts_on) VALUES (hat, t.account, 'subject', '', person, t.day);
  RETURN hat;
END $$;
