"""Documents of a file through the gates: adding one, listing them, opening one under a purpose, each in the log."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import BinaryIO, Final, Generic, TypeVar
from uuid import UUID, uuid4

from django.conf import settings
from django.db import connections
from django.db.models import Model

from huisvrede.core.declaration import PersonalData
from huisvrede.core.vocabulary import Purpose
from huisvrede.foundation.audit.services import record
from huisvrede.foundation.documents import frames, shelf
from huisvrede.foundation.documents.models import Filed
from huisvrede.foundation.documents.personal_data import ADD, VIEW
from huisvrede.foundation.documents.receiving import Bounds, received
from huisvrede.foundation.gates.doors import Refused, open_one, require, subjects_of, walled
from huisvrede.foundation.gates.proving import require_proof
from huisvrede.foundation.people.models import Hat, named
from huisvrede.foundation.register.declarations import all_declared, children_of, function, of
from huisvrede.foundation.register.models import Term
from huisvrede.foundation.register.queries import version_on
from huisvrede.foundation.vault.sealing import Shut, seal, unseal
from huisvrede.foundation.walls.session import session

MEGABYTES, PAGES = "limits.document-megabytes.count", "limits.document-pages.count"
UNSAID: Final = {MEGABYTES: 25, PAGES: 2_000}
"""What holds where the policy says nothing of it."""
MOST: Final = settings.UPLOAD_LIMIT // 2**20


Row = TypeVar("Row", bound=Model)


class Opened(Generic[Row]):
    """A file of the shelf that was opened: what it holds, frame by frame, without a query; it closes its own file."""

    def __init__(self, file: BinaryIO, key: bytes, row: Row) -> None:
        self._file, self._key = file, key
        self.row = row

    def __iter__(self) -> Iterator[bytes]:
        """From the beginning; raises Shut at a frame that isn't as it was sealed."""
        self._file.seek(0)
        return frames.opened(self._file, key=self._key, document=self.row.pk)

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()


def bounds() -> Bounds:
    """How much a document may be, by the policy of the day, and never more than a page takes in."""
    said = dict(
        Term.objects.filter(version=version_on(session().acting.day), key__in=UNSAID).values_list("key", "value")
    )
    found = {key: int(said.get(key, usual)) for key, usual in UNSAID.items()}
    return Bounds(min(found[MEGABYTES], MOST), found[PAGES])


def add(*, file: Model, title: str, content: bytes, name: str, **more: str) -> Filed:
    """Keep a document in a file; `name` is what the file was called where it came from, and is kept nowhere.

    `more` is what a module's own documents say besides.
    Raises Refused, Turned with a sentence, or OSError when the disk is full. The order (ADR 0015): the key commits in the
    vault, then the file stands on disk, then its row; so there may be a file without a row, and never a row without a file.
    """
    model = document_of(type(file))
    activity = _activity(type(file))
    require(activity, ADD)
    clean, acting, organisation = received(content, name=name, bounds=bounds()), session().acting, session().organisation
    key, anchor = os.urandom(32), _anchor(type(file))
    row = model(
        id=uuid4(),
        title=title,
        kind=clean.kind,
        size=len(clean.content),
        added_on=acting.day,
        account=acting.account,
        hat=acting.hat,
        **{anchor: file, **more},
    )
    row.content = seal(row, "content", key.hex())
    parts = frames.sealed(BytesIO(clean.content), key=key, document=row.pk)
    row.digest = shelf.put(organisation, row.place, parts).digest
    try:
        with walled(activity, ADD):
            row.save(force_insert=True)
        record(activity, ADD, subjects_of([file]))
    except BaseException:
        shelf.remove(organisation, row.place)
        raise
    return row


def documents_in(files: Sequence[Model]) -> dict[UUID, list[Filed]]:
    """The documents of each of these files of one kind, the newest first; one query for all."""
    found: dict[UUID, list[Filed]] = {one.pk: [] for one in files}
    if files:
        model, anchor = document_of(type(files[0])), _anchor(type(files[0]))
        for row in model._default_manager.filter(**{f"{anchor}__in": list(found)}):
            found[getattr(row, f"{anchor}_id")].append(row)
    return found


def added_by(rows: Sequence[Filed]) -> dict[UUID, str]:
    """Who added these, by hat; one query for all."""
    hats = Hat.objects.filter(pk__in={row.hat for row in rows}).values_list("pk", "name")
    return {key: named(name) for key, name in hats}


def open_document(*, model: type[Filed], key: UUID) -> Opened[Filed]:
    """A document that may be handed out, found whole from its first byte to its last; the log has it.

    Raises Refused, or Shut when its key is gone or it is not as it was put there.
    """
    return _whole(open_one(model, key, to=VIEW))


def answered_documents(*, case: UUID) -> list[Filed]:
    """The documents of whom a granted request for access is about, the newest of each kind of file first.

    For whoever fetches the answer or hands it over; the database says which files those are, and nobody opens them.
    """
    found: list[Filed] = []
    for model, declared in all_declared():
        if declared.answers and issubclass(model, Filed):
            with connections[session().organisation.key].cursor() as cursor:
                cursor.execute(f"SELECT {function(model, 'answered')}(%s)", [case])
                keys: list[UUID] = cursor.fetchone()[0]
            found += model._default_manager.filter(**{f"{declared.anchor}__in": keys})
    return found


def open_answered(*, case: UUID, key: UUID, person: UUID) -> Opened[Filed]:
    """One of those; the log of the activity has it. Raises Refused, or Shut."""
    row = next((one for one in answered_documents(case=case) if one.pk == key), None)
    if row is None:
        raise Refused(Purpose.RIGHTS.value, VIEW)
    declared = of(type(row))
    assert isinstance(declared, PersonalData)
    require_proof(declared.activity)
    record(declared.activity, VIEW, [person])
    return _whole(row)


def _whole(row: Filed) -> Opened[Filed]:
    secret = bytes.fromhex(unseal(row, "content"))
    try:
        found = Opened(shelf.take(session().organisation, row.place), secret, row)
    except OSError:
        raise Shut from None
    try:
        for _frame in found:
            pass
    except BaseException:
        found.close()
        raise
    return found


def document_of(file: type[Model]) -> type[Filed]:
    """What holds the documents of a kind of file; raises TypeError where nothing does."""
    for model, _declared in children_of(file):
        if issubclass(model, Filed):
            return model
    raise TypeError(f"{file._meta.label} keeps no documents")


def _anchor(file: type[Model]) -> str:
    return next(declared.anchor for model, declared in children_of(file) if issubclass(model, Filed))


def _activity(file: type[Model]) -> str:
    return next(declared.activity for model, declared in children_of(file) if issubclass(model, Filed))
