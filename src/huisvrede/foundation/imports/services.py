"""Acts on an import: bring a file, choose its columns, check it, confirm, store it, or let it go.

States: `checking` (a worker reads it) → `choosing` (a person decides about columns) → `checking` → `checked`
→ `storing` → `stored`; or `refused`. Nothing enters the tables of a module before `storing`, and then all
of it in the one transaction that also says `stored`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from io import SEEK_END
from pathlib import PurePath
from typing import Any, BinaryIO
from uuid import UUID

from django.db import connections

from huisvrede.core.tables.mapping import Mapping, MappingError, propose
from huisvrede.core.tables.reading import ARCHIVE, read
from huisvrede.core.tables.sheet import Limits, Sheet, TableError
from huisvrede.core.vocabulary import Kind
from huisvrede.foundation.cluster.routing import savepoint
from huisvrede.foundation.gates.doors import Refused, require
from huisvrede.foundation.imports.holding import SHUT, put_away, taken
from huisvrede.foundation.imports.models import Import
from huisvrede.foundation.imports.reading import read_through, require_fields, require_hidden
from huisvrede.foundation.imports.shapes import ImportShape, shape_named
from huisvrede.foundation.jobs.progress import Tell, silent
from huisvrede.foundation.register.queries import is_open
from huisvrede.foundation.vault.sealing import Shut
from huisvrede.foundation.walls.conflict import Gone
from huisvrede.foundation.walls.session import session

LIMITS = Limits()
FINAL = ("stored", "refused")
WAITING = ("checking", "storing")
TOLD = ("unread", "hidden_rows", "hidden_columns")
"""What a person was told of a workbook, kept with what they decided."""


@dataclass(frozen=True)
class Answer:
    """What a person answered about a row: `code` is the question's, `because` one of the reasons offered."""

    line: int
    column: str | None
    code: str
    because: str


def bring(
    *,
    shape: ImportShape,
    filename: str,
    content: BinaryIO,
    source: str,
    mapping: Mapping | None = None,
    answers: Sequence[Answer] = (),
    hidden: bool | None = None,
) -> Import:
    """Take a file in, to be read by a worker. What can be told at the door is: raises `TableError`; `OSError`, disk full.

    With a complete `mapping` the columns are decided already, `answers` what rows will ask and `hidden` whether hidden
    rows are read; without one its reading ends in a proposal.
    The staff member's hat is kept, and its right to import is looked up again whenever the file is worked on.
    """
    require_import(shape)
    content.seek(0)
    if not content.read(len(ARCHIVE[0])).startswith(ARCHIVE):  # a workbook is unpacked by a worker only
        read(content, name=filename, limits=LIMITS)
    elif content.seek(0, SEEK_END) > LIMITS.file_bytes:
        raise TableError("file-too-large", limit=LIMITS.file_bytes)
    who = session().acting
    mine = who.kind is not Kind.SYSTEM
    made = Import(
        shape=shape.key,
        hat_id=who.hat if mine else None,
        account=who.account if mine else None,
        activity=shape.activity,
        purpose=who.purpose,
        source=source[:60],
        filename=PurePath(filename.replace("\\", "/")).name[:120],
        mapping=_decided(mapping, answers, {"read_hidden": hidden}) if mapping else {},
        state="checking",
        made_on=who.day,
    )
    with put_away(made, content):
        made.save(force_insert=True)
    return made


def choose(
    *, run: UUID, mapping: Mapping, version: int, answers: Sequence[Answer] = (), hidden: bool | None = None
) -> Import:
    """Record what is decided of each column, of hidden rows and of each row that asks something; the file is checked again.

    Raises `MappingError` when a column is open, a required field has none, a right is needed that the actor lacks or rows
    are hidden and nobody said whether they are read (`hidden`), `Gone` when somebody was first.
    """
    found = _at(run, "choosing", "checked", version=version)
    shape = shape_named(found.shape)
    require_import(shape)
    mapping.require_complete(tuple(found.mapping["headers"]), shape.shape)
    require_fields(shape, mapping)
    told = {name: found.mapping[name] for name in TOLD if name in found.mapping}
    require_hidden(told.get("hidden_rows", 0), hidden)
    return _change(
        found, state="checking", mapping=_decided(mapping, answers, {**told, "read_hidden": hidden}), done=0
    )


def confirm(*, run: UUID, version: int) -> Import:
    """The dry run was looked at: the valid rows may be stored."""
    found = _at(run, "checked", version=version)
    require_import(shape_named(found.shape))
    return _change(found, state="storing", done=0)


def withdraw(*, run: UUID, version: int) -> Import:
    """Let a file go without storing anything; its content is removed at once."""
    found = _at(run, "choosing", "checking", "checked", version=version)
    return _change(found, state="refused", refusal={"code": "withdrawn", "facts": {}}, problems=[], **SHUT)


def refuse(*, run: UUID, code: str, facts: dict[str, Any] | None = None) -> Import:
    """End a run that cannot be done; the content goes, the reason stays. Facts hold nothing of the file."""
    found = Import.objects.exclude(state__in=FINAL).get(pk=run)
    return _change(found, state="refused", refusal={"code": code, "facts": facts or {}}, **SHUT)


def dry_run(*, run: UUID, tell: Tell = silent) -> Import:
    """Read a file and store nothing. Before its columns are decided: only their names, with a proposal."""
    found = _at(run, "checking")
    shape = shape_named(found.shape)
    require_import(shape)
    try:
        with taken(found) as file:
            sheet = read(file, name=found.filename, limits=LIMITS)
            if not found.mapping:
                proposed = propose(sheet.headers, shape.shape)
                return _change(found, state="choosing", mapping=_decided(proposed, (), _told(sheet)))
            tally = read_through(found, shape, sheet, store=False, tell=tell)
    except (TableError, MappingError) as problem:
        return refuse(run=run, code=problem.code, facts=problem.facts)
    except Shut:
        return refuse(run=run, code="gone")
    return _change(found, state="checked", **tally.columns())


def store(*, run: UUID, tell: Tell = silent) -> Import:
    """Store the valid rows and shut the file in one transaction: a crash leaves nothing half stored."""
    found = _at(run, "storing")
    shape = shape_named(found.shape)
    require_import(shape)
    try:
        with savepoint(), taken(found) as file:
            sheet = read(file, name=found.filename, limits=LIMITS)
            tally = read_through(found, shape, sheet, store=True, tell=tell)
    except (TableError, MappingError) as problem:
        return refuse(run=run, code=problem.code, facts=problem.facts)
    except Shut:
        return refuse(run=run, code="gone")
    return _change(found, state="stored", **SHUT, **tally.columns())


def claim(run: UUID) -> bool:
    """Whether this transaction is the one that works on the run, among several workers: till commit or crash.

    An advisory lock: a lock on the row itself would keep the notes of progress waiting for the end.
    """
    with connections[session().organisation.key].cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [f"import {run}"])
        return bool(cursor.fetchone()[0])


def require_import(shape: ImportShape) -> None:
    """Refuse who has no right to import under this activity today; the command line needs none but an open activity."""
    if session().acting.kind is not Kind.SYSTEM:
        require(shape.activity, "import", "organisation")
    elif not is_open(shape.activity, session().acting.day):
        raise Refused(shape.activity, "import")


def _decided(mapping: Mapping, answers: Sequence[Answer], told: dict[str, Any]) -> dict[str, Any]:
    return {**told, **mapping.to_json(), "answers": [asdict(answer) for answer in answers]}


def _told(sheet: Sheet) -> dict[str, Any]:
    """What a person hears of a workbook before they decide."""
    found = (list(sheet.unread), len(sheet.hidden_lines), list(sheet.hidden_columns))
    return dict(zip(TOLD, found, strict=True))


def _at(run: UUID, *states: str, version: int | None = None) -> Import:
    """The run, when it is in one of these states; Gone when it moved on meanwhile."""
    found = Import.objects.defer("problems").filter(pk=run).first()
    if found is None:
        raise Refused(session().acting.purpose, "import")
    if found.state not in states or version not in (None, found.version):
        raise Gone(found)
    return found


def _change(found: Import, **values: Any) -> Import:
    still = Import.objects.filter(pk=found.pk, state=found.state, version=found.version)
    if still.update(version=found.version + 1, **values) != 1:
        raise Gone(found)
    return Import.objects.get(pk=found.pk)
