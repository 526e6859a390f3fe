"""Headers, limits and refusals, whatever file they come from."""

from huisvrede.core.tables.sheet import SENTENCES, Limits, TableError, clean_header, sheet_of

FACTS = dict.fromkeys(
    ("limit", "columns", "line", "place", "first", "second", "format", "encoding", "reason", "cells"), "seven"
)


def test_every_refusal_has_a_sentence_that_its_facts_fill() -> None:
    assert [str(TableError(code, **FACTS)).count("{") for code in SENTENCES] == [0] * len(SENTENCES)


def test_the_first_filled_row_names_the_columns() -> None:
    sheet = sheet_of(iter([(1, ("", " ")), (2, ("Naam", "")), (3, ("", "")), (4, ("Jan", ""))]), Limits())
    assert (sheet.headers, list(sheet.rows)) == (("Naam",), [(4, ("Jan", ""))])


def test_a_header_is_one_line_of_visible_signs() -> None:
    assert clean_header(" Geboorte\r\n\u200bdatum\x00 ") == "Geboorte datum"
