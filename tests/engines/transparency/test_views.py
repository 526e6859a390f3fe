"""The pages of the register and the statement: for whom they are, and that long lists ask no more."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from html import unescape

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from huisvrede.core.policy import load
from huisvrede.core.vocabulary import NOWHERE
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.register.services import adopt
from huisvrede.foundation.walls.session import acting
from tests.browsing import signed_in, visiting
from tests.cast import system
from tests.conftest import ROOT, TODAY, as_login
from tests.engines.transparency.test_queries import adopted, changed

AT_MOST = 12
"""Questions a page of the register may put to the database."""


def filled(organisation: Organisation, count: int) -> None:
    """A policy with so many activities."""
    whole = load(ROOT / "profiles" / "allocation-service")
    one = whole.activities["newsletter"]
    more = {f"extra-{n:02}": replace(one, key=f"extra-{n:02}") for n in range(count)}
    activities = {"rights": whole.activities["rights"], **more}
    grown = replace(whole, activities=activities, effective_on=timezone.localdate(), digest=f"grown {count}")
    with as_login(organisation, "worker"), acting(organisation, system("adoption", TODAY)):
        adopt(grown, on=timezone.localdate())


@contextmanager
def counted(organisation: Organisation) -> Iterator[list[int]]:
    """How many questions go over the organisation's connections; beginning and committing ask nothing."""
    total: list[int] = []
    with (
        CaptureQueriesContext(connections[organisation.key]) as main,
        CaptureQueriesContext(connections[organisation.signin_alias]) as signin,
    ):
        yield total
    asked = [query["sql"] for query in (*main.captured_queries, *signin.captured_queries)]
    total.append(sum(sql not in {"BEGIN", "COMMIT"} for sql in asked))


def questions(organisation: Organisation, address: str) -> int:
    client = Client(HTTP_HOST=organisation.host, HTTP_ACCEPT_LANGUAGE="en")
    client.cookies = signed_in(organisation, "petra").cookies
    client.get(address)
    with counted(organisation) as total:
        assert client.get(address).status_code == 200
    return total[0]


@pytest.mark.parametrize("address", ["/werk/register/?aantal=100", "/werk/register/rights/", "/privacy/"])
def test_a_page_asks_the_same_of_one_activity_as_of_25(organisation: Organisation, address: str) -> None:
    filled(organisation, 1)
    one = questions(organisation, address)
    filled(organisation, 25)
    assert questions(organisation, address) == one


def test_the_list_asks_at_most_twelve_questions(organisation: Organisation) -> None:
    filled(organisation, 25)
    assert questions(organisation, "/werk/register/") <= AT_MOST
    page = signed_in(organisation, "petra").get("/werk/register/?grondslag=consent&staat=elsewhere").content.decode()
    (following,) = re.findall(r'href="([^"]+)" rel="next"', page)
    assert questions(organisation, f"/werk/register/{unescape(following)}") <= AT_MOST


def test_a_list_with_something_to_decide_asks_no_more(organisation: Organisation) -> None:
    whole = load(ROOT / "profiles" / "allocation-service")
    loose = replace(whole.activities["home-seekers"], retention=())
    loosened = replace(whole, activities={**whole.activities, loose.key: loose}, digest="loose")
    with as_login(organisation, "worker"), acting(organisation, system("adoption", TODAY)):
        adopt(replace(loosened, effective_on=timezone.localdate()), on=timezone.localdate())
    assert questions(organisation, "/werk/register/") <= AT_MOST


@pytest.mark.parametrize("who", ["anna", "bram", "chris", "petra", "dirk", "ada", "dubbel"])
def test_every_member_of_staff_reads_the_register(organisation: Organisation, who: str) -> None:
    client = signed_in(organisation, who)
    assert client.get("/werk/register/").status_code == 200
    assert client.get("/werk/register/urgency/").status_code == 200


def test_what_is_done_in_another_system_or_not_yet_is_not_called_closed(
    organisation: Organisation
) -> None:
    adopted(organisation, changed("newsletter", held_in=NOWHERE))
    for key, said in (("personnel", "It is done in another system: payroll system."), ("newsletter", "Nobody does this yet")):
        page = signed_in(organisation, "chris").get(f"/werk/register/{key}/").content.decode()
        assert (said in page, "Nobody can use this activity now" in page) == (True, False)


def test_the_register_is_not_public(organisation: Organisation) -> None:
    assert visiting(organisation).get("/werk/register/").status_code == 302
    assert signed_in(organisation, "sanne").get("/werk/register/").status_code == 302
    assert visiting(organisation).get("/privacy/register/").status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "no-such/",
        "home-seekers/?versie=2",
        "home-seekers/?versie=99999999999",
        "home-seekers/?versie=x",
        "home-seekers/?versie=²",
    ],
)
def test_what_is_not_in_the_register_is_said_plainly(organisation: Organisation, address: str) -> None:
    response = signed_in(organisation, "chris").get(f"/werk/register/{address}")
    assert response.status_code == 404
    assert "This is not in the register" in response.content.decode()


@pytest.mark.parametrize(
    "query", ["?staat=x&grondslag=y&gegevens=z&aantal=7", "?na=%00", "?na=nobody", "?voor=nobody"]
)
def test_a_question_nobody_knows_shows_the_whole_list(organisation: Organisation, query: str) -> None:
    response = signed_in(organisation, "chris").get(f"/werk/register/{query}")
    assert response.status_code == 200
    assert "16 found" in response.content.decode()


def test_the_next_page_keeps_the_question(organisation: Organisation) -> None:
    filled(organisation, 25)
    chris = signed_in(organisation, "chris")
    seen: list[str] = []
    following = "?grondslag=consent"
    while following:
        page = chris.get(f"/werk/register/{following}").content.decode()
        seen += re.findall(r'<a href="/werk/register/(extra-\d\d)/"', page)
        following = "".join(re.findall(r'href="([^"]+)" rel="next"', page))
        assert following in {"", f"?grondslag=consent&amp;na={following[-36:]}"}
        following = unescape(following)
    assert (len(seen), len(set(seen))) == (25, 25)


def test_only_who_may_publish_reaches_the_button(organisation: Organisation) -> None:
    assert signed_in(organisation, "dirk").get("/werk/register/publiceren/").status_code == 404
    assert signed_in(organisation, "dirk").post("/werk/register/publiceren/").status_code == 404
    assert (
        "I have read it: keep this text"
        in signed_in(organisation, "petra").get("/werk/register/publiceren/").content.decode()
    )


def test_what_is_loose_in_a_version_is_looked_for_once(organisation: Organisation) -> None:
    """Every entry is read at the first look of a day; a later look reads those of its own page alone."""
    anna, whole = signed_in(organisation, "anna"), []
    for _look in range(2):
        with CaptureQueriesContext(connections[organisation.key]) as found:
            assert anna.get("/werk/register/").status_code == 200
        whole.append([one for one in found.captured_queries if '"register_retention"."content"' in one["sql"]])
    assert [len(queries) for queries in whole] == [1, 0]
