"""One home seeker, from the first visit until nothing is left, in a real browser before the real server."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, date
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Browser

from huisvrede.core.proof import verify_export
from huisvrede.engines.retention.verification import export, verify_organisation
from huisvrede.engines.rights.tasks import answer_granted
from huisvrede.faces.cli.nightly import nightly
from huisvrede.foundation.audit.seals import verify_seals
from huisvrede.foundation.audit.signing import public_path
from huisvrede.foundation.cluster.organisations import Organisation
from tests.browser import PHONE, Visitor, chromium, letters_to, web
from tests.browsing import visiting
from tests.cast import PASSWORD, member
from tests.conftest import as_login
from tests.signing_in import code

NAME = "Vliegermarker"
EMAIL = "joke.vlieger@example.org"


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with web() as one:
        yield one


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as one:
        yield one


def confirmation() -> str:
    """The path of the link in the newest letter to the home seeker."""
    found = re.search(r"https?://[^/\s]+(/account/bevestigen/[-:\w]+/)", letters_to(EMAIL)[0])
    assert found is not None
    return found.group(1)


def staff(browser: Browser, organisation: Organisation, port: int, name: str) -> Visitor:
    """A member of the cast signs in with a second factor."""
    visitor = Visitor(browser, organisation, port)
    visitor.go("/aanmelden/")
    visitor.page.fill("[name=login]", member(name).email)
    visitor.page.fill("[name=password]", PASSWORD)
    primary(visitor)
    visitor.look()
    visitor.page.fill("[name=code]", code())
    primary(visitor)
    visitor.page.wait_for_url("**/werk/")
    visitor.look()
    return visitor


def primary(visitor: Visitor) -> None:
    """Press the page's one primary button."""
    visitor.page.locator("main form .nl-button--primary").first.click()
    visitor.arrive()
    visitor.page.wait_for_load_state("load")


def fill(visitor: Visitor, **values: str) -> None:
    for name, value in values.items():
        visitor.page.locator(f"main [name={name}]").first.fill(value)


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.clause("ALL-06")
@pytest.mark.clause("ALL-07")
@pytest.mark.clause("ALL-12")
@pytest.mark.clause("ALL-35", part="access")
@pytest.mark.clause("COR-25")
def test_a_home_seeker_comes_asks_leaves_and_is_forgotten(
    organisation: Organisation, browser: Browser, port: int, tmp_path: Path
) -> None:
    visiting(organisation)  # the copy is on the list of organisations that are served

    # Given somebody who makes an account on a phone and confirms the address
    seeker = Visitor(browser, organisation, port, size=PHONE)
    seeker.go("/", shot="01-start-phone")
    seeker.go("/privacy/")
    seeker.go("/account/nieuw/", shot="02-account-phone")
    fill(seeker, email=EMAIL, password1="kano-bezem-lantaarn")
    primary(seeker)
    seeker.look("03-mail-sent-phone")
    seeker.go(confirmation())
    primary(seeker)
    seeker.go("/aanmelden/")
    fill(seeker, login=EMAIL, password="kano-bezem-lantaarn")
    primary(seeker)
    seeker.page.wait_for_url("**/mijn/**")

    # When they register, with a mistake first
    seeker.go("/mijn/inschrijven/", shot="04-register-phone")
    card = {"given_name": "Joke", "family_name": NAME, "birth_date": "02-03-1984", "phone": "0612345678"}
    fill(seeker, **card, street="Kade", house_number="7", postcode="0123 AB", city="Zeggedam")
    primary(seeker)
    assert "Vliegermarker" in seeker.page.locator("[name=family_name]").input_value()
    seeker.look("05-register-error-phone")
    assert seeker.page.locator("[aria-invalid=true]").count() >= 1
    fill(seeker, postcode="9999 za")
    primary(seeker)
    seeker.go("/mijn/", shot="06-my-page-phone")
    assert NAME in seeker.text()
    seeker.go("/mijn/gegevens/", shot="07-my-data-phone")

    # Then staff find them, and they see that staff looked
    anna = staff(browser, organisation, port, "anna")
    anna.go("/werk/woningzoekenden/", shot="08-list-desktop")
    anna.page.get_by_role("link", name=re.compile(NAME)).first.click()
    anna.arrive()
    anna.look("09-record-desktop")
    record = anna.page.url.removeprefix(anna.base)
    bram = staff(browser, organisation, port, "bram")
    assert bram.page.goto(f"{bram.base}{record}").status == 404  # type: ignore[union-attr]
    bram.look("10-refused-desktop")
    seeker.go("/mijn/inzage-log/", shot="11-who-looked-phone")
    assert "Klantenservice" in seeker.text()

    # And when they ask for access, one advises and another decides
    seeker.go("/mijn/verzoeken/")
    primary(seeker)
    seeker.look("12-request-phone")
    asked = seeker.page.url.removeprefix(seeker.base)
    petra = staff(browser, organisation, port, "dubbel")
    petra.go("/werk/verzoeken/", shot="13-requests-desktop")
    case = petra.page.locator("main a[href^='/werk/verzoeken/']").filter(has_not_text="oorgeven").first
    at = str(case.get_attribute("href"))
    petra.go(at, shot="14-advice-desktop")
    petra.page.locator("[name=outcome][value=granted]").check()
    fill(petra, text="Identiteit staat vast; er is niets dat in de weg staat.")
    for system in petra.page.locator("main [name^=system-]").all():
        system.fill("Niets van deze persoon.")
    primary(petra)
    petra.go(at, shot="15-adviser-may-not-decide-desktop")
    assert petra.page.locator("#step").count() == 0
    dirk = staff(browser, organisation, port, "dirk")
    dirk.go(at, shot="16-decision-desktop")
    dirk.page.locator("[name=outcome][value=granted]").check()
    fill(dirk, reasons="U heeft recht op inzage in al uw gegevens.")
    primary(dirk)
    with as_login(organisation, "worker"):
        assert answer_granted(organisation, on=timezone.localdate()) == 1
    seeker.go(asked, shot="17-answer-phone")
    with seeker.page.expect_download() as given:
        seeker.page.locator("a[href$='gegevens.json']").click()
    answer = json.loads(Path(given.value.path()).read_text(encoding="utf-8"))
    assert NAME in json.dumps(answer, ensure_ascii=False)
    with seeker.page.expect_download() as given:
        seeker.page.locator("a[href$='gegevens.pdf']").click()
    assert Path(given.value.path()).read_bytes().startswith(b"%PDF")
    assert not any(NAME in letter for letter in letters_to(EMAIL))

    # When they leave, and two years pass
    seeker.go("/mijn/uitschrijven/", shot="18-deregister-phone")
    primary(seeker)
    with as_login(organisation, "worker"):
        nightly(organisation, on=date(2029, 3, 1))
        # Then nothing is left, and that can be proven
        assert [*verify_organisation(organisation), *verify_seals(organisation)] == []
        proof = tmp_path / "proof.jsonl"
        export(organisation, proof, at=timezone.now().astimezone(UTC))
    assert verify_export(proof, public_path(organisation).read_bytes()) == []
    officer = staff(browser, organisation, port, "petra")
    officer.go("/werk/bewaren/verklaringen/", shot="19-certificates-desktop")
    assert "1" in officer.text()
    assert anna.page.goto(f"{anna.base}{record}").status == 404  # type: ignore[union-attr]
