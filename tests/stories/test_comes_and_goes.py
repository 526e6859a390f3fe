"""A colleague is invited, gets a role by two, works, stands in, and leaves: nothing opens a day too early or too late."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core import signing
from django.test import override_settings
from django.utils import timezone

from huisvrede.engines.access import staff
from huisvrede.faces.letterbox.keeping import letters
from huisvrede.foundation.cluster.organisations import Organisation, inside
from huisvrede.foundation.people.models import Hat, Proposal
from huisvrede.foundation.signin.models import Account
from huisvrede.foundation.walls.session import acting
from tests.browsing import Watched, signed_in, visiting
from tests.cast import member, system
from tests.conftest import as_login
from tests.signing_in import give_password, letterbox, text

LIST = "/werk/collegas/"
EMAIL = "Kim.Nieuwmarker@example.org"
PASSWORD = "vier-woorden-zonder-verband-molen"
NEW = {"name": "Kim", "email": EMAIL, "works_for": "Uitzendbureau De Brug", "starts_on": timezone.localdate().isoformat()}
LINK = re.compile(r"/account/uitnodiging/[^/\s]+/")


def invited(organisation: Organisation, folder: Path, **changes: str) -> str:
    """The path in the mail that the newest colleague got."""
    with letterbox(folder):
        signed_in(organisation, "ada").post(f"{LIST}nieuw/", {**NEW, **changes})
    found = LINK.search(letters(folder)[0].get_content())
    assert found is not None
    return found.group()


def hat_of(organisation: Organisation, name: str) -> Hat:
    with as_login(organisation, "worker"), acting(organisation, system("count", timezone.localdate())):
        return Hat.objects.get(name=name)


def came_in(organisation: Organisation) -> Watched:
    client = visiting(organisation)
    give_password(client, EMAIL.lower(), PASSWORD)
    client.get("/aan/")
    return client


@pytest.mark.clause("COR-18", part="record")
def test_a_hired_colleague_from_invitation_to_leaving(organisation: Organisation, tmp_path: Path) -> None:
    # Given: an administrator invites somebody who is hired; the mail holds a link and no name.
    path = invited(organisation, tmp_path)
    letter = letters(tmp_path)[0]
    assert "Kim" not in letter.get_content()
    # When: the colleague chooses a password; a weak one is refused.
    kim = visiting(organisation)
    assert "easy to guess" in text(kim.post(path, {"password": "welkom01welkom01"}))
    assert kim.post(path, {"password": PASSWORD}).headers["Location"] == "/aanmelden/"
    # Then: the invitation is used up, and without a second factor, a role and a bond nothing opens.
    assert kim.get(path).status_code == 410
    assert kim.post(path, {"password": "een-ander-wachtwoord-van-iemand"}).status_code == 410
    assert "/account/2fa/" in came_in(organisation).get("/werk/").headers["Location"]
    hat = hat_of(organisation, "Kim")
    # And: one asks for a role, another gives it.
    role = {"role": "customer-service", "starts_on": NEW["starts_on"], "because": "Stands in for Anna"}
    signed_in(organisation, "ada").post(f"{LIST}{hat.pk}/rol/", role)
    with as_login(organisation, "worker"), acting(organisation, system("count", timezone.localdate())):
        key = Proposal.objects.get(hat=hat).pk
    signed_in(organisation, "dirk").post(f"{LIST}voorstellen/{key}/", {"give": "yes"})
    # And: it is on record that a hired colleague has not signed yet, and after signing until when the bond holds.
    page = f"{LIST}{hat.pk}/"
    petra = signed_in(organisation, "petra")
    assert "not signed yet" in text(petra.get(page))
    assert "Uitzendbureau De Brug" in text(petra.get(page))
    # When: the work ends at once, then: nobody comes in with the account any more.
    signed_in(organisation, "ada").post(f"{page}stoppen/", {"when": "now"})
    refused = give_password(visiting(organisation), EMAIL.lower(), PASSWORD)
    assert refused.status_code == 200


def test_a_second_invitation_replaces_a_mail_that_got_lost(organisation: Organisation, tmp_path: Path) -> None:
    # Given: no mail goes out when somebody is invited.
    page = signed_in(organisation, "ada").post(f"{LIST}nieuw/", NEW, follow=True)
    assert "could not be sent now" in text(page)
    hat = hat_of(organisation, "Kim")
    # When: it is sent again, then: the link in it works.
    with letterbox(tmp_path):
        signed_in(organisation, "ada").post(f"{LIST}{hat.pk}/uitnodigen/")
    found = LINK.search(letters(tmp_path)[0].get_content())
    assert found is not None
    assert visiting(organisation).get(found.group()).status_code == 200


@pytest.mark.parametrize("spoilt", ["made up", "cut short", "of another house", "too old"])
def test_an_invitation_that_is_none_says_what_to_do(
    organisation: Organisation, care_group: Organisation, tmp_path: Path, spoilt: str
) -> None:
    path = invited(organisation, tmp_path)
    client = visiting(care_group if spoilt == "of another house" else organisation)
    if spoilt == "made up":
        path = "/account/uitnodiging/abc:def:ghi/"
    elif spoilt == "cut short":
        path = f"{path[:-4]}/"
    elif spoilt == "too old":
        with inside(organisation):
            account = Account.objects.get(email=EMAIL.lower())
            signer = signing.TimestampSigner(salt=f"invitation:{organisation.key}")
            signer.timestamp = lambda: signing.b62_encode(1)  # type: ignore[method-assign]
            path = f"/account/uitnodiging/{signer.sign(account.pk.hex)}/"
    page = client.get(path)
    assert (page.status_code, "Ask whoever invited you" in text(page)) == (410, True)


def test_who_has_an_account_here_keeps_it_and_nobody_is_told(organisation: Organisation, tmp_path: Path) -> None:
    # Given: a home seeker is hired at the counter; the administrator sees what they see of anybody.
    with letterbox(tmp_path):
        seen = signed_in(organisation, "ada").post(f"{LIST}nieuw/", {**NEW, "email": member("sanne").email}, follow=True)
    assert "The invitation has been sent." in text(seen)
    assert LINK.search(letters(tmp_path)[0].get_content()) is None
    # Then: both hats are there to choose from, one at a time.
    client = visiting(organisation)
    give_password(client, "sanne")
    assert "As whom are you here?" in text(client.get("/aan/"))
    # And: inviting somebody who works here already is told.
    again = signed_in(organisation, "ada").post(f"{LIST}nieuw/", {**NEW, "email": member("anna").email})
    assert "works here already" in text(again)


def test_whoever_invites_sees_nothing_of_an_account_that_is_there(organisation: Organisation, tmp_path: Path) -> None:
    # Given: a home seeker with an account, and somebody without one, are both invited.
    ada, pages = signed_in(organisation, "ada"), []
    with letterbox(tmp_path):
        for email in (member("sanne").email, "nobody-yet@example.org"):
            page = text(ada.post(f"{LIST}nieuw/", {**NEW, "email": email}, follow=True))
            with as_login(organisation, "worker"), acting(organisation, system("count", timezone.localdate())):
                key = Hat.objects.filter(name="Kim").exclude(pk__in=[known for known, _told in pages]).get().pk
            told = [page, text(ada.get(f"{LIST}{key}/")), text(ada.get(f"{LIST}{key}/rol/"))]
            pages.append((key, [varying(one, key, email) for one in told]))
    # Then: both are shown alike, as invited, and the list says the same of both.
    assert pages[0][1] == pages[1][1]
    assert "invited" in pages[0][1][1]
    with acting(organisation, member("ada").acting("account-management", timezone.localdate())):
        assert {one.state for one in staff.colleagues(Hat.objects.filter(name="Kim"))} == {"invited"}


def varying(page: str, key: object, email: str) -> str:
    """A page without what differs from one to the next by itself."""
    page = page.replace(str(key), "KEY").replace(email, "EMAIL")
    return re.sub(r'(name="csrfmiddlewaretoken" value|nonce|data-now|data-device)="[^"]*"', "", page)


def test_the_address_of_an_invitation_is_kept_out_of_the_log(
    organisation: Organisation, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with override_settings(LOGGING=settings.LOGGING):
        invited(organisation, tmp_path)
    out, err = capfd.readouterr()
    assert "nieuwmarker" not in (out + err).lower()
