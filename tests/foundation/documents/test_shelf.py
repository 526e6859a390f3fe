"""A file stands in a random place, whole, for its owner alone; what failed halfway leaves nothing."""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.documents import shelf

HOUSE = Organisation(key="t", name="T", host="t.localhost", profile="care-group", simulated=True)


@pytest.fixture(autouse=True)
def var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HUISVREDE_VAR", str(tmp_path))
    return tmp_path


def test_it_is_put_taken_and_removed(var: Path) -> None:
    place = uuid4()
    done = shelf.put(HOUSE, place, [b"a", b"bc"])
    path = var / "files" / "t" / place.hex[:2] / place.hex[2:]
    assert (done.size, done.digest, path.read_bytes()) == (3, hashlib.sha256(b"abc").digest(), b"abc")
    assert [stat.S_IMODE(one.stat().st_mode) for one in (path, path.parent, var / "files")] == [0o600, 0o700, 0o700]
    assert set(shelf.standing(HOUSE, place.bytes[0])) == {place}
    shelf.remove(HOUSE, place)
    shelf.remove(HOUSE, place)
    assert shelf.standing(HOUSE, place.bytes[0]) == {}


def test_what_fails_halfway_leaves_nothing(var: Path) -> None:
    def broken() -> Iterator[bytes]:
        yield b"a"
        raise OSError

    with pytest.raises(OSError):
        shelf.put(HOUSE, uuid4(), broken())
    assert [one for one in var.rglob("*") if one.is_file()] == []


def test_a_place_is_used_once(var: Path) -> None:
    place = uuid4()
    shelf.put(HOUSE, place, [b"a"])
    with pytest.raises(FileExistsError):
        shelf.put(HOUSE, place, [b"b"])
    with shelf.take(HOUSE, place) as file:
        assert file.read() == b"a"


def test_what_is_no_file_of_ours_is_passed_over(var: Path) -> None:
    room = var / "files" / "t" / "07"
    room.mkdir(parents=True)
    (room / "notes.txt").write_text("x")
    assert (shelf.standing(HOUSE, 7), shelf.standing(HOUSE, 8)) == ({}, {})
    assert shelf.path_of(HOUSE, UUID(int=1)).name == "0" * 29 + "1"
