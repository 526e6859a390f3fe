from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huisvrede.core.proof.chain import verify_certificate_leaves, verify_chain
from huisvrede.core.proof.errors import Finding, ProofError
from huisvrede.core.proof.merkle import merkle_root
from huisvrede.core.proof.signed import Signed
from huisvrede.core.proof.statements import Certificate

if TYPE_CHECKING:
    from tests.core.proof.conftest import House


def test_whole_chains_have_no_findings(house: House) -> None:
    assert verify_chain(house.certificates(4), house.keys) == []
    assert verify_chain(house.seals(4), house.keys) == []
    assert verify_chain(iter(house.certificates(0)), house.keys) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("count", 2),
        ("root", "ab" * 32),
        ("rule", "ended: 1 year"),
        ("approved_by", "director"),
        ("policy_version", "8"),
        ("kind", "anonymisation"),
        ("activity", "care-file"),
        ("model", "care.file"),
    ],
)
def test_a_word_changed_after_signing_is_found(house: House, name: str, value: object) -> None:
    signed = house.certificate()
    other: dict[str, Any] = {name: value}
    forged = Signed(replace(signed.statement, **other), signed.signature)
    assert verify_chain([forged], house.keys) == [
        Finding("signature", 1, "Certificate 1 is not what was signed."),
    ]


@settings(deadline=None)
@given(st.integers(0, 511))
def test_every_bit_of_a_signature_counts(house: House, bit: int) -> None:
    signed = house.certificate()
    forged = (int.from_bytes(signed.signature) ^ 1 << bit).to_bytes(64)
    assert [each.code for each in verify_chain([replace(signed, signature=forged)], house.keys)] == [
        "signature"
    ]


def test_a_chain_of_another_key_is_found(house: House, stranger: House) -> None:
    assert verify_chain(stranger.certificates(1), house.keys) == [
        Finding("key", 1, f"Certificate 1 is signed with the unknown key {stranger.signer.key_id}."),
    ]


def test_a_forger_who_names_our_key_is_found(house: House, stranger: House) -> None:
    statement = house.certificate().statement
    forged = Signed(statement, stranger.signer.sign(statement.canonical()))
    assert [each.code for each in verify_chain([forged], house.keys)] == ["signature"]


def test_a_chain_goes_on_with_a_new_key(house: House, stranger: House) -> None:
    first = house.certificate()
    second = stranger.certificate(2, first.statement.digest)
    assert verify_chain([first, second], house.keys | stranger.keys) == []


def test_a_missing_statement_is_found(house: House) -> None:
    first, _, third, fourth = house.certificates(4)
    assert verify_chain([first, third, fourth], house.keys) == [
        Finding("number", 3, "Certificate 3 stands where number 2 is expected."),
        Finding("previous", 3, "Certificate 3 does not name the digest of the statement before it."),
    ]


def test_a_missing_first_statement_is_found(house: House) -> None:
    assert verify_chain(house.certificates(2)[1:], house.keys) == [
        Finding("number", 2, "Certificate 2 stands where number 1 is expected."),
        Finding("previous", 2, "Certificate 2 does not name the digest of the statement before it."),
    ]


def test_a_statement_twice_is_found(house: House) -> None:
    first, second = house.seals(2)
    assert verify_chain([first, second, second], house.keys) == [
        Finding("number", 2, "Seal 2 of look stands where number 3 is expected."),
        Finding("previous", 2, "Seal 2 of look does not name the digest of the statement before it."),
        Finding("span", 2, "Seal 2 of look does not begin where the statement before it ends."),
    ]


def test_a_number_skipped_by_the_signer_is_found(house: House) -> None:
    first = house.certificate()
    assert verify_chain([first, house.certificate(3, first.statement.digest)], house.keys) == [
        Finding("number", 3, "Certificate 3 stands where number 2 is expected."),
    ]


def test_a_history_signed_anew_is_found_by_what_follows(house: House) -> None:
    _, second = house.certificates(2)
    assert verify_chain([house.certificate(count=2), second], house.keys) == [
        Finding("previous", 2, "Certificate 2 does not name the digest of the statement before it."),
    ]


def test_a_first_statement_with_a_past_is_found(house: House) -> None:
    assert [each.code for each in verify_chain([house.certificate(1, "ab" * 32)], house.keys)] == ["previous"]


def test_a_clock_that_runs_backwards_is_found(house: House) -> None:
    first = house.certificate()
    second = house.certificate(2, first.statement.digest, issued_at=datetime(2026, 1, 31, 12, tzinfo=UTC))
    assert verify_chain([first, second], house.keys) == [
        Finding("date", 2, "Certificate 2 is older than the statement before it."),
    ]


def test_two_statements_of_one_instant_are_good(house: House) -> None:
    first = house.certificate()
    second = house.certificate(2, first.statement.digest, issued_at=first.statement.issued_at)
    assert verify_chain([first, second], house.keys) == []


def test_a_statement_of_another_organisation_is_found(house: House) -> None:
    first = house.certificate()
    second = house.certificate(2, first.statement.digest, organisation="Wonen Noord")
    assert verify_chain([first, second], house.keys) == [
        Finding(
            "chain", 2, "Certificate 2 belongs to Wonen Noord, and the one before it to Zorggroep De Linde."
        ),
    ]


@pytest.mark.parametrize("from_tx", [19, 21])
def test_transactions_that_two_seals_or_none_cover_are_found(house: House, from_tx: int) -> None:
    first = house.seal()
    assert verify_chain([first, house.seal(2, first.statement.digest, from_tx=from_tx)], house.keys) == [
        Finding("span", 2, "Seal 2 of look does not begin where the statement before it ends."),
    ]


def test_a_key_that_is_none_is_refused(house: House) -> None:
    with pytest.raises(ProofError, match=r"^The public key is no Ed25519 key in PEM\.$"):
        verify_chain(house.certificates(1), {house.signer.key_id: b"no key"})


@pytest.fixture
def certificate(house: House) -> Certificate:
    return house.certificate().statement


@settings(deadline=None)
@given(st.data())
def test_the_leaves_may_come_in_any_order(house: House, data: st.DataObject) -> None:
    leaves = data.draw(st.permutations(house.leaves()))
    assert verify_certificate_leaves(house.certificate().statement, iter(leaves)) == []


def test_a_missing_leaf_is_found(house: House, certificate: Certificate) -> None:
    assert verify_certificate_leaves(certificate, house.leaves()[1:]) == [
        Finding("count", 1, "Certificate 1 speaks of 3 rows, and there are leaves of 2."),
        Finding("root", 1, "Certificate 1 has another Merkle root than its leaves."),
    ]


def test_another_leaf_is_found(house: House, certificate: Certificate) -> None:
    assert verify_certificate_leaves(certificate, [*house.leaves()[1:], bytes(32)]) == [
        Finding("root", 1, "Certificate 1 has another Merkle root than its leaves."),
    ]


def test_a_row_counted_twice_is_found_although_count_and_root_agree(house: House) -> None:
    twice = [bytes(32), bytes(32)]
    certificate = house.certificate(count=2, root=merkle_root(twice).hex()).statement
    assert verify_certificate_leaves(certificate, twice) == [
        Finding("leaf", 1, f"Certificate 1 has leaf {'00' * 32} twice or out of order."),
    ]


def test_a_certificate_of_nothing_has_the_root_of_nothing(house: House) -> None:
    nothing = house.certificate(
        count=0, root="e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    )
    assert verify_certificate_leaves(nothing.statement, []) == []


def test_a_leaf_that_is_no_digest_is_refused(certificate: Certificate) -> None:
    with pytest.raises(ProofError, match=r"^A leaf is a SHA-256 digest of 32 bytes\.$"):
        verify_certificate_leaves(certificate, [b"short"])
