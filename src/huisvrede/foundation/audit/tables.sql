-- The logs, cut into months. `tx` tells under which transaction a line was written, so that a seal can cover all that ended.
CREATE TABLE audit_look (
  id uuid NOT NULL, at timestamptz NOT NULL, day date NOT NULL, account uuid NOT NULL, hat uuid NOT NULL,
  activity varchar(60) NOT NULL, purpose varchar(60) NOT NULL, action varchar(40) NOT NULL,
  refused boolean NOT NULL, subjects integer NOT NULL, tx xid8 NOT NULL DEFAULT pg_current_xact_id(),
  PRIMARY KEY (id, at)
) PARTITION BY RANGE (at);
CREATE TABLE audit_seen (
  id uuid NOT NULL, look uuid NOT NULL, subject uuid NOT NULL, at timestamptz NOT NULL, version uuid NOT NULL,
  activity varchar(60) NOT NULL, purpose varchar(60) NOT NULL, action varchar(40) NOT NULL, role varchar(60) NOT NULL,
  tx xid8 NOT NULL DEFAULT pg_current_xact_id(), PRIMARY KEY (id, at)
) PARTITION BY RANGE (at);
CREATE INDEX audit_seen_subject ON audit_seen (subject, at DESC);
CREATE INDEX audit_look_at ON audit_look (at DESC);
CREATE INDEX audit_seen_at ON audit_seen USING brin (at);
CREATE INDEX audit_look_tx ON audit_look (tx);
CREATE INDEX audit_seen_tx ON audit_seen (tx);
CREATE TABLE audit_look_rest PARTITION OF audit_look DEFAULT;
CREATE TABLE audit_seen_rest PARTITION OF audit_seen DEFAULT;
