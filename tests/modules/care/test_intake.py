"""Residents come in once, by the number of their file; their own numbers go in sealed."""

from __future__ import annotations

import pytest

from huisvrede.foundation.audit.models import Seen
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.imports.models import Import
from huisvrede.foundation.vault.sealing import unseal
from huisvrede.modules.care.intake import running
from huisvrede.modules.care.models import Identifier, Resident
from tests.cast import member
from tests.foundation.vault.sealed import house
from tests.importing import counts, imported, said, table
from tests.modules.care.files import acts, job

__all__ = ["house"]
ROW = {
    "Dossiernummer": "C-1", "Voornaam": "Iris", "Achternaam": "Ölberg", "Geboortedatum": "03-02-1984",
    "Huisnummer": "12", "Toevoeging": "a", "Begindatum": "01-05-2020", "Laatste contact": "", "Einddatum": "",
}  # fmt: skip
BSN = "111222333"


def brought(house: Organisation, *rows: dict[str, str], **mapped: str) -> Import:
    return imported(house, table(*rows), kind="residents", mapped=mapped)


def test_a_file_comes_in_and_a_second_time_changes_nothing(house: Organisation) -> None:
    rows = (ROW, {**ROW, "Dossiernummer": "C-2", "Einddatum": "01-06-2021", "Laatste contact": "01-07-2021"})
    assert counts(brought(house, *rows)) == ("stored", 2, 0, 0)
    assert counts(brought(house, *({**row, "Voornaam": "Anders"} for row in rows))) == ("stored", 0, 2, 0)
    with job(house):
        first, second = Resident.objects.filter(number__startswith="C-").order_by("number")
        assert (first.full_name, first.search_name, first.house_number) == ("Iris Ölberg", "olberg", "12 a")
        assert (str(second.ended_on), str(second.last_contact_on)) == ("2021-06-01", "2021-07-01")
        seen = Seen.objects.filter(action="import")
        assert {one.subject for one in seen} == {first.person_id, second.person_id}


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"Begindatum": "01-01-2030"}, ("Begindatum", "date-to-come")),
        ({"Begindatum": ""}, ("Begindatum", "required")),
        ({"Einddatum": "01-05-2019"}, ("Einddatum", "ends-before-start")),
        ({"Dossiernummer": "B-SANNE"}, ("Dossiernummer", "number-of-another")),
        ({"Huisnummer": "12345 bis", "Toevoeging": "a 12"}, ("Toevoeging", "too-long")),
        ({"Achternaam": f"bsn {BSN}"}, ("Achternaam", "bsn-certain")),
    ],
)
def test_a_row_that_is_wrong_says_where_and_stays_out(
    house: Organisation, changed: dict[str, str], problem: tuple[str, str]
) -> None:
    run = brought(house, {**ROW, **changed})
    assert (counts(run), said(run)) == (("stored", 0, 0, 1), [(2, *problem)])


def test_numbers_go_in_sealed_and_on_record(house: Organisation) -> None:
    row = {**ROW, "BSN": BSN, "Documentnummer": "spe-c12014"}
    assert counts(brought(house, row, {**row, "Dossiernummer": "C-2", "BSN": "", "Documentnummer": ""}, BSN="bsn")) == (
        "stored", 2, 0, 0,
    )  # fmt: skip
    with job(house):
        assert all(BSN.encode() not in bytes(one.value) for one in Identifier.objects.all())
        person = Resident.objects.get(number="C-1").person_id
        assert Seen.objects.filter(subject=person, action="record-number").count() == 2
    with acts(house, "anna", "administration"):
        opened = {one.kind: unseal(one, "value") for one in Identifier.objects.all()}
    assert opened == {"bsn": BSN, "document": "SPEC12014"}


def test_only_a_running_file_that_nobody_restricted_is_handed_out(house: Organisation) -> None:
    with acts(house, "anna", "administration"):
        assert running("oud", ["B-SANNE", "nergens"])["B-SANNE"].person == member("sanne").person
        assert set(running("oud", ["B-SANNE", "nergens"])) == {"B-SANNE"}
