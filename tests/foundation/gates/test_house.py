"""The front doors: of an organisation, and of the machine."""

from __future__ import annotations

import pytest
from django.test import Client

from huisvrede.foundation.cluster.organisations import Organisation, inside
from huisvrede.foundation.signin.models import Account
from tests.browsing import signed_in, visiting
from tests.cast import member
from tests.signing_in import text


def test_where_people_register_themselves_the_door_says_so(organisation: Organisation) -> None:
    page = text(visiting(organisation).get("/"))
    assert "Registration of home seekers" in page
    assert 'href="/account/nieuw/"' in page
    assert 'href="/privacy/"' in page


def test_where_they_do_not_the_door_is_for_who_has_an_account(care_group: Organisation) -> None:
    page = text(visiting(care_group).get("/"))
    assert "Whoever got an account from us signs in here." in page
    assert 'href="/account/nieuw/"' not in page


@pytest.mark.parametrize(("who", "inside_at"), [("anna", "/werk/"), ("sanne", "/mijn/")])
def test_who_is_in_already_goes_on(organisation: Organisation, who: str, inside_at: str) -> None:
    assert f'href="{inside_at}"' in text(signed_in(organisation, who).get("/"))


def test_the_other_language_stays_and_goes_with_the_account(organisation: Organisation) -> None:
    client = signed_in(organisation, "sanne")
    with inside(organisation):
        Account.objects.filter(pk=member("sanne").account).update(language="en")
    answer = client.post("/taal/", {"language": "nl", "next": "/toegankelijkheid/"})
    assert answer.headers["Location"] == "/toegankelijkheid/"
    assert '<html lang="nl"' in text(client.get("/toegankelijkheid/"))
    with inside(organisation):
        assert Account.objects.get(pk=member("sanne").account).language == "nl"


def test_an_unknown_language_changes_nothing(organisation: Organisation) -> None:
    client = signed_in(organisation, "sanne")
    client.post("/taal/", {"language": "xx"})
    assert '<html lang="en"' in text(client.get("/"))


@pytest.mark.parametrize("path", ["/taal/", "/actief/"])
def test_what_changes_something_is_never_a_link(organisation: Organisation, path: str) -> None:
    assert visiting(organisation).get(path).status_code == 405


def test_the_accessibility_statement_names_whom_to_tell(organisation: Organisation) -> None:
    assert "info@allocation-service.example" in text(visiting(organisation).get("/toegankelijkheid/"))


def test_words_of_the_law_are_explained_in_the_language_of_the_reader(organisation: Organisation) -> None:
    page = text(visiting(organisation).get("/begrippen/", headers={"accept-language": "nl"}))
    assert 'id="legal-basis"' in page
    assert ("<h2>Grondslag</h2>" in page, "Artikel 6 van de AVG. In het Engels: legal basis." in page) == (True, True)


def test_the_bare_address_lists_the_organisations(organisation: Organisation) -> None:
    visiting(organisation)
    page = text(Client(HTTP_HOST="localhost:8000", HTTP_ACCEPT_LANGUAGE="en").get("/"))
    assert f'href="{organisation.origin}/"' in page


def test_an_unknown_address_is_nobodys() -> None:
    answer = Client(HTTP_HOST="unknown.localhost").get("/")
    assert (answer.status_code, answer.content) == (404, b"404 Not found\n")
