"""What people read before they agree, and where a computer decides: in the register, the statement, at the form, in files."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from django.utils import timezone

from huisvrede.core.vocabulary import COMPUTER_DECIDES, CONSENT_SAYS
from huisvrede.engines.rights.package import collect
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.walls.session import acting
from tests.bearing import program
from tests.browsing import Watched, signed_in, visiting
from tests.cast import member, system
from tests.conftest import as_login
from tests.modules.allocation.cards import newcomer
from tests.modules.allocation.cards import text as shown
from tests.stories.test_register import adopted, policy, read
from tests.stories.test_statement import text

FORM = "/mijn/inschrijven/"
DECIDES = {
    "logic": {"nl": "De computer telt uw maanden.", "en": "The computer counts your months."},
    "consequences": {"nl": "Te weinig, dan wacht u.", "en": "Too few, and you wait."},
    "person": {"nl": "Bel Anna, zij kijkt opnieuw.", "en": "Call Anna, who looks again."},
}
AGREED = {part: {"nl": f"NL {part}.", "en": f"We say of the {part}."} for part in CONSENT_SAYS}


def told(organisation: Organisation, seeker: Watched) -> dict[str, str]:
    """What each place says of home seekers: register, statement, policy, the form, the API and the linked file."""
    petra = signed_in(organisation, "petra")
    return {
        "register": read(organisation, "/werk/register/home-seekers/"),
        "statement": text(visiting(organisation), "/privacy/"),
        "policy": text(visiting(organisation), "/privacy/beleid/"),
        "form": shown(seeker.get(FORM)),
        "program": json.dumps(program(organisation, "petra").get("/api/v1/processing-activities/home-seekers").json()),
        "file": petra.get("/werk/register/overdragen/?vorm=jsonld").content.decode(),
        "paper": petra.get("/werk/register/overdragen/?vorm=csv").content.decode(),
    }


@pytest.mark.clause("ALL-23", part="consent text")
def test_what_people_read_before_they_agree_stands_wherever_the_activity_is_told(organisation: Organisation) -> None:
    # given the newsletter, which rests on consent: anybody reads what for, why, how it is handled, and that no is fine
    seeker = newcomer(organisation)
    entry, statement = policy().activities["newsletter"], text(visiting(organisation), "/privacy/")
    assert [*entry.consent] == [*CONSENT_SAYS]
    assert [said["en"] for said in entry.consent.values() if said["en"] not in statement] == []
    # when an activity comes to rest on consent and says nothing of that
    whole = policy()
    asks = replace(whole.activities["home-seekers"], legal_bases=({"basis": "consent", "article": "6(1)(a)", "explanation": {"nl": "Ja", "en": "Yes"}},))
    adopted(organisation, replace(whole, activities={**whole.activities, asks.key: asks}))
    # then who works here reads what is missing, part by part
    assert "in what people read before they agree: “That one is free to refuse”" in read(organisation, "/werk/register/")
    # and when it is written, then it stands in each place where the activity is told
    adopted(organisation, replace(whole, activities={**whole.activities, asks.key: replace(asks, consent=AGREED)}, digest="written"))
    assert "“Registration of home seekers” does not say yet" not in read(organisation, "/werk/register/")
    for place, page in told(organisation, seeker).items():
        assert [said["en"] for said in AGREED.values() if said["en"] not in page] == [], place


def test_where_a_computer_decides_people_read_how_what_it_means_and_how_a_person_looks_again(organisation: Organisation) -> None:
    # given an activity in which people decide: it says so
    assert "No. People decide." in text(visiting(organisation), "/privacy/")
    seeker = newcomer(organisation)
    assert "No decision about you is made without a person." in shown(seeker.get(FORM))
    # when a computer comes to decide in it
    whole = policy()
    decided = replace(whole.activities["home-seekers"], automated_decisions=True, automated=DECIDES)
    adopted(organisation, replace(whole, activities={**whole.activities, decided.key: decided}))
    # then each place says how, what that means for people, and how a person looks again (articles 13(2)(f) and 22)
    assert [*DECIDES] == [*COMPUTER_DECIDES]
    for place, page in told(organisation, seeker).items():
        assert [said["en"] for said in DECIDES.values() if said["en"] not in page] == [], place
    # and so does the answer to who asks what is held of them (article 15(1)(h))
    today = timezone.localdate()
    with as_login(organisation, "worker"), acting(organisation, system("rights", today)):
        package = collect(member("sanne").person, language="en", day=today)
    (seekers,) = [one for one in package.processing if one.key == "home-seekers"]
    assert seekers.automated_decisions == "Yes. The computer counts your months. Too few, and you wait. Call Anna, who looks again."
