"""Around every address of the API: a key that works, for what it was made, behind the walls of its hat."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from django.db import connections
from django.test import override_settings
from django.utils import timezone

from huisvrede.foundation.cluster.organisations import Organisation, inside
from huisvrede.foundation.people.models import Hat
from huisvrede.foundation.signin.models import Account, Rescue, Token
from huisvrede.foundation.walls.session import acting
from huisvrede.modules.allocation.models import Registration
from tests.bearing import key_of, program
from tests.browsing import signed_in
from tests.cast import member, system
from tests.conftest import TODAY, as_login
from tests.foundation.gates.addresses import CITY, MARKER
from tests.signing_in import outcomes

Copies = Callable[..., AbstractContextManager[Organisation]]
WELL = "/api/proef/well"


@pytest.fixture(scope="module")
def house(copies: Copies) -> Iterator[Organisation]:
    """Where addresses of the API go wrong."""
    with copies() as one, override_settings(ROOT_URLCONF="tests.foundation.gates.addresses"):
        yield one


def city(house: Organisation) -> str:
    with acting(house, member("anna").acting("registration", TODAY)):
        return Registration.objects.get(number="W-SANNE").city


def refusals(house: Organisation) -> list[tuple[object, ...]]:
    with as_login(house, "worker"), acting(house, system("seal", TODAY)), connections[house.key].cursor() as cursor:
        cursor.execute("SELECT account, activity, action FROM audit_look WHERE refused ORDER BY at")
        return list(cursor.fetchall())


def test_a_key_acts_as_its_hat_and_what_it_did_stands(house: Organisation) -> None:
    anna = program(house, "anna")
    answer = anna.get(WELL)
    assert (answer.status_code, answer.content, city(house)) == (200, b"well done", CITY)
    with acting(house, member("anna").acting("registration", TODAY)):
        Registration.objects.filter(number="W-SANNE").update(city="Zeggedam")
    with inside(house):
        used = Token.objects.get(hat=member("anna").hat).used_at
        assert used is not None
        anna.get("/api/bekend")
        anna.get("/api/importeren")
        assert Token.objects.get(hat=member("anna").hat).used_at == used  # to within a minute


@pytest.mark.parametrize(
    ("what", "status"), [("refused", 404), ("not-yours", 404), ("absent", 500), ("failed", 500), ("database", 500)]
)
def test_what_was_done_before_it_went_wrong_is_undone_and_nothing_is_told_of_it(
    house: Organisation, what: str, status: int
) -> None:
    answer = program(house, "anna").get(f"/api/proef/{what}")
    assert (answer.status_code, city(house)) == (status, "Zeggedam")
    assert [word for word in (MARKER, "Traceback", "Error", "psycopg") if word.encode() in answer.content] == []


def test_a_refusal_is_the_same_as_nothing_and_is_in_the_log(house: Organisation) -> None:
    before, bram = refusals(house), program(house, "bram")
    answers = [bram.get(one) for one in ("/api/importeren", "/api/proef/not-yours", "/api/nowhere", f"{WELL}/", "/api/bladzijde")]
    assert {(one.status_code, one.content) for one in answers} == {(404, answers[0].content)}
    account = member("bram").account
    assert refusals(house) == [*before, (account, "home-seekers", "import"), (account, "home-seekers", "view")]


def test_what_asks_for_the_proof_of_a_browser_stays_shut(house: Organisation) -> None:
    assert program(house, "anna").get("/api/proef/sensitive").status_code == 403


def test_a_key_opens_what_it_was_made_for(house: Organisation) -> None:
    assert program(house, "anna", ["requests"]).get(WELL).status_code == 403
    assert program(house, "sanne").get(WELL).status_code == 403


def test_a_cookie_opens_no_api_and_a_key_no_page(house: Organisation) -> None:
    assert signed_in(house, "anna").get(WELL).status_code == 401
    page = program(house, "anna").generic
    with pytest.raises(KeyError):  # a page has no version of the API
        page("GET", "/werk/proef/well/")
    assert signed_in(house, "anna").get("/werk/proef/well/", HTTP_AUTHORIZATION="Bearer x").content == b"well done"
    assert program(house).get("/api/bekend").content == b"for everybody"


def test_head_and_options_tell_what_there_is_and_other_methods_what_is_not(house: Organisation) -> None:
    anna = program(house, "anna")
    head = anna.head("/api/bekend")
    assert (head.status_code, head.content, head.headers["Content-Length"]) == (200, b"", "13")
    told = program(house).options(WELL)
    assert (told.status_code, told.headers["Allow"]) == (204, "GET, HEAD, OPTIONS")
    for method in ("POST", "PUT", "PATCH", "DELETE", "TRACE", "UNHEARD"):
        answer = anna.generic(method, WELL)
        assert (method, answer.status_code, answer.headers["Allow"]) == (method, 405, "GET, HEAD, OPTIONS")


@pytest.mark.parametrize("length", ["65537", "9" * 5000, "-1", "x", "²"])
def test_what_is_too_large_is_not_read(house: Organisation, length: str) -> None:
    assert program(house, "anna").generic("GET", WELL, CONTENT_LENGTH=length).status_code == 413


def test_whoever_shows_no_key_that_works_hears_the_same(copies: Copies) -> None:
    """Wrong, lapsed, withdrawn, of another organisation, of a hat that ended or an account that was shut."""
    with copies() as one, copies("care-group") as other, override_settings(ROOT_URLCONF="tests.foundation.gates.addresses"):
        keys = {name: key_of(one, name, ["register"]) for name in ("anna", "bram", "petra", "dirk", "ada")}
        elsewhere, now, ended = key_of(other, "anna"), timezone.now(), [member("ada").hat, member("chris").hat]
        assert {program(one, key=key).get("/api/importeren").status_code for key in keys.values()} == {200, 404}
        with inside(one):
            Token.objects.filter(hat=member("anna").hat).update(made_at=now - timedelta(days=2), ends_at=now)
            Token.objects.filter(hat=member("bram").hat).delete()
            Account.objects.filter(pk=member("petra").account).update(is_active=False)
            Rescue.objects.create(account_id=member("dirk").account, recovery=member("dirk").hat, ends_at=now)
        with as_login(one, "worker"), acting(one, system("end", TODAY)):
            Hat.objects.filter(pk__in=ended).update(ends_on=timezone.localdate() - timedelta(days=1))
        without = key_of(one, "chris", ["requests"])  # nor does an ended hat tell what it would not have opened
        shown = [*keys.values(), without, elsewhere, "hv_é", "hv_" + "x" * 200, "Zonder"]
        answers = []
        for number, key in enumerate(shown):
            answers.append(program(one, key=key).get(WELL, REMOTE_ADDR=f"192.0.2.{number}"))
        answers.append(program(one).get(WELL))
        answers.append(program(one).get(WELL, HTTP_AUTHORIZATION="Basic YTpi", REMOTE_ADDR="192.0.2.99"))
        assert {(one.status_code, one.content, one.headers["WWW-Authenticate"]) for one in answers} == {
            (401, answers[0].content, "Bearer")
        }
        assert outcomes(one).count("key-failed") == len(answers) - 1
        with inside(one):
            assert Token.objects.get(hat=member("chris").hat).used_at is None


def test_wrong_keys_are_counted_as_wrong_passwords_are_and_lock_no_office_out(house: Organisation) -> None:
    wrong, right = program(house, key="hv_wrong"), program(house, "anna")
    statuses = [wrong.get(WELL).status_code for _ in range(7)]
    assert (statuses[0], statuses[5:]) == (401, [429, 429])
    locked = wrong.get(WELL)
    assert locked.headers["Retry-After"] == "900"
    assert right.get("/api/importeren").status_code == 200
    assert signed_in(house, "anna").get("/werk/proef/well/").status_code == 200
