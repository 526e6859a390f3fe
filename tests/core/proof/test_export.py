from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from huisvrede.core.proof.errors import ProofError
from huisvrede.core.proof.export import write_export
from huisvrede.core.proof.verification import verify_export

if TYPE_CHECKING:
    from tests.core.proof.conftest import House


class Ledger(Mapping[int, Iterator[bytes]]):
    """Leaves that are looked up when they are asked for, as from a database."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.asked: list[int] = []

    def __getitem__(self, number: int) -> Iterator[bytes]:
        self.asked.append(number)
        return iter(self.house.leaves(number))

    def __iter__(self) -> Iterator[int]:
        return iter(())

    def __len__(self) -> int:
        return 0


def test_an_export_is_one_json_value_a_line(house: House, tmp_path: Path) -> None:
    certificate, seal = house.certificate(), house.seal()
    file = house.export(tmp_path / "proof.jsonl", [certificate], {1: house.leaves()}, [seal])
    first, second, *leaves, sealed, closing = map(json.loads, file.read_text().splitlines())
    assert first == {"format": "huisvrede proof 1"}
    assert second == certificate.to_json()
    assert leaves == [{"leaf": each.hex()} for each in sorted(house.leaves())]
    assert sealed == seal.to_json()
    above = b"".join(file.read_bytes().splitlines(keepends=True)[:-1])
    assert closing["statement"] == {
        "type": "closing",
        "key_id": house.signer.key_id,
        "lines": 6,
        "lines_digest": sha256(above).hexdigest(),
        "exported_at": "2026-01-31T12:00:00Z",
    }


def test_an_export_of_nothing_is_whole(house: House, tmp_path: Path) -> None:
    file = house.export(tmp_path / "proof.jsonl", [], {}, [])
    assert len(file.read_bytes().splitlines()) == 2
    assert verify_export(file, house.signer.public_pem) == []


def test_leaves_are_looked_up_when_their_certificate_is_written(house: House, tmp_path: Path) -> None:
    ledger = Ledger(house)
    file = tmp_path / "proof.jsonl"
    write_export(file, iter(house.certificates(2)), ledger, iter(house.seals(1)), house.signer, house.noon)
    assert ledger.asked == [1, 2]
    assert verify_export(file, house.signer.public_pem) == []


def test_the_same_export_is_the_same_file(house: House, tmp_path: Path, exported: bytes) -> None:
    assert house.export(tmp_path / "again.jsonl").read_bytes() == exported


def test_a_packed_export_holds_the_same_lines_and_neither_name_nor_time(
    house: House, tmp_path: Path, exported: bytes
) -> None:
    packed, again = house.export(tmp_path / "one.gz"), house.export(tmp_path / "two.gz")
    assert gzip.decompress(packed.read_bytes()) == exported
    assert packed.read_bytes() == again.read_bytes()
    assert packed.read_bytes()[4:8] == bytes(4)


def test_a_file_that_cannot_be_written_is_named(house: House, tmp_path: Path) -> None:
    with pytest.raises(ProofError, match=r"^proof\.jsonl cannot be written: No such file or directory\.$"):
        house.export(tmp_path / "nowhere" / "proof.jsonl")


def test_the_time_of_an_export_is_in_utc(house: House, tmp_path: Path) -> None:
    with pytest.raises(ProofError, match=r"^A closing has no valid exported_at\.$"):
        write_export(tmp_path / "proof.jsonl", [], {}, [], house.signer, datetime(2026, 1, 31, 12))
