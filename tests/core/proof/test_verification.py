from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from huisvrede.core.proof.errors import Finding, ProofError
from huisvrede.core.proof.export import HEADER
from huisvrede.core.proof.verification import LONGEST_LINE, MOST_FINDINGS, verify_export

if TYPE_CHECKING:
    from tests.core.proof.conftest import House

NOT_OURS = r"^The file is no export of certificates and seals\.$"
DAMAGED = r"^proof\.jsonl is missing, closed to you or damaged\.$"


def codes(found: list[Finding]) -> list[str]:
    return [each.code for each in found]


# What was changed before an honest export was made: the closing line is true.


def test_a_leaf_taken_from_the_ledger_is_found(tmp_path: Path, house: House) -> None:
    leaves = {1: house.leaves(1), 2: house.leaves(2)[1:], 3: house.leaves(3)}
    assert verify_export(house.export(tmp_path / "proof.jsonl", leaves=leaves), house.signer.public_pem) == [
        Finding("count", 2, "Certificate 2 speaks of 3 rows, and there are leaves of 2."),
        Finding("root", 2, "Certificate 2 has another Merkle root than its leaves."),
    ]


def test_a_leaf_twice_in_the_ledger_is_found(tmp_path: Path, house: House) -> None:
    leaves = {1: house.leaves(1), 2: house.leaves(2), 3: [*house.leaves(3), house.leaves(3)[0]]}
    found = verify_export(house.export(tmp_path / "proof.jsonl", leaves=leaves), house.signer.public_pem)
    assert codes(found) == ["leaf", "count", "root"]


def test_a_ledger_that_is_gone_is_found(tmp_path: Path, house: House) -> None:
    found = verify_export(house.export(tmp_path / "proof.jsonl", leaves={}), house.signer.public_pem)
    assert [(each.code, each.number) for each in found] == [
        ("count", 1), ("root", 1), ("count", 2), ("root", 2), ("count", 3), ("root", 3),
    ]  # fmt: skip


def test_the_leaves_of_the_last_certificate_are_checked_in_an_export_without_seals(
    tmp_path: Path, house: House
) -> None:
    leaves = {1: house.leaves(2)}
    file = house.export(tmp_path / "proof.jsonl", house.certificates(1), leaves, [])
    assert codes(verify_export(file, house.signer.public_pem)) == ["root"]


def test_a_certificate_taken_from_the_chain_is_found(tmp_path: Path, house: House) -> None:
    first, _, third = house.certificates(3)
    file = house.export(tmp_path / "proof.jsonl", certificates=[first, third])
    assert codes(verify_export(file, house.signer.public_pem)) == ["number", "previous"]


def test_a_certificate_changed_in_the_chain_is_found(tmp_path: Path, house: House) -> None:
    first, second, third = house.certificates(3)
    forged = replace(second, statement=replace(second.statement, approved_by="director"))
    file = house.export(tmp_path / "proof.jsonl", certificates=[first, forged, third])
    found = verify_export(file, house.signer.public_pem)
    assert [(each.code, each.number) for each in found] == [("signature", 2), ("previous", 3)]


def test_each_log_has_a_chain_of_its_own(tmp_path: Path, house: House) -> None:
    look, seen = house.seals(3), house.seals(3, "seen")
    mixed = [look[0], seen[0], seen[1], look[1], look[2], seen[2]]
    whole, broken = tmp_path / "whole.jsonl", tmp_path / "broken.jsonl"
    assert verify_export(house.export(whole, seals=mixed), house.signer.public_pem) == []
    found = verify_export(house.export(broken, seals=[*mixed[:3], *mixed[4:]]), house.signer.public_pem)
    assert [(each.code, each.sentence) for each in found] == [
        ("number", "Seal 3 of look stands where number 2 is expected."),
        ("previous", "Seal 3 of look does not name the digest of the statement before it."),
        ("span", "Seal 3 of look does not begin where the statement before it ends."),
    ]


def test_a_log_cannot_take_the_name_of_the_chain_of_certificates(tmp_path: Path, house: House) -> None:
    seals = house.seals(2, "certificate")
    assert verify_export(house.export(tmp_path / "proof.jsonl", seals=seals), house.signer.public_pem) == []


# Lines that no export has; the closing line is true again.


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (b"no json\n", "It is no JSON."),
        (b"\xff\n", "It is no JSON."),
        (b"[" * 50_000 + b"\n", "It is no JSON."),
        (b"9" * 5_000 + b"\n", "It is no JSON."),
        (b'{"leaf":NaN}\n', "It is no JSON."),
        (b'{"leaf":"\\ud800"}\n', "It is no JSON."),
        (b"\n", "It is no JSON."),
        (b"[]\n", "It is not spelled as an export spells its lines."),
        (b'{"leaf": "x"}\n', "It is not spelled as an export spells its lines."),
        (b'{"leaf":"x"}\r\n', "It is not spelled as an export spells its lines."),
        (b'{"leaf":"y","leaf":"x"}\n', "It is not spelled as an export spells its lines."),
        (b'{"leaf":"\\u0078"}\n', "It is not spelled as an export spells its lines."),
        (b"{}\n", "It is no certificate, leaf, seal or closing line."),
        (b'{"leaf":"x","more":1}\n', "It is no certificate, leaf, seal or closing line."),
        (b'{"statement":{"type":["seal"]}}\n', "It is no certificate, leaf, seal or closing line."),
        (b'{"statement":"seal"}\n', "It is no certificate, leaf, seal or closing line."),
        (
            b'{"statement":{"type":"seal"}}\n',
            "A signed statement has exactly the fields statement and signature.",
        ),
        (b'{"leaf":"x"}\n', "32 bytes are written as 64 hexadecimal digits in lower case."),
        (b'{"leaf":12}\n', "32 bytes are written as 64 hexadecimal digits in lower case."),
    ],
    ids=range(19),
)
def test_a_line_that_no_export_has_is_named(house: House, text: bytes, what: str) -> None:
    assert house.finds(house.closed(text)) == [Finding("line", 2, f"Line 2 cannot be read. {what}")]


def test_a_leaf_below_no_certificate_is_found(house: House) -> None:
    assert house.finds(house.closed(house.line({"leaf": "ab" * 32}))) == [
        Finding("stray", 2, "Line 2 is a leaf and stands below no certificate."),
    ]


def test_a_leaf_below_a_seal_is_found(house: House) -> None:
    leaves = [house.line({"leaf": each.hex()}) for each in sorted(house.leaves())]
    lines = [
        house.line(house.certificate().to_json()),
        *leaves,
        house.line(house.seal().to_json()),
        leaves[0],
    ]
    assert codes(house.finds(house.closed(*lines))) == ["stray"]


def test_leaves_out_of_order_are_found(house: House) -> None:
    leaves = [house.line({"leaf": each.hex()}) for each in sorted(house.leaves(), reverse=True)]
    found = house.finds(house.closed(house.line(house.certificate().to_json()), *leaves))
    assert codes(found) == ["leaf", "leaf", "root"]


def test_two_closing_lines_are_found(house: House) -> None:
    first = house.closed().splitlines(keepends=True)[-1]
    assert codes(house.finds(house.closed(first))) == ["after"]


def test_a_line_without_end_does_not_fill_the_memory(house: House) -> None:
    found = house.finds(HEADER + b"x" * (LONGEST_LINE + 10))
    assert [(each.code, each.sentence) for each in found] == [
        ("line", "Line 2 cannot be read. It is broken off or too long."),
        ("line", "Line 3 cannot be read. It is broken off or too long."),
        ("unclosed", "Line 4 is missing: the export was broken off."),
    ]


def test_reading_stops_after_a_thousand_findings(house: House) -> None:
    assert codes(house.finds(HEADER + b"x\n" * (MOST_FINDINGS + 5))) == ["line"] * MOST_FINDINGS


# Files and keys that are of no use.


@pytest.mark.parametrize(
    "text", [b"", b"\n", HEADER[:-1], b" " + HEADER, b"PK\x03\x04", b'{"format":"huisvrede proof 2"}\n']
)
def test_a_file_that_is_no_export_is_refused(house: House, text: bytes) -> None:
    with pytest.raises(ProofError, match=NOT_OURS):
        house.finds(text)


def test_a_missing_file_is_refused(tmp_path: Path, house: House) -> None:
    with pytest.raises(ProofError, match=DAMAGED):
        verify_export(tmp_path / "proof.jsonl", house.signer.public_pem)


def test_a_folder_is_refused(tmp_path: Path, house: House) -> None:
    (tmp_path / "proof.jsonl").mkdir()
    with pytest.raises(ProofError, match=DAMAGED):
        verify_export(tmp_path / "proof.jsonl", house.signer.public_pem)


def test_a_public_key_that_is_none_is_refused(tmp_path: Path, house: House) -> None:
    with pytest.raises(ProofError, match=r"^There is no public key in PEM to check with\.$"):
        verify_export(house.export(tmp_path / "proof.jsonl"), b"no key")
