"""An import in the browser, without JavaScript: upload, columns, dry run, confirm; each failure is told."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format

from huisvrede.core.duration import Period
from huisvrede.core.periods import reckon
from huisvrede.foundation.cluster.organisations import Organisation
from tests.browsing import signed_in
from tests.conftest import with_vault
from tests.importing import file_of, hidden_and_merged, names, row, state_of, work

HOME = "/werk/importeren/woningzoekenden/"
FILE = file_of(
    {**row(), "Geloof": "x"}, row(Inschrijfnummer="2", Achternaam="Boom 123456782"), extra=("Geloof",)
)


@pytest.fixture(autouse=True)
def vault(organisation: Organisation) -> None:
    """Files that are brought are sealed."""
    with_vault(organisation)


def bring(anna: Client, content: bytes, name: str = "zoekers.csv") -> Any:
    return anna.post(HOME, {"file": SimpleUploadedFile(name, content), "source": "oud"})


def version(page: str) -> str:
    found = re.search(r'name="version" value="(\d+)"', page)
    assert found is not None
    return found[1]


def title(anna: Client, address: str) -> str:
    found = re.search(r"<h1[^>]*>(.*?)</h1>", anna.get(address).content.decode())
    assert found is not None
    return found[1]


def chosen(page: str) -> dict[str, str]:
    """The choices as the page proposes them."""
    pairs = re.findall(r'<select name="(column-\d+)".*?</select>', page, re.DOTALL)
    blocks = dict(
        zip(pairs, re.findall(r'<select name="column-\d+".*?</select>', page, re.DOTALL), strict=True)
    )
    return {
        name: (re.search(r'value="([^"]*)" selected', block) or ["", ""])[1] for name, block in blocks.items()
    }


@pytest.mark.clause("COR-12", part="import")
def test_a_file_goes_from_upload_to_result(organisation: Organisation) -> None:
    anna = signed_in(organisation, "anna")
    address = bring(anna, FILE).url
    assert title(anna, address) == "The file is being read"
    assert 'http-equiv="refresh"' in anna.get(address).content.decode()
    work(organisation)
    page = anna.get(address).content.decode()
    assert "One column is not known here" in page
    choices = chosen(page)
    undecided = anna.post(f"{address}kolommen/", {**choices, "version": version(page)})
    assert "Choose what this column is, or leave it out." in undecided.content.decode()
    open_column = next(name for name, value in choices.items() if value == "")
    assert (
        anna.post(f"{address}kolommen/", {**choices, open_column: "-", "version": version(page)}).url
        == address
    )
    work(organisation)
    page = anna.get(address).content.decode()
    assert title(anna, address) == "The file is checked"
    assert "This looks like a citizen service number (BSN)." in page
    assert re.findall(r'hv-table__column" aria-hidden="true">(\w+)<', page)[:3] == ["Line", "Column", "Reason"]  # on a phone
    assert names(organisation) == []
    answered = anna.post(f"{address}antwoorden/", {"answer-1": "other-number", "version": version(page)})
    assert answered.url == address
    work(organisation)
    page = anna.get(address).content.decode()
    assert anna.post(f"{address}opslaan/", {"version": version(page)}).url == address
    assert title(anna, address) == "The rows are being stored"
    work(organisation)
    assert title(anna, address) == "The import is done"
    page = anna.get(address).content.decode()
    by = reckon(timezone.localdate(), Period(months=1)).ends
    assert f"on {date_format(by, 'DATE_FORMAT')} at the latest" in page
    assert "Huisvrede sends them nothing by itself." in page
    assert '<a href="/privacy/">Privacy statement</a>' in page
    assert names(organisation) == ["Iris Boom", "Iris Boom 123456782"]


@pytest.mark.clause("COR-12", part="import")
def test_hidden_rows_come_in_only_when_a_person_says_so_and_merged_cells_never(
    organisation: Organisation,
) -> None:
    # given a worksheet that somebody filtered
    anna = signed_in(organisation, "anna")
    address = bring(anna, hidden_and_merged(), "zoekers.xlsx").url
    work(organisation)
    page = anna.get(address).content.decode()
    # then she hears what is hidden before anything is read
    assert "One row of the worksheet is hidden" in page
    assert "Hidden in the worksheet, and read where you choose so: Postcode" in page
    columns = chosen(page)
    assert (
        "Choose whether hidden rows are read too."
        in anna.post(f"{address}kolommen/", {**columns, "version": version(page)}).content.decode()
    )
    # when she leaves the row out, and thinks better of it
    counted = []
    for choice in ("-", "read"):
        anna.post(
            f"{address}kolommen/",
            {**columns, "hidden": choice, "version": version(anna.get(address).content.decode())},
        )
        work(organisation)
        page = anna.get(address).content.decode()
        counted.append(re.search(r"(One row|\d+ rows) can be stored", page) or page)
        assert "This cell is merged with others (C4:C5)." in page
    # then each choice counts
    assert [getattr(one, "group", str)(0) for one in counted] == [
        "One row can be stored",
        "2 rows can be stored",
    ]
    anna.post(f"{address}opslaan/", {"version": version(page)})
    work(organisation)
    assert "1, read too" in " ".join(anna.get(address).content.decode().split())
    assert names(organisation) == ["Iris Boom", "Iris Boom"]


def test_the_problems_are_a_file_for_a_spreadsheet(organisation: Organisation) -> None:
    anna = signed_in(organisation, "anna")
    address = bring(anna, file_of(row(Postcode="=1+1"))).url
    work(organisation)
    page = anna.get(address).content.decode()
    anna.post(f"{address}kolommen/", {**chosen(page), "version": version(page)})
    work(organisation)
    assert anna.get(f"{address}problemen.csv").content.decode() == (
        '\ufeff"Line";"Column";"Reason"\r\n"2";"Postcode";"This is no Dutch postcode, such as 1234 AB."\r\n'
    )


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"%PDF-1.7", "The content is PDF; save it as CSV or XLSX."),
        (b"", "The file is empty."),
        (b"Voornamen;Achternaam\r\n", "The file holds column names and no rows."),
        (b"a\0b;c\r\n1;2\r\n", "The file holds NUL bytes, so it is no text."),
    ],
)
def test_what_cannot_be_read_is_told_at_the_door(
    organisation: Organisation, content: bytes, reason: str
) -> None:
    assert reason in bring(signed_in(organisation, "anna"), content).content.decode()


def test_a_damaged_workbook_is_told_by_the_worker_and_removed(organisation: Organisation) -> None:
    anna = signed_in(organisation, "anna")
    address = bring(anna, b"PK\x03\x04 and then nothing", "zoekers.xlsx").url
    work(organisation)
    page = anna.get(address).content.decode()
    assert "The workbook is damaged and cannot be read." in page
    assert "Nothing of it is stored, and the file is removed." in page


def test_two_windows_do_not_confirm_twice(organisation: Organisation) -> None:
    anna = signed_in(organisation, "anna")
    address = bring(anna, file_of(row())).url
    work(organisation)
    page = anna.get(address).content.decode()
    anna.post(f"{address}stoppen/", {"version": version(page)})
    late = anna.post(f"{address}kolommen/", {**chosen(page), "version": version(page)}).content.decode()
    assert "This import has moved on meanwhile, so nothing was changed." in late
    assert "The import was stopped by whoever brought the file." in late
    assert anna.post(f"{address}opslaan/", {"version": "x"}).status_code == 200


def test_nobody_else_sees_an_import(organisation: Organisation) -> None:
    address = bring(signed_in(organisation, "anna"), file_of(row())).url
    key = address.rstrip("/").rsplit("/", 1)[1]
    for who in ("bram", "petra", "dirk", "chris"):
        client = signed_in(organisation, who)
        assert [client.get(at).status_code for at in (HOME, address, f"{address}problemen.csv")] == [
            404,
            404,
            404,
        ]
        assert client.post(f"{address}stoppen/", {"version": "1"}).status_code == 404
    assert state_of(organisation, key).state == "checking"
