"""The register as a workbook: read back unchanged it changes nothing; what is wrong in it is named by sheet, row and column."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from huisvrede.core.policy import RESERVED, load
from huisvrede.core.tables.sheet import TableError
from huisvrede.core.vocabulary import (
    AFTERWARDS,
    COMPUTER_DECIDES,
    CONSENT_SAYS,
    PRINCIPLES,
    SOURCES,
    Category,
)
from huisvrede.engines.transparency.forms import Known
from huisvrede.engines.transparency.general import GENERAL, OWN
from huisvrede.engines.transparency.serving import SERVED
from huisvrede.engines.transparency.workbook import HOW, KEY, MARK, Read, TooLong, read_back, write
from tests.conftest import ROOT, TODAY
from tests.recorded import recorded
from tests.said import general_by, said_by, served_by

NAMES = {"privacy-officer": "Privacy officer", "advisor": "Adviseur", "administrator": "Beheerder"}
DIGEST = "0123456789abcdef" * 4
Sheets = dict[str, list[list[str]]]


def profile(name: str = "allocation-service") -> dict[str, Any]:
    policy = load(ROOT / "profiles" / name)
    return said_by(policy) | served_by(policy) | general_by(policy)


def roles(name: str) -> Known:
    return Known(roles={key: role.name["en"] for key, role in load(ROOT / "profiles" / name).roles.items()}, day=TODAY)


def sheets_of(entries: dict[str, Any]) -> Sheets:
    to = BytesIO()
    write(entries, DIGEST, to)
    to.seek(0)
    book = CalamineWorkbook.from_filelike(to)
    return {name: [[str(cell) for cell in row] for row in book.get_sheet_by_name(name).to_python()] for name in book.sheet_names}


def back(sheets: Sheets, entries: dict[str, Any]) -> Read:
    to = BytesIO()
    with xlsxwriter.Workbook(to, {"in_memory": True, "strings_to_formulas": False}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for line, row in enumerate(rows):
                for place, text in enumerate(row):
                    sheet.write_string(line, place, text)
    return read_back(to, entries, DIGEST, roles("allocation-service"))


@pytest.mark.parametrize("name", ["allocation-service", "care-group", "contracting", "corporation", "survey-bureau"])
def test_a_profile_read_back_changes_nothing(name: str) -> None:
    to = BytesIO()
    write(profile(name), DIGEST, to)
    read = read_back(to, profile(name), DIGEST, roles(name))
    assert (read.entries, read.problems) == ({}, [])


WORDS = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs"), include_characters="\n=+-@'"), min_size=1, max_size=40)
SAID = WORDS.filter(lambda text: bool(text.strip()))
TEXT = st.fixed_dictionaries({"nl": SAID, "en": SAID})
LINE = SAID.map(lambda text: " ".join(text.split())).filter(bool)
ENTRY = st.fixed_dictionaries(
    {
        "state": st.sampled_from(("open", "closed")),
        "name": TEXT,
        "description": TEXT,
        "held_in": LINE,
        "owner": st.sampled_from(("", *NAMES)),
        "reviewed_on": st.none() | st.dates().map(str),
        "review_every": st.sampled_from(("", "P1Y", "P6M")),
        "purposes": st.lists(st.fixed_dictionaries({"key": st.from_regex(r"[a-z]{3,9}", fullmatch=True), "text": TEXT}), max_size=3),
        "legal_bases": st.lists(
            st.fixed_dictionaries({"basis": st.sampled_from(("contract", "consent")), "article": LINE, "explanation": TEXT}), min_size=1, max_size=2
        ),
        "special_grounds": st.lists(st.fixed_dictionaries({"article": LINE, "explanation": TEXT}), max_size=2),
        "data_subjects": st.lists(TEXT, max_size=2),
        "categories": st.lists(st.sampled_from([c.value for c in Category]), unique=True),
        "sources": st.lists(st.sampled_from(sorted(SOURCES)), unique=True),
        "source_of_data": TEXT,
        "informed": st.just({}) | TEXT,
        "required": TEXT,
        "consent": st.dictionaries(st.sampled_from(CONSENT_SAYS), TEXT),
        "automated_decisions": st.booleans(),
        "automated": st.dictionaries(st.sampled_from(COMPUTER_DECIDES), TEXT),
        "recipients": st.lists(
            st.fixed_dictionaries({"name": TEXT, "role": st.just("processor"), "categories": st.just(["contact"]), "ground": LINE}), max_size=2
        ),
        "transfers": st.lists(st.fixed_dictionaries({"country": LINE, "safeguard": LINE}), max_size=2),
        "retention": st.dictionaries(
            st.sampled_from(("ended", "closed", "last-contact")),
            st.fixed_dictionaries(
                {"period": st.sampled_from(("P2Y", "P4W", "P1Y6M")), "source": LINE, "explanation": TEXT},
                optional={"afterwards": st.sampled_from(AFTERWARDS), "longer": TEXT},
            ),
        ),
        "security": st.lists(TEXT, max_size=3),
        "principles": st.dictionaries(st.sampled_from(PRINCIPLES), TEXT),
        "proportionality": st.just({}) | TEXT,
        "subsidiarity": st.just({}) | TEXT,
        "exceptional": st.just([]),
    }
)  # fmt: skip


PARTY = st.fixed_dictionaries({"name": LINE, "contact": LINE}, optional={"representative": LINE, "dpo": LINE})
WORK = st.fixed_dictionaries(
    {
        "name": TEXT,
        "controllers": st.lists(PARTY, min_size=1, max_size=2),
        "processing": st.lists(TEXT, min_size=1, max_size=2),
        "processors": st.lists(st.fixed_dictionaries({"name": LINE, "contact": LINE}), max_size=2),
        "transfers": st.lists(st.fixed_dictionaries({"country": LINE, "safeguard": LINE}), max_size=2),
        "security": st.lists(TEXT, max_size=2),
        "ended": st.booleans(),
    }
)
SET = st.dictionaries(
    st.sampled_from(("access-request", "sign-in.idle", "limits.find-person.count")),
    st.fixed_dictionaries({"period": st.sampled_from(("P4W", "PT20M", "60")), "source": LINE, "law": st.sampled_from(("", "gdpr-12-3"))}),
    min_size=1,
)
NAME = r"[a-z][a-z0-9-]{2,12}"


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(st.from_regex(NAME, fullmatch=True), ENTRY, min_size=1, max_size=3),
    st.dictionaries(st.from_regex(f"for-{NAME}", fullmatch=True), WORK, max_size=2),
    SET,
)
def test_whatever_stands_in_it_comes_back_as_it_went(own: dict[str, Any], served: dict[str, Any], terms: dict[str, Any]) -> None:
    """Of both records and of the terms: nothing of what was written differs when it is read."""
    entries = {key: {**said, "key": key, "roles": {}} for key, said in own.items() if key not in RESERVED}
    entries |= {key: {**said, "key": key} for key, said in served.items()} | {"terms": {"key": "terms", "terms": terms}}
    to = BytesIO()
    write(entries, DIGEST, to)
    read = read_back(to, entries, DIGEST, Known(roles=NAMES, day=TODAY))
    assert (read.entries, read.problems) == ({}, [])


def test_a_change_of_work_for_others_and_of_a_term_are_read_back() -> None:
    entries = profile()
    sheets = sheets_of(entries)
    sheets["verwerker-voor"][1][2] = "post@elders.example"
    row = next(row for row in sheets["grenzen"] if row[0] == "access-request")
    row[1] = "P3W"
    read = back(sheets, entries)
    assert (sorted(read.entries), read.problems) == (["advertising-homes", "terms"], [])
    assert read.entries["advertising-homes"]["controllers"][0]["contact"] == "post@elders.example"
    assert read.entries["terms"]["terms"]["access-request"]["period"] == "P3W"
    row[1] = "P2M"
    assert [(sheet, column) for sheet, _row, column in wrong(back(sheets, entries))] == [("grenzen", "period")]


def test_what_is_handed_over_says_who_answers_and_is_read_back_too() -> None:
    record, to = recorded("survey-bureau"), BytesIO()
    entries = {**record.said, **record.served}
    write(entries, record.version.digest, to, who=record.who)
    to.seek(0)
    book = CalamineWorkbook.from_filelike(to)
    told = {name: [[str(cell) for cell in row] for row in book.get_sheet_by_name(name).to_python()] for name in book.sheet_names}
    assert [row[1] for row in told["verwerker-voor"][1:]] == ["Sectorfonds Dakrand", "Wonen Hazelmark"]
    assert told["wie"][0][1] == "Bureau Wervelpeil"
    read = read_back(to, entries, record.version.digest, roles("survey-bureau"))
    assert (read.entries, read.problems) == ({}, [])


@pytest.mark.parametrize("begins", ["=1+1", "+31", "-1", "@SUM(A1)", '=HYPERLINK("http://x")'])
def test_no_cell_is_computed(begins: str) -> None:
    entries = profile()
    entries["home-seekers"] = {**entries["home-seekers"], "description": {"nl": begins, "en": begins}}
    rows = sheets_of(entries)["algemeen"]
    assert sum(row.count(begins) for row in rows) == 2


@pytest.mark.parametrize(
    "typed", ["<r><t>x</t></r></si><si><t>INJECTED</t></si><si><r><t>y</t></r>", "<r></si>oops</r>", "<r></r>\n<r></r>"]
)
def test_no_text_is_taken_for_xml(typed: str) -> None:
    entries, to = profile(), BytesIO()
    entries["home-seekers"] = {**entries["home-seekers"], "description": {"nl": typed, "en": typed}}
    assert sum(cell.strip() == typed for row in sheets_of(entries)["algemeen"] for cell in row) == 2
    write(entries, DIGEST, to)
    read = read_back(to, entries, DIGEST, Known(roles=NAMES, day=TODAY))
    assert (read.entries, read.problems) == ({}, [])


def test_one_change_is_one_entry() -> None:
    entries = profile()
    sheets = sheets_of(entries)
    row = next(row for row in sheets["termijnen"] if row[0] == "home-seekers")
    row[2] = "P1Y"
    read = back(sheets, entries)
    assert read.problems == []
    assert list(read.entries) == ["home-seekers"]
    assert read.entries["home-seekers"]["retention"][row[1]]["period"] == "P1Y"
    assert read.entries["home-seekers"]["roles"] == entries["home-seekers"]["roles"]


def test_an_activity_is_added_by_its_rows() -> None:
    entries = profile()
    sheets = sheets_of(entries)
    for name in ("algemeen", "gegevens", "beginselen", "afweging", "toestemming", "computer", "doelen", "grondslagen"):
        sheets[name] += [["parking", *row[1:]] for row in sheets[name] if row[0] == "home-seekers"]
    read = back(sheets, entries)
    assert read.problems == []
    assert list(read.entries) == ["parking"]
    assert read.entries["parking"]["roles"] == {}


def test_the_order_of_worksheets_rows_and_columns_does_not_matter_but_what_they_say_does() -> None:
    entries = profile()
    sheets = {name: rows for name, rows in reversed(sheets_of(entries).items()) if name != HOW}
    sheets = {HOW: [[MARK, DIGEST[:16]]], **sheets}
    sheets["doorgifte"] = [[*row, ""] for row in sheets["doorgifte"]]
    assert back(sheets, entries) == Read(rows=back(sheets, entries).rows)


def wrong(read: Read) -> list[tuple[str, int, str]]:
    return [(one.sheet, one.row, one.column) for one in read.problems]


def test_what_is_wrong_is_named_by_sheet_row_and_column() -> None:
    entries = profile()
    sheets = sheets_of(entries)
    general, rules, bases = sheets["algemeen"], sheets["termijnen"], sheets["grondslagen"]
    place = general[0].index("name_en")
    general[1][place] = ""
    general[2][general[0].index("owner")] = "nobody"
    rules[1][rules[0].index("period")] = "long"
    bases[1][bases[0].index("basis")] = "because"
    assert sorted(wrong(back(sheets, entries))) == [
        ("algemeen", 2, "name_en"),
        ("algemeen", 3, "owner"),
        ("grondslagen", 2, "basis"),
        ("termijnen", 2, "period"),
    ]


def test_what_is_missing_or_too_much_is_named() -> None:
    entries = profile()
    whole = sheets_of(entries)
    assert wrong(back({k: v for k, v in whole.items() if k != "doelen"}, entries)) == [("doelen", 1, "")]
    renamed = whole | {"doelen": [["activity", "key", "text_nl", "text"], *whole["doelen"][1:]]}
    assert wrong(back(renamed, entries)) == [("doelen", 1, "text_en"), ("doelen", 1, "text")]
    gone = whole | {"algemeen": [row for row in whole["algemeen"] if row[0] != "rights"]}
    assert ("algemeen", 1, KEY) in wrong(back(gone, entries))
    twice = whole | {"algemeen": [*whole["algemeen"], whole["algemeen"][1]]}
    assert wrong(back(twice, entries)) == [("algemeen", len(twice["algemeen"]), KEY)]
    unknown = whole | {"doelen": [*whole["doelen"], ["nothing", "x", "a", "b"]]}
    assert wrong(back(unknown, entries)) == [("doelen", len(unknown["doelen"]), KEY)]
    half = whole | {"gegevens": [row for row in whole["gegevens"] if row[0] != "rights"]}
    assert wrong(back(half, entries)) == [("gegevens", 1, KEY)]
    rule = next(row for row in whole["termijnen"] if row[0] == "home-seekers")
    doubled = whole | {"termijnen": [*whole["termijnen"], rule]}
    assert [(sheet, column) for sheet, _row, column in wrong(back(doubled, entries))] == [("termijnen", "clock")]


def test_a_workbook_of_another_version_is_refused() -> None:
    entries = profile()
    sheets = sheets_of(entries) | {HOW: [[MARK, "another"]]}
    assert wrong(back(sheets, entries)) == [(HOW, 1, "A")]
    del sheets[HOW]
    assert wrong(back(sheets, entries)) == [(HOW, 1, "A")]


def test_what_is_no_workbook_or_fits_none_is_said() -> None:
    with pytest.raises(TableError):
        read_back(BytesIO(b"PK\x03\x04 no"), {}, DIGEST, Known(roles={}, day=TODAY))
    entries = profile()
    entries["home-seekers"] = {**entries["home-seekers"], "description": {"nl": "a" * 40_000, "en": "b"}}
    with pytest.raises(TooLong):
        write(entries, DIGEST, BytesIO())


def test_every_section_has_its_worksheet_and_the_how_to_both_languages() -> None:
    sheets = sheets_of(profile())
    assert list(sheets) == [HOW, *(section.slug for section in (*OWN, *SERVED, *GENERAL))]
    told = " ".join(cell for row in sheets[HOW] for cell in row)
    assert "Zo gebruikt u deze werkmap" in told
    assert "How to use this workbook" in told
