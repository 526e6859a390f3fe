"""Both records in words: the same in each file that is made of them, and with everything an entry may hold."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import override

from huisvrede.engines.transparency.record import header, rows
from huisvrede.engines.transparency.shape import SECTIONS
from tests.recorded import recorded


def test_the_table_holds_who_and_both_parts_in_both_languages() -> None:
    record = recorded("survey-bureau")
    for tongue in ("nl", "en"):
        with override(tongue):
            found = list(rows(record))
            assert all(len(row) == len(header()) for row in found)
            assert {row[0] for row in found} == {"", "30(1)", "30(2)"}
            assert [row[4] for row in found if row[0] == ""][:2] == ["Bureau Wervelpeil", "Kadeplein 40, 9999 ZC Wervelhaven"]
            assert {row[1] for row in found if row[0] == "30(1)"} == set(record.said)
            assert record.served["labour-market-survey"]["security"][0][tongue] in {row[4] for row in found if row[0] == "30(2)"}


def test_the_officer_is_called_what_he_is() -> None:
    with override("en"):
        assert ("Data protection officer", "Ruben Kadijk, privacy@survey-bureau.example") in recorded("survey-bureau").who
        assert ("Privacy officer", "privacy@allocation-service.example") in recorded("allocation-service").who


def test_every_section_is_told() -> None:
    with override("en"):
        told = {entry.key: entry.facts for entry in recorded("allocation-service").own}["home-seekers"]
        said = recorded("allocation-service").said["home-seekers"]
        for section in SECTIONS:
            if section.many and said.get(section.name):
                assert len(told[_(section.label)]) == len(said[section.name])
        assert "Name" not in told, "it stands above its facts"


def test_the_record_reads_as_text_and_says_what_is_none() -> None:
    with override("en"):
        told = {entry.key: entry.facts for entry in recorded("allocation-service").own}["home-seekers"]
    assert (told["Joint controllers"], told["Outside the European Economic Area"]) == (("None",), ("None",))
    assert [line for line in told["Purposes"] if "·" in line] == []
    assert (told["Held in"], told["Last looked at on"]) == (("Huisvrede",), ("1 September 2026",))
    assert told["To be looked at again"] in {("every year",), ("every 6 months",)}
