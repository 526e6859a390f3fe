"""The log leaves for the collector of its organisation (OTLP over HTTPS): every line, in order, none sampled away.

The log itself is the outbox: what was delivered is told by one position per log, moved once the collector has said that it
has the lines. Killed in between, the same lines go again under the same names, and a collector knows them by these.
A line is only sent once no older transaction can still write one (`seals`), so that none is passed by.
"""

from __future__ import annotations

import ssl
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from importlib.metadata import version
from typing import Any
from urllib.error import URLError
from urllib.request import HTTPRedirectHandler, HTTPSHandler, OpenerDirector, Request, build_opener
from uuid import UUID

import structlog
from django.db import connections
from google.protobuf.message import DecodeError
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (
    ExportTraceServiceRequest,
    ExportTraceServiceResponse,
)
from opentelemetry.proto.common.v1.common_pb2 import AnyValue, InstrumentationScope, KeyValue
from opentelemetry.proto.resource.v1.resource_pb2 import Resource
from opentelemetry.proto.trace.v1.trace_pb2 import ResourceSpans, ScopeSpans, Span, Status

from huisvrede.core.vocabulary import Kind
from huisvrede.foundation.audit.collector import Collector, collector_in, path_of
from huisvrede.foundation.audit.lines import Line, Logged, line_of
from huisvrede.foundation.audit.models import Delivery
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.walls.session import acting
from huisvrede.foundation.walls.ticket import Acting

BATCH = 2_000
"""Lines in one request: about a megabyte."""
TURNS = 500
"""Requests in one go; what is left goes at the next look, a minute later."""
PATIENCE = 10
"""Seconds in which a collector answers."""
LARGEST = 65_536
"""Bytes of an answer that are read."""
FIRST = (0, UUID(int=0))
COLUMNS: Mapping[str, str] = {
    "audit_look": "id AS look, at, activity, purpose, action, refused",
    "audit_seen": "look, at, activity, purpose, action, id AS seen, subject, role",
}
NEXT = """
SELECT tx::text::bigint, id, {columns} FROM {log}
 WHERE tx >= %(tx)s::text::xid8 AND (tx, id) > (%(tx)s::text::xid8, %(id)s)
   AND tx < pg_snapshot_xmin(pg_current_snapshot())
 ORDER BY tx, id LIMIT %(batch)s
"""
log = structlog.get_logger("huisvrede.log")


class Refused(Exception):
    """The collector is away, or did not take every line; nothing counts as delivered."""


def deliver(organisation: Organisation, *, on: date) -> int:
    """Send what the collector does not have yet; how many lines it took. Nothing where an organisation has no collector.

    Where it is away the lines wait: the next look tries again. Needs the login `worker`.
    """
    collector = collector_in(path_of(organisation))
    if collector is None:
        return 0
    try:
        return sum(_all(organisation, collector, name, on) for name in COLUMNS)
    except Refused as problem:
        log.warning("log not delivered", organisation=organisation.key, why=str(problem))
        return 0


def _all(organisation: Organisation, collector: Collector, name: str, on: date) -> int:
    sent = 0
    for _turn in range(TURNS):
        taken = _batch(organisation, collector, name, on)
        sent += taken
        if taken < BATCH:
            break
    return sent


def _batch(organisation: Organisation, collector: Collector, name: str, on: date) -> int:
    """The next lines of one log: sent, and the position moved behind them in the same transaction."""
    who = Acting(kind=Kind.SYSTEM, purpose="logging", day=on)
    with acting(organisation, who), connections[organisation.key].cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext('deliver'))")
        if not cursor.fetchone()[0]:
            return 0
        at = Delivery.objects.filter(log=name).first()
        tx, key = (at.to_tx, at.to_id) if at else FIRST
        cursor.execute(
            NEXT.format(columns=COLUMNS[name], log=name), {"tx": str(tx), "id": key, "batch": BATCH}
        )
        names = [column.name for column in cursor.description or ()][2:]
        rows = cursor.fetchall()
        if not rows:
            return 0
        lines = [line_of(organisation, Logged(**dict(zip(names, row[2:], strict=True)))) for row in rows]
        _send(collector, request_of(organisation, lines))
        Delivery.objects.update_or_create(log=name, defaults={"to_tx": rows[-1][0], "to_id": rows[-1][1]})
        return len(rows)


def request_of(organisation: Organisation, lines: Sequence[Line]) -> bytes:
    """Lines as one OTLP request; the resource names the software and its version, and the controller."""
    resource = Resource(
        attributes=_attributes(
            {
                "service.name": "huisvrede",
                "service.version": version("huisvrede"),
                "service.namespace": organisation.host,
            }
        )
    )
    scope = ScopeSpans(
        scope=InstrumentationScope(name="huisvrede.log"), spans=[_span(line) for line in lines]
    )
    whole = ExportTraceServiceRequest(resource_spans=[ResourceSpans(resource=resource, scope_spans=[scope])])
    return bytes(whole.SerializeToString())


def _span(line: Line) -> Span:
    moment = _nanoseconds(line.at)
    return Span(
        trace_id=line.trace,
        span_id=line.span,
        parent_span_id=line.parent,
        name=line.name,
        kind=Span.SPAN_KIND_INTERNAL,
        start_time_unix_nano=moment,
        end_time_unix_nano=moment,
        attributes=_attributes(line.attributes),
        status=Status(code=Status.STATUS_CODE_OK),
    )


def _nanoseconds(at: datetime) -> int:
    """Since 1970, exactly: a float has no room for them."""
    passed = at - datetime(1970, 1, 1, tzinfo=UTC)
    return ((passed.days * 86_400 + passed.seconds) * 1_000_000 + passed.microseconds) * 1_000


def _attributes(said: Mapping[str, str]) -> list[KeyValue]:
    return [KeyValue(key=key, value=AnyValue(string_value=text)) for key, text in said.items()]


class _Nowhere(HTTPRedirectHandler):
    """A collector that sends us on to somewhere else gets nothing: the log goes to the address that was given."""

    def redirect_request(self, *_args: Any, **_kwargs: Any) -> None:
        """No other request follows."""


def _opener() -> OpenerDirector:
    return build_opener(_Nowhere, HTTPSHandler(context=ssl.create_default_context()))


def _send(collector: Collector, body: bytes) -> None:
    """One request; raises Refused unless the collector says that it took all of it."""
    headers = {**collector.headers, "Content-Type": "application/x-protobuf"}
    request = Request(collector.endpoint, data=body, headers=headers, method="POST")  # noqa: S310  HTTPS or this machine
    try:
        with _opener().open(request, timeout=PATIENCE) as answer:
            said = ExportTraceServiceResponse.FromString(answer.read(LARGEST))
    except (URLError, OSError, DecodeError) as problem:
        raise Refused(getattr(problem, "code", None) or type(problem).__name__) from problem
    if said.partial_success.rejected_spans:
        raise Refused("it did not take every line")
