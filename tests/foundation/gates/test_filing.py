"""A document of a file: its key first, then its file, then its row; what was changed on disk opens nothing; nothing of it leaks."""

from __future__ import annotations

import errno
import os
import tempfile
from pathlib import Path

import psycopg
import pytest
from django.db import ProgrammingError, connections

from huisvrede.core.vocabulary import Category
from huisvrede.foundation.cases.models import Case
from huisvrede.foundation.cluster import postgres
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.documents import shelf
from huisvrede.foundation.documents.receiving import Bounds, Turned
from huisvrede.foundation.gates import filing
from huisvrede.foundation.gates.doors import Refused
from huisvrede.foundation.gates.filing import add, bounds, document_of, open_document
from huisvrede.foundation.register.declarations import of
from huisvrede.foundation.vault.sealing import Shut
from huisvrede.foundation.walls.session import acting
from huisvrede.modules.care.models import Document, Resident
from tests.cast import member
from tests.conftest import TODAY, VAR
from tests.foundation.vault.sealed import house, keys

__all__ = ["house"]
MARKER = "Wulpmarker"


def added(organisation: Organisation, who: str = "bram", file: str = "tariq", content: bytes = MARKER.encode()) -> Document:
    with acting(organisation, member(who).acting("care-plan", TODAY)):
        found = Resident(pk=member(file).file, person_id=member(file).person)
        row = add(file=found, title=f"Over {MARKER}", content=content, name="a.txt")
        assert isinstance(row, Document)
        return row


def opened(organisation: Organisation, row: Document, who: str = "bram") -> bytes:
    with acting(organisation, member(who).acting("care-plan", TODAY)):
        found = open_document(model=Document, key=row.pk)
    try:
        return b"".join(found)
    finally:
        found.close()


def files(organisation: Organisation) -> list[Path]:
    return [one for one in (VAR / "files" / organisation.key).rglob("*") if one.is_file()]


def path_of(organisation: Organisation, row: Document) -> Path:
    return shelf.path_of(organisation, row.place)


def test_it_opens_after_the_transaction_as_it_was(house: Organisation) -> None:
    row = added(house)
    assert (opened(house, row), set(keys(house))) == (MARKER.encode(), {row.pk})
    assert [one.stat().st_mode & 0o777 for one in files(house)] == [0o600]


@pytest.mark.parametrize("how", ["flipped", "shorter", "longer", "another's", "gone", "empty"])
def test_what_was_changed_on_disk_opens_nothing(house: Organisation, how: str) -> None:
    row, other = added(house), added(house, content=b"x" * len(MARKER))
    path = path_of(house, row)
    stored = path.read_bytes()
    changes = {
        "flipped": stored[:5] + bytes([stored[5] ^ 1]) + stored[6:],
        "shorter": stored[:-1],
        "longer": stored + b"x",
        "another's": path_of(house, other).read_bytes(),
        "empty": b"",
    }
    if how == "gone":
        path.unlink()
    else:
        path.write_bytes(changes[how])
    with pytest.raises(Shut):
        opened(house, row)


def test_the_marker_stands_in_no_file_and_no_log(
    house: Organisation,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    row = added(house)
    opened(house, row)
    with pytest.raises(Shut):
        path_of(house, row).write_bytes(b"x")
        opened(house, row)
    with pytest.raises(Turned):
        added(house, content=MARKER.encode() + b"\0")
    (stored,) = files(house)
    others = [one for one in (VAR / "letterbox", VAR / "secrets") for one in one.glob(f"*{house.key}*")]
    assert [one for one in (stored, *others) if MARKER.encode() in one.read_bytes() or MARKER in str(one)] == []
    assert list(tmp_path.iterdir()) == []
    assert MARKER not in "".join(capfd.readouterr()) + caplog.text


@pytest.mark.parametrize("who", ["chris", "petra", "sanne", "tariq"])
def test_who_may_not_add_leaves_nothing_on_disk(house: Organisation, who: str) -> None:
    with pytest.raises(Refused):
        added(house, who)
    assert files(house) == []


def test_a_support_worker_adds_nothing_to_a_file_of_another(house: Organisation) -> None:
    with pytest.raises(Refused):
        added(house, "bram", "sanne")
    assert files(house) == []


def test_a_full_disk_keeps_nothing(house: Organisation, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "no room")

    with monkeypatch.context() as within:
        within.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="no room"):
            added(house)
    assert files(house) == []
    assert opened(house, added(house)) == MARKER.encode()


@pytest.mark.parametrize("change", ["title = 'x'", "place = gen_random_uuid()", "resident_id = id", "kind = 'text/html'"])
def test_nobody_changes_a_document(house: Organisation, change: str) -> None:
    row = added(house)
    with pytest.raises(ProgrammingError, match="permission denied"):
        with acting(house, member("anna").acting("care-plan", TODAY)), connections[house.key].cursor() as cursor:
            cursor.execute(f"UPDATE care_document SET {change} WHERE id = %s", [row.pk])


def test_nobody_adds_one_in_the_name_of_another(house: Organisation) -> None:
    row = added(house)
    with pytest.raises(ProgrammingError, match="row-level security"):
        with acting(house, member("bram").acting("care-plan", TODAY)):
            row.pk, row.place, row.hat = None, row.pk, member("anna").hat
            row.id = row.place
            row.save(force_insert=True)


def test_what_it_may_hold_is_sealed_and_named(house: Organisation) -> None:
    declared = of(Document)
    assert declared is not None
    assert (declared.fields["content"], document_of(Resident)) == (Category.HEALTH, Document)
    with pytest.raises(TypeError):
        document_of(Case)


def test_the_policy_says_how_much(house: Organisation) -> None:
    with acting(house, member("bram").acting("care-plan", TODAY)):
        assert bounds() == Bounds(megabytes=25, pages=2_000)


def test_an_older_dump_opens_nothing_without_the_ring(house: Organisation) -> None:
    row, server = added(house), postgres.running(VAR)
    assert server is not None
    with psycopg.connect(server.dsn(dbname=house.main)) as superuser:
        (content,) = superuser.execute("SELECT content FROM care_document WHERE id = %s", [row.pk]).fetchone() or (b"",)
    assert (len(content) == 1 + 12 + 64 + 16, MARKER.encode() in content) == (True, False)


def test_of_no_files_there_are_no_documents() -> None:
    assert filing.documents_in([]) == {}
