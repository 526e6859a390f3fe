"""The file of an import between upload and end: on disk, sealed, read in parts, and gone with its key when it is done."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, Final

from django.db.models import QuerySet

from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.disposal.keys import end_keys
from huisvrede.foundation.documents import frames, shelf
from huisvrede.foundation.imports.models import Import
from huisvrede.foundation.vault.sealing import Shut, seal, unseal
from huisvrede.foundation.walls.session import session

SHUT: Final = {"content": None, "digest": None}
"""What a run says of its file once nobody may read it any more; `place` stays until it is gone."""


@contextmanager
def put_away(run: Import, content: BinaryIO) -> Iterator[None]:
    """Seal a file on disk; within, its row is written. The key commits in the vault first, then the file, then the row."""
    organisation, key, place = session().organisation, os.urandom(32), shelf.place_of(Import, run.pk)
    content.seek(0)
    run.content = seal(run, "content", key.hex())
    run.digest = shelf.put(organisation, place, frames.sealed(content, key=key, document=run.pk)).digest
    run.place = place
    try:
        yield
    except BaseException:
        shelf.remove(organisation, place)
        raise


@contextmanager
def taken(run: Import) -> Iterator[BinaryIO]:
    """Within: the file of a run. Raises Shut when a backup was put back, and its key or file is not there any more."""
    if run.place is None or run.content is None:
        raise Shut
    key = bytes.fromhex(unseal(run, "content"))
    try:
        source = shelf.take(session().organisation, run.place)
    except OSError:
        raise Shut from None
    with source, frames.readable(source, key=key, document=run.pk) as file:
        yield file


def clear(organisation: Organisation, done: QuerySet[Import]) -> int:
    """Destroy what these runs brought: first the keys, then the files, then the word that they are there; how many."""
    found = {run: place for run, place in done.values_list("pk", "place") if place}
    end_keys(organisation, Import, list(found))
    for place in found.values():
        shelf.remove(organisation, place)
    return Import.objects.filter(pk__in=found).update(place=None)
