"""The letter names outcome, reasons, authority and court; the package is printed whole."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest

from huisvrede.core.duration import Language
from huisvrede.engines.rights import letters
from huisvrede.engines.rights.package import Package, collect
from huisvrede.foundation.audit.services import record
from huisvrede.foundation.cases.models import Case, Decision
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.documents.blocks import Block, Document, Paragraph, Table
from huisvrede.foundation.people.models import Person
from huisvrede.foundation.walls.session import acting
from tests.cast import member, system
from tests.conftest import TODAY, as_login


def letter(
    organisation: Organisation, outcome: str, language: Language = "en", workflow: str = "access", since: date | None = TODAY
) -> Document:
    case = Case(pk=uuid4(), workflow=workflow, received_on=TODAY, person=Person(restricted_since=since))
    decision = Decision(outcome=outcome, reasons="Because it is so.")
    with as_login(organisation, "worker"), acting(organisation, system("rights", TODAY)):
        return letters.of_decision(case, decision, language=language, day=TODAY)


@pytest.mark.parametrize("outcome", ["granted", "refused"])
def test_a_letter_has_reasons_authority_and_court_with_the_term(
    organisation: Organisation, outcome: str
) -> None:
    said = str(letter(organisation, outcome).blocks)
    expected = [
        "Because it is so.",
        "Data Protection Authority",
        "court",
        "within 6 weeks after you received this answer",
        "UAVG art. 35(2)",
    ]
    assert [text for text in expected if text not in said] == []


def test_a_refusal_says_so_and_promises_no_package(organisation: Organisation) -> None:
    granted, refused = (str(letter(organisation, outcome).blocks) for outcome in ("granted", "refused"))
    assert ("We grant" in granted, "My requests" in granted) == (True, True)
    assert ("We refuse" in refused, "My requests" in refused) == (True, False)


def test_a_letter_is_in_the_language_of_the_request(organisation: Organisation) -> None:
    assert letter(organisation, "refused", "nl").title == "Besluit op uw verzoek om inzage"
    assert letter(organisation, "refused", "nl", "restriction").title == "Besluit op uw verzoek om beperking"


def test_a_letter_on_restriction_says_what_happens_with_the_data(organisation: Organisation) -> None:
    granted, refused = (
        str(letter(organisation, outcome, workflow="restriction").blocks) for outcome in ("granted", "refused")
    )
    assert ("do not use or change them" in granted, "before this ends" in granted) == (True, True)
    assert "again once 7 days have passed after we gave or sent you this letter" in refused
    nobody = str(letter(organisation, "refused", workflow="restriction", since=None).blocks)
    assert "We use your data again" not in nobody


def printed(organisation: Organisation, name: str = "sanne") -> tuple[Package, tuple[Block, ...]]:
    with as_login(organisation, "worker"), acting(organisation, system("rights", TODAY)):
        package = collect(member(name).person, language="en", day=TODAY)
        return package, letters.of_package(Case(pk=uuid4()), package, language="en", day=TODAY).blocks


def test_the_package_is_printed_with_every_field(organisation: Organisation) -> None:
    package, blocks = printed(organisation)
    values = [value.text for held in package.held for row in held.rows for value in row.values]
    assert [text for text in values if text not in str(blocks)] == []


def test_who_looked_is_printed_line_by_line_and_ones_own_looks_are_counted(organisation: Organisation) -> None:
    for _ in range(3):
        with acting(organisation, member("anna").acting("registration", TODAY)):
            record("home-seekers", "view", [member("sanne").person])
    for _ in range(4):
        with acting(organisation, member("sanne").acting("registration", TODAY)):
            record("home-seekers", "view", [member("sanne").person])
    package, blocks = printed(organisation)
    (seen,) = (block for block in blocks if isinstance(block, Table) and block.caption == "Who saw your data")
    assert [row[seen.header.index("Role")] for row in seen.rows] == ["Customer service"] * 3
    moments = [str(row[seen.header.index("Moment")]) for row in seen.rows]
    assert moments == sorted(moments, reverse=True)
    told = [block.text for block in blocks if isinstance(block, Paragraph) and "this yourself" in block.text]
    assert [text.startswith("You did this yourself 4 times, from ") for text in told] == [True, True]
    assert {held.kind: len(held.rows) for held in package.held if held.kind.startswith("audit.")} == {
        "audit.Look": 4,
        "audit.Seen": 7,
    }
