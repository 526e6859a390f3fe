"""The page on which it is recorded tells at each field what is wrong, and shows nobody to whom they do not belong."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from huisvrede.foundation.cluster.organisations import Organisation
from tests.browsing import signed_in
from tests.cast import member
from tests.foundation.gates.disclosures import BY_LAW, TO_A_CORPORATION, stored, typed
from tests.modules.allocation.cards import text

SANNE = f"/werk/woningzoekenden/{member('sanne').file}/"
TARIQ = f"/werk/woningzoekenden/{member('tariq').file}/"


def test_the_form_offers_the_recipients_of_the_policy_and_its_kinds_of_data(
    organisation: Organisation,
) -> None:
    shown = text(signed_in(organisation, "anna").get(f"{SANNE}doorgeven/"))
    told = [
        "Participating corporations",
        "Somebody to whom a law obliges us to give it",
        "Sanne Zandmarker can see this",
        "household",
    ]
    assert [one for one in told if one not in shown] == []
    today = timezone.localdate()
    assert ("health" in shown, f'value="{today.day}-{today.month}-{today.year}"' in shown) == (False, True)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"provision": ""}, "Name the law and the article"),
        ({"given_on": (timezone.localdate() + timedelta(days=2)).isoformat()}, "This day has yet to come."),
        ({"recipient": ""}, "This field is required."),
    ],
)
def test_what_is_wrong_stands_at_its_field(
    organisation: Organisation, changed: dict[str, str], sentence: str
) -> None:
    """Once in the summary above the form, and once at the field."""
    client = signed_in(organisation, "anna")
    shown = text(client.post(f"{SANNE}doorgeven/", {**typed(BY_LAW), **changed}))
    assert (shown.count(sentence), "Gemeente Zeggedam" in shown or "recipient" in changed) == (2, True)
    assert stored(organisation) == []


def test_a_recipient_of_the_policy_is_told_what_it_may_have(organisation: Organisation) -> None:
    facts = {**typed(TO_A_CORPORATION), "categories": ["correspondence"]}
    shown = text(signed_in(organisation, "anna").post(f"{SANNE}doorgeven/", facts))
    assert "By our policy no more goes to this recipient than: name" in shown


@pytest.mark.parametrize(
    ("name", "path"), [("chris", SANNE), ("bram", TARIQ), ("bram", SANNE), ("petra", SANNE), ("noor", SANNE)]
)
def test_without_the_right_there_is_no_page(organisation: Organisation, name: str, path: str) -> None:
    client = signed_in(organisation, name)
    answers = [client.get(f"{path}doorgeven/"), client.post(f"{path}doorgeven/", typed(BY_LAW))]
    assert {answer.status_code for answer in answers} <= {302, 404}
    assert [one for one in answers if "marker" in text(one)] == []
    assert stored(organisation) == []


def test_a_reader_without_the_right_sees_the_list_and_no_way_to_add(organisation: Organisation) -> None:
    signed_in(organisation, "anna").post(f"{TARIQ}doorgeven/", typed(BY_LAW))
    shown = text(signed_in(organisation, "bram").get(TARIQ))
    assert ("Gemeente Zeggedam" in shown, "article 19" in shown, f"{TARIQ}doorgeven/" in shown) == (True, True, False)
