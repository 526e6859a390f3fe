"""Another address: shown to be one's own in the session that asked, and of nobody else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from django.test import override_settings

from huisvrede.faces.letterbox.keeping import letters
from huisvrede.foundation.cluster.organisations import Organisation, inside
from huisvrede.foundation.people.logins import is_free, move
from huisvrede.foundation.signin.models import Account
from tests.browsing import signed_in, visiting
from tests.cast import member
from tests.signing_in import give_password, kept, letterbox, text

PAGE = "/account/adres/"
NEW = "Another.Nieuwmarker@example.org"
LINK = re.compile(r"/account/adres/[^/\s]+/")


@pytest.fixture
def box(tmp_path: Path) -> Iterator[Path]:
    with letterbox(tmp_path):
        yield tmp_path


def fresh(organisation: Organisation, name: str) -> object:
    """Somebody who gave their password a moment ago."""
    client = signed_in(organisation, name)
    kept(client, organisation, since=9_999_999_999)
    return client


def test_the_new_address_counts_once_its_link_was_opened_where_it_was_asked(organisation: Organisation, box: Path) -> None:
    sanne = fresh(organisation, "sanne")
    assert "sanne@example.org" in text(sanne.get(PAGE))
    assert sanne.post(PAGE, {"email": NEW}).headers["Location"] == "/account/2fa/"
    letter = letters(box)[0]
    assert "sanne" not in letter.get_content().lower()
    link = LINK.search(letter.get_content())
    assert link is not None
    # until then nothing has changed; elsewhere, and for somebody else, the link does nothing
    assert give_password(visiting(organisation), NEW).status_code == 200
    assert visiting(organisation).get(link.group()).status_code == 302
    for other in (signed_in(organisation, "tariq"), signed_in(organisation, "sanne")):
        assert (other.get(link.group()).status_code, other.post(link.group()).status_code) == (410, 410)
    # a page first, since programs open links; then it counts, once, and the old address hears
    assert "Use this address" in text(sanne.get(link.group()))
    sanne.post(link.group())
    assert sanne.get(link.group()).status_code == 410
    assert (letters(box)[0]["To"], letters(box)[0]["Subject"].startswith("The way you sign in")) == ("sanne@example.org", True)
    assert give_password(visiting(organisation), NEW).status_code == 302
    assert give_password(visiting(organisation), "sanne@example.org").status_code == 200
    with inside(organisation):
        rows = EmailAddress.objects.filter(user_id=member("sanne").account)
        assert list(rows.values_list("email", "verified", "primary")) == [(NEW.lower(), True, True)]


def test_whose_address_it_is_hears_of_it_and_who_asked_does_not(organisation: Organisation, box: Path) -> None:
    pages = {}
    for email in (NEW, "Tariq@example.org"):
        sanne = fresh(organisation, "sanne")
        sanne.post(PAGE, {"email": email})
        pages[email] = text(sanne.get("/account/2fa/"))
        assert letters(box)[0]["To"] == email.lower()
    assert LINK.search(letters(box)[0].get_content()) is None
    assert pages[NEW] == pages["Tariq@example.org"]


def test_without_a_mail_server_nothing_is_asked_and_the_page_says_so(organisation: Organisation) -> None:
    sanne = fresh(organisation, "sanne")
    assert "could not be sent now" in text(sanne.post(PAGE, {"email": NEW}))
    assert sanne.post(PAGE, {"email": "no address"}).status_code == 200
    assert "address" not in sanne.session


def test_who_took_the_address_in_the_meantime_keeps_it(organisation: Organisation, box: Path) -> None:
    sanne = fresh(organisation, "sanne")
    sanne.post(PAGE, {"email": NEW})
    link = LINK.search(letters(box)[0].get_content())
    assert link is not None
    with inside(organisation):
        Account.objects.filter(pk=member("tariq").account).update(email=NEW.lower())
        assert not is_free(NEW.lower())
    assert "be used. Choose another one" in text(sanne.post(link.group(), follow=True))


def test_whoever_had_a_user_name_keeps_it_beside_the_address(organisation: Organisation) -> None:
    made = Account.objects.create(name="ab2cd3ef", password="!")
    assert move(account=made, email="pier@example.org")
    made.refresh_from_db()
    assert (made.email, made.name, made.login) == ("pier@example.org", "ab2cd3ef", "pier@example.org")
    assert move(account=made, email="second@example.org")
    assert not move(account=Account.objects.get(pk=member("sanne").account), email="second@example.org")


def test_the_password_is_asked_before_an_address_is_changed(organisation: Organisation, box: Path) -> None:
    sanne = signed_in(organisation, "sanne")
    with override_settings(ACCOUNT_REAUTHENTICATION_TIMEOUT=-1):
        assert "/account/opnieuw/" in sanne.get(PAGE).headers["Location"]
        sanne.post(PAGE, {"email": NEW})
    assert letters(box) == []
