"""What the worker does for exports: make those that wait, each under the hat that asked for it, and end those that are over.

The log and the file are made in one transaction of one snapshot: whoever stands in the file has it in their log. Only when
that has committed does the file become ready; a crash before it leaves lines too many and no file.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final, cast
from urllib.parse import parse_qsl

import structlog
from django.db import InterfaceError, OperationalError
from django.db.models import Field, Q, QuerySet
from django.db.models.query import ValuesListIterable
from django.utils import timezone
from django.utils.translation import override

from huisvrede.core.declaration import PersonalData
from huisvrede.core.tables.writing import Cell, TooManyRows, csv_parts, xlsx_parts
from huisvrede.core.vocabulary import Kind
from huisvrede.foundation.audit.services import record, record_all
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.cluster.routing import sqlstate
from huisvrede.foundation.disposal.keys import end_keys
from huisvrede.foundation.documents import frames, shelf
from huisvrede.foundation.gates.doors import Refused, require
from huisvrede.foundation.gates.insight import on_hold
from huisvrede.foundation.jobs.progress import Tell, noted
from huisvrede.foundation.lists.declaring import Chosen, chosen, exported_fields, list_named
from huisvrede.foundation.lists.models import Export, Form, State
from huisvrede.foundation.lists.queries import EXPORT, bulk, exportable, kept
from huisvrede.foundation.people.models import Hat
from huisvrede.foundation.people.queries import running
from huisvrede.foundation.register.declarations import of as declared
from huisvrede.foundation.vault.sealing import seal
from huisvrede.foundation.walls.session import acting
from huisvrede.foundation.walls.ticket import JOB_LIFE, Acting

CHUNK: Final = 2_000
ABANDONED: Final = timedelta(days=1)
"""What was asked so long ago and never became ready is asked again, if it is still wanted."""
PROGRESS: Final = "UPDATE lists_export SET done = %s WHERE id = %s"
WRITERS: Final = {Form.CSV: csv_parts, Form.XLSX: xlsx_parts}

log = structlog.get_logger("huisvrede.lists")


def run_waiting(organisation: Organisation, *, on: date) -> int:
    """End what is over, then make every export that waits; how many. May run twice, and on two workers at once."""
    ended = end_over(organisation, on=on, now=timezone.now())
    with acting(organisation, _system(on)):
        waiting = list(Export.objects.filter(state=State.WAITING).order_by("asked_at", "pk"))
    return ended + sum(_run(organisation, one, on) for one in waiting)


def end_over(organisation: Organisation, *, on: date, now: datetime) -> int:
    """Destroy every export that is past its end, or whose hat has ended: the row, its key, its file; how many."""
    with acting(organisation, _system(on)):
        worn = Hat.objects.filter(running(on), kind=Kind.STAFF.value).values("pk")
        over = Export.objects.filter(
            Q(ends_at__lte=now) | Q(ends_at__isnull=True, asked_at__lte=now - ABANDONED) | ~Q(hat__in=worn)
        )
        gone = list(over.values_list("pk", "place"))
        Export.objects.filter(pk__in=[key for key, _place in gone]).delete()
    end_keys(organisation, Export, [key for key, _place in gone])
    for _key, place in gone:
        shelf.remove(organisation, place)
    return len(gone)


class Pulled:
    """Parts that are made as they are read, as a file; `size` is how many bytes that were."""

    def __init__(self, parts: Iterator[bytes]) -> None:
        self._parts, self._held, self.size = parts, bytearray(), 0

    def read(self, size: int) -> bytes:
        """That many bytes, fewer at the end alone."""
        while len(self._held) < size and (part := next(self._parts, None)) is not None:
            self._held += part
        found = bytes(self._held[:size])
        del self._held[:size]
        self.size += len(found)
        return found


def table(asked: Chosen[Any], rows: QuerySet[Any], form: Form, tell: Tell) -> Iterator[bytes]:
    """The file of these rows in the order asked for, part by part; a million of them take the memory of one part."""
    fields = exported_fields(asked.of, rows.model)
    header = [str(field.verbose_name) for field in fields]
    found = rows.order_by(*asked.sort.columns).values_list(*asked.of.exported)
    # A cursor of the server, which ends with the transaction: `iterator()` leaves such cursors alone, since a pool may stand
    # between us and the server, and lets the driver fetch all rows before the first one is seen.
    parts: Iterable[tuple[Any, ...]] = ValuesListIterable(found, chunked_fetch=True, chunk_size=CHUNK)
    return WRITERS[form](header, _counted(_cells(fields, parts), tell))


def _cells(fields: Sequence[Field[Any, Any]], rows: Iterable[tuple[Any, ...]]) -> Iterator[list[Cell]]:
    """What people read: the name of a choice and not its code."""
    names = [{code: str(name) for code, name in field.flatchoices} for field in fields]
    for row in rows:
        yield [known.get(cell, cell) if known else cell for known, cell in zip(names, row, strict=True)]


def _counted(rows: Iterator[list[Cell]], tell: Tell) -> Iterator[list[Cell]]:
    for number, row in enumerate(rows, start=1):
        if number % CHUNK == 0:
            tell(number)
        yield row


def _run(organisation: Organisation, found: Export, on: date) -> int:
    try:
        return _made(organisation, found, on)
    except Refused:
        return _end(organisation, found, "no-right", on)
    except TooManyRows:
        return _end(organisation, found, "too-many", on)
    except Exception as problem:  # noqa: BLE001  one export that fails does not keep the others waiting
        # Only the kind of error: a text may hold personal data.
        log.error("export failed", error=type(problem).__name__)  # noqa: TRY400
        away = isinstance(problem, OperationalError | InterfaceError) and not sqlstate(problem).startswith("HV")
        return 0 if away else _end(organisation, found, "failed", on)


def _made(organisation: Organisation, found: Export, on: date) -> int:
    """The file on the shelf and the lines in the log in one transaction under the asker's hat; then it is ready."""
    who = Acting(account=found.account, hat=found.hat, kind=Kind.STAFF, purpose=found.purpose, day=on)
    shelf.remove(organisation, found.place)  # of a worker that was killed before its transaction committed
    system = _system(on)
    with acting(organisation, who, life=JOB_LIFE, frozen=True), noted(organisation, system, found.pk, PROGRESS) as tell:
        ready = _written(organisation, found, tell)
    with acting(organisation, system):
        still = Export.objects.filter(pk=found.pk, state=State.WAITING).update(state=State.READY, **ready)
    if not still:
        shelf.remove(organisation, found.place)
    return int(bool(still))


def _written(organisation: Organisation, found: Export, tell: Tell) -> dict[str, Any]:
    require(found.activity, EXPORT)
    asked = chosen(list_named(found.key), dict(parse_qsl(found.query)))
    rows, limit = exportable(asked), bulk()
    total = rows.values("pk")[: limit + 1].count()
    if total > limit:
        raise TooManyRows
    with override(found.language):
        return {"total": total, **put_away(organisation, found, asked, rows, tell)}


def put_away(
    organisation: Organisation, found: Export, asked: Chosen[Any], rows: QuerySet[Any], tell: Tell
) -> dict[str, Any]:
    """Write rows down in the log and in a sealed file on the shelf; what the export's row then says of it."""
    declaration = declared(rows.model)
    left_out = 0
    if isinstance(declaration, PersonalData):
        record_all(found.activity, EXPORT, rows.values_list(f"{declaration.subject}_id", flat=True))
        left_out = on_hold(rows.model)
    else:
        record(found.activity, EXPORT, [])
    key = os.urandom(32)
    content, source = seal(found, "content", key.hex()), Pulled(table(asked, rows, Form(found.form), tell))
    parts = frames.sealed(cast("Any", source), key=key, document=found.pk)
    digest = shelf.put(organisation, found.place, parts).digest
    ends = timezone.now() + kept()
    return {"content": content, "digest": digest, "size": source.size, "left_out": left_out, "ends_at": ends}


def _end(organisation: Organisation, found: Export, reason: str, on: date) -> int:
    with acting(organisation, _system(on)):
        ends = timezone.now() + timedelta(days=1)
        waiting = Export.objects.filter(pk=found.pk, state=State.WAITING)
        return waiting.update(state=State.REFUSED, reason=reason, ends_at=ends)


def _system(on: date) -> Acting:
    return Acting(kind=Kind.SYSTEM, purpose="exports", day=on)
