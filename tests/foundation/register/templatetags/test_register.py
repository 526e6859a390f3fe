"""The notice of an activity says what article 13 asks, as the adopted policy of the day says it."""

from __future__ import annotations

from datetime import date

import pytest
from django.template import Context, Template
from django.utils import translation

from huisvrede.foundation.cluster.organisations import Organisation
from tests.conftest import TODAY
from tests.modules.allocation.cards import acts

EXPECTED = {
    "nl": ["Woonloket Zeggeland is verantwoordelijk", "U inschrijven als woningzoekende", "artikel 6(1)(b) van de AVG",
           "2 jaar", "Datahof (beheert de servers", "Uw rechten", "privacy@allocation-service.example",
           "Autoriteit Persoonsgegevens", "De gegevens komen van uzelf"],
    "en": ["Woonloket Zeggeland is responsible", "Register you as a home seeker", "article 6(1)(b) of the GDPR",
           "2 years", "Datahof (runs the servers", "Your rights", "privacy@allocation-service.example",
           "Dutch Data Protection Authority", "The data come from you"],
}  # fmt: skip


def notice(organisation: Organisation, activity: str, day: date = TODAY) -> str:
    with acts(organisation, "sanne"):
        return Template("{% load register %}{% notice_of activity day %}").render(
            Context({"activity": activity, "day": day})
        )


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_notice_says_purpose_basis_period_recipients_and_rights(
    organisation: Organisation, language: str
) -> None:
    with translation.override(language):
        shown = notice(organisation, "home-seekers")
    assert [one for one in EXPECTED[language] if one not in shown] == []


@pytest.mark.parametrize(
    ("activity", "portable", "objects"),
    [("home-seekers", True, True), ("rights", False, False), ("newsletter", True, False), ("chain-partners", False, True)],
)
def test_the_notice_tells_the_rights_of_its_legal_bases_and_no_others(
    organisation: Organisation, activity: str, portable: bool, objects: bool
) -> None:
    with translation.override("en"):
        shown = notice(organisation, activity)
    assert ("take them along" in shown, "<h3>You may object" in shown) == (portable, objects)
    assert "withdraw your consent" in shown or activity != "newsletter"


def test_an_activity_the_policy_does_not_have_has_no_notice(organisation: Organisation) -> None:
    assert notice(organisation, "care-files").strip() == ""
