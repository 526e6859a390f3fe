"""A home seeker registers, sees and changes their data, and leaves: as the website promises it."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone

from huisvrede.core.duration import Period
from huisvrede.core.periods import retained_until
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.modules.allocation.models import Registration
from tests.browsing import signed_in
from tests.cast import member
from tests.modules.allocation.cards import CARD, TYPED, job, newcomer, registration_of, text

LIST = "/werk/woningzoekenden/"


@pytest.mark.clause("ALL-06")
def test_a_home_seeker_registers_on_the_website(organisation: Organisation) -> None:
    # given somebody with a new account and no registration
    client = newcomer(organisation)
    assert "Looking for a home?" in text(client.get("/mijn/"))
    # when they fill in the form
    shown = text(client.post("/mijn/inschrijven/", TYPED, follow=True))
    # then they have a number, see what is kept, and customer service finds them
    with job(organisation):
        made = Registration.objects.get(family_name="Meer")
    assert re.fullmatch(r"W-\d{4}-\d{4}-\d{2}", made.number)
    assert [one in shown for one in (f"Your number is {made.number}.", "Nadia van der Meer")] == [True, True]
    assert {name: getattr(made, name) for name in CARD} == CARD
    assert "Nadia van der Meer" in text(signed_in(organisation, "anna").post(LIST, {"number": made.number}))


@pytest.mark.clause("ALL-07")
def test_a_registered_home_seeker_changes_their_data(organisation: Organisation) -> None:
    # given Sanne, who moved house, and Tariq, who did not
    client = signed_in(organisation, "sanne")
    # when she writes her new address
    client.post("/mijn/gegevens/wijzigen/", {**TYPED, "version": "1"})
    # then hers stands there, and his as it was
    assert "Gracht 12 bis, 1234 AB Zeggedam" in text(client.get("/mijn/gegevens/"))
    assert registration_of(organisation, "tariq").street == "Kade"


@pytest.mark.clause("ALL-12")
def test_a_home_seeker_deregisters_and_sees_until_when_their_data_are_kept(
    organisation: Organisation,
) -> None:
    # given Sanne, who is told beforehand
    client = signed_in(organisation, "sanne")
    assert "If you deregister today, we keep your data at least until" in text(client.get("/mijn/uitschrijven/"))
    # when she deregisters
    shown = text(client.post("/mijn/uitschrijven/", follow=True))
    # then the retention period of the policy runs from that day
    kept = registration_of(organisation, "sanne")
    assert (kept.ended_on, kept.end_reason) == (timezone.localdate(), "deregistered")
    until = retained_until(timezone.localdate(), Period.parse("P2Y"))
    assert f"{until:%B} {until.year}. Then we destroy them, unless they are still needed" in shown
    # and the page does not say that what has ended can be changed
    assert ("You can change it yourself." in shown, "you can no longer change it yourself" in shown) == (False, True)
    # and a second time ends nothing anew
    assert client.post("/mijn/uitschrijven/")["Location"] == "/mijn/gegevens/"


@pytest.mark.clause("ALL-12")
@pytest.mark.parametrize("reason", ["deregistered", "housed", "lapsed", "died"])
def test_however_the_relation_ends_the_same_period_begins(organisation: Organisation, reason: str) -> None:
    # given Tariq's running registration; when staff end it
    path = f"{LIST}{member('tariq').file}/uitschrijven/"
    shown = text(
        signed_in(organisation, "anna").post(path, {"reason": reason, "on": "2025-01-31"}, follow=True)
    )
    # then it is kept two years from that day
    assert registration_of(organisation, "tariq").end_reason == reason
    assert "until 31 January 2027" in shown


@pytest.mark.clause("ALL-05")
def test_an_advisor_sees_what_their_task_requires_and_why(organisation: Organisation) -> None:
    # given Bram, who handles Tariq's registration and not Sanne's
    client = signed_in(organisation, "bram")
    # when he opens the list and both records
    shown, own = text(client.get(LIST)), text(client.get(f"{LIST}{member('tariq').file}/"))
    refused = client.get(f"{LIST}{member('sanne').file}/")
    # then he finds one, with the reason, and is told whom to ask for the other
    assert ("Veldmarker" in shown, "Zandmarker" in shown) == (True, False)
    assert [one in own for one in ("Why can I see this?", "what is assigned to you", "Ada")] == [True] * 3
    assert (refused.status_code, "Customer service" in text(refused), "Zandmarker" in text(refused)) == (
        404,
        True,
        False,
    )


@pytest.mark.clause("ALL-04")
def test_no_page_opens_these_data_under_the_purpose_of_another_activity(organisation: Organisation) -> None:
    # given Petra, whose roles reach requests and logs, and Anna, whose role reaches home seekers
    petra, anna = signed_in(organisation, "petra"), signed_in(organisation, "anna")
    path = f"{LIST}{member('sanne').file}/"
    # then the same page answers one of them
    assert (petra.get(path).status_code, anna.get(path).status_code) == (404, 200)
    assert "Zandmarker" not in text(petra.get(path))


@pytest.mark.clause("COR-12")
@pytest.mark.parametrize(
    ("name", "typed", "sentence"),
    [
        ("birth_date", "31-2-1984", "This day does not exist. Check the day and the month."),
        ("postcode", "1234", "This is no Dutch postcode. Write four digits and two letters, as in 1234 AB."),
        ("email", "nadia", "This is no e-mail address. Write it as name@example.org."),
        (
            "phone",
            "12",
            "This is no telephone number. Write it as 06 12345678, or begin with + and the country.",
        ),
        ("family_name", "", "Fill this in. Without it we can't go on."),
    ],
)
def test_data_are_checked_before_they_are_kept(
    organisation: Organisation, name: str, typed: str, sentence: str
) -> None:
    # given somebody who mistypes one field; when they send the form
    shown = text(newcomer(organisation).post("/mijn/inschrijven/", {**TYPED, name: typed}))
    # then the message stands at that field, and nothing was kept
    (at_field,) = re.findall(rf'id="id_{name}_error"><p>([^<]*)</p>', shown)
    assert at_field == sentence
    with job(organisation):
        assert Registration.objects.count() == 2


@pytest.mark.clause("COR-14", part="typed")
@pytest.mark.parametrize(
    ("name", "typed"), [("street", "111222333"), ("family_name", "Meer, BSN 111222333"), ("given_name", "1112.22.333")]
)
def test_a_citizen_service_number_is_refused_wherever_a_home_seeker_types_it(organisation: Organisation, name: str, typed: str) -> None:
    # given somebody who types the number in a field that is not for it; when they send the form
    shown = text(newcomer(organisation).post("/mijn/inschrijven/", {**TYPED, name: typed}))
    # then the field says to leave it out, and nothing was kept
    assert re.findall(rf'id="id_{name}_error"><p>(Leave the citizen service number)', shown)
    with job(organisation):
        assert Registration.objects.count() == 2
    # and a request about one's data takes it no more than a registration does
    asked = text(signed_in(organisation, "sanne").post("/mijn/verzoeken/", {"wording": "Mijn burgerservicenummer is 111222333."}))
    assert "Leave the citizen service number (BSN) out." in asked


@pytest.mark.clause("COR-19")
def test_whoever_registers_reads_how_their_data_are_handled(organisation: Organisation) -> None:
    # given the form; then beside it stand purpose, basis, retention, recipients and rights, from the adopted policy
    shown = text(newcomer(organisation).get("/mijn/inschrijven/"))
    expected = [
        "Register you as a home seeker, keep your data up to date and deregister you",
        "article 6(1)(b) of the GDPR",
        "2 years",
        "Participating corporations that help people at the desk",
        "You may have wrong or incomplete data corrected.",
        "privacy@allocation-service.example",
    ]
    assert [one for one in expected if one not in shown] == []
