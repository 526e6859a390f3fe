"""The page of a change: what it shows, to whom, and each step on it."""

from __future__ import annotations

import pytest
from django.utils import timezone

from huisvrede.foundation.cluster.organisations import Organisation
from tests.browsing import signed_in
from tests.drafting import begun, case_of, changed, stepped, worked


def sent(organisation: Organisation) -> None:
    changed(organisation, begun(organisation), "termijnen", **{"item-1-period": "1 jaar"})
    stepped(organisation, "petra", "send")


def shown(organisation: Organisation, who: str) -> str:
    response = signed_in(organisation, who).get(f"/werk/beleid/{case_of(organisation).pk}/")
    assert response.status_code == 200
    return str(response.content.decode())


def test_the_list_shows_what_runs_and_what_was(organisation: Organisation) -> None:
    dirk = signed_in(organisation, "dirk")
    assert "Begin a draft" not in dirk.get("/werk/beleid/").content.decode()
    assert dirk.post("/werk/beleid/beginnen/").status_code == 404
    petra = signed_in(organisation, "petra")
    assert "Begin a draft" in petra.get("/werk/beleid/").content.decode()
    begun(organisation)
    assert "To the change that runs" in dirk.get("/werk/beleid/").content.decode()
    stepped(organisation, "petra", "drop")
    assert "Given up" in petra.get("/werk/beleid/").content.decode()


def test_each_sees_the_step_that_is_theirs(organisation: Organisation) -> None:
    sent(organisation)
    assert "Give your advice" in shown(organisation, "dubbel")
    assert "You wrote on this draft" in shown(organisation, "petra") or "Take it back" in shown(organisation, "petra")
    assert "Give your advice" not in shown(organisation, "petra")
    assert "This step is for" in shown(organisation, "dirk")
    stepped(organisation, "dubbel", "advise", outcome="refused", text="Too short for an appeal.")
    page = shown(organisation, "dirk")
    assert "Too short for an appeal." in page
    assert "Periods that become shorter" in page
    assert "You gave the advice" in shown(organisation, "dubbel")


def test_it_goes_back_with_the_words_of_the_adviser(organisation: Organisation) -> None:
    sent(organisation)
    assert b"required" in stepped(organisation, "dubbel", "return", reasons="").content
    stepped(organisation, "dubbel", "return", reasons="Say why a year is enough.")
    assert "Say why a year is enough." in shown(organisation, "petra")
    stepped(organisation, "petra", "send")
    stepped(organisation, "petra", "recall")
    assert case_of(organisation).state == "draft"


def test_what_was_decided_is_told_with_its_day(organisation: Organisation) -> None:
    sent(organisation)
    stepped(organisation, "dubbel", "advise", outcome="granted", text="Fine.")
    today = timezone.localdate().isoformat()
    assert b"Say from which day" in stepped(organisation, "dirk", "decide", outcome="granted", reasons="Yes.", starts_on="").content
    stepped(organisation, "dirk", "decide", outcome="granted", reasons="Yes.", starts_on=today)
    assert "usually within a minute" in shown(organisation, "petra")
    worked(organisation)
    assert "This became version" in shown(organisation, "petra")
    assert "Adopted" in signed_in(organisation, "petra").get("/werk/beleid/").content.decode()


def test_a_refusal_changes_nothing(organisation: Organisation) -> None:
    sent(organisation)
    stepped(organisation, "dubbel", "advise", outcome="granted", text="Fine.")
    stepped(organisation, "dirk", "decide", outcome="refused", reasons="Not now.")
    assert "Not now." in shown(organisation, "petra")
    assert worked(organisation) == 0


def test_who_was_second_is_told(organisation: Organisation) -> None:
    sent(organisation)
    case = case_of(organisation)
    dubbel = signed_in(organisation, "dubbel")
    typed = {"action": "advise", "outcome": "granted", "text": "x"}
    for version in ("0", "x", "99999999999", str(case.version - 1)):
        answer = dubbel.post(f"/werk/beleid/{case.pk}/", {**typed, "version": version}, follow=True)
        assert b"Somebody else took a step" in answer.content
    assert dubbel.post(f"/werk/beleid/{case.pk}/", {"action": "nothing"}).status_code == 200
    assert case_of(organisation).state == "sent"


def test_the_desk_calls_whoever_must_act(organisation: Organisation) -> None:
    sent(organisation)
    link = f"/werk/beleid/{case_of(organisation).pk}/"
    assert link in signed_in(organisation, "dubbel").get("/werk/").content.decode()


@pytest.mark.parametrize("who", ["chris", "anna", "sanne"])
def test_nobody_else_sees_it(organisation: Organisation, who: str) -> None:
    begun(organisation)
    for address in ("/werk/beleid/", f"/werk/beleid/{case_of(organisation).pk}/", "/werk/beleid/00000000-0000-4000-8000-000000000000/"):
        assert signed_in(organisation, who).get(address).status_code in {302, 403, 404}
