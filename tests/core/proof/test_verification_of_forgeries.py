from __future__ import annotations

import gzip
import json
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huisvrede.core.proof.errors import Finding, ProofError
from huisvrede.core.proof.export import HEADER, Closing
from huisvrede.core.proof.signed import Signed, sign
from huisvrede.core.proof.verification import verify_export

if TYPE_CHECKING:
    from tests.core.proof.conftest import House

NOT_OURS = r"^The file is no export of certificates and seals\.$"
DAMAGED = r"^proof\.jsonl is missing, closed to you or damaged\.$"


def codes(found: list[Finding]) -> list[str]:
    return [each.code for each in found]


def test_a_whole_export_has_no_findings(exported: bytes, house: House) -> None:
    assert house.finds(exported) == []


def test_every_flipped_byte_is_found(house: House) -> None:
    leaves = {1: house.leaves()}
    text = house.export(
        house.folder / "small.jsonl", house.certificates(1), leaves, house.seals(1)
    ).read_bytes()
    flipped = (text[:at] + bytes([text[at] ^ 1]) + text[at + 1 :] for at in range(len(text)))
    assert [at for at, each in enumerate(flipped) if not house.refuses(each)] == []


@settings(deadline=None)
@given(st.data())
def test_any_other_byte_is_found(exported: bytes, house: House, data: st.DataObject) -> None:
    at, bits = data.draw(st.integers(0, len(exported) - 1)), data.draw(st.integers(1, 255))
    assert house.refuses(exported[:at] + bytes([exported[at] ^ bits]) + exported[at + 1 :])


@settings(deadline=None)
@given(st.data())
def test_a_break_anywhere_is_found(exported: bytes, house: House, data: st.DataObject) -> None:
    assert house.refuses(exported[: data.draw(st.integers(0, len(exported) - 1))])


@settings(deadline=None)
@given(st.data(), st.binary(min_size=1, max_size=50))
def test_anything_put_in_is_found(exported: bytes, house: House, data: st.DataObject, more: bytes) -> None:
    at = data.draw(st.integers(0, len(exported)))
    assert house.refuses(exported[:at] + more + exported[at:])


@settings(deadline=None)
@given(st.data())
def test_any_line_left_out_is_found(exported: bytes, house: House, data: st.DataObject) -> None:
    lines = exported.splitlines(keepends=True)
    del lines[data.draw(st.integers(0, len(lines) - 1))]
    assert house.refuses(b"".join(lines))


@settings(deadline=None)
@given(st.data())
def test_any_line_twice_is_found(exported: bytes, house: House, data: st.DataObject) -> None:
    lines = exported.splitlines(keepends=True)
    at = data.draw(st.integers(0, len(lines) - 1))
    assert house.refuses(b"".join([*lines[: at + 1], *lines[at:]]))


@settings(deadline=None)
@given(st.data())
def test_any_other_order_of_lines_is_found(exported: bytes, house: House, data: st.DataObject) -> None:
    lines = exported.splitlines(keepends=True)
    shuffled = data.draw(st.permutations(lines).filter(lambda order: order != lines))
    assert house.refuses(b"".join(shuffled))


@settings(deadline=None)
@given(st.binary(max_size=500))
def test_no_bytes_end_in_another_error(house: House, text: bytes) -> None:
    assert house.refuses(text)
    assert house.refuses(HEADER + text)


def test_a_missing_end_is_found_although_every_line_above_is_good(exported: bytes, house: House) -> None:
    lines = exported.splitlines(keepends=True)
    assert house.finds(b"".join(lines[:-1])) == [
        Finding("unclosed", len(lines), f"Line {len(lines)} is missing: the export was broken off."),
    ]


def test_a_seal_left_out_at_the_end_is_found_by_the_closing_line(exported: bytes, house: House) -> None:
    lines = exported.splitlines(keepends=True)
    assert house.finds(b"".join([*lines[:-2], lines[-1]])) == [
        Finding("closing", len(lines) - 1, f"Line {len(lines) - 1} closes other lines than stand above it."),
    ]


def test_leaves_broken_off_are_found_by_their_certificate(exported: bytes, house: House) -> None:
    lines = exported.splitlines(keepends=True)
    assert codes(house.finds(b"".join(lines[:4]))) == ["count", "root", "unclosed"]


def test_whole_chains_in_another_order_are_found_by_the_closing_line(exported: bytes, house: House) -> None:
    *above, look, look_again, seen, seen_again, closing = exported.splitlines(keepends=True)
    moved = b"".join([*above, seen, seen_again, look, look_again, closing])
    assert codes(house.finds(moved)) == ["closing"]


def test_a_closing_line_that_counts_wrong_is_found(house: House) -> None:
    digest = sha256(HEADER).hexdigest()
    closing = Closing(key_id=house.signer.key_id, lines=2, lines_digest=digest, exported_at=house.noon)
    text = HEADER + house.line(sign(closing, house.signer).to_json())
    assert codes(house.finds(text)) == ["closing"]


def test_a_closing_line_written_by_a_stranger_is_found(
    exported: bytes, house: House, stranger: House
) -> None:
    lines = exported.splitlines(keepends=True)[1:-2]
    assert house.finds(stranger.closed(*lines)) == [
        Finding(
            "key", len(lines) + 2, f"The closing is signed with the unknown key {stranger.signer.key_id}."
        ),
    ]


def test_a_closing_line_in_our_name_with_a_strangers_signature_is_found(
    exported: bytes, house: House, stranger: House
) -> None:
    *lines, last = exported.splitlines(keepends=True)
    closing = Closing.from_json(json.loads(last)["statement"])
    forged = house.line(Signed(closing, stranger.signer.sign(closing.canonical())).to_json())
    assert codes(house.finds(b"".join([*lines, forged]))) == ["signature"]


def test_lines_below_the_closing_line_are_found(exported: bytes, house: House) -> None:
    count = exported.count(b"\n")
    assert house.finds(exported + house.line({"leaf": "ab" * 32})) == [
        Finding("after", count + 1, f"Line {count + 1} stands below the closing line."),
        Finding("stray", count + 1, f"Line {count + 1} is a leaf and stands below no certificate."),
    ]


def test_an_export_that_a_stranger_made_whole_is_found(tmp_path: Path, house: House, stranger: House) -> None:
    file = stranger.export(tmp_path / "proof.jsonl")
    assert codes(verify_export(file, house.signer.public_pem)) == ["key"] * 8
    assert verify_export(file, house.signer.public_pem + stranger.signer.public_pem) == []


# The same, packed.


def test_a_packed_export_is_read_by_its_bytes_and_not_by_its_name(tmp_path: Path, house: House) -> None:
    packed = house.export(tmp_path / "proof.jsonl.gz").rename(tmp_path / "proof.jsonl")
    assert packed.read_bytes()[:2] == b"\x1f\x8b"
    assert verify_export(packed, house.signer.public_pem) == []


@settings(deadline=None)
@given(st.data())
def test_any_other_byte_of_a_packed_export_is_found_or_changes_nothing_in_it(
    exported: bytes, house: House, data: st.DataObject
) -> None:
    packed = gzip.compress(exported, mtime=0)
    at, bits = data.draw(st.integers(0, len(packed) - 1)), data.draw(st.integers(1, 255))
    changed = packed[:at] + bytes([packed[at] ^ bits]) + packed[at + 1 :]
    assert house.refuses(changed) or gzip.decompress(changed) == exported


@settings(deadline=None)
@given(st.data())
def test_a_packed_export_broken_off_anywhere_is_refused(
    exported: bytes, house: House, data: st.DataObject
) -> None:
    packed = gzip.compress(exported, mtime=0)
    assert house.refuses(packed[: data.draw(st.integers(0, len(packed) - 1))])


def test_a_second_packed_part_is_found(exported: bytes, house: House) -> None:
    text = gzip.compress(exported) + gzip.compress(house.line({"leaf": "ab" * 32}))
    assert codes(house.finds(text)) == ["after", "stray"]


@pytest.mark.parametrize("damage", [b"\x1f\x8b", b"\x1f\x8b\x08" + bytes(20), b"\x1f\x8bnonsense"])
def test_a_damaged_packed_file_is_refused(house: House, damage: bytes) -> None:
    with pytest.raises(ProofError, match=DAMAGED):
        house.finds(damage)
