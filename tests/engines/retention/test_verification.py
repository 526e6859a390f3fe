"""What is wrong with the proof is found, each thing by its own name."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connections

from huisvrede.core.proof import verify_export
from huisvrede.engines.retention.verification import export, verify_organisation
from huisvrede.foundation.audit.signing import public_path
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.disposal.services import nightly
from huisvrede.modules.allocation.models import Registration
from tests.conftest import as_login
from tests.foundation.disposal.files import DUE, as_owner, due_files, person, registration, system

AT = datetime(2026, 12, 1, tzinfo=UTC)


@pytest.fixture
def certified(organisation: Organisation) -> Organisation:
    """Three files and their six children gone, with two certificates."""
    due_files(organisation, 3, members=2)
    with as_login(organisation, "worker"):
        nightly(organisation, on=DUE)
    return organisation


def found(organisation: Organisation) -> list[tuple[str, int]]:
    with as_login(organisation, "worker"):
        return [(finding.code, finding.number) for finding in verify_organisation(organisation)]


def in_vault(organisation: Organisation, sql: str) -> None:
    with as_login(organisation, "owner"), connections[organisation.vault_alias].cursor() as cursor:
        cursor.execute(sql)


def test_what_was_done_well_is_found_whole(certified: Organisation) -> None:
    assert found(certified) == []


def test_nothing_destroyed_is_nothing_wrong(organisation: Organisation) -> None:
    assert found(organisation) == []


def test_a_certificate_with_another_count_is_no_longer_what_was_signed(certified: Organisation) -> None:
    as_owner(
        certified,
        "UPDATE disposal_certificate SET statement = jsonb_set(statement, '{count}', '4') WHERE number = 2",
    )
    assert found(certified) == [("signature", 2), ("count", 2)]


def test_a_certificate_changed_in_the_middle_breaks_the_chain_too(certified: Organisation) -> None:
    change = "jsonb_set(statement, '{rule}', '\"ended P1D (none)\"')"
    as_owner(certified, f"UPDATE disposal_certificate SET statement = {change} WHERE number = 1")
    assert found(certified) == [("signature", 1), ("previous", 2)]


def test_a_certificate_that_is_none_is_told(certified: Organisation) -> None:
    as_owner(certified, "UPDATE disposal_certificate SET statement = '{}' WHERE number = 2")
    assert found(certified) == [("unreadable", 2)]


def test_a_certificate_of_another_organisation_is_told(certified: Organisation) -> None:
    change = "jsonb_set(statement, '{organisation}', '\"elsewhere\"')"
    as_owner(certified, f"UPDATE disposal_certificate SET statement = {change} WHERE number = 2")
    assert found(certified) == [("signature", 2), ("chain", 2), ("elsewhere", 2)]


def test_a_row_that_is_back_is_found_by_its_key_alone(organisation: Organisation) -> None:
    (key,) = due_files(organisation, 1)
    with as_login(organisation, "worker"):
        nightly(organisation, on=DUE)
    with system(organisation):
        back = registration(person())
        Registration.objects.filter(pk=back.pk).update(id=key)
    assert found(organisation) == [("alive", 0)]


def test_a_row_that_a_backup_brought_back_with_its_ledger_is_found_by_the_vault(
    organisation: Organisation,
) -> None:
    (key,) = due_files(organisation, 1)
    with as_login(organisation, "worker"):
        nightly(organisation, on=DUE)
    as_owner(organisation, "DELETE FROM disposal_line")
    as_owner(organisation, "DELETE FROM disposal_certificate")
    with system(organisation):
        back = registration(person())
        Registration.objects.filter(pk=back.pk).update(id=key)
    assert found(organisation) == [("unknown", 0), ("alive", 0)]


def test_a_line_that_is_missing_in_main_is_found(certified: Organisation) -> None:
    as_owner(
        certified,
        "DELETE FROM disposal_line WHERE id = (SELECT min(l.id::text)::uuid FROM disposal_line l"
        " JOIN disposal_certificate c ON c.id = l.certificate_id WHERE c.number = 2)",
    )  # fmt: skip
    assert found(certified) == [("count", 2), ("root", 2), ("unknown", 0)]


def test_a_line_that_is_missing_in_the_vault_is_found(certified: Organisation) -> None:
    in_vault(certified, "DELETE FROM vault_line WHERE model = 'allocation.registration'")
    assert found(certified) == [("lost", 2)] * 3


def test_an_export_is_proven_by_the_public_key_alone(certified: Organisation, tmp_path: Path) -> None:
    file = tmp_path / "proof.jsonl.gz"
    with as_login(certified, "worker"):
        export(certified, file, at=AT)
    assert verify_export(file, public_path(certified).read_bytes()) == []


def test_an_export_of_a_changed_ledger_does_not_hold(certified: Organisation, tmp_path: Path) -> None:
    file = tmp_path / "proof.jsonl"
    as_owner(
        certified, "UPDATE disposal_line SET digest = sha256(digest) WHERE model = 'allocation.registration'"
    )
    with as_login(certified, "worker"):
        export(certified, file, at=AT)
    codes = [finding.code for finding in verify_export(file, public_path(certified).read_bytes())]
    assert codes == ["root"]
