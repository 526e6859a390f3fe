"""Who looked at what: each log shows its lines to whom it is for, fifty at a time, and to nobody else."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html import unescape
from uuid import UUID

import pytest
from django.db import ProgrammingError, connections
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huisvrede.engines.access.lists import OUTCOMES
from huisvrede.engines.access.queries import worked_for
from huisvrede.foundation.audit import signin
from huisvrede.foundation.audit.models import Look, Seen
from huisvrede.foundation.audit.services import record
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.walls.session import acting
from tests.browsing import signed_in, visiting
from tests.cast import member
from tests.conftest import TODAY

NOON = datetime(2026, 11, 23, 11, tzinfo=UTC)
SANNE, TARIQ = member("sanne").person, member("tariq").person


def look_at(organisation: Organisation, *subjects: UUID, who: str = "anna", action: str = "view") -> UUID:
    with acting(organisation, member(who).acting("registration", TODAY)):
        return record("home-seekers", action, subjects)


def rows(response: HttpResponse) -> list[list[str]]:
    """The cells of every row of every table on a page, as a reader has them."""
    assert response.status_code == 200
    bodies = re.findall(r'<tr class="utrecht-table__row".*?</tr>', response.content.decode(), re.DOTALL)
    return [
        [_text(cell) for cell in re.findall(r"<(?:td|th)\b.*?</(?:td|th)>", body, re.DOTALL)]
        for body in bodies
    ]


def _text(cell: str) -> str:
    without_label = re.sub(r'<span class="hv-table__column".*?</span>', "", cell)
    return unescape(re.sub(r"<[^>]+>", "", without_label)).strip()


def headings(response: HttpResponse) -> list[str]:
    return [_text(heading) for heading in re.findall(r"<h2>.*?</h2>", response.content.decode(), re.DOTALL)]


def link(response: HttpResponse, rel: str) -> str:
    """The address of the next or previous page; empty where there is none."""
    found = re.search(rf'href="([^"]+)" rel="{rel}"', response.content.decode())
    return unescape(found[1]) if found else ""


def seen_about(organisation: Organisation, person: UUID) -> list[tuple[str, str, str]]:
    with acting(organisation, member("petra").acting("accountability", TODAY)):
        return list(Seen.objects.filter(subject=person).values_list("activity", "action", "role"))


def test_a_home_seeker_sees_who_looked_by_role_and_organisation_and_why(organisation: Organisation) -> None:
    look_at(organisation, SANNE, TARIQ, action="list")
    shown = rows(signed_in(organisation, "sanne").get("/mijn/inzage-log/"))
    assert [row[1:] for row in shown] == [
        [
            "Customer service, Woonloket Zeggeland",
            "Registration of home seekers: seen in a list",
            "Register you as a home seeker, keep your data up to date and deregister you",
        ]
    ]


def test_the_names_of_role_and_activity_are_dutch_for_who_reads_dutch(organisation: Organisation) -> None:
    look_at(organisation, SANNE)
    page = signed_in(organisation, "sanne").get("/mijn/inzage-log/", HTTP_ACCEPT_LANGUAGE="nl")
    assert rows(page)[0][1] == "Klantenservice, Woonloket Zeggeland"


def test_who_works_for_another_organisation_is_shown_with_that_one(organisation: Organisation) -> None:
    with acting(organisation, member("bram").acting("registration", TODAY)):
        record("home-seekers", "view", [TARIQ])
    shown = rows(signed_in(organisation, "tariq").get("/mijn/inzage-log/"))
    assert [row[1] for row in shown] == ["Advisor of a corporation, Woonstichting Vlietdam"]


def test_nobody_learns_for_whom_worked_who_looked_at_another(organisation: Organisation) -> None:
    with acting(organisation, member("bram").acting("registration", TODAY)):
        record("home-seekers", "view", [TARIQ])
    with acting(organisation, member("tariq").acting("accountability", TODAY)):
        lines = list(Seen.objects.filter(subject=TARIQ))
        assert list(worked_for(lines).values()) == ["Woonstichting Vlietdam"]
    with acting(organisation, member("sanne").acting("accountability", TODAY)):
        assert worked_for(lines) == {}
    with (
        acting(organisation, member("anna").acting("accountability", TODAY)),
        pytest.raises(ProgrammingError, match="permission denied"),
    ):
        worked_for(lines)


def test_a_home_seeker_sees_nothing_of_who_looked_at_another(organisation: Organisation) -> None:
    look_at(organisation, TARIQ)
    page = signed_in(organisation, "sanne").get("/mijn/inzage-log/")
    assert (rows(page), b"Nobody has looked at your data yet" in page.content) == ([], True)


def test_own_visits_are_not_looks_by_others_and_looking_here_makes_no_line(
    organisation: Organisation,
) -> None:
    look_at(organisation, SANNE, who="sanne")
    client = signed_in(organisation, "sanne")
    assert [rows(client.get("/mijn/inzage-log/")) for _ in range(2)] == [[], []]
    assert seen_about(organisation, SANNE) == [("home-seekers", "view", "subject")]


def test_lines_stand_under_their_day_the_newest_first(organisation: Organisation) -> None:
    look_at(organisation, SANNE, action="list")
    look_at(organisation, SANNE, action="view")
    page = signed_in(organisation, "sanne").get("/mijn/inzage-log/")
    assert [row[2].split(": ")[1] for row in rows(page)] == ["opened", "seen in a list"]
    assert len(headings(page)) == 1


def test_what_one_role_did_on_one_day_for_one_purpose_is_one_line_with_each_time(organisation: Organisation) -> None:
    look_at(organisation, SANNE)
    look_at(organisation, SANNE, action="list")
    look_at(organisation, SANNE)
    client = signed_in(organisation, "sanne")
    found = [(row[2].split(": ")[1], "and once more" in row[0]) for row in rows(client.get("/mijn/inzage-log/"))]
    assert found == [("opened", True), ("seen in a list", False)]


def test_own_lines_come_fifty_at_a_time_and_back(organisation: Organisation) -> None:
    for _ in range(101):
        look_at(organisation, SANNE)
    client = signed_in(organisation, "sanne")
    pages = [client.get("/mijn/inzage-log/")]
    while following := link(pages[-1], "next"):
        pages.append(client.get(f"/mijn/inzage-log/{following}"))
    shown = ["".join(re.findall(r"and \d+ more times", row[0])) for page in pages for row in rows(page)]
    assert shown == ["and 49 more times", "and 49 more times", ""]
    back = client.get(f"/mijn/inzage-log/{link(pages[2], 'prev')}")
    assert (link(back, "prev"), link(back, "next")) == (link(pages[1], "prev"), link(pages[1], "next"))


def test_a_page_number_that_is_none_shows_the_newest_lines(organisation: Organisation) -> None:
    look_at(organisation, SANNE)
    client = signed_in(organisation, "sanne")
    assert [len(rows(client.get(f"/mijn/inzage-log/?na={key}"))) for key in ("x", TARIQ)] == [1, 1]


@pytest.mark.parametrize("path", ["/werk/logboek/", f"/werk/logboek/{SANNE}/", "/werk/aanmeldlog/"])
@pytest.mark.parametrize("who", ["anna", "bram", "chris", "dirk"])
def test_the_logs_are_closed_to_other_staff(organisation: Organisation, who: str, path: str) -> None:
    assert signed_in(organisation, who).get(path).status_code == 404


@pytest.mark.parametrize(
    "path", ["/werk/logboek/", "/werk/aanmeldlog/", "/werk/toegang/", "/mijn/inzage-log/"]
)
def test_whoever_has_not_signed_in_is_asked_to(organisation: Organisation, path: str) -> None:
    answer = visiting(organisation).get(path)
    assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (302, "/aanmelden/")


def test_a_home_seeker_wears_no_hat_for_the_pages_of_staff(organisation: Organisation) -> None:
    answer = signed_in(organisation, "sanne").get("/werk/logboek/")
    assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (302, "/aan/")


def test_the_administrator_reads_sign_ins_and_not_who_looked_at_whom(organisation: Organisation) -> None:
    key = look_at(organisation, SANNE)
    ada = signed_in(organisation, "ada")
    answers = [
        ada.get(path).status_code for path in ("/werk/aanmeldlog/", "/werk/logboek/", f"/werk/logboek/{key}/")
    ]
    assert answers == [200, 404, 404]


def test_the_privacy_officer_sees_who_in_which_role_and_how_many(organisation: Organisation) -> None:
    look_at(organisation, SANNE, TARIQ, action="list")
    shown = rows(signed_in(organisation, "petra").get("/werk/logboek/"))
    assert [row[1:] for row in shown] == [
        ["Anna", "Customer service", "Registration of home seekers", "seen in a list", "2"]
    ]


def test_reading_the_access_log_is_written_down(organisation: Organisation) -> None:
    petra = signed_in(organisation, "petra")
    petra.get("/werk/logboek/")
    assert [row[1:5] for row in rows(petra.get("/werk/logboek/"))] == [
        ["Petra", "–", "Log of access and sign-ins", "seen in a list"]
    ]


def test_a_data_subject_stands_in_the_access_log_without_a_name(organisation: Organisation) -> None:
    look_at(organisation, SANNE, who="sanne")
    page = signed_in(organisation, "petra").get("/werk/logboek/")
    assert [row[1:3] for row in rows(page)] == [["A data subject", "–"]]
    assert b"marker" not in page.content


def test_the_log_is_filtered_by_day_activity_and_refusal(organisation: Organisation) -> None:
    look_at(organisation, SANNE)
    signed_in(organisation, "chris").get("/werk/logboek/")
    petra = signed_in(organisation, "petra")

    def who(query: str) -> list[str]:
        return [row[1] for row in rows(petra.get(f"/werk/logboek/?{query}")) if row[1] != "Petra"]

    assert who("") == ["Chris", "Anna"]
    assert who("activiteit=home-seekers") == ["Anna"]
    assert who("geweigerd=ja") == ["Chris"]
    today = datetime.now().astimezone().date().isoformat()
    found = [rows(petra.post("/werk/logboek/", days)) for days in ({"since": today, "until": today}, {"until": "2020-01-01"})]
    assert [[row[1] for row in page if row[1] != "Petra"] for page in found] == [["Chris", "Anna"], []]


def test_days_in_the_wrong_order_show_no_line_and_say_so(organisation: Organisation) -> None:
    page = signed_in(organisation, "petra").post("/werk/logboek/", {"since": "2026-02-02", "until": "2026-02-01"})
    assert (rows(page), b"The last day comes before the first." in page.content) == ([], True)


def test_finding_somebodys_lines_is_a_look_at_them(organisation: Organisation) -> None:
    look_at(organisation, SANNE)
    look_at(organisation, TARIQ, who="bram")
    page = signed_in(organisation, "petra").post("/werk/logboek/", {"person": str(SANNE)})
    assert [row[1] for row in rows(page)] == ["Anna"]
    assert sorted(seen_about(organisation, SANNE)) == [
        ("home-seekers", "view", "customer-service"),
        ("logging", "list", "privacy-officer"),
    ]


def test_one_line_tells_how_many_and_never_who(organisation: Organisation) -> None:
    key = look_at(organisation, SANNE, TARIQ)
    page = signed_in(organisation, "petra").get(f"/werk/logboek/{key}/")
    told = page.content.decode()
    assert (page.status_code, "2 lines in the logs of their subjects" in told) == (200, True)
    assert [str(person) in told for person in (SANNE, TARIQ)] == [False, False]


def test_a_line_that_is_not_there_is_refused_like_any_other(organisation: Organisation) -> None:
    assert signed_in(organisation, "petra").get(f"/werk/logboek/{SANNE}/").status_code == 404


def _queries(client: Client, organisation: Organisation) -> int:
    with CaptureQueriesContext(connections[organisation.key]) as asked:
        client.get("/werk/logboek/")
    return len(asked)


def test_many_lines_ask_no_more_of_the_database_than_one(organisation: Organisation) -> None:
    look_at(organisation, SANNE)
    petra = signed_in(organisation, "petra")
    petra.get("/werk/logboek/")
    few = _queries(petra, organisation)
    for _ in range(25):
        look_at(organisation, SANNE)
    assert _queries(petra, organisation) == few


def attempts(organisation: Organisation) -> None:
    for login, outcome, account in (
        ("anna@example.org", signin.Outcome.PASSED, member("anna").account),
        ("sanne@example.org", signin.Outcome.PASSED, member("sanne").account),
        ("nobody@example.org", signin.Outcome.FAILED, None),
    ):
        attempt = signin.Attempt(login=login, address="192.0.2.7", account=account)
        signin.note(organisation, attempt, outcome, at=NOON)


@pytest.mark.parametrize("who", ["ada", "petra"])
def test_sign_ins_name_the_staff_and_nobody_else(organisation: Organisation, who: str) -> None:
    attempts(organisation)
    shown = rows(signed_in(organisation, who).get("/werk/aanmeldlog/"))
    assert sorted(row[1:] for row in shown) == [
        ["signed in", "An account that is not of the staff", "192.0.2.7"],
        ["signed in", "Anna", "192.0.2.7"],
        ["wrong address or password", "No account", "192.0.2.7"],
    ]


def test_every_outcome_has_its_words(organisation: Organisation) -> None:
    assert set(OUTCOMES) == set(signin.Outcome)
    attempt = signin.Attempt(login="anna@example.org", address="192.0.2.7", account=member("anna").account)
    for outcome in signin.Outcome:
        signin.note(organisation, attempt, outcome, at=NOON)
    shown = {row[1] for row in rows(signed_in(organisation, "ada").get("/werk/aanmeldlog/"))}
    assert shown == {said for said, _kind in OUTCOMES.values()}
    assert not shown & set(signin.Outcome)


def test_failed_sign_ins_stand_alone_when_asked(organisation: Organisation) -> None:
    attempts(organisation)
    shown = rows(signed_in(organisation, "ada").get("/werk/aanmeldlog/?uitkomst=mislukt"))
    assert [row[1] for row in shown] == ["wrong address or password"]


def test_a_refused_page_is_one_refused_line(organisation: Organisation) -> None:
    signed_in(organisation, "chris").get("/werk/logboek/")
    with acting(organisation, member("petra").acting("accountability", TODAY)):
        assert list(Look.objects.values_list("activity", "refused", "subjects")) == [("logging", True, 0)]
