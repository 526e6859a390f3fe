"""Pages of passkeys: asked again, added, renamed and taken away by the owner alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from django.utils import timezone

from huisvrede.faces.letterbox.keeping import letters
from huisvrede.foundation.cluster.organisations import Organisation, inside
from tests.authenticator import Passkey, fresh, joined, question
from tests.browsing import signed_in
from tests.cast import member
from tests.signing_in import kept, letterbox, outcomes, text


@pytest.fixture
def passkey(organisation: Organisation, tmp_path: Path) -> Passkey:
    """Anna has a passkey, besides her app."""
    with letterbox(tmp_path):
        return joined(organisation, "anna")


def test_a_passkey_is_asked_again_before_something_that_matters(organisation: Organisation, passkey: Passkey) -> None:
    client = signed_in(organisation, "anna")
    asked = "/account/2fa/passkey/opnieuw/?next=/account/2fa/passkey/"
    kept(client, organisation, since=int(timezone.now().timestamp()) - 301)
    assert client.get("/account/2fa/passkey/").headers["Location"].startswith("/account/opnieuw/?next=")
    other = Passkey(organisation, passkey.account)
    assert "This passkey does not work here" in text(client.post(asked, {"credential": other.answer(question(client, asked))}))
    again = client.post(asked, {"credential": passkey.answer(question(client, asked))})
    assert again.headers["Location"] == "/account/2fa/passkey/"
    assert client.get("/account/2fa/passkey/").status_code == 200
    assert outcomes(organisation) == ["code-failed"]


def test_adding_and_removing_tell_the_owner(organisation: Organisation, tmp_path: Path) -> None:
    with letterbox(tmp_path):
        joined(organisation, "sanne")
        client = signed_in(organisation, "sanne")
        fresh(client, organisation)
        with inside(organisation):
            one = Authenticator.objects.get(user_id=member("sanne").account, type="webauthn")
        assert "My phone" in text(client.get(f"/account/2fa/passkey/{one.pk}/weg/"))
        assert client.post(f"/account/2fa/passkey/{one.pk}/weg/").headers["Location"] == "/account/2fa/"
    assert [letter["Subject"].startswith("The way you sign in") for letter in letters(tmp_path)] == [True, True]
    assert "My phone" not in letters(tmp_path)[0].get_content()
    with inside(organisation):
        assert not Authenticator.objects.filter(user_id=member("sanne").account).exists()


def test_a_passkey_gets_another_name_from_its_owner_alone(organisation: Organisation, passkey: Passkey) -> None:
    with inside(organisation):
        path = f"/account/2fa/passkey/{Authenticator.objects.get(type='webauthn').pk}/naam/"
    client, other = signed_in(organisation, "anna"), signed_in(organisation, "bram")
    for one in (client, other):
        fresh(one, organisation)
    assert client.post(path, {"name": "The key on my ring"}).headers["Location"] == "/account/2fa/"
    page = text(client.get("/account/2fa/"))
    assert "The key on my ring" in page
    assert "Not used yet" in page
    assert "not been changed" in text(client.post(path, {"name": ""}))
    assert other.post(path, {"name": "Mine"}).status_code == 404
    assert other.post(path.replace("naam", "weg")).status_code == 404
