"""A resident's citizen service number: shut on every page until somebody with a right of their own opens it, which is in the log."""

from __future__ import annotations

from contextlib import suppress
from uuid import UUID

import pytest
from django.db import ProgrammingError, connections
from django.utils import timezone

from huisvrede.engines.rights.holdings import holdings
from huisvrede.engines.rights.namer import names_for
from huisvrede.foundation.audit.models import Seen
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.cluster.routing import savepoint
from huisvrede.foundation.disposal.ledger import copy
from huisvrede.foundation.gates.doors import Refused
from huisvrede.foundation.register.queries import version_on
from huisvrede.foundation.vault.sealing import Shut, unseal
from huisvrede.foundation.walls.session import acting
from huisvrede.modules.care.models import Identifier
from huisvrede.modules.care.services import remove_number
from tests.browsing import signed_in
from tests.cast import member, system
from tests.conftest import TODAY, as_login
from tests.foundation.vault.sealed import MARKER, house, keys, numbered
from tests.modules.allocation.cards import text

__all__ = ["house"]
FILE = f"/werk/bewoners/{member('sanne').file}/"
PAGE = f"{FILE}nummers/"


def acts(organisation: Organisation) -> list[tuple[str, str, str]]:
    """What the log says was done with numbers of Sanne."""
    with as_login(organisation, "worker"), acting(organisation, system("rights", TODAY)):
        lines = Seen.objects.filter(subject=member("sanne").person, action__endswith="-number").order_by("at")
        return list(lines.values_list("action", "purpose", "role"))


def key_of(organisation: Organisation) -> UUID:
    with as_login(organisation, "worker"), acting(organisation, system("rights", TODAY)):
        return Identifier.objects.get().pk


@pytest.mark.clause("ALL-39")
@pytest.mark.clause("COR-16", part="the right to see")
def test_a_number_is_recorded_shut_and_opened_for_its_purpose(house: Organisation) -> None:
    # given a coordinator who mistypes a number first
    anna = signed_in(house, "anna")
    assert PAGE in text(anna.get(FILE))
    wrong = anna.post(PAGE, {"kind": "bsn", "number": "111222334"})
    assert "This is no citizen service number." in text(wrong)
    # when it is recorded
    assert anna.post(PAGE, {"kind": "bsn", "number": "1112.22.333"}).status_code == 302
    # then no page shows it, neither the file nor the page of numbers
    for page in (FILE, PAGE):
        assert MARKER not in text(anna.get(page))
    # until she opens it, once, and that is in the log under the purpose of the page
    shown = anna.post(f"{PAGE}{key_of(house)}/")
    assert MARKER in text(shown)
    assert shown.headers["Cache-Control"] == "no-store"
    assert MARKER not in text(anna.get(PAGE))
    assert acts(house) == [
        ("record-number", "administration", "coordinator"),
        ("view-number", "administration", "coordinator"),
    ]
    # and the resident can see that
    own = text(signed_in(house, "sanne").get("/mijn/inzage-log/"))
    assert "identification number opened" in own


def test_a_second_number_of_a_kind_takes_the_place_of_the_first(house: Organisation) -> None:
    first = numbered(house)
    assert numbered(house, number="123456782") == first
    shown = text(signed_in(house, "anna").post(f"{PAGE}{first}/"))
    assert ("123456782" in shown, MARKER in shown) == (True, False)


@pytest.mark.parametrize("who", ["bram", "chris", "petra", "dirk", "ada"])
def test_nobody_without_the_right_opens_or_records_it(house: Organisation, who: str) -> None:
    key, client = numbered(house, "sanne"), signed_in(house, who)
    assert client.get(PAGE).status_code == 404
    assert client.post(f"{PAGE}{key}/").status_code == 404
    assert client.post(PAGE, {"kind": "document", "number": "SPEC12014"}).status_code == 404
    assert [action for action, _purpose, _role in acts(house)] == ["record-number"]


def test_a_support_worker_reads_no_number_of_their_own_resident(house: Organisation) -> None:
    key, client = numbered(house, "tariq"), signed_in(house, "bram")
    page = f"/werk/bewoners/{member('tariq').file}/"
    assert "nummers/" not in text(client.get(page))
    assert client.post(f"{page}nummers/{key}/").status_code == 404


@pytest.mark.clause("COR-25", part="sealed fields")
def test_the_resident_gets_it_with_all_that_is_held(house: Organisation) -> None:
    numbered(house)
    with as_login(house, "worker"), acting(house, system("rights", TODAY)):
        person = member("sanne").person
        found = holdings(person, names_for(person, version=version_on(TODAY), language="en"))
    values = {value.field: value.text for held in found if held.kind == "care.Identifier" for row in held.rows for value in row.values}
    assert values["value"] == MARKER


def test_a_number_that_was_wrongly_recorded_is_taken_out_key_first_and_the_resident_knew_of_it(house: Organisation) -> None:
    # given a number of Sanne, of which she reads on her own page that it is there, and neither which nor what
    which = numbered(house)
    anna, sanne = signed_in(house, "anna"), signed_in(house, "sanne")
    mine = text(sanne.get("/mijn/dossier/"))
    assert ("we keep a number by which others know you" in mine, MARKER in mine) == (True, False)
    assert "we keep a number" not in text(signed_in(house, "tariq").get("/mijn/dossier/"))
    # when it turns out to be wrong
    page = f"{PAGE}{which}/weghalen/"
    assert page in text(anna.get(PAGE))
    assert MARKER not in text(anna.get(page))
    with acting(house, member("anna").acting("administration", TODAY)):
        kept = Identifier.objects.get(pk=which)
    assert anna.post(page).status_code == 302
    assert anna.post(page).status_code == 404
    # then its key goes with its line, and no backup opens it
    with as_login(house, "worker"):
        copy(house, on=TODAY, at=timezone.now())
    assert keys(house) == {}
    with acting(house, member("anna").acting("administration", TODAY)), pytest.raises(Shut):
        unseal(kept, "value")
    assert "we keep a number" not in text(sanne.get("/mijn/dossier/"))
    assert [act for act, _purpose, _role in acts(house)] == ["record-number", "remove-number"]


@pytest.mark.parametrize("who", ["bram", "chris", "petra", "dirk", "sanne"])
def test_nobody_else_takes_a_number_out(house: Organisation, who: str) -> None:
    which = numbered(house)
    assert signed_in(house, who).post(f"{PAGE}{which}/weghalen/").status_code in {302, 404}
    purpose = "care-plan" if who in {"bram", "sanne"} else "administration"
    with acting(house, member(who).acting(purpose, TODAY)):
        with pytest.raises(Refused):
            remove_number(key=which)
        with suppress(ProgrammingError), savepoint(), connections[house.key].cursor() as cursor:
            cursor.execute("DELETE FROM care_identifier WHERE id = %s", [which])
    assert key_of(house) == which
