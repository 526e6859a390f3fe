"""A night: swept, copied, stamped, certified; twice is once."""

from __future__ import annotations

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from huisvrede.core.proof import GENESIS, Certificate, merkle_root, verify_chain
from huisvrede.core.proof.signed import Signed
from huisvrede.foundation.audit.signing import keys_of
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.disposal import models
from huisvrede.foundation.disposal.certify import certify
from huisvrede.foundation.disposal.ledger import copy
from huisvrede.foundation.disposal.services import Report, moment, nightly
from huisvrede.foundation.disposal.sweep import sweep
from huisvrede.foundation.vault.models import Line
from tests.conftest import as_login
from tests.foundation.disposal.files import DUE, LAST, certificates, due_files, leaves, lines, system

AT = datetime(2026, 3, 1, 2, 15, tzinfo=UTC)
LATER = date(2027, 3, 1)


def night(organisation: Organisation, on: date = DUE) -> Report:
    with as_login(organisation, "worker"):
        return nightly(organisation, on=on)


def in_vault(organisation: Organisation) -> list[tuple[str, bytes]]:
    with as_login(organisation, "worker"):
        return sorted((model, bytes(digest)) for model, digest in Line.objects.values_list("model", "digest"))


def test_a_night_destroys_keeps_the_ledger_and_certifies(organisation: Organisation) -> None:
    keys = due_files(organisation, 3, members=1)
    assert night(organisation) == Report(files=3, rows=6, persons=3, accounts=0, stamped=6, certificates=2, unruled=())
    assert lines(organisation) == in_vault(organisation)
    child, own = certificates(organisation)
    assert (child["model"], child["count"], own["model"], own["count"]) == (
        "allocation.householdmember", 3, "allocation.registration", 3,
    )  # fmt: skip
    assert own["root"] == merkle_root(digest for _, digest in leaves(keys)).hex()


def test_a_certificate_says_what_by_which_rule_and_until_when_in_backups(organisation: Organisation) -> None:
    due_files(organisation, 1)
    night(organisation)
    (statement,) = certificates(organisation)
    told = {name: statement[name] for name in statement if name not in {"root", "key_id", "issued_at"}}
    assert told == {
        "type": "certificate",
        "number": 1,
        "previous": GENESIS,
        "organisation": organisation.key,
        "activity": "home-seekers",
        "model": "allocation.registration",
        "kind": "destruction",
        "rule": "ended P2Y (art. 6)",
        "policy_version": "1",
        "cut_off": "2024-02-29",
        "approved_by": "policy",
        "count": 1,
        "executed_on": "2026-03-01",
        "backups_gone_on": "2026-04-05",
    }


def test_a_second_run_of_the_same_night_does_nothing(organisation: Organisation) -> None:
    due_files(organisation, 2)
    night(organisation)
    before = certificates(organisation)
    assert night(organisation) == Report(files=0, rows=0, persons=0, accounts=0, stamped=0, certificates=0, unruled=())
    assert certificates(organisation) == before


def test_the_certificates_are_a_chain_that_the_public_key_proves(organisation: Organisation) -> None:
    due_files(organisation, 1, members=1)
    night(organisation)
    due_files(organisation, 1)
    night(organisation, on=LATER)
    with system(organisation):
        rows = list(models.Certificate.objects.values_list("statement", "signature"))
    chain = [
        Signed(Certificate.from_json(statement), bytes.fromhex(signature)) for statement, signature in rows
    ]
    assert [one.statement.number for one in chain] == [1, 2, 3]
    assert verify_chain(chain, keys_of(organisation)) == []


def test_a_certificate_counts_stamped_lines_only(organisation: Organisation) -> None:
    due_files(organisation, 2)
    with as_login(organisation, "worker"):
        sweep(organisation, on=DUE, at=AT)
        assert certify(organisation, on=DUE, at=AT) == 0
        assert copy(organisation, on=DUE, at=AT) == 2
        assert copy(organisation, on=DUE, at=AT) == 0
        assert certify(organisation, on=DUE, at=AT) == 1


def test_a_copy_that_was_stopped_before_the_stamp_is_done_again(organisation: Organisation) -> None:
    keys = due_files(organisation, 2)
    with as_login(organisation, "worker"):
        sweep(organisation, on=DUE, at=AT)
        copy(organisation, on=DUE, at=AT)
    with system(organisation):
        models.Line.objects.update(stamped_at=None)
    with as_login(organisation, "worker"):
        assert copy(organisation, on=DUE, at=AT) == 2
    assert in_vault(organisation) == leaves(keys)


def test_what_was_left_of_an_earlier_night_gets_its_own_certificate(organisation: Organisation) -> None:
    due_files(organisation, 1)
    with as_login(organisation, "worker"):
        sweep(organisation, on=DUE, at=AT)
    due_files(organisation, 1)
    night(organisation, on=LATER)
    assert [one["executed_on"] for one in certificates(organisation)] == ["2026-03-01", "2027-03-01"]


def test_a_night_ahead_is_signed_at_noon_of_its_day() -> None:
    assert moment(date(2029, 3, 1), AT) == datetime(2029, 3, 1, 12, tzinfo=UTC)


@given(st.datetimes(timezones=st.just(UTC), min_value=datetime(2020, 1, 1), max_value=datetime(2040, 1, 1)), st.dates(LAST, date(2035, 1, 1)))  # fmt: skip
def test_a_run_is_never_signed_before_its_day_nor_before_now(now: datetime, on: date) -> None:
    signed = moment(on, now)
    assert (signed.date() >= on or signed == now, signed >= now or signed.date() == on) == (True, True)
