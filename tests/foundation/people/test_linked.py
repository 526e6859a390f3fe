"""A work account: seen by its owner alone, taken away for good, linked again when they say so, gone with the work."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db import connections
from django.utils import timezone

from huisvrede.faces.letterbox.keeping import letters
from huisvrede.foundation.cluster.organisations import Organisation, inside
from huisvrede.foundation.people.linked import OFF, LastWay, allow, linked_to, unlink
from huisvrede.foundation.people.models import Hat
from huisvrede.foundation.signin.models import Account
from huisvrede.foundation.walls.session import acting
from tests.browsing import signed_in, visiting
from tests.cast import PASSWORD, member, system
from tests.conftest import TODAY, as_login
from tests.openid import by_provider, configured
from tests.openid_provider import become, provider
from tests.signing_in import kept, letterbox, text

PAGE = "/account/werkaccount/"


@pytest.fixture(scope="module")
def running() -> Iterator[str]:
    with provider() as issuer:
        yield issuer


@pytest.fixture
def box(tmp_path: Path) -> Iterator[Path]:
    with letterbox(tmp_path):
        yield tmp_path


@pytest.fixture
def issuer(organisation: Organisation, running: str, box: Path) -> str:
    """A provider with which Anna signed in once."""
    configured(organisation, running)
    become(running)
    assert by_provider(visiting(organisation)).headers["Location"] == "/account/2fa/code/"
    return running


def anna() -> Account:
    return Account.objects.get(pk=member("anna").account)


def test_the_owner_takes_it_away_and_it_is_not_linked_again_by_itself(organisation: Organisation, issuer: str, box: Path) -> None:
    # Given: Anna sees the work account of hers, and Bram, who has none, sees none.
    client = signed_in(organisation, "anna")
    assert "Werkaccount" in text(client.get(PAGE))
    assert "No work account is linked" in text(signed_in(organisation, "bram").get(PAGE))
    with inside(organisation):
        [key] = [one.key for one in linked_to(anna())]
    # When: Bram names it, or somebody something that is no key, then: nothing changes.
    for name, told in (("bram", str(key)), ("anna", "9" * 20), ("anna", "x"), ("anna", "")):
        signed_in(organisation, name).post(PAGE, {"account": told, "act": "unlink"})
    assert by_provider(visiting(organisation)).headers["Location"] == "/account/2fa/code/"
    # When: Anna unlinks it, then: she is told by mail, and nobody comes in with it.
    page = client.post(PAGE, {"account": key, "act": "unlink"}, follow=True)
    assert ("is not linked any more" in text(page), "Allow it again" in text(page)) == (True, True)
    assert letters(box)[0]["Subject"].startswith("The way you sign in")
    assert "openid=unknown" in by_provider(visiting(organisation)).headers["Location"]
    # When: she allows it again, then: the provider's word for her address links it.
    assert "linked again" in text(client.post(PAGE, {"account": key, "act": "allow"}, follow=True))
    client.post(PAGE, {"account": key, "act": "allow"})
    assert by_provider(visiting(organisation)).headers["Location"] == "/account/2fa/code/"


def test_taking_it_away_asks_the_password_first(organisation: Organisation, issuer: str) -> None:
    with inside(organisation):
        [key] = [one.key for one in linked_to(anna())]
    client = signed_in(organisation, "anna")
    before = int(time.time()) - 3_600
    records = [{**one, "at": before} for one in client.session["account_authentication_methods"]]
    kept(client, organisation, since=before, account_authentication_methods=records)
    # When: somebody sits down at a browser that was left open, then: nothing changes before the password is given.
    for act in ("unlink", "allow"):
        assert client.post(PAGE, {"account": key, "act": act}).headers["Location"].startswith("/account/opnieuw/")
    with inside(organisation):
        assert [one.off for one in linked_to(anna())] == [False]
    client.post("/account/opnieuw/", {"password": PASSWORD})
    client.post(PAGE, {"account": key, "act": "unlink"})
    with inside(organisation):
        assert [one.off for one in linked_to(anna())] == [True]


def test_it_stays_while_it_is_the_last_way_in(organisation: Organisation, issuer: str) -> None:
    with inside(organisation):
        mine = anna()
        mine.set_unusable_password()
        mine.save()
        [key] = [one.key for one in linked_to(mine)]
        with pytest.raises(LastWay):
            unlink(account=mine, key=key)
    client = signed_in(organisation, "anna")
    assert "the last way in" in text(client.post(PAGE, {"account": key, "act": "unlink"}, follow=True))
    with inside(organisation):
        Authenticator.objects.create(user=mine, type=Authenticator.Type.WEBAUTHN, data={})
        assert unlink(account=mine, key=key)
        assert not unlink(account=mine, key=key)
        assert allow(account=mine, key=key)


def test_no_provider_names_somebody_whose_account_was_taken_away(organisation: Organisation, issuer: str) -> None:
    become(issuer, sub=f"{OFF}abc")
    assert "openid=wrong" in by_provider(visiting(organisation)).headers["Location"]
    become(issuer)


def test_a_work_account_opens_nothing_of_who_works_here_no_more(organisation: Organisation, issuer: str) -> None:
    # Given: Anna is a home seeker as well, and her work ended yesterday.
    with as_login(organisation, "worker"), acting(organisation, system("cast", TODAY)):
        Hat.objects.filter(pk=member("sanne").hat).delete()
        Hat.objects.create(
            account=member("anna").account, kind="subject", person_id=member("sanne").person, starts_on=TODAY
        )
        Hat.objects.filter(pk=member("anna").hat).update(ends_on=timezone.localdate() - timedelta(days=1))
    # Then: the work account opens nothing at once, and that night the link is gone; the password still works.
    assert "openid=unknown" in by_provider(visiting(organisation)).headers["Location"]
    with as_login(organisation, "worker"), acting(organisation, system("retention", timezone.localdate())):
        with connections[organisation.key].cursor() as cursor:
            cursor.execute("SELECT walls.end_accounts()")
    with inside(organisation):
        assert not SocialAccount.objects.exists()
        assert anna().has_usable_password()


def test_the_night_keeps_the_link_of_who_works_here(organisation: Organisation, issuer: str) -> None:
    with as_login(organisation, "worker"), acting(organisation, system("retention", timezone.localdate())):
        with connections[organisation.key].cursor() as cursor:
            cursor.execute("SELECT walls.end_accounts()")
    with inside(organisation):
        assert SocialAccount.objects.count() == 1


def test_who_has_a_file_and_no_work_here_comes_in_by_password(organisation: Organisation, issuer: str) -> None:
    become(issuer, sub="s-9", email="sanne@example.org")
    assert "openid=unknown" in by_provider(visiting(organisation)).headers["Location"]
    become(issuer)
