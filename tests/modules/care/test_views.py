"""The desk's pages of residents and the resident's own, through HTTP."""

from __future__ import annotations

from datetime import date

import psycopg
import pytest
from django.conf import settings
from django.db import connections
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from huisvrede.foundation.cluster import postgres
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.people.models import Person
from tests.browsing import signed_in
from tests.cast import SINCE, member
from tests.conftest import TODAY
from tests.modules.allocation.cards import links, text
from tests.modules.care.files import file_of, job, many, set_file

LIST = "/werk/bewoners/"
SANNE = f"{LIST}{member('sanne').file}/"
TARIQ = f"{LIST}{member('tariq').file}/"
NOBODY = f"{LIST}{member('nobody').file}/"
OWN = "/mijn/dossier/"


def test_a_support_worker_finds_their_own_residents_alone(care_group: Organisation) -> None:
    client = signed_in(care_group, "bram")
    words = {"number=B-SANNE": {"number": "B-SANNE"}, "name=zand": {"name": "zand"}}
    found = {query: text(client.get(f"{LIST}?{query}")) for query in ("", "na=x")}
    found |= {query: text(client.post(LIST, typed)) for query, typed in words.items()}
    assert {query: (SANNE in shown, TARIQ in shown) for query, shown in found.items()} == {
        "": (False, True),
        "number=B-SANNE": (False, False),
        "name=zand": (False, False),
        "na=x": (False, True),
    }
    assert "There is nobody here." in found["name=zand"]
    hidden, nothing = client.get(SANNE), client.get(NOBODY)
    assert (client.get(TARIQ).status_code, hidden.status_code, nothing.status_code) == (200, 404, 404)
    assert text(hidden).replace(SANNE, "") == text(nothing).replace(NOBODY, "")
    assert "B-SANNE" not in text(hidden)


def test_a_coordinator_finds_every_resident(care_group: Organisation) -> None:
    client = signed_in(care_group, "anna")
    shown = client.get(LIST)
    assert (len(links(shown, SANNE)), len(links(shown, TARIQ))) == (1, 1)
    found = [text(client.post(LIST, words)) for words in ({"number": "b-sanne"}, {"name": "Veld"})]
    found += [text(client.get(f"{LIST}?{query}")) for query in ("staat=beeindigd", "begeleiding=mij", "volgorde=naam")]
    assert [(SANNE in page, TARIQ in page) for page in found] == [
        (True, False),
        (False, True),
        (False, False),
        (False, False),
        (True, True),
    ]


def test_a_list_of_residents_has_no_export(care_group: Organisation) -> None:
    """CAR-08: there is no way to take the list away, whatever a policy says."""
    client = signed_in(care_group, "anna")
    assert "export" not in text(client.get(LIST)).lower()
    assert client.get("/werk/lijsten/bewoners/export/").status_code == 404


@pytest.mark.parametrize("path", [LIST, f"{LIST}?name=zand", SANNE, TARIQ, f"{TARIQ}contact/"])
def test_without_a_role_no_page_tells_anything(care_group: Organisation, path: str) -> None:
    client = signed_in(care_group, "chris")
    refused, nothing = client.get(path), client.get(NOBODY)
    assert (refused.status_code, LIST in text(client.get("/werk/"))) == (404, False)
    leaks = ("B-SANNE", "B-TARIQ", "Sanne", "Tariq", "Bram")
    assert [word for word in leaks if word in text(refused)] == []
    asked = path.partition("?")[0]
    assert text(refused).replace(asked, "") == text(nothing).replace(NOBODY, "")


def test_without_a_role_no_contact_is_recorded(care_group: Organisation) -> None:
    assert signed_in(care_group, "chris").post(f"{TARIQ}contact/", {"version": "1"}).status_code == 404
    assert file_of(care_group, "tariq").version == 1


def test_a_long_list_has_neighbours_that_keep_the_filter(care_group: Organisation) -> None:
    many(care_group, 55)
    client = signed_in(care_group, "anna")
    first = client.get(f"{LIST}?staat=lopend")
    (following,) = links(first, "na=")
    second = client.get(LIST + following)
    (before,) = links(second, "voor=")
    assert ("staat=lopend" in following, "staat=lopend" in before) == (True, True)
    assert [text(page).count('role="rowheader"') for page in (first, second, client.get(LIST + before))] == [50, 7, 50]


def test_a_list_of_one_and_of_many_asks_the_database_as_often(care_group: Organisation) -> None:
    many(care_group, 25)
    client = signed_in(care_group, "anna")
    client.get(LIST)

    def asked(words: dict[str, str]) -> tuple[int, int]:
        with CaptureQueriesContext(connections[care_group.key]) as queries:
            shown = text(client.post(LIST, words))
        return shown.count('role="rowheader"'), len(queries)

    (one, queries_for_one), (several, queries_for_many) = asked({"number": "B-SANNE"}), asked({"name": "velen"})
    assert (one, several, queries_for_one) == (1, 25, queries_for_many)


def test_a_file_tells_all_of_one_resident_and_nothing_of_another(care_group: Organisation) -> None:
    shown = text(signed_in(care_group, "bram").get(TARIQ))
    expected = [
        "Tariq Veldmarker",
        "File B-TARIQ.",
        "15 July 1990",
        "Kade 1, 9999 ZA Zeggedam",
        "tariq@example.org",
    ]
    expected += [
        "Bram, since 10 January 2022",
        "The support runs",
        "policy, art. 11.2)",
        "policy, art. 11.3)",
        "Why can I see this?",
    ]
    assert [one for one in expected if one not in shown] == []
    assert [one for one in ("Zandmarker", "B-SANNE") if one in shown] == []


def test_a_file_tells_until_when_it_is_kept(care_group: Organisation) -> None:
    set_file(care_group, "tariq", ended_on=date(2024, 2, 29), last_contact_on=date(2024, 3, 8))
    assert "at least until 8 March 2039. Then we destroy it, unless it is still needed" in text(signed_in(care_group, "bram").get(TARIQ))
    forget_the_rules(care_group)
    assert "names no period for keeping these data" in text(signed_in(care_group, "bram").get(TARIQ))


def forget_the_rules(organisation: Organisation) -> None:
    """As if the policy had no period for these files; no login of the house may change an adopted version."""
    server = postgres.running(settings.VAR)
    assert server is not None
    with psycopg.connect(server.dsn(dbname=organisation.main)) as superuser:
        superuser.execute("DELETE FROM register_retention WHERE activity = 'care-files'")


def test_a_restricted_resident_is_nowhere_on_the_desk(care_group: Organisation) -> None:
    client = signed_in(care_group, "anna")
    with job(care_group):
        Person.objects.filter(pk=member("sanne").person).update(restricted_since=TODAY)
    assert ("B-SANNE" in text(client.get(LIST)), client.get(SANNE).status_code) == (False, 404)


def test_contact_is_recorded_once_a_day(care_group: Organisation) -> None:
    client, today = signed_in(care_group, "bram"), timezone.localdate()
    assert links(client.get(TARIQ), "/contact/") == [f"{TARIQ}contact/"]
    form = text(client.get(f"{TARIQ}contact/"))
    assert ("Tariq Veldmarker" in form, 'name="version" value="1"' in form) == (True, True)
    shown = client.post(f"{TARIQ}contact/", {"version": "1"}, follow=True)
    assert "The contact of today has been recorded." in text(shown)
    assert links(shown, "/contact/") == []
    again = client.post(f"{TARIQ}contact/", {"version": "1"}, follow=True)
    assert "Somebody else had recorded the contact of today already." in text(again)
    kept = file_of(care_group, "tariq")
    assert (kept.last_contact_on, kept.version) == (today, 2)


def test_contact_out_of_reach_or_without_a_version_is_not_recorded(care_group: Organisation) -> None:
    client = signed_in(care_group, "bram")
    answers = [
        client.post(f"{SANNE}contact/", {"version": "1"}),
        client.post(f"{TARIQ}contact/", {"version": "x"}),
    ]
    assert [answer.status_code for answer in answers] == [404, 200]
    assert [file_of(care_group, name).version for name in ("sanne", "tariq")] == [1, 1]


@pytest.mark.parametrize(("choice", "version"), [("yours", 3), ("theirs", 2)])
def test_a_file_changed_meanwhile_shows_both_and_the_writer_chooses(
    care_group: Organisation, choice: str, version: int
) -> None:
    client, theirs = signed_in(care_group, "bram"), date(2024, 5, 6)
    client.get(f"{TARIQ}contact/")
    set_file(care_group, "tariq", last_contact_on=theirs, version=2)
    conflict = client.post(f"{TARIQ}contact/", {"version": "1"})
    assert (conflict.status_code, "Someone else changed this too" in text(conflict)) == (409, True)
    assert ("6 May 2024" in text(conflict), file_of(care_group, "tariq").last_contact_on) == (True, theirs)
    client.post(f"{TARIQ}contact/", {"version": "2", "choice-last_contact_on": choice})
    kept = file_of(care_group, "tariq")
    assert (kept.version, kept.last_contact_on) == (
        version,
        timezone.localdate() if choice == "yours" else theirs,
    )


def test_a_resident_reads_their_own_file_and_nobody_elses(care_group: Organisation) -> None:
    client = signed_in(care_group, "tariq")
    shown = client.get(OWN)
    expected = ["Tariq Veldmarker", "B-TARIQ", "The support runs", "We keep the file for fifteen years"]
    assert [one for one in expected if one not in text(shown)] == []
    assert [one for one in ("B-SANNE", "Zandmarker", "Bram") if one in text(shown)] == []
    paths = [links(shown, path)[0] for path in ("/mijn/inzage-log/", "/mijn/verzoeken/")]
    assert [client.get(path).status_code for path in paths] == [200, 200]
    assert client.post(OWN).status_code == 405
    assert file_of(care_group, "tariq").last_contact_on == SINCE


def test_desk_and_portal_lead_to_the_files(care_group: Organisation) -> None:
    desk, portal = signed_in(care_group, "bram").get("/werk/"), signed_in(care_group, "sanne").get("/mijn/")
    assert (links(desk, LIST), links(portal, OWN)) == ([LIST, LIST], [OWN])
    assert "Open the file of a resident you support" in text(desk)


def test_where_there_are_no_residents_nothing_leads_there(organisation: Organisation) -> None:
    anna, sanne = signed_in(organisation, "anna"), signed_in(organisation, "sanne")
    assert [links(anna.get("/werk/"), LIST), links(sanne.get("/mijn/"), OWN)] == [[], []]
    assert (anna.get(LIST).status_code, sanne.get(OWN).status_code) == (404, 404)
