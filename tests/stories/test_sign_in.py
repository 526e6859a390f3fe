"""Whoever comes in says who they are, is written down, promises secrecy, and is out again after a while."""

from __future__ import annotations

import re
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from huisvrede.core.vocabulary import Kind
from huisvrede.faces.letterbox.keeping import letters
from huisvrede.foundation.audit.models import Look, SignIn
from huisvrede.foundation.cluster.organisations import Organisation, inside
from huisvrede.foundation.people import keys
from huisvrede.foundation.people.models import Hat, Person
from huisvrede.foundation.walls.session import acting
from huisvrede.modules.allocation.models import Registration
from tests.bearing import key_of
from tests.browsing import signed_in, visiting
from tests.cast import PASSWORD, member, system
from tests.conftest import TODAY, as_login
from tests.signing_in import give_code, give_password, letterbox, outcomes, sign_in, text

LINK = re.compile(r"http://\S+/account/\S+")


def path_in(folder: Path) -> str:
    """The path of the link in the newest letter."""
    found = LINK.search(letters(folder)[0].get_content())
    assert found is not None
    return "/account/" + found.group().split("/account/", 1)[1]


@pytest.mark.clause("SUR-23")
def test_every_attempt_is_in_the_log(organisation: Organisation) -> None:
    client = visiting(organisation)
    give_password(client, "petra", "not the password")
    give_password(client, "nobody-here")
    give_password(client, "petra")
    give_code(client, "000000")
    give_code(client)
    client.post("/afmelden/")
    assert outcomes(organisation) == ["failed", "failed", "password", "code-failed", "passed", "out"]


@pytest.mark.clause("SUR-23")
def test_the_log_keeps_nothing_of_what_was_typed(organisation: Organisation) -> None:
    give_password(visiting(organisation), "secret-typed-in-the-wrong-field@example.org", "something")
    with as_login(organisation, "worker"), acting(organisation, system("sign-in", timezone.localdate())):
        from_log = str(list(SignIn.objects.values_list("login", "account", "address", "outcome")))
    assert "secret" not in from_log


@pytest.mark.clause("SUR-22", part="second factor")
def test_staff_comes_in_with_password_and_code(organisation: Organisation) -> None:
    client = visiting(organisation)
    assert give_password(client, "anna").headers["Location"] == "/account/2fa/code/"
    assert give_code(client).headers["Location"] == "/aan/"
    assert client.get("/aan/").headers["Location"] == "/werk/"


def test_a_home_seeker_comes_in_with_a_password(organisation: Organisation) -> None:
    client = visiting(organisation)
    assert give_password(client, "sanne").headers["Location"] == "/aan/"
    assert client.get("/aan/").headers["Location"] == "/mijn/"


@pytest.mark.clause("SUR-25")
def test_four_wrong_passwords_lock_nothing_and_five_lock(organisation: Organisation) -> None:
    client = visiting(organisation)
    for _n in range(4):
        give_password(client, "sanne", "wrong")
    assert give_password(client, "sanne").status_code == 302
    client = visiting(organisation)
    for _n in range(5):
        give_password(client, "tariq", "wrong")
    assert "Too many attempts" in text(give_password(client, "tariq"))
    assert outcomes(organisation)[-1] == "locked"


@pytest.mark.clause("SUR-25")
def test_the_answer_is_the_same_whether_the_account_exists(organisation: Organisation) -> None:
    def answers(login: str) -> list[str]:
        client = visiting(organisation)
        return [text(give_password(client, login, "wrong")).replace(login, "") for _n in range(6)]

    known, unknown = answers("sanne@example.org"), answers("nobody@example.org")
    assert known == unknown
    assert "Too many attempts" in known[5]


@pytest.mark.clause("SUR-25")
def test_the_answer_takes_about_as_long_whether_the_account_exists(organisation: Organisation) -> None:
    def fastest(login: str) -> float:
        client, times = visiting(organisation), []
        for _n in range(4):
            began = time.perf_counter()
            give_password(client, login, "wrong")
            times.append(time.perf_counter() - began)
        return min(times)

    known, unknown = fastest("sanne@example.org"), fastest("nobody@example.org")
    assert 0.5 < known / unknown < 2


@pytest.mark.clause("SUR-25")
def test_wrong_codes_count_and_a_right_password_between_them_does_not_help(
    organisation: Organisation,
) -> None:
    for _n in range(5):
        client = visiting(organisation)
        give_password(client, "anna")
        give_code(client, "000000")
    assert "Too many attempts" in text(give_password(visiting(organisation), "anna"))
    assert "Too many attempts" in text(give_code(client))


@pytest.mark.clause("SUR-13")
@pytest.mark.clause("ALL-45")
@pytest.mark.clause("COR-18", part="bound")
def test_nothing_opens_before_the_promise_of_confidentiality(organisation: Organisation) -> None:
    client = visiting(organisation)
    sign_in(client, "noor")
    assert client.get("/werk/").headers["Location"] == "/werk/geheimhouding/"
    assert _numbers(organisation, "noor") == []
    page = client.get("/werk/geheimhouding/")
    assert "Promise of confidentiality" in text(page)
    refused = client.post("/werk/geheimhouding/", {})
    assert "Tick the box" in text(refused)
    assert client.get("/werk/").headers["Location"] == "/werk/geheimhouding/"
    assert _numbers(organisation, "noor") == []


@pytest.mark.clause("SUR-13")
@pytest.mark.clause("ALL-45")
def test_after_the_promise_the_work_opens_on_screen_and_in_the_database(organisation: Organisation) -> None:
    client = visiting(organisation)
    sign_in(client, "noor")
    answer = client.post("/werk/geheimhouding/", {"promise": "1"})
    assert answer.headers["Location"] == "/werk/"
    assert client.get("/werk/").status_code == 200
    assert _numbers(organisation, "noor") == ["W-SANNE", "W-TARIQ"]


def test_somebody_registers_confirms_by_mail_and_signs_in(organisation: Organisation, tmp_path: Path) -> None:
    client = visiting(organisation)
    page = text(client.get("/account/nieuw/"))
    assert "We give people an account to sign in." in page
    with letterbox(tmp_path):
        answer = client.post("/account/nieuw/", {"email": "Femke@example.org", "password1": PASSWORD})
    assert answer.headers["Location"] == "/account/bevestigen/"
    letter = letters(tmp_path)[0]
    assert "emke" not in str(letter["Subject"]) + letter.get_content()
    link = path_in(tmp_path)
    assert "One press on the button" in text(client.get(link))
    assert client.post(link).headers["Location"] == "/aanmelden/"
    assert give_password(client, "femke@example.org").headers["Location"] == "/aan/"
    assert client.get("/aan/").headers["Location"] == "/mijn/"
    assert "does not work any more" in text(client.get(link))


def test_nobody_comes_in_before_the_address_is_confirmed(organisation: Organisation, tmp_path: Path) -> None:
    client = visiting(organisation)
    with letterbox(tmp_path):
        client.post("/account/nieuw/", {"email": "femke@example.org", "password1": PASSWORD})
        answer = give_password(visiting(organisation), "femke@example.org")
    assert answer.headers["Location"] == "/account/bevestigen/"
    assert client.get("/aan/").headers["Location"].startswith("/aanmelden/")


@pytest.mark.clause("SUR-25")
def test_registering_and_forgetting_do_not_tell_who_has_an_account(
    organisation: Organisation, tmp_path: Path
) -> None:
    def answers(address: str) -> list[str]:
        client = visiting(organisation)
        made = client.post("/account/nieuw/", {"email": address, "password1": PASSWORD})
        forgot = client.post("/account/wachtwoord/", {"email": address})
        return [
            made.headers["Location"],
            text(client.get("/account/bevestigen/")),
            forgot.headers["Location"],
        ]

    with letterbox(tmp_path):
        assert answers("sanne@example.org") == answers("unknown@example.org")
    assert len(letters(tmp_path)) == 4


def test_a_forgotten_password_is_replaced_and_old_sessions_and_keys_end(
    organisation: Organisation, tmp_path: Path
) -> None:
    elsewhere, key = visiting(organisation), key_of(organisation, "sanne")
    sign_in(elsewhere, "sanne")
    client, fresh = visiting(organisation), "een-heel-ander-lang-wachtwoord"
    with letterbox(tmp_path):
        client.post("/account/wachtwoord/", {"email": "sanne@example.org"})
        link = path_in(tmp_path)
        form = client.get(link).headers["Location"]
        assert link.rsplit("-", 1)[1] not in form
        done = client.post(form, {"password1": fresh, "password2": fresh})
    assert done.headers["Location"] == "/account/wachtwoord/gewijzigd/"
    assert letters(tmp_path)[0]["Subject"].startswith("The way you sign in")
    assert "does not work any more" in text(visiting(organisation).get(link))
    assert elsewhere.get("/aan/").headers["Location"].startswith("/aanmelden/")
    with inside(organisation):
        assert keys.borne(key) is None
    assert "not correct" in text(give_password(visiting(organisation), "sanne"))
    assert give_password(visiting(organisation), "sanne", fresh).headers["Location"] == "/aan/"


def test_who_has_two_hats_chooses_and_changing_is_logged(organisation: Organisation) -> None:
    with as_login(organisation, "worker"), acting(organisation, system("cast", TODAY)):
        person = Person.objects.create()
        Hat.objects.create(
            account=member("anna").account, kind="subject", person=person, starts_on=TODAY.replace(year=2023)
        )
    client = visiting(organisation)
    assert "As whom are you here?" in text(sign_in(client, "anna"))
    chosen = client.post("/aan/", {"hat": str(member("anna").hat), "next": "/werk/geheimhouding/"})
    assert chosen.headers["Location"] == "/werk/geheimhouding/"
    assert 'href="/aan/"' in text(client.get("/"))
    with acting(organisation, member("anna").acting("sign-in", timezone.localdate())):
        own = Hat.objects.get(account=member("anna").account, kind=Kind.SUBJECT.value)
    assert client.post("/aan/", {"hat": str(own.pk)}).headers["Location"] == "/mijn/"
    assert client.get("/werk/geheimhouding/").headers["Location"] == "/aan/?next=%2Fwerk%2Fgeheimhouding%2F"
    assert _acts(organisation, "anna") == ["wear-staff", "wear-subject"]


def test_nobody_puts_on_the_hat_of_another(organisation: Organisation) -> None:
    client = visiting(organisation)
    give_password(client, "sanne")
    client.post("/aan/", {"hat": str(member("anna").hat)})
    assert client.get("/werk/geheimhouding/").headers["Location"].startswith("/aan/")


def test_a_hat_that_ended_opens_nothing_from_that_moment(organisation: Organisation) -> None:
    client = signed_in(organisation, "anna")
    today = timezone.localdate()
    with as_login(organisation, "worker"), acting(organisation, system("cast", today)):
        Hat.objects.filter(pk=member("anna").hat).update(ends_on=today - timedelta(days=1))
    with acting(organisation, member("anna").acting("registration", today)):
        assert list(Registration.objects.all()) == []
    # whatever page they go on to, they are signed out, and read why
    gone = client.get("/werk/")
    assert (gone.status_code, gone.headers["Location"]) == (302, "/aanmelden/?next=%2Fwerk%2F&ended=1")
    assert "Your access here has ended" in text(client.get(gone.headers["Location"]))
    assert client.get("/werk/woningzoekenden/").headers["Location"].startswith("/aanmelden/")


def _numbers(organisation: Organisation, who: str) -> list[str]:
    with acting(organisation, member(who).acting("registration", timezone.localdate())):
        return sorted(Registration.objects.values_list("number", flat=True))


def _acts(organisation: Organisation, who: str) -> list[str]:
    with as_login(organisation, "worker"), acting(organisation, system("sign-in", TODAY)):
        looks = Look.objects.filter(account=member(who).account, action__startswith="wear")
        return list(looks.order_by("at").values_list("action", flat=True))
