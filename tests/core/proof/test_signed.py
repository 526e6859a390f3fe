from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huisvrede.core.proof.errors import ProofError
from huisvrede.core.proof.signed import Signed, canonical_json, read_bytes, read_signed, sign
from huisvrede.core.proof.signing import verify_signature
from huisvrede.core.proof.statements import Certificate, Seal

if TYPE_CHECKING:
    from tests.core.proof.conftest import House


def test_the_signed_bytes_are_canonical_json(house: House) -> None:
    assert house.seal(rows_digest="ab" * 32, stream="café").statement.canonical().decode() == (
        f'{{"from_tx":10,"key_id":"{house.signer.key_id}","number":1,"previous":"{"0" * 64}","rows":4,'
        f'"rows_digest":"{"ab" * 32}","sealed_at":"2026-01-31T12:01:00Z","stream":"café","to_tx":20,'
        '"type":"seal"}'
    )


def test_the_digest_is_that_of_the_signed_bytes(house: House) -> None:
    seal = house.seal().statement
    assert seal.digest == sha256(seal.canonical()).hexdigest()


def test_a_signature_is_over_the_canonical_bytes(house: House) -> None:
    signed = house.certificate()
    assert verify_signature(house.signer.public_pem, signed.statement.canonical(), signed.signature)


def test_nobody_signs_in_the_name_of_another_key(house: House, stranger: House) -> None:
    with pytest.raises(
        ProofError, match=r"^Certificate 1 names another key than the one that is to sign it\.$"
    ):
        sign(house.certificate().statement, stranger.signer)


@settings(deadline=None)
@given(
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=1000).filter(
        lambda text: not text[0].isspace()
    ),
    st.integers(0, 2**63 - 1),
    st.datetimes(datetime(2026, 2, 1), datetime(2900, 1, 1), timezones=st.just(UTC)),
)
def test_what_is_written_is_read_back(house: House, text: str, count: int, moment: datetime) -> None:
    signed = house.certificate(rule=text, count=count, issued_at=moment)
    data = json.loads(canonical_json(signed.to_json()))
    assert read_signed(Certificate, data) == signed
    assert read_signed(Certificate, data).statement.canonical() == signed.statement.canonical()


def test_a_seal_is_read_back(house: House) -> None:
    assert read_signed(Seal, house.seal().to_json()) == house.seal()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("number", 0), ("number", True), ("number", 1.0), ("number", "1"), ("number", 2**63), ("count", -1),
        ("organisation", ""), ("organisation", " "), ("organisation", "x" * 1001), ("organisation", "\ud800"),
        ("organisation", None), ("organisation", "a\nb"), ("organisation", "\x1b[2J"),
        ("organisation", "a\x9b"), ("model", "Allocation.Registration"),
        ("kind", "deletion"), ("kind", ["destruction"]),
        ("root", "AB" * 32), ("root", "ab" * 31), ("root", "ab" * 32 + "\n"), ("previous", ""),
        ("key_id", "0" * 17), ("cut_off", datetime(2024, 1, 31)), ("cut_off", "2024-01-31"),
        ("issued_at", date(2026, 1, 31)), ("issued_at", datetime(2026, 1, 31, 12)),
        ("issued_at", datetime(9999, 12, 31, 23, 59, tzinfo=UTC)),
        ("issued_at", datetime(2026, 1, 31, 12, tzinfo=timezone(timedelta(hours=1)))),
    ],
)  # fmt: skip
def test_a_statement_has_no_value_that_cannot_be(house: House, name: str, value: Any) -> None:
    with pytest.raises(ProofError, match=rf"^A certificate has no valid {name}\.$"):
        replace(house.certificate().statement, **{name: value})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("cut_off", "20240131"), ("cut_off", "2024-02-30"), ("cut_off", 20240131), ("cut_off", None),
        ("cut_off", "2024-W05-3"), ("cut_off", "2024-01-31T00:00:00Z"),
        ("issued_at", "2026-01-31T12:01:00+00:00"), ("issued_at", "2026-01-31 12:01:00Z"),
        ("issued_at", "2026-01-31T12:01Z"), ("issued_at", "2026-01-31"),
        ("issued_at", "2026-01-31T12:01:00.0Z"),
    ],
)  # fmt: skip
def test_a_date_has_one_spelling(house: House, name: str, value: object) -> None:
    with pytest.raises(
        ProofError, match=r"^A day is written as 2026-01-31 and a time as 2026-01-31T12:00:00Z\.$"
    ):
        Certificate.from_json(house.certificate().statement.to_json() | {name: value})


@pytest.mark.parametrize(
    "value", ["2026-01-31T12:01:00", "9999-12-31T23:59:59Z", "2026-01-31T13:01:00+01:00"]
)
def test_a_time_is_in_utc_and_in_reach(house: House, value: str) -> None:
    with pytest.raises(ProofError, match=r"^A certificate has no valid issued_at\.$"):
        Certificate.from_json(house.certificate().statement.to_json() | {"issued_at": value})


@pytest.mark.parametrize("change", [{"extra": 1}, {"type": "seal"}, {"type": None}])
def test_a_field_too_many_or_another_type_is_refused(house: House, change: dict[str, Any]) -> None:
    with pytest.raises(
        ProofError, match=r"^A certificate has exactly the fields activity, approved_by, .*, type\.$"
    ):
        Certificate.from_json(house.certificate().statement.to_json() | change)


@pytest.mark.parametrize("name", ["type", "number", "root", "previous", "key_id"])
def test_a_field_too_few_is_refused(house: House, name: str) -> None:
    data = house.certificate().statement.to_json()
    del data[name]
    with pytest.raises(ProofError, match=r"^A certificate has exactly the fields "):
        Certificate.from_json(data)


@pytest.mark.parametrize(
    "data", [None, [], "text", {}, {"statement": {}}, {"statement": {}, "signature": "", "more": 1}]
)
def test_what_is_no_signed_statement_is_refused(data: object) -> None:
    with pytest.raises(
        ProofError, match=r"^A signed statement has exactly the fields statement and signature\.$"
    ):
        read_signed(Certificate, data)


@pytest.mark.parametrize("data", [None, 1, [], "text"])
def test_what_is_no_statement_is_refused(data: object) -> None:
    with pytest.raises(ProofError, match=r"^A certificate has exactly the fields "):
        read_signed(Certificate, {"statement": data, "signature": "ab" * 64})


@pytest.mark.parametrize(
    "text", [None, 12, "", "ab" * 63, "AB" * 64, "ab" * 64 + "\n", " " + "ab" * 63 + "a"]
)
def test_a_signature_has_one_spelling(house: House, text: object) -> None:
    with pytest.raises(ProofError, match=r"^64 bytes are written as 128 hexadecimal digits in lower case\.$"):
        read_signed(Certificate, house.certificate().to_json() | {"signature": text})


def test_bytes_are_read_from_hexadecimal_digits() -> None:
    assert read_bytes("00ff", 2) == b"\x00\xff"


@pytest.mark.parametrize("value", [float("nan"), float("inf"), "\ud800"])
def test_what_has_no_spelling_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match=r"not JSON compliant|surrogates not allowed"):
        canonical_json({"value": value})


def test_a_signed_statement_says_what_it_is(house: House) -> None:
    signed = house.seal()
    assert signed.to_json() == {"statement": signed.statement.to_json(), "signature": signed.signature.hex()}
    assert Signed(signed.statement, signed.signature) == signed
    assert signed.statement.sealed_at == house.noon + timedelta(minutes=1)
