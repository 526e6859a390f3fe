"""Which browser somebody signed in with: its key, what it signs, and the list its owner sees."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from huisvrede.faces.letterbox.keeping import letters
from huisvrede.foundation.cluster.organisations import Organisation, inside
from huisvrede.foundation.people.browsers import called, key_in, proves
from huisvrede.foundation.signin.models import Browser
from tests.browsing import Watched, visiting
from tests.cast import member
from tests.proving import Key
from tests.signing_in import give_code, give_password, letterbox, outcomes, sessions, text

PLACE = "/account/browsers/"
KEY = Key()


def shown(key: object) -> str:
    raw = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)  # type: ignore[attr-defined]
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def come_in(client: Watched, name: str) -> None:
    """Sign in with a key of one's own, and go on with it."""
    client.key = Key()
    give_password(client, name, device_key=client.key.public)
    client.get("/aan/")


def browsers(organisation: Organisation, name: str = "sanne") -> list[tuple[str, bool]]:
    with inside(organisation):
        return list(
            Browser.objects.filter(account_id=member(name).account).order_by("first_at").values_list("label", "told")
        )


@pytest.mark.parametrize("text", ["", "x", "é", "A" * 124, "%%%", shown(rsa.generate_private_key(65537, 2048))])
def test_only_a_key_of_one_kind_is_a_key(text: str) -> None:
    assert key_in(text) == ""
    assert key_in(KEY.public) == KEY.public
    assert key_in(shown(ec.generate_private_key(ec.SECP384R1()))) == ""


def test_a_signature_holds_for_one_step_of_one_session() -> None:
    device = KEY.device()
    at, _point, signature = KEY.proof(device["nonce"], "GET", "/werk/", at=5).partition(".")
    right = {"method": "GET", "path": "/werk/", "at": int(at)}
    assert proves(device, signature, **right)  # type: ignore[arg-type]
    for wrong in ({"method": "POST"}, {"path": "/werk/bewoners/"}, {"at": 6}):
        assert not proves(device, signature, **{**right, **wrong})  # type: ignore[arg-type]
    assert not proves({**device, "nonce": "another"}, signature, **right)  # type: ignore[arg-type]
    assert not proves({**device, "key": Key().public}, signature, **right)  # type: ignore[arg-type]


@given(signature=st.one_of(st.text(max_size=120), st.binary(max_size=90).map(lambda raw: base64.urlsafe_b64encode(raw).decode())))
def test_what_is_no_signature_proves_nothing(signature: str) -> None:
    assert not proves(KEY.device(), signature, method="GET", path="/", at=1)


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36", "Chrome · Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Mobile Safari/604.1", "Safari · iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64) Chrome/130.0 Safari/537.36 Edg/130.0", "Edge · Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox · Linux"),
        ("<script>", "Unknown browser"),
        ("", "Unknown browser"),
    ],
)
def test_a_browser_is_called_what_a_person_calls_it(agent: str, name: str) -> None:
    with translation.override("en"):
        assert called(agent) == name


def test_a_browser_we_did_not_know_is_told_to_its_owner_once(organisation: Organisation, tmp_path: Path) -> None:
    with letterbox(tmp_path):
        give_password(visiting(organisation), "sanne", device_key=KEY.public)
        assert list(tmp_path.iterdir()) == []  # the first one is nobody else's
        give_password(visiting(organisation), "sanne", device_key=KEY.public)
        assert list(tmp_path.iterdir()) == []
        give_password(visiting(organisation), "sanne", device_key=Key().public)
        [letter] = letters(tmp_path)
    assert PLACE in letter.get_content()
    assert "sanne" not in letter.get_content().lower()
    assert [told for _label, told in browsers(organisation)] == [True, True]


def test_where_no_mail_goes_out_somebody_comes_in_and_is_told_later(organisation: Organisation, tmp_path: Path) -> None:
    give_password(visiting(organisation), "sanne", device_key=KEY.public)
    answer = give_password(visiting(organisation), "sanne", device_key=Key().public)
    assert answer.status_code == 302
    assert [told for _label, told in browsers(organisation)] == [True, False]
    with letterbox(tmp_path):
        give_password(visiting(organisation), "sanne", device_key=KEY.public)
        assert len(letters(tmp_path)) == 1
    assert [told for _label, told in browsers(organisation)] == [True, True]


def test_a_wrong_password_leaves_no_browser(organisation: Organisation) -> None:
    give_password(visiting(organisation), "sanne", "wrong", device_key=KEY.public)
    client = visiting(organisation)
    give_password(client, "anna", device_key=KEY.public)
    assert (browsers(organisation), browsers(organisation, "anna")) == ([], [])
    give_code(client)
    assert len(browsers(organisation, "anna")) == 1


def test_one_signs_out_another_browser_of_ones_own_and_of_nobody_else(
    organisation: Organisation, tmp_path: Path
) -> None:
    here, there, other = (visiting(organisation) for _ in range(3))
    with letterbox(tmp_path):
        for client in (here, there):
            come_in(client, "sanne")
        give_password(other, "tariq", device_key=Key().public)
    with inside(organisation):
        [mine] = Browser.objects.filter(session_key=there.session.session_key)
        [theirs] = Browser.objects.filter(account_id=member("tariq").account)
    page = text(here.get(PLACE))
    assert (page.count("this browser"), page.count(str(mine.pk)), str(theirs.pk) in page) == (1, 1, False)
    before = sessions(organisation)
    for wrong in (str(theirs.pk), "no key", ""):
        here.post(PLACE, {"browser": wrong})
    assert sessions(organisation) == before
    here.post(PLACE, {"browser": str(mine.pk)})
    assert sessions(organisation) == before - 1
    assert there.get("/mijn/").headers["Location"].startswith("/aanmelden/")
    assert here.get("/mijn/").status_code == 200
    assert outcomes(organisation)[-1] == "out"


def test_one_signs_out_everywhere_else(organisation: Organisation, tmp_path: Path) -> None:
    clients = [visiting(organisation) for _ in range(3)]
    with letterbox(tmp_path):
        for client in clients:
            come_in(client, "sanne")
    clients[0].post(PLACE, {"browser": "all"})
    assert [client.get(PLACE).status_code for client in clients] == [200, 302, 302]
    assert len(browsers(organisation)) == 1


def test_the_list_says_which_are_signed_in_still(organisation: Organisation, tmp_path: Path) -> None:
    with letterbox(tmp_path):
        here, there = visiting(organisation), visiting(organisation)
        for client in (here, there):
            come_in(client, "sanne")
    there.post("/afmelden/")
    page = text(here.get(PLACE))
    assert ("signed out" in page, timezone.localdate().strftime("%Y") in page) == (True, True)
