"""A passkey works for one organisation, at its own address, for who holds the device, and each answer once."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.utils import timezone

from huisvrede.foundation.cluster.organisations import Organisation, inside
from huisvrede.foundation.people.models import Hat
from huisvrede.foundation.people.passkeys import LARGEST
from huisvrede.foundation.signin.models import Account
from huisvrede.foundation.walls.session import acting
from tests.authenticator import Passkey, add, enter, fresh, joined, question
from tests.browsing import signed_in, visiting
from tests.cast import member, system
from tests.conftest import as_login
from tests.signing_in import failed_before, give_password, kept, letterbox, outcomes, text

REFUSED = "This passkey does not work here, or was used before."


@pytest.fixture
def passkey(organisation: Organisation, tmp_path: Path) -> Passkey:
    """Anna has a passkey, besides her app."""
    with letterbox(tmp_path):
        return joined(organisation, "anna")


def test_a_passkey_alone_is_enough_for_staff(organisation: Organisation, passkey: Passkey) -> None:
    client = visiting(organisation)
    assert enter(client, passkey).headers["Location"] == "/aan/"
    assert client.get("/aan/").headers["Location"] == "/werk/"
    assert client.get("/werk/").status_code == 200
    assert outcomes(organisation) == ["passed"]


def test_signing_in_with_a_passkey_goes_on_where_somebody_wanted_to_be(organisation: Organisation, passkey: Passkey) -> None:
    assert enter(visiting(organisation), passkey, next="/werk/woningzoekenden/").headers["Location"] == "/werk/woningzoekenden/"
    assert enter(visiting(organisation), passkey, next="https://evil.example/").headers["Location"] == "/aan/"


def test_the_question_is_asked_by_script_alone(organisation: Organisation) -> None:
    client = visiting(organisation)
    assert client.get("/aanmelden/passkey/").headers["Location"] == "/aanmelden/"
    assert "session" not in client.cookies
    asked = question(client)["publicKey"]
    assert (asked["rpId"], asked["userVerification"]) == (organisation.host, "required")


def test_a_passkey_is_the_second_factor_after_a_password(organisation: Organisation, passkey: Passkey) -> None:
    client = visiting(organisation)
    give_password(client, "anna")
    asked = question(client, "/account/2fa/code/")
    assert client.post("/account/2fa/code/", {"credential": passkey.answer(asked)}).headers["Location"] == "/aan/"
    assert client.get("/aan/").headers["Location"] == "/werk/"
    assert outcomes(organisation) == ["password", "passed"]


def test_a_wrong_passkey_after_a_password_counts_as_a_wrong_code(organisation: Organisation, passkey: Passkey) -> None:
    client, other = visiting(organisation), Passkey(organisation, member("anna").account)
    for _n in range(5):
        client = visiting(organisation)
        give_password(client, "anna")
        page = client.post("/account/2fa/code/", {"credential": other.answer(question(client, "/account/2fa/code/"))})
        assert REFUSED in text(page)
    asked = question(client, "/account/2fa/code/")
    assert "Too many attempts" in text(client.post("/account/2fa/code/", {"credential": passkey.answer(asked)}))
    assert outcomes(organisation)[-2:] == ["code-failed", "locked"]


def test_a_locked_login_is_locked_for_passkeys_too(organisation: Organisation, passkey: Passkey) -> None:
    failed_before(organisation, [1] * 5, login=member("anna").email)
    assert "Too many attempts" in text(enter(visiting(organisation), passkey))
    assert outcomes(organisation)[-1] == "locked"


def test_passkeys_that_fail_lock_the_address_and_not_each_other(organisation: Organisation, passkey: Passkey) -> None:
    for _n in range(5):
        page = enter(visiting(organisation), Passkey(organisation, member("anna").hat))
        assert REFUSED in text(page)
    assert enter(visiting(organisation), passkey).headers["Location"] == "/aan/"
    failed_before(organisation, [1] * 60, address="127.0.0.1")
    assert "Too many attempts" in text(enter(visiting(organisation), passkey))


@pytest.mark.parametrize(
    "changes",
    [
        {"origin": "http://evil.example:8000"},
        {"origin": "http://allocation-service.localhost:9"},
        {"origin": "null"},
        {"host": "evil.example"},
        {"host": "localhost"},
        {"verifies": False},
        {"count": -1},
        {"account": member("bram").account},
        {"account": member("anna").hat},
        {"key": Passkey.__dataclass_fields__["key"].default_factory()},  # type: ignore[misc]
        {"name": b"another passkey"},
    ],
    ids="-".join,
)
def test_an_answer_that_is_not_the_passkeys_own_is_refused(
    organisation: Organisation, passkey: Passkey, changes: dict[str, Any]
) -> None:
    enter(visiting(organisation), passkey)
    for name, value in changes.items():
        setattr(passkey, name, value)
    client = visiting(organisation)
    assert REFUSED in text(enter(client, passkey))
    assert outcomes(organisation)[-1] == "failed"
    assert client.get("/werk/").headers["Location"].startswith("/aanmelden/")


def test_an_answer_is_good_once_in_another_session_too(organisation: Organisation, passkey: Passkey) -> None:
    client, thief = visiting(organisation), visiting(organisation)
    answer = passkey.answer(question(client))
    thief.cookies["session"] = client.cookies["session"].value
    stolen = dict(client.session)
    assert client.post("/aanmelden/passkey/", {"credential": answer}).headers["Location"] == "/aan/"
    assert REFUSED in text(visiting(organisation).post("/aanmelden/passkey/", {"credential": answer}))
    # a session in which the same question still stands, and a device that does not count
    question(thief := visiting(organisation))
    kept(thief, organisation, **stolen)
    with inside(organisation):
        one = Authenticator.objects.get(type="webauthn")
        Authenticator.objects.filter(pk=one.pk).update(data={**one.data, "count": 0})
    assert REFUSED in text(thief.post("/aanmelden/passkey/", {"credential": answer}))


def test_a_wrong_answer_uses_the_question_up(organisation: Organisation, passkey: Passkey) -> None:
    client = visiting(organisation)
    answer = passkey.answer(question(client))
    client.post("/aanmelden/passkey/", {"credential": Passkey(organisation, passkey.account).answer({"publicKey": {"challenge": "x"}})})
    assert REFUSED in text(client.post("/aanmelden/passkey/", {"credential": answer}))


@pytest.mark.parametrize("grows", [0, -1])
def test_a_counter_that_does_not_grow_tells_of_a_copy(organisation: Organisation, passkey: Passkey, grows: int) -> None:
    for _n in range(2):
        enter(visiting(organisation), passkey)
    client = visiting(organisation)
    page = client.post("/aanmelden/passkey/", {"credential": passkey.answer(question(client), grows=grows)})
    assert REFUSED in text(page)


def test_a_device_that_does_not_count_may_come_again(organisation: Organisation, passkey: Passkey) -> None:
    for _n in range(2):
        client = visiting(organisation)
        answer = passkey.answer(question(client), grows=0)
        assert client.post("/aanmelden/passkey/", {"credential": answer}).headers["Location"] == "/aan/"


@pytest.mark.parametrize(
    "sent",
    ["", "[]", "7", "null", "{", '"x"', "{}", '{"response": 7}', '{"response": {"userHandle": "é"}}', "[" * 900, "%(handle)s"],
)
def test_what_no_device_sends_is_refused(organisation: Organisation, passkey: Passkey, sent: str) -> None:
    client = visiting(organisation)
    proper = json.loads(passkey.answer(question(client)))
    garbled = json.dumps({**proper, "response": {**proper["response"], "authenticatorData": "AA"}})
    page = client.post("/aanmelden/passkey/", {"credential": sent.replace("%(handle)s", garbled)})
    assert page.status_code == 200
    assert "hv-summary" in text(page)


def test_a_closed_account_and_one_whose_hats_ended_are_refused_alike(organisation: Organisation, tmp_path: Path) -> None:
    today = timezone.localdate()
    with letterbox(tmp_path):
        anna, sanne = joined(organisation, "anna"), joined(organisation, "sanne")
    with inside(organisation):
        Account.objects.filter(pk=anna.account).update(is_active=False)
    with as_login(organisation, "worker"), acting(organisation, system("cast", today)):
        Hat.objects.filter(account=sanne.account).update(ends_on=today - timedelta(days=1))
    assert REFUSED in text(enter(visiting(organisation), anna))
    assert REFUSED in text(enter(visiting(organisation), sanne))
    assert outcomes(organisation)[-2:] == ["failed", "failed"]


@pytest.mark.parametrize("changes", [{"origin": "http://evil.example"}, {"host": "evil.example"}, {"verifies": False}], ids=str)
def test_a_passkey_that_is_not_for_here_is_not_kept(organisation: Organisation, changes: dict[str, Any]) -> None:
    client = signed_in(organisation, "sanne")
    fresh(client, organisation)
    page = add(client, Passkey(organisation, member("sanne").account, **changes))
    assert "we cannot use" in text(page)
    answered = Passkey(organisation, member("sanne").account)
    old = answered.made(question(client, "/account/2fa/passkey/"))
    question(client, "/account/2fa/passkey/")
    assert "we cannot use" in text(client.post("/account/2fa/passkey/", {"name": "x", "credential": old}))
    large = json.dumps({**json.loads(answered.made(question(client, "/account/2fa/passkey/"))), "more": "x" * LARGEST})
    assert "does not work here" in text(client.post("/account/2fa/passkey/", {"name": "x", "credential": large}))
    assert "browser that runs scripts" in text(client.post("/account/2fa/passkey/", {"name": "x"}))
    with inside(organisation):
        assert not Authenticator.objects.filter(user_id=member("sanne").account).exists()


def test_behind_tls_the_port_is_left_out_as_browsers_do(
    organisation: Organisation, passkey: Passkey, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HUISVREDE_ORIGIN", "https://{host}:443")
    passkey.origin = f"https://{organisation.host}"
    assert enter(visiting(organisation), passkey).headers["Location"] == "/aan/"
    passkey.origin = f"http://{organisation.host}"
    assert REFUSED in text(enter(visiting(organisation), passkey))
