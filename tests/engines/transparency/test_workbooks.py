"""The register taken along as a workbook, and brought back into a draft: all of it, or nothing."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from python_calamine import CalamineWorkbook

from huisvrede.foundation.cluster.organisations import Organisation
from tests.browsing import Watched, signed_in
from tests.drafting import begun, case_of, changed, written

Sheets = dict[str, list[list[str]]]


def downloaded(client: Watched) -> Sheets:
    response = client.get("/werk/register/werkmap/")
    assert response["Content-Disposition"].startswith("attachment")
    book = CalamineWorkbook.from_filelike(BytesIO(response.content))
    return {name: [[str(cell) for cell in row] for row in book.get_sheet_by_name(name).to_python()] for name in book.sheet_names}


def brought(organisation: Organisation, client: Watched, sheets: Sheets | bytes) -> Any:
    to = BytesIO()
    if isinstance(sheets, bytes):
        to.write(sheets)
    else:
        with xlsxwriter.Workbook(to, {"in_memory": True, "strings_to_formulas": False}) as book:
            for name, rows in sheets.items():
                sheet = book.add_worksheet(name)
                for line, row in enumerate(rows):
                    for place, text in enumerate(row):
                        sheet.write_string(line, place, text)
    file = SimpleUploadedFile("register.xlsx", to.getvalue())
    return client.post(f"/werk/beleid/{case_of(organisation).pk}/werkmap/", {"file": file}, follow=True)


def test_what_was_not_changed_changes_nothing(organisation: Organisation) -> None:
    petra = begun(organisation)
    answer = brought(organisation, petra, downloaded(petra))
    assert b"says what the policy says. Nothing was changed" in answer.content
    assert written(organisation) == []


def test_what_was_changed_is_in_the_draft_and_what_others_wrote_stays(organisation: Organisation) -> None:
    petra = begun(organisation)
    changed(organisation, petra, "afweging", key="rights", subsidiarity_nl="Zo.", subsidiarity_en="So.")
    sheets = downloaded(petra)
    row = next(row for row in sheets["algemeen"] if row[0] == "home-seekers")
    row[sheets["algemeen"][0].index("name_en")] = "Who seeks a home"
    assert b"1 entry differs" in brought(organisation, petra, sheets).content
    assert written(organisation)[-1].content["name"]["en"] == "Who seeks a home"
    assert len(written(organisation, "rights")) == 1


def test_nothing_is_half_stored(organisation: Organisation) -> None:
    petra = begun(organisation)
    sheets = downloaded(petra)
    general = sheets["algemeen"]
    general[1][general[0].index("name_en")] = "Changed well"
    general[2][general[0].index("name_en")] = ""
    answer = brought(organisation, petra, sheets).content.decode()
    assert "Worksheet algemeen, row 3, column name_en" in answer
    assert written(organisation, general[1][0]) == []
    goals = downloaded(petra)
    row = next(row for row in goals["doelen"] if row[0] == "home-seekers")
    row[1] = "other-purpose"
    assert "stand in a policy" in brought(organisation, petra, goals).content.decode()
    assert written(organisation) == []


@pytest.mark.parametrize("wrong", [b"no workbook", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"<html>"])
def test_what_is_no_workbook_is_said(organisation: Organisation, wrong: bytes) -> None:
    petra = begun(organisation)
    assert b"no workbook that can be read" in brought(organisation, petra, wrong).content


def test_who_may_not_propose_brings_nothing_and_everyone_reads(organisation: Organisation) -> None:
    begun(organisation)
    chris = signed_in(organisation, "chris")
    assert "algemeen" in downloaded(chris)
    assert brought(organisation, chris, downloaded(chris)).status_code == 404
