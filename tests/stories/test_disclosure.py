"""Something is told outside because a law or the task demands it: recorded with its ground, and told to whom it is about."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from huisvrede.engines.rights.package import collect
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.disposal.services import nightly
from huisvrede.foundation.walls.session import acting
from huisvrede.modules.allocation.models import Registration
from tests.browsing import signed_in
from tests.cast import SINCE, member, system
from tests.conftest import TODAY, as_login
from tests.foundation.gates.disclosures import BY_LAW, THERAPISTS, TO_A_CORPORATION, stored, typed
from tests.modules.allocation.cards import text

SANNE = f"/werk/woningzoekenden/{member('sanne').file}/"
TARIQ = f"/werk/bewoners/{member('tariq').file}/"


@pytest.mark.clause("SUR-13")
@pytest.mark.clause("CAR-11")
def test_what_a_law_demands_is_recorded_and_told_to_whom_it_is_about(organisation: Organisation) -> None:
    # given Anna of customer service, who gave the municipality what a law entitles it to
    anna = signed_in(organisation, "anna")
    # when she records it
    shown = text(anna.post(f"{SANNE}doorgeven/", typed(BY_LAW), follow=True))
    # then it stands with the file: to whom, what, how, on which ground and why
    told = [
        "Gemeente Zeggedam",
        "On paper.",
        "A law demands it: art. 64 Participatiewet.",
        "checks a benefit",
        "bind the recipient to secrecy",
    ]
    assert [one for one in told if one not in shown] == []
    # and Sanne reads it on her own page and finds it in her log; Tariq and Chris, whom it is not about, do not
    own = text(signed_in(organisation, "sanne").get("/mijn/gegevens/"))
    assert [one for one in told if one not in own] == []
    assert "passed on" in text(signed_in(organisation, "sanne").get("/mijn/inzage-log/"))
    assert "Gemeente Zeggedam" not in text(signed_in(organisation, "tariq").get("/mijn/gegevens/"))
    refused = signed_in(organisation, "chris").get(SANNE)
    assert (refused.status_code, "Gemeente Zeggedam" in text(refused)) == (404, False)


@pytest.mark.clause("SUR-13")
def test_what_the_task_demands_goes_to_whom_the_policy_names_and_no_further(care_group: Organisation) -> None:
    # given Bram, who supports Tariq and speaks with his therapist
    bram = signed_in(care_group, "bram")
    facts = {
        **typed({**BY_LAW, "standing": THERAPISTS, "recipient": "Praktijk De Wilg", "provision": ""}),
        "manner": "spoken",
    }
    # when he records more than a therapist receives by the policy, then nothing is recorded and the form says why
    shown = text(bram.post(f"{TARIQ}doorgeven/", {**facts, "categories": ["identity", "nationality"]}))
    assert "By our policy no more goes to this recipient than" in shown
    assert stored(care_group, "care_disclosure") == []
    # when he doesn't say since when Tariq agrees, or says a day after it, then nothing is recorded either
    facts["categories"] = ["identity", "health"]
    for agreed_on, said in (
        ("", "They receive this only if the person agrees."),
        ((TODAY + timedelta(days=1)).isoformat(), "The person agreed after it was passed on."),
    ):
        assert said in text(bram.post(f"{TARIQ}doorgeven/", {**facts, "agreed_on": agreed_on}))
    assert stored(care_group, "care_disclosure") == []
    # when he records what he told, then it stands with the ground of the policy and the day on which Tariq agreed
    facts["agreed_on"] = SINCE.isoformat()
    shown = text(bram.post(f"{TARIQ}doorgeven/", facts, follow=True))
    assert "The person agreed to it (10 January 2022): GDPR 9(2)(a)." in shown
    assert stored(care_group, "care_disclosure") == [
        ("Praktijk De Wilg", "consent", "GDPR 9(2)(a)", ["identity", "health"])
    ]
    # and Tariq reads it; of Sanne, whom Bram doesn't support, he can record nothing, and she reads nothing of it
    assert "Praktijk De Wilg" in text(signed_in(care_group, "tariq").get("/mijn/dossier/"))
    assert "Praktijk De Wilg" not in text(signed_in(care_group, "sanne").get("/mijn/dossier/"))
    other = f"/werk/bewoners/{member('sanne').file}/doorgeven/"
    assert bram.post(other, {**facts, "categories": ["identity"]}).status_code == 404


@pytest.mark.clause("SUR-13")
def test_the_answer_to_a_request_names_who_in_fact_received_something(organisation: Organisation) -> None:
    # given two recipients of Sanne's data, one of Tariq's
    anna = signed_in(organisation, "anna")
    for facts in (BY_LAW, TO_A_CORPORATION):
        anna.post(f"{SANNE}doorgeven/", typed(facts))
    tariq = f"/werk/woningzoekenden/{member('tariq').file}/doorgeven/"
    anna.post(tariq, typed({**BY_LAW, "recipient": "Gemeente Elders"}))
    # when her request for access is answered, in Dutch
    with as_login(organisation, "worker"), acting(organisation, system("rights", TODAY)):
        package = collect(member("sanne").person, language="nl", day=TODAY)
    # then both stand beside the recipients of the policy (CJEU C-154/21), with every field in words
    seekers = next(one for one in package.processing if one.key == "home-seekers")
    assert sorted(seekers.received) == [
        "Gemeente Zeggedam, 23 november 2026",
        "Woonstichting De Kade, 23 november 2026",
    ]
    held = next(one for one in package.held if one.kind == "allocation.Disclosure")
    rows = [{value.label: value.text for value in row.values} for row in held.rows]
    row = next(row for row in rows if row["Ontvanger"] == "Woonstichting De Kade")
    assert (held.name, row) == (
        "Gegevens die zijn doorgegeven",
        {
            "Doorgegeven op": "23 november 2026",
            "Ontvanger": "Woonstichting De Kade",
            "Ontvanger volgens ons beleid": "Deelnemende corporaties die mensen aan de balie helpen",
            "Grond": "Onze taak vraagt het",
            "Artikel of bepaling": "GDPR 28(3)",
            "Soorten gegevens": "naam en identiteit, wonen",
            "Hoe het is doorgegeven": "In een gesprek of aan de telefoon",
            "Waarvoor het was": "Help at the counter.",
            "Hoe de ontvanger aan geheimhouding is gebonden": row["Hoe de ontvanger aan geheimhouding is gebonden"],
            "Vastgelegd op": row["Vastgelegd op"],
            "Vastgelegd door": "Klantenservice",
        },
    )
    assert "Gemeente Elders" not in str(package)


@pytest.mark.clause("SUR-13")
def test_the_record_goes_with_the_file_it_is_about(organisation: Organisation) -> None:
    # given a record about Sanne's file, which has had its time, and one about Tariq's, which runs
    anna = signed_in(organisation, "anna")
    anna.post(f"{SANNE}doorgeven/", typed(BY_LAW))
    anna.post(f"/werk/woningzoekenden/{member('tariq').file}/doorgeven/", typed(TO_A_CORPORATION))
    with as_login(organisation, "worker"):
        with acting(organisation, system("registration", TODAY)):
            Registration.objects.filter(pk=member("sanne").file).update(
                ended_on=date(2024, 2, 29), end_reason="housed"
            )
        # when the night comes
        report = nightly(organisation, on=TODAY)
    # then file and record are gone, each with its line, and the other stays
    assert (report.files, report.rows) == (1, 2)
    assert [recipient for recipient, *_rest in stored(organisation)] == ["Woonstichting De Kade"]
