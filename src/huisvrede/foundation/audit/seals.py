"""Seals over the access log: once sealed, no line is changed, removed or added unseen (articles 5(2) and 32).

One chain of signed statements per organisation. Each covers all lines of the transactions between the
horizon of the seal before it and the oldest transaction that still runs, so that a line written late can't
break it (decision 23). A seal is signed over its parts: per log and month how many lines, and a digest over
them. When a month has been kept as long as the policy says, a seal with the month's last root is written in
the transaction that drops it.

What is then proven. Of a month that is there: every line sealed is there unchanged, and no other has come
between. Of a month that ended: how many lines each seal counted in it and with which digest, that the
organisation itself ended it, and that nothing of it came back; not what the lines said, since they are gone.
Not proven by the chain alone: that the newest seals were not taken off its end together with their lines.
An export kept elsewhere shows that.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from typing import Any

from django.db import connections
from django.db.backends.utils import CursorWrapper
from django.utils import timezone

from huisvrede.core.duration import Period
from huisvrede.core.periods import cut_off
from huisvrede.core.proof import GENESIS, Finding, ProofError, Signed, read_signed, sign, verify_chain
from huisvrede.core.proof import Seal as Statement
from huisvrede.core.proof.signed import canonical_json
from huisvrede.core.vocabulary import Kind
from huisvrede.foundation.audit.models import Seal, SignIn
from huisvrede.foundation.audit.signing import keys_of, signer_of
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.register.queries import retention_rules, version_on
from huisvrede.foundation.walls.session import acting, session
from huisvrede.foundation.walls.ticket import Acting

STREAM = "access-log"
ENDED = "ended"
"""In place of the log's name: the part that holds the last root of a month whose lines are gone."""
ANY_DAY = date(2018, 5, 25)
"""Checking depends on no day."""

# Every column, in the order of the table, spelled the same whatever the session's settings are.
LOOK = (
    "id, extract(epoch FROM at), to_char(day, 'YYYY-MM-DD'), account, hat, activity, purpose, action,"
    " refused, subjects, tx"
)
SEEN = "id, look, subject, extract(epoch FROM at), version, activity, purpose, action, role, tx"
LINE = """
SELECT '{log}' AS log, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM') AS month, id,
       width_bucket(tx, %(horizons)s::text[]::xid8[]) AS seal,
       sha256(convert_to(ROW({columns})::text, 'UTF8')) AS digest
  FROM {log} WHERE tx >= %(first)s::text::xid8 AND tx < %(last)s::text::xid8"""
LINES = f"""
WITH line AS (
  {LINE.format(log="audit_look", columns=LOOK)} UNION ALL {LINE.format(log="audit_seen", columns=SEEN)}
),
shelf AS (
  SELECT seal, log, month, get_byte(uuid_send(id), 0) AS place, count(*) AS lines,
         sha256(string_agg(digest, ''::bytea ORDER BY id, digest)) AS digest
    FROM line GROUP BY seal, log, month, place
)
SELECT seal, log, month, sum(lines)::bigint,
       encode(sha256(string_agg(digest, ''::bytea ORDER BY place)), 'hex')
  FROM shelf GROUP BY seal, log, month ORDER BY seal, log, month
"""
"""Digests of digests, on 256 shelves by the first byte of the key: no value holds a million lines."""

MONTHS = """
SELECT DISTINCT to_date(right(c.relname, 7), 'YYYY_MM')
  FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
 WHERE i.inhparent IN ('audit_look'::regclass, 'audit_seen'::regclass) AND c.relname ~ '_[0-9]{4}_[0-9]{2}$'
"""
BEGIN = f"""
SELECT walls.month_begin(m::date) FROM generate_series(
  least((SELECT max(to_date) FROM ({MONTHS}) months), date_trunc('month', now() AT TIME ZONE 'UTC')),
  date_trunc('month', now() AT TIME ZONE 'UTC') + interval '3 months', interval '1 month') m
"""
PAST = f"""
SELECT to_char(to_date, 'YYYY-MM') FROM ({MONTHS}) months
 WHERE to_date + interval '1 month' <= least(%(limit)s::date, date_trunc('month', now() AT TIME ZONE 'UTC'))
   AND NOT EXISTS (SELECT FROM audit_look WHERE tx >= %(horizon)s::text::xid8
                    AND at < (to_date + interval '1 month') AT TIME ZONE 'UTC')
   AND NOT EXISTS (SELECT FROM audit_seen WHERE tx >= %(horizon)s::text::xid8
                    AND at < (to_date + interval '1 month') AT TIME ZONE 'UTC')
 ORDER BY to_date
"""


@dataclass(frozen=True)
class Part:
    """What one seal says of one log (or of the end) in one month (UTC): how many lines, and their digest."""

    log: str
    month: str
    rows: int
    digest: str


def seal(organisation: Organisation, *, at: datetime) -> Seal | None:
    """Seal what was logged since the last seal; None when there is nothing new or somebody else is sealing.

    Needs the login `worker`. Raises ProofError when the clock stands before the last seal; a simulated
    organisation goes back and forth in time and seals at the later of the two.
    """
    with _alone(organisation, timezone.localdate(at)) as cursor:
        if cursor is None:
            return None
        last = _last()
        moment = at.astimezone(UTC)
        if last and moment < last.sealed_at:
            if not organisation.simulated:
                raise ProofError("The clock stands before the last seal: nothing was sealed.")
            moment = last.sealed_at
        span = (last.to_tx if last else 0, _horizon(cursor))
        parts = [part for _number, part in _lines(cursor, span)]
        return _append(last, span, parts, moment) if parts else None


def end_months(organisation: Organisation, *, on: date) -> list[str]:
    """Drop the months kept as long as the policy says, each with its last root in a seal; which ones.

    A month with a line that can't be sealed yet waits. Lines carry the server's clock, so a month that isn't
    over by that clock stays, whatever day is simulated.
    """
    with _alone(organisation, on) as cursor:
        limit = _limit(on)
        if cursor is None or limit == date.min:
            return []
        horizon = _horizon(cursor)
        cursor.execute(PAST, {"limit": limit, "horizon": str(horizon)})
        months = [month for (month,) in cursor.fetchall()]
        if months:
            last = _last()
            span = (last.to_tx if last else 0, horizon)
            fresh = [part for _number, part in _lines(cursor, span)]
            known = [Part(**part) for parts in Seal.objects.values_list("parts", flat=True) for part in parts]
            ends = [_end(month, [*known, *fresh]) for month in months]
            start = timezone.make_aware(datetime.combine(on, time())).astimezone(UTC)
            _append(last, span, [*fresh, *ends], max(start, last.sealed_at) if last else start)
            for month in months:
                cursor.execute("SELECT walls.month_end(%s)", [f"{month}-01"])
        return months


def keep_months(organisation: Organisation, *, on: date) -> int:
    """Have the log's months ready until three ahead; forget attempts to sign in kept long enough: how many of those.

    Those have a period of their own (`accounts`, `attempted`); where the policy has none, they stay as long as the log.
    """
    with _acts(organisation, on) as cursor:
        cursor.execute(BEGIN)
        limit = max(_limit(on), _limit(on, ("accounts", "attempted")))
        if limit == date.min:
            return 0
        midnight = timezone.make_aware(datetime.combine(limit + timedelta(days=1), time()))
        return SignIn.objects.filter(at__lt=midnight).delete()[0]


def verify_seals(organisation: Organisation) -> list[Finding]:
    """Everything wrong with chain, signatures and the lines they cover; nothing if all stands as sealed.

    Codes: those of `core.proof.verify_chain`; statement (can't be read), parts (other parts than were
    signed), lines (changed, removed or added), returned (lines of a month that ended), end (another root
    than the month had). What follows from a broken chain isn't told besides: without it the lines prove
    nothing.
    """
    with _acts(organisation, ANY_DAY) as cursor:
        seals = list(Seal.objects.order_by("number"))
        try:
            signed = [_read(row) for row in seals]
        except ProofError as problem:
            return [Finding("statement", 0, f"A seal cannot be read. {problem}")]
        found = verify_chain(signed, keys_of(organisation))
        parts = {
            s.statement.number: [Part(**p) for p in row.parts] for s, row in zip(signed, seals, strict=True)
        }
        for one in signed:
            if _digest(parts[one.statement.number]) != one.statement.rows_digest:
                found.append(
                    Finding(
                        "parts",
                        one.statement.number,
                        f"{one.statement.name} holds other parts than were signed.",
                    )
                )
        if found or not signed:
            return found
        horizons = [signed[0].statement.from_tx, *(one.statement.to_tx for one in signed)]
        return [*_wrong_lines(parts, _lines(cursor, horizons)), *_wrong_ends(parts)]


def _wrong_lines(parts: Mapping[int, Sequence[Part]], there: Iterator[tuple[int, Part]]) -> Iterator[Finding]:
    ended = {part.month for each in parts.values() for part in each if part.log == ENDED}
    sealed = {(n, p.log, p.month): p for n, each in parts.items() for p in each if p.log != ENDED}
    found = {(n, p.log, p.month): p for n, p in there}
    for key in sorted(sealed.keys() | found.keys()):
        number, log, month = key
        if month in ended:
            if key in found:
                yield Finding(
                    "returned", number, f"Seal {number}: lines of {log} in {month} are there, after its end."
                )
        elif sealed.get(key) != found.get(key):
            was, now = (side[key].rows if key in side else 0 for side in (sealed, found))
            told = f"{was} lines were sealed and {now} are there" if was != now else "a line was changed"
            yield Finding("lines", number, f"Seal {number}: {log} in {month} is not what was sealed: {told}.")


def _wrong_ends(parts: Mapping[int, Sequence[Part]]) -> Iterator[Finding]:
    before: list[Part] = []
    for number, each in parts.items():
        before += [part for part in each if part.log != ENDED]
        for part in each:
            if part.log == ENDED and part != _end(part.month, before):
                yield Finding(
                    "end", number, f"Seal {number}: {part.month} ended with another root than it had."
                )


def _end(month: str, parts: Sequence[Part]) -> Part:
    """The last root of a month: over every part that any seal holds of it."""
    own = [part for part in parts if part.month == month and part.log != ENDED]
    return Part(ENDED, month, sum(part.rows for part in own), _digest(own))


def _digest(parts: Sequence[Part]) -> str:
    return sha256(canonical_json([asdict(part) for part in parts])).hexdigest()


def _append(last: Statement | None, span: tuple[int, int], parts: Sequence[Part], at: datetime) -> Seal:
    signer = signer_of(session().organisation)
    statement = Statement(
        key_id=signer.key_id,
        number=last.number + 1 if last else 1,
        previous=last.digest if last else GENESIS,
        stream=STREAM,
        from_tx=span[0],
        to_tx=span[1],
        rows=sum(part.rows for part in parts if part.log != ENDED),
        rows_digest=_digest(parts),
        sealed_at=at,
    )
    return Seal.objects.create(
        number=statement.number,
        statement=statement.to_json(),
        signature=sign(statement, signer).signature.hex(),
        sealed_at=at,
        parts=[asdict(part) for part in parts],
    )


def _last() -> Statement | None:
    row = Seal.objects.order_by("-number").first()
    return _read(row).statement if row else None


def _read(row: Seal) -> Signed[Statement]:
    return read_signed(Statement, {"statement": row.statement, "signature": row.signature})


def _lines(cursor: CursorWrapper, horizons: Sequence[int]) -> Iterator[tuple[int, Part]]:
    """Which part each span between two horizons has, computed where the lines are; spans count from 1."""
    ends = [str(end) for end in horizons]
    cursor.execute(LINES, {"horizons": ends, "first": ends[0], "last": ends[-1]})
    for number, log, month, rows, digest in cursor.fetchall():
        yield number, Part(log, month, rows, digest)


def _horizon(cursor: CursorWrapper) -> int:
    """The oldest transaction that still runs: all before it have ended, and no other can begin before it."""
    cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text")
    return int(cursor.fetchone()[0])


def _limit(on: date, clock: tuple[str, str] = ("logging", "logged")) -> date:
    """The last day whose lines have been kept long enough; date.min when the policy says nothing of it."""
    rule = retention_rules(version_on(on)).get(clock)
    return cut_off(Period.parse(rule.period), on) if rule else date.min


@contextmanager
def _acts(organisation: Organisation, day: date) -> Iterator[CursorWrapper]:
    """The system keeps its log."""
    who = Acting(kind=Kind.SYSTEM, purpose="logging", day=day)
    with acting(organisation, who), connections[organisation.key].cursor() as cursor:
        yield cursor


@contextmanager
def _alone(organisation: Organisation, day: date) -> Iterator[Any]:
    """As `_acts`; None instead of a cursor where somebody else is sealing this organisation's log."""
    with _acts(organisation, day) as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext('seal'))")
        yield cursor if cursor.fetchone()[0] else None
