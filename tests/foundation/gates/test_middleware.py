"""Around every page: one transaction, undone when the page refuses or fails; an error tells a number and no more."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest
from django.db import connections
from django.test import RequestFactory, override_settings

from huisvrede.core.vocabulary import Kind
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.gates.menu import MENU
from huisvrede.foundation.gates.middleware import unforeseen
from huisvrede.foundation.walls.session import acting
from huisvrede.modules.allocation.models import Registration
from tests.browsing import Watched, signed_in, visiting
from tests.cast import member, system
from tests.conftest import TODAY, as_login
from tests.foundation.gates.addresses import CITY, MARKER

REFERENCE = re.compile(r"[0-9a-f]{8}")


@pytest.fixture(scope="module")
def house(copies: Callable[..., AbstractContextManager[Organisation]]) -> Iterator[Organisation]:
    """Where pages go wrong; none of them stands in a menu."""
    with pytest.MonkeyPatch.context() as patch:
        for kind in (Kind.STAFF, Kind.SUBJECT):
            patch.setitem(MENU, kind, [])
        with (
            copies("allocation-service") as one,
            override_settings(ROOT_URLCONF="tests.foundation.gates.addresses"),
        ):
            yield one


@pytest.fixture
def anna(house: Organisation) -> Watched:
    return signed_in(house, "anna")


def city(house: Organisation) -> str:
    with acting(house, member("anna").acting("registration", TODAY)):
        return Registration.objects.get(number="W-SANNE").city


def refusals(house: Organisation) -> list[tuple[object, ...]]:
    with as_login(house, "worker"), acting(house, system("seal", TODAY)):
        with connections[house.key].cursor() as cursor:
            cursor.execute(
                "SELECT account, activity, purpose, action, subjects FROM audit_look WHERE refused ORDER BY at"
            )
            return list(cursor.fetchall())


def test_what_a_page_did_stands_before_its_first_byte(house: Organisation, anna: Watched) -> None:
    before = city(house)
    assert anna.get("/werk/proef/well/").content == b"well done"
    assert (before, city(house)) == ("Zeggedam", CITY)
    with acting(house, member("anna").acting("registration", TODAY)):
        Registration.objects.filter(number="W-SANNE").update(city=before)


@pytest.mark.parametrize("what", ["refused", "not-yours", "failed", "database", "template", "broken"])
def test_what_a_page_did_before_it_refused_or_failed_is_undone(
    house: Organisation, anna: Watched, what: str
) -> None:
    assert anna.get(f"/werk/proef/{what}/").status_code in {404, 500}
    assert city(house) == "Zeggedam"


@pytest.mark.parametrize(("what", "action"), [("refused", "edit"), ("not-yours", "view")])
def test_a_refusal_is_a_line_though_everything_else_is_undone(
    house: Organisation, anna: Watched, what: str, action: str
) -> None:
    before = refusals(house)
    anna.get(f"/werk/proef/{what}/")
    assert refusals(house) == [*before, (member("anna").account, "home-seekers", "registration", action, 0)]


def test_a_page_that_needs_a_right_is_refused_before_it_does_anything(
    house: Organisation, anna: Watched
) -> None:
    bram = signed_in(house, "bram")
    before = refusals(house)
    assert anna.get("/werk/importeren/").content == b"to import"
    refused = bram.get("/werk/importeren/")
    assert (refused.status_code, b"to import" in refused.content) == (404, False)
    assert "Registration of home seekers" in refused.content.decode()
    assert refusals(house) == [*before, (member("bram").account, "home-seekers", "registration", "import", 0)]


@pytest.mark.parametrize("what", ["failed", "database", "template"])
def test_an_error_shows_a_number_and_nothing_of_the_error(
    anna: Watched, caplog: pytest.LogCaptureFixture, what: str
) -> None:
    response = anna.get(f"/werk/proef/{what}/")
    page = response.content.decode()
    assert response.status_code == 500
    assert [word for word in (MARKER, "W-SANNE", "Traceback", "Error", "psycopg") if word in page] == []
    (line,) = [
        json.loads(record.getMessage()) for record in caplog.records if "reference" in record.getMessage()
    ]
    assert REFERENCE.findall(page.split('class="hv-reference">')[1][:8]) == [line["reference"]]
    assert set(line) == {"event", "reference", "error", "place", "method", "level", "timestamp"}
    told = caplog.text + json.dumps(line)
    assert [word for word in (MARKER, "W-SANNE", "anna@", str(member("anna").account)) if word in told] == []


def test_the_place_of_an_error_is_a_line_of_ours(anna: Watched, caplog: pytest.LogCaptureFixture) -> None:
    anna.get("/werk/proef/database/")
    (line,) = [
        json.loads(record.getMessage()) for record in caplog.records if "reference" in record.getMessage()
    ]
    assert re.fullmatch(r"/foundation/[a-z/]+\.py:\d+", line["place"])


@pytest.mark.parametrize(("what", "status"), [("absent", 404), ("denied", 403)])
def test_an_answer_that_is_an_exception_tells_nothing_either(anna: Watched, what: str, status: int) -> None:
    response = anna.get(f"/werk/proef/{what}/")
    assert (response.status_code, MARKER.encode() in response.content) == (status, False)


@pytest.mark.parametrize("how", ["model", "cursor"])
def test_a_view_that_declared_nothing_shows_nothing_even_to_who_might_see_it(anna: Watched, how: str) -> None:
    assert anna.get(f"/stil/{how}/").status_code == 500


def test_who_has_not_signed_in_is_sent_to_do_so(house: Organisation) -> None:
    response = visiting(house).get("/werk/proef/well/")
    assert (response.status_code, response.headers["Location"]) == (
        302,
        "/aanmelden/?next=%2Fwerk%2Fproef%2Fwell%2F",
    )


def test_a_page_for_staff_is_not_for_a_data_subject(house: Organisation) -> None:
    response = signed_in(house, "sanne").get("/werk/proef/well/")
    assert (response.status_code, response.headers["Location"]) == (
        302,
        "/aan/?next=%2Fwerk%2Fproef%2Fwell%2F",
    )


@pytest.mark.parametrize(
    "path", ["/", "/werk/proef/well/", "/werk/proef/failed/", "/werk/proef/refused/", "/nowhere/"]
)
def test_every_answer_carries_its_headers(anna: Watched, path: str) -> None:
    headers = anna.get(path).headers
    assert (headers["Cache-Control"], headers["X-Frame-Options"]) == ("no-store", "DENY")


def test_a_file_that_holds_nothing_of_anybody_may_be_kept_in_a_cache(anna: Watched) -> None:
    assert anna.get("/static/nothing.css").headers.get("Cache-Control") != "no-store"


def test_what_fails_before_any_page_shows_a_number_alone() -> None:
    try:
        int(MARKER)
    except ValueError:
        answer = unforeseen(RequestFactory().get("/"))
    page = answer.content.decode()
    assert (answer.status_code, MARKER in page) == (500, False)
    assert REFERENCE.search(page.split('class="hv-reference">')[1][:8])
