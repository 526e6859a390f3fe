"""The pages about who comes, moves and goes: for who supervises accounts, and for nobody else."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.people.models import Grant, Hat, Proposal
from huisvrede.foundation.walls.session import acting
from tests.browsing import signed_in
from tests.cast import member, system
from tests.conftest import as_login
from tests.signing_in import text

NOW = timezone.localdate()
LIST = "/werk/collegas/"
CHRIS = f"{LIST}{member('chris').hat}/"
ROLE = {"role": "customer-service", "starts_on": NOW.isoformat(), "because": "Replaces Anna"}


def asked(organisation: Organisation) -> UUID:
    """The role that Ada asked for Chris."""
    assert signed_in(organisation, "ada").post(f"{CHRIS}rol/", ROLE).headers["Location"] == CHRIS
    with as_login(organisation, "worker"), acting(organisation, system("count", NOW)):
        return Proposal.objects.get(hat=member("chris").hat).pk


def roles(organisation: Organisation, name: str) -> list[tuple[str, bool]]:
    with as_login(organisation, "worker"), acting(organisation, system("count", NOW)):
        found = Grant.objects.filter(hat=member(name).hat).order_by("role")
        return [(one.role, one.ends_on is None or one.ends_on >= NOW) for one in found]


@pytest.mark.parametrize("path", [LIST, CHRIS, f"{LIST}nieuw/", f"{CHRIS}rol/", f"{CHRIS}stoppen/", f"{CHRIS}nalopen/"])
def test_who_does_not_supervise_accounts_sees_nothing_of_it(organisation: Organisation, path: str) -> None:
    page = signed_in(organisation, "anna").get(path)
    assert (page.status_code, "Chris" in text(page)) == (404, False)


@pytest.mark.parametrize(
    ("name", "path", "status"),
    [
        ("petra", f"{LIST}nieuw/", 404),
        ("petra", f"{CHRIS}rol/", 404),
        ("petra", f"{CHRIS}stoppen/", 404),
        ("ada", f"{CHRIS}nalopen/", 404),
        ("ada", f"{LIST}{member('nobody').hat}/", 404),
        ("ada", f"{LIST}{member('sanne').hat}/", 404),
        ("petra", CHRIS, 200),
        ("dirk", LIST, 200),
    ],
)
def test_each_page_is_for_who_has_its_right(organisation: Organisation, name: str, path: str, status: int) -> None:
    assert signed_in(organisation, name).get(path).status_code == status


def test_a_role_waits_until_somebody_else_gives_it(organisation: Organisation) -> None:
    key = asked(organisation)
    ada, petra = signed_in(organisation, "ada"), signed_in(organisation, "petra")
    assert "Waits for somebody else" in text(ada.get(LIST))
    ada.post(f"{LIST}voorstellen/{key}/", {"give": "yes"})
    assert roles(organisation, "chris") == []
    assert "Give this role" in text(petra.get(LIST))
    petra.post(f"{LIST}voorstellen/{key}/", {"give": "yes"})
    assert roles(organisation, "chris") == [("customer-service", True)]
    page = text(petra.get(CHRIS))
    assert "Asked by Ada, given by Petra." in page
    assert "Replaces Anna" in page
    again = petra.post(f"{LIST}voorstellen/{key}/", {"give": "yes"}, follow=True)
    assert "Somebody else decided on this a moment ago." in text(again)


def test_what_is_declined_gives_nothing(organisation: Organisation) -> None:
    key = asked(organisation)
    signed_in(organisation, "dirk").post(f"{LIST}voorstellen/{key}/", {"give": "no"})
    assert roles(organisation, "chris") == []
    assert "Roles that were asked for" not in text(signed_in(organisation, "dirk").get(LIST))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"role": "nothing"}, "Select a valid choice"),
        ({"starts_on": "2020-01-01"}, "A role begins today or later."),
        ({"ends_on": "2020-01-01"}, "The last day comes before the first."),
        ({"because": ""}, "This field is required"),
        ({"starts_on": "2027-02-31"}, "This is no date"),
    ],
)
def test_what_cannot_be_asked_is_said_at_its_place(organisation: Organisation, changes: dict[str, str], said: str) -> None:
    page = signed_in(organisation, "ada").post(f"{CHRIS}rol/", {**ROLE, **changes})
    assert (page.status_code, said in text(page)) == (200, True)


def test_the_same_role_is_not_asked_twice(organisation: Organisation) -> None:
    asked(organisation)
    page = signed_in(organisation, "ada").post(f"{CHRIS}rol/", ROLE)
    assert "has this role already, or it was asked for" in text(page)


def test_nobody_asks_a_role_for_oneself(organisation: Organisation) -> None:
    ada = signed_in(organisation, "ada")
    mine = f"{LIST}{member('ada').hat}/"
    assert "Ask for a role" not in text(ada.get(mine))
    assert ada.post(f"{mine}rol/", {**ROLE, "role": "management"}).status_code == 404
    assert roles(organisation, "ada") == [("administrator", True)]


def test_a_role_ends_at_once_or_after_a_day(organisation: Organisation) -> None:
    ada = signed_in(organisation, "ada")
    with as_login(organisation, "worker"), acting(organisation, system("count", NOW)):
        anna, bram = (Grant.objects.get(hat=member(one).hat).pk for one in ("anna", "bram"))
    later = NOW + timedelta(days=40)
    ada.post(f"{LIST}rollen/{anna}/stoppen/", {"when": "day", "last_day": later.isoformat()})
    assert roles(organisation, "anna") == [("customer-service", True)]
    ada.post(f"{LIST}rollen/{bram}/stoppen/", {"when": "now"})
    assert roles(organisation, "bram") == [("advisor", False)]
    longer = {"when": "day", "last_day": (later + timedelta(days=1)).isoformat()}
    assert "ask for the role again" in text(ada.post(f"{LIST}rollen/{anna}/stoppen/", longer))
    assert "Fill in the last day." in text(ada.post(f"{LIST}rollen/{anna}/stoppen/", {"when": "day"}))
    assert "That day has passed." in text(
        ada.post(f"{LIST}rollen/{anna}/stoppen/", {"when": "day", "last_day": "2024-01-01"})
    )
    assert ada.get(f"{LIST}rollen/{member('nobody').hat}/stoppen/").status_code == 404


def test_a_colleague_whose_work_ends_at_once_is_out_at_the_next_page(organisation: Organisation) -> None:
    anna, ada = signed_in(organisation, "anna"), signed_in(organisation, "ada")
    assert anna.get("/werk/woningzoekenden/").status_code == 200
    path = f"{LIST}{member('anna').hat}/"
    ada.post(f"{path}stoppen/", {"when": "now"})
    assert "ended=1" in anna.get("/werk/woningzoekenden/").headers["Location"]
    assert "left" in text(ada.get(path))
    mine = ada.post(f"{LIST}{member('ada').hat}/stoppen/", {"when": "now"})
    assert "end your own work here. Ask a colleague" in text(mine)


def test_the_walls_say_what_a_colleague_reaches(organisation: Organisation) -> None:
    petra = signed_in(organisation, "petra")
    page = text(petra.get(f"{LIST}{member('anna').hat}/"))
    assert "everything in this activity" in page
    assert "Nothing opens for this colleague today" in text(petra.get(CHRIS))
    assert "Nothing opens for this colleague today" in text(petra.get(f"{LIST}{member('noor').hat}/"))


def test_roles_are_looked_at_every_year_and_never_by_the_one_who_has_them(organisation: Organisation) -> None:
    petra = signed_in(organisation, "petra")
    page = text(petra.get(LIST))
    anna = f"{LIST}{member('anna').hat}/nalopen/"
    assert (anna in page, f"{CHRIS}nalopen/" in page) == (True, False)
    petra.post(anna, {"finding": "Still at the counter, asked her team."})
    page = text(petra.get(LIST))
    assert anna not in page
    assert "Still at the counter" in text(petra.get(f"{LIST}{member('anna').hat}/"))
    assert petra.post(f"{LIST}{member('petra').hat}/nalopen/", {"finding": "Fine."}).status_code == 404
    assert "This field is required" in text(petra.post(anna, {"finding": " "}))


def test_a_long_list_asks_the_database_as_often_as_a_short_one(organisation: Organisation) -> None:
    petra, counts = signed_in(organisation, "petra"), []
    petra.get(LIST)
    for more in (0, 25):
        with as_login(organisation, "worker"), acting(organisation, system("cast", NOW)):
            for place in range(more):
                hat = Hat.objects.create(account=member("anna").account, kind="staff", name=f"Zoë {place}", starts_on=NOW)
                Grant.objects.create(hat=hat, role="advisor", starts_on=NOW, reason="test")
        with CaptureQueriesContext(connections[organisation.key]) as asked_for:
            petra.get(LIST)
        counts.append(len(asked_for))
    assert counts[0] == counts[1]
