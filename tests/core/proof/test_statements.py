from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest

from huisvrede.core.proof.errors import ProofError
from huisvrede.core.proof.statements import Certificate, Seal

if TYPE_CHECKING:
    from tests.core.proof.conftest import House


@pytest.mark.parametrize(
    "days",
    [
        {"cut_off": date(2026, 2, 1)},
        {"executed_on": date(2026, 2, 1)},
        {"backups_gone_on": date(2026, 1, 30)},
    ],
    ids=["a period that had not passed", "signed before the end", "backups before the end"],
)
def test_a_certificate_has_its_days_in_order(house: House, days: dict[str, Any]) -> None:
    with pytest.raises(
        ProofError,
        match=r"^A certificate has cut_off, executed_on and issued_at in order; backups end later\.$",
    ):
        house.certificate(**days)


def test_all_may_be_on_one_day(house: House) -> None:
    day = date(2026, 1, 31)
    certificate = house.certificate(cut_off=day, executed_on=day, backups_gone_on=day).statement
    assert (certificate.cut_off, certificate.executed_on, certificate.backups_gone_on) == (day, day, day)


def test_an_end_just_after_midnight_in_amsterdam_is_the_day_before_in_utc(house: House) -> None:
    certificate = house.certificate(
        executed_on=date(2026, 7, 1),
        issued_at=datetime(2026, 6, 30, 22, 0, tzinfo=UTC),
        backups_gone_on=date(2026, 7, 8),
    ).statement
    assert certificate.executed_on == date(2026, 7, 1)


def test_a_seal_does_not_end_before_it_begins(house: House) -> None:
    with pytest.raises(
        ProofError, match=r"^A seal runs from from_tx up to to_tx, and has no rows where they are the same\.$"
    ):
        house.seal(from_tx=21, to_tx=20)


def test_a_seal_without_transactions_has_no_rows(house: House) -> None:
    assert house.seal(from_tx=20, to_tx=20, rows=0).statement.span == (20, 20)
    with pytest.raises(ProofError, match=r"^A seal runs from "):
        house.seal(from_tx=20, to_tx=20, rows=1)


def test_a_transaction_is_an_xid8(house: House) -> None:
    assert house.seal(to_tx=2**64 - 1).statement.span == (10, 2**64 - 1)
    with pytest.raises(ProofError, match=r"^A seal has no valid to_tx\.$"):
        house.seal(to_tx=2**64)


def test_a_certificate_stands_in_the_chain_of_its_organisation(house: House) -> None:
    certificate = house.certificate().statement
    assert (certificate.name, certificate.chain, certificate.at, certificate.span) == (
        "Certificate 1", "Zorggroep De Linde", certificate.issued_at, (0, 0),
    )  # fmt: skip


def test_a_seal_stands_in_the_chain_of_its_log(house: House) -> None:
    seal = house.seal().statement
    assert (seal.name, seal.chain, seal.at, seal.span) == ("Seal 1 of look", "look", seal.sealed_at, (10, 20))


def test_the_fields_are_those_that_auditors_were_told(house: House) -> None:
    assert sorted(house.certificate().statement.to_json()) == [
        "activity", "approved_by", "backups_gone_on", "count", "cut_off", "executed_on", "issued_at",
        "key_id", "kind", "model", "number", "organisation", "policy_version", "previous", "root", "rule",
        "type",
    ]  # fmt: skip
    assert sorted(house.seal().statement.to_json()) == [
        "from_tx", "key_id", "number", "previous", "rows", "rows_digest", "sealed_at", "stream", "to_tx",
        "type",
    ]  # fmt: skip


def test_one_kind_of_statement_never_passes_for_another(house: House) -> None:
    with pytest.raises(ProofError, match=r"^A seal has exactly the fields "):
        Seal.from_json(house.certificate().statement.to_json())
    with pytest.raises(ProofError, match=r"^A certificate has exactly the fields "):
        Certificate.from_json(house.seal().statement.to_json())
