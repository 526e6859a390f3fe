"""What waits, as a list: a page at a time, narrowed by whom it calls, by term and by activity, and each told apart."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from huisvrede.engines.access import opening
from huisvrede.engines.access.tasks import call_for_reviews
from huisvrede.engines.rights.rules import ACCESS, LAWS_TERM, OUR_TERM, STAFF_PATH
from huisvrede.engines.transparency.tasks import call_to_look_again
from huisvrede.faces.desk.views import SHOWN
from huisvrede.foundation.audit.models import Look
from huisvrede.foundation.cases.models import Case
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.duties.models import Duty
from huisvrede.foundation.people.models import Hat
from huisvrede.foundation.walls.session import acting
from tests.browsing import signed_in
from tests.cast import member, system
from tests.conftest import TODAY, as_login
from tests.modules.allocation.cards import links, text
from tests.opening import three_cases

LIST = "/werk/taken/"


def waiting(organisation: Organisation, many: int, *, left: int = 20, right: str = "advise") -> list[Case]:
    """So many requests of Sanne, each with a clock that ends after so many days and another a month later."""
    with as_login(organisation, "worker"), acting(organisation, system("rights", TODAY)):
        cases = [
            Case(activity="rights", workflow=ACCESS.key, state="received", person_id=member("sanne").person, received_on=TODAY)
            for _ in range(many)
        ]
        Case.objects.bulk_create(cases)
        due = timezone.localdate() + timedelta(days=left)
        terms = ((OUR_TERM, due), (LAWS_TERM, due + timedelta(days=30)))
        Duty.objects.bulk_create(
            Duty(case=case, activity="rights", what=what, right=right, began_on=TODAY, due_on=on, article="art. 5")
            for case in cases
            for what, on in terms
        )
    return cases


def rows(response: Any) -> list[str]:
    """Where the rows of a page lead to."""
    return re.findall(r'role="rowheader"><a href="([^"]+)"', text(response))


def told(response: Any) -> str:
    """A page as people read it."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", text(response))).split())


def test_each_case_stands_on_one_page_once_the_soonest_first(organisation: Organisation) -> None:
    later, sooner = waiting(organisation, 40), waiting(organisation, 30, left=3)
    petra = signed_in(organisation, "petra")
    first = petra.get(LIST)
    (following,) = re.findall(r'href="([^"]+)" rel="next"', first.content.decode())
    second = petra.get(LIST + unescape(following))
    seen = rows(first) + rows(second)
    assert (len(rows(first)), len(seen)) == (50, 70)
    assert set(seen[:30]) == {STAFF_PATH.format(case.pk) for case in sooner}
    assert set(seen[30:]) == {STAFF_PATH.format(case.pk) for case in later}
    assert all(f"{str(case.pk)[:8].upper()}" in text(first) for case in sooner)
    assert rows(petra.get(f"{LIST}?volgorde=laatst"))[0] in {STAFF_PATH.format(case.pk) for case in later}


def test_it_is_narrowed_by_whom_it_calls_by_term_and_by_activity(organisation: Organisation) -> None:
    sets = {
        "late": waiting(organisation, 1, left=-3),
        "today": waiting(organisation, 1, left=0),
        "soon": waiting(organisation, 1, left=7),
        "later": waiting(organisation, 1, left=8),
        "others": waiting(organisation, 1, left=-9, right="decide"),
    }
    petra = signed_in(organisation, "petra")

    def found(query: str) -> set[str]:
        keys = {STAFF_PATH.format(case.pk): name for name, (case,) in sets.items()}
        return {keys[address] for address in rows(petra.get(LIST + query))}

    assert found("") == {"late", "today", "soon", "later"}
    assert found("?wie=anderen") == {"others"}
    assert found("?wie=alle") == set(sets)
    assert found("?termijn=te-laat") == {"late"}
    assert found("?wie=alle&termijn=te-laat") == {"late", "others"}
    assert found("?termijn=deze-week") == {"today", "soon"}
    assert found("?termijn=later") == {"later"}
    assert found("?activiteit=rights&termijn=te-laat") == {"late"}
    page = told(petra.get(f"{LIST}?activiteit=accounts"))
    assert ("The address asks for a choice that is not there" in page, "You 4 Others 1" in page) == (True, True)


def test_what_is_about_somebody_is_looked_at_in_its_own_activity_and_what_names_nobody_is_not(organisation: Organisation) -> None:
    with as_login(organisation, "worker"):
        call_for_reviews(organisation, on=timezone.localdate())
    petra = signed_in(organisation, "petra")
    shown = petra.get(LIST)
    assert len(rows(shown)) > 1
    with acting(organisation, member("petra").acting("accountability", TODAY)):
        assert not Look.objects.filter(account=member("petra").account, action="list").exists()
    waiting(organisation, 2)
    petra.get(LIST)
    with acting(organisation, member("petra").acting("accountability", TODAY)):
        look = Look.objects.get(account=member("petra").account, action="list")
    assert (look.activity, look.purpose, look.subjects) == ("rights", "rights", 2)


def test_looks_of_one_kind_say_whose_and_which(organisation: Organisation) -> None:
    today = timezone.localdate()
    with as_login(organisation, "worker"):
        assert call_for_reviews(organisation, on=today) > 1
        call_to_look_again(organisation, on=today)
    petra = signed_in(organisation, "petra")
    page, listed = told(petra.get("/werk/")), told(petra.get(LIST))
    with acting(organisation, member("petra").acting("rights", today)):
        called = {one.pk: one.called for one in Hat.objects.filter(kind="staff")}
    for name in (called[member(who).hat] for who in ("anna", "bram")):
        assert f"Look whether a colleague still needs each role: {name}" in page
        assert f"Look whether a colleague still needs each role Which {name}" in listed


def test_what_has_no_name_is_one_card_with_its_number(care_group: Organisation) -> None:
    three_cases(care_group)
    with acting(care_group, member("dirk").acting("exceptional-access", TODAY)):
        ground = next(one for one in opening.grounds() if one.key == "legal-claim")
        for _ in range(2):
            opening.open_file(ground=ground, number="B-TARIQ", investigator="", because="A claim was made.")
    petra = signed_in(care_group, "petra")
    page = petra.get("/werk/")
    assert "Review a file that was opened exceptionally (2)" in told(page)
    (way,) = links(page, "wie=mij")
    assert way == f"{LIST}?wie=mij&activiteit=logging"
    assert len(rows(petra.get(way))) == 2


def test_the_desk_shows_a_few_and_leads_to_all(organisation: Organisation) -> None:
    waiting(organisation, SHOWN)
    petra = signed_in(organisation, "petra")
    assert ("6 things wait for you" in told(petra.get("/werk/")), links(petra.get("/werk/"), LIST)) == (True, [])
    waiting(organisation, 1, left=-1)
    waiting(organisation, SHOWN + 1, right="decide")
    page = petra.get("/werk/")
    assert ("One thing is late." in told(page), links(page, LIST)) == (True, [LIST, f"{LIST}?wie=anderen"])
    assert all(words in told(page) for words in ("Show all 7 that wait for you", "Show all 7 that wait for others"))
    assert len(set(links(page, "/werk/verzoeken/"))) >= 2 * SHOWN


def test_who_has_nothing_to_do_reads_that(organisation: Organisation) -> None:
    assert "Nothing of this waits." in told(signed_in(organisation, "chris").get(LIST))
    assert signed_in(organisation, "sanne").get(LIST).status_code == 302


@pytest.mark.parametrize("address", ["/werk/", LIST, f"{LIST}?wie=alle&activiteit=rights&termijn=later"])
def test_of_one_as_many_questions_are_asked_as_of_25(organisation: Organisation, address: str) -> None:
    petra = signed_in(organisation, "petra")

    def asked(act: Callable[[], object]) -> int:
        with CaptureQueriesContext(connections[organisation.key]) as found:
            act()
        return len(found)

    waiting(organisation, 1)
    petra.get(address)
    one = asked(lambda: petra.get(address))
    waiting(organisation, 24)
    assert asked(lambda: petra.get(address)) == one
