"""What an import brought goes again unless somebody else touched it; what is kept for its person stays."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import pytest

from huisvrede.foundation.audit.services import record
from huisvrede.foundation.cases.models import Case
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.disposal.ledger import copy
from huisvrede.foundation.disposal.taking_back import Brought, take_back
from huisvrede.foundation.walls.session import acting
from huisvrede.modules.allocation.models import Registration
from huisvrede.modules.care.models import Resident
from tests.cast import member, system
from tests.conftest import TODAY, as_login
from tests.foundation.vault.sealed import house, keys
from tests.importing import file_of, imported, names, row, table

__all__ = ["house"]
AT = datetime(2026, 11, 23, 12, tzinfo=UTC)


def people(organisation: Organisation) -> dict[str, UUID]:
    """Given name -> the person of whoever came in."""
    with as_login(organisation, "worker"), acting(organisation, system("test", TODAY)):
        return dict(Registration.objects.filter(source_system="oud").values_list("given_name", "person_id"))


def test_who_has_a_case_or_was_seen_by_another_stays_and_doing_it_again_changes_nothing(
    organisation: Organisation,
) -> None:
    run = imported(
        organisation, file_of(*(row(Inschrijfnummer=f"w{n}", Voornamen=f"N{n}") for n in range(4)))
    )
    assert run.look is not None
    found, anna, noor = people(organisation), member("anna"), member("noor")
    for who, action, name in ((noor, "list", "N0"), (anna, "edit", "N1")):
        with acting(organisation, who.acting("registration", TODAY)):
            record("home-seekers", action, [found[name]])
    with as_login(organisation, "worker"), acting(organisation, system("rights", TODAY)):
        Case.objects.create(
            activity="rights",
            workflow="access",
            state="examined",
            person_id=found["N2"],
            received_on=TODAY,
            version=1,
        )
    for _ in range(2):
        with as_login(organisation, "worker"):
            gone, stay, left = take_back(
                organisation, Registration, Brought(run.look, anna.account), on=TODAY, at=AT
            )
        assert (gone, stay, len(left)) == (1, 3, 3)
        assert names(organisation) == ["N0 Boom", "N1 Boom", "N2 Boom"]
    # an import of somebody else is another look
    other = imported(organisation, file_of(row(Inschrijfnummer="x", Voornamen="X")))
    assert other.look is not None
    with as_login(organisation, "worker"):
        assert take_back(organisation, Registration, Brought(other.look, noor.account), on=TODAY, at=AT)[
            :2
        ] == (1, 0)
    assert "X Boom" not in names(organisation)


@pytest.mark.clause("COR-14", part="import")
def test_numbers_go_with_the_file_and_their_keys_with_its_line(house: Organisation) -> None:
    before = set(keys(house))
    resident = {
        "Dossiernummer": "C-1", "Voornaam": "Iris", "Achternaam": "Boom", "Geboortedatum": "03-02-1984",
        "Begindatum": "01-05-2020", "BSN": "111222333",
    }  # fmt: skip
    run = imported(house, table(resident), kind="residents", mapped={"BSN": "bsn"})
    assert run.look is not None
    assert len(set(keys(house)) - before) >= 1
    with as_login(house, "worker"):
        assert take_back(house, Resident, Brought(run.look, member("anna").account), on=TODAY, at=AT)[0] == 1
        copy(house, on=TODAY, at=AT)
    assert set(keys(house)) - before - {run.pk} == set()
