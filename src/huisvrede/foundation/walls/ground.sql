-- What the gate stands on: its schema, the shape of a ticket, the key that only the gate reads, and whether days may be simulated.
CREATE SCHEMA IF NOT EXISTS walls;
DO $$ BEGIN
  IF to_regtype('walls.context') IS NULL THEN
    CREATE TYPE walls.context AS (account uuid, hat uuid, purpose text, day date, kind text, person uuid);
  END IF;
END $$;
CREATE TABLE IF NOT EXISTS walls.key (one boolean PRIMARY KEY DEFAULT true CHECK (one), inner_pad bytea NOT NULL, outer_pad bytea NOT NULL);
CREATE TABLE IF NOT EXISTS walls.organisation (one boolean PRIMARY KEY DEFAULT true CHECK (one), key text NOT NULL, simulated boolean NOT NULL);
CREATE OR REPLACE FUNCTION walls.never() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN RAISE EXCEPTION 'this never changes' USING ERRCODE = 'HV004'; END $$;
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_trigger WHERE tgname = 'for_good' AND tgrelid = 'walls.organisation'::regclass) THEN
    CREATE TRIGGER for_good BEFORE UPDATE OR DELETE ON walls.organisation FOR EACH ROW EXECUTE FUNCTION walls.never();
  END IF;
END $$;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public, walls TO hv_gate, hv_staff, hv_subject, hv_party, hv_visitor, hv_system;
GRANT SELECT ON walls.key, walls.organisation TO hv_gate;
