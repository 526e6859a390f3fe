"""The first page of staff: what is due, and the way to the work."""

from __future__ import annotations

from datetime import timedelta

from huisvrede.core.periods import Law, Period
from huisvrede.engines.rights.rules import ACCESS, OUR_TERM, STAFF_PATH
from huisvrede.foundation.audit.models import Look
from huisvrede.foundation.cases.models import Case
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.duties.services import begin
from huisvrede.foundation.walls.session import acting
from tests.browsing import signed_in
from tests.cast import member, system
from tests.conftest import TODAY, as_login
from tests.modules.allocation.cards import links, text


def due(organisation: Organisation, right: str, days_ago: int = 0) -> Case:
    """A clock of four weeks runs in Sanne's request."""
    with as_login(organisation, "worker"), acting(organisation, system("rights", TODAY)):
        day = TODAY - timedelta(days=days_ago)
        case = Case.objects.create(
            activity="rights",
            workflow=ACCESS.key,
            state="received",
            person_id=member("sanne").person,
            received_on=day,
        )
        begin(
            case=case,
            what=OUR_TERM,
            right=right,
            from_day=day,
            period=Period.parse("P4W"),
            law=Law.EU,
            article="art. 5",
        )
        return case


def test_what_waits_for_the_reader_leads_to_its_case(organisation: Organisation) -> None:
    case = due(organisation, "advise")
    page = signed_in(organisation, "petra").get("/werk/")
    assert ("One thing waits for you." in text(page), links(page, str(case.pk))) == (
        True,
        [STAFF_PATH.format(case.pk)],
    )


def test_what_waits_for_another_is_told_apart(organisation: Organisation) -> None:
    due(organisation, "decide")
    shown = text(signed_in(organisation, "petra").get("/werk/"))
    assert ("Nothing waits for you today." in shown, "Waiting for others" in shown) == (True, True)


def test_what_is_late_comes_first(organisation: Organisation) -> None:
    due(organisation, "advise", days_ago=60)
    due(organisation, "advise")
    shown = text(signed_in(organisation, "petra").get("/werk/"))
    assert "One thing is late. Begin with that one." in shown
    assert shown.index("late</p>") < shown.index("left</p>")


def test_a_list_of_duties_is_a_look_at_whom_they_are_about(organisation: Organisation) -> None:
    due(organisation, "advise")
    signed_in(organisation, "petra").get("/werk/")
    with acting(organisation, member("petra").acting("accountability", TODAY)):
        look = Look.objects.get(account=member("petra").account, action="list")
    assert (look.activity, look.purpose, look.subjects) == ("rights", "rights", 1)


def test_each_finds_the_way_to_their_own_work(organisation: Organisation) -> None:
    pages = {name: signed_in(organisation, name).get("/werk/") for name in ("anna", "chris")}
    found = {name: "/werk/woningzoekenden/" in links(page, "/werk/") for name, page in pages.items()}
    assert found == {"anna": True, "chris": False}


def test_there_is_one_place_to_look_for_somebody(organisation: Organisation) -> None:
    """Who takes the telephone begins there, and opens no file by it; who does not, finds their own files by number."""
    desks = {name: signed_in(organisation, name).get("/werk/") for name in ("anna", "bram")}
    shown = {name: ('name="number"' in text(page), "see whether we hold a file" in text(page)) for name, page in desks.items()}
    assert shown == {"anna": (False, True), "bram": (True, False)}
    anna = signed_in(organisation, "anna")
    assert "Zandmarker" in text(anna.post("/werk/woningzoekenden/", {"number": "w-sanne"}))
