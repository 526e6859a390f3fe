"""The second factor: joined once, good once, and asked of this very session."""

from __future__ import annotations

import re
from pathlib import Path

from allauth.mfa.models import Authenticator

from huisvrede.foundation.cluster.organisations import Organisation, inside
from tests.authenticator import Passkey, add, enter
from tests.browsing import visiting
from tests.cast import member
from tests.signing_in import code, give_code, give_password, letterbox, sign_in, text


def test_a_code_is_good_once(organisation: Organisation) -> None:
    digits = code()
    first, second = visiting(organisation), visiting(organisation)
    for client in (first, second):
        give_password(client, "anna")
    assert give_code(first, digits).headers["Location"] == "/aan/"
    assert "was used before" in text(give_code(second, digits))


def test_the_code_of_the_period_before_is_refused(organisation: Organisation) -> None:
    client = visiting(organisation)
    give_password(client, "anna")
    assert "not right" in text(give_code(client, code(ago=1)))


def test_staff_without_a_second_factor_joins_an_app_first(organisation: Organisation, tmp_path: Path) -> None:
    _without_second_factor(organisation, "anna")
    client = visiting(organisation)
    sign_in(client, "anna")
    assert client.get("/werk/").headers["Location"] == "/account/2fa/"
    offered = text(client.get("/account/2fa/"))
    assert "needs one of these two" in offered
    assert 'href="/account/2fa/totp/activate/"' in offered
    assert 'href="/account/2fa/passkey/"' in offered
    page = text(client.get("/account/2fa/totp/activate/"))
    assert "data:image/svg+xml;base64," in page
    secret = re.search(r'hv-reference">(\w+)<', page)
    assert secret is not None
    assert "Incorrect code" in text(client.post("/account/2fa/totp/activate/", {"code": "000000"}))
    digits = code(secret.group(1))
    with letterbox(tmp_path):
        joined = client.post("/account/2fa/totp/activate/", {"code": digits})
    assert joined.headers["Location"] == "/account/2fa/herstelcodes/"
    recovery = re.findall(r'hv-reference">(\d{8})<', text(client.get("/account/2fa/herstelcodes/")))
    assert client.get("/werk/").status_code == 200
    later, again = visiting(organisation), visiting(organisation)
    give_password(later, "anna")
    assert "was used before" in text(give_code(later, digits))
    assert give_code(later, recovery[0]).headers["Location"] == "/aan/"
    give_password(again, "anna")
    assert "not right" in text(give_code(again, recovery[0]))


def test_a_session_from_before_the_second_factor_ends(organisation: Organisation, tmp_path: Path) -> None:
    _without_second_factor(organisation, "anna")
    thief, owner = visiting(organisation), visiting(organisation)
    for client in (thief, owner):
        sign_in(client, "anna")
    page = text(owner.get("/account/2fa/totp/activate/"))
    with letterbox(tmp_path):
        owner.post(
            "/account/2fa/totp/activate/", {"code": code(re.findall(r'hv-reference">(\w+)<', page)[0])}
        )
    assert thief.get("/werk/").headers["Location"] == "/aanmelden/?next=%2Fwerk%2F"
    assert thief.get("/aan/").headers["Location"].startswith("/aanmelden/")


def test_new_recovery_codes_end_the_old_ones(organisation: Organisation, tmp_path: Path) -> None:
    client = visiting(organisation)
    sign_in(client, "anna")
    found = []
    with letterbox(tmp_path):
        for _n in range(2):
            assert (
                client.post("/account/2fa/herstelcodes/nieuw/").headers["Location"]
                == "/account/2fa/herstelcodes/"
            )
            found.append(
                re.findall(r'hv-reference">(\d{8})<', text(client.get("/account/2fa/herstelcodes/")))
            )
    assert [len(codes) for codes in found] == [10, 10]
    later = visiting(organisation)
    give_password(later, "anna")
    assert "not right" in text(give_code(later, found[0][0]))
    assert give_code(later, found[1][0]).headers["Location"] == "/aan/"


def test_staff_without_a_second_factor_may_take_a_passkey_instead(organisation: Organisation, tmp_path: Path) -> None:
    _without_second_factor(organisation, "anna")
    client, passkey = visiting(organisation), Passkey(organisation, member("anna").account)
    sign_in(client, "anna")
    with letterbox(tmp_path):
        assert add(client, passkey).headers["Location"] == "/account/2fa/herstelcodes/"
    recovery = re.findall(r'hv-reference">(\d{8})<', text(client.get("/account/2fa/herstelcodes/")))
    assert client.get("/werk/").status_code == 200
    later = visiting(organisation)
    give_password(later, "anna")
    assert "Without your device, type a recovery code" in text(later.get("/account/2fa/code/"))
    assert give_code(later, recovery[0]).headers["Location"] == "/aan/"
    assert enter(visiting(organisation), passkey).headers["Location"] == "/aan/"


def test_the_last_factor_of_staff_stays_until_there_is_another(organisation: Organisation, tmp_path: Path) -> None:
    client = visiting(organisation)
    sign_in(client, "anna")
    gone = "/account/2fa/totp/deactivate/"
    assert "asks for a second factor" in text(client.get(gone))
    assert "asks for a second factor" in text(client.post(gone))
    with letterbox(tmp_path):
        add(client, Passkey(organisation, member("anna").account))
        assert client.post(gone).headers["Location"] == "/account/2fa/"
    with inside(organisation):
        left = Authenticator.objects.get(user_id=member("anna").account, type="webauthn")
    assert "asks for a second factor" in text(client.post(f"/account/2fa/passkey/{left.pk}/weg/"))
    with inside(organisation):
        assert Authenticator.objects.filter(pk=left.pk).exists()


def test_another_app_takes_the_place_of_the_old_one(organisation: Organisation, tmp_path: Path) -> None:
    client = visiting(organisation)
    sign_in(client, "anna")
    page = text(client.get("/account/2fa/totp/activate/"))
    assert "stops working" in page
    secret = re.findall(r'hv-reference">(\w+)<', page)[0]
    with letterbox(tmp_path):
        client.post("/account/2fa/totp/activate/", {"code": code(secret)})
    later = visiting(organisation)
    give_password(later, "anna")
    assert "not right" in text(give_code(later, code()))


def _without_second_factor(organisation: Organisation, who: str) -> None:
    with inside(organisation):
        Authenticator.objects.filter(user_id=member(who).account).delete()
