"""A file that should never have come in goes again: asked by one, decided by another, as far as nobody touched it (ADR 0026)."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connections

from huisvrede.engines.retention.verification import verify_organisation
from huisvrede.foundation.cluster.organisations import Organisation, inside
from huisvrede.foundation.disposal.models import Hold, Line
from huisvrede.foundation.disposal.services import nightly
from huisvrede.foundation.disposal.taking_back import RULE
from huisvrede.foundation.gates.doors import open_one
from huisvrede.foundation.imports import taking_back
from huisvrede.foundation.imports.models import Import, Mistake
from huisvrede.foundation.imports.shapes import shape_named
from huisvrede.foundation.messages.models import Message
from huisvrede.foundation.people.models import Hat
from huisvrede.foundation.walls.session import acting
from huisvrede.modules.allocation.models import HouseholdMember, Registration
from tests.browsing import signed_in
from tests.cast import member, system
from tests.conftest import TODAY, as_login
from tests.importing import file_of, imported, names, row, work

SEEKERS = shape_named("seekers")


LINE = """INSERT INTO people_grant (id, hat_id, role, starts_on, reason)
 SELECT gen_random_uuid(), %s, 'customer-service', '2026-01-01', 'second colleague'"""


@pytest.fixture
def two(organisation: Organisation) -> Organisation:
    """Bram may import as well as Anna."""
    with as_login(organisation, "owner"), connections[organisation.key].cursor() as cursor:
        cursor.execute(LINE, [member("bram").hat])
    return organisation


def brought(organisation: Organisation, people: int = 4) -> UUID:
    """Anna brought a file with people she should not have, one of them with a child."""
    rows = [row(Inschrijfnummer=f"w{n}", Voornamen=f"N{n}") for n in range(people)]
    child = row(Inschrijfnummer="", Voornamen="Kind", Hoofdaanvrager="w0")
    return imported(organisation, file_of(*rows, child)).pk


def keys(organisation: Organisation) -> dict[str, UUID]:
    """Number of the file -> the registration."""
    with as_login(organisation, "worker"), acting(organisation, system("test", TODAY)):
        return dict(Registration.objects.filter(source_system="oud").values_list("source_number", "pk"))


def at(run: UUID) -> str:
    return f"/werk/importeren/woningzoekenden/{run}/terugnemen/"


def plain(organisation: Organisation, who: str, address: str) -> str:
    return " ".join(signed_in(organisation, who).get(address).content.decode().split())


@pytest.mark.clause("COR-12", part="import")
def test_a_wrong_file_goes_again_by_two_as_far_as_nobody_else_touched_it(two: Organisation) -> None:
    # Given: Anna looked at one of them herself, Bram opened another, a third is on hold and a fourth has an account.
    run, anna, bram = brought(two, 5), member("anna"), member("bram")
    files = keys(two)
    for who, number in ((anna, "w0"), (bram, "w1")):
        with acting(two, who.acting("registration", TODAY)):
            open_one(Registration, files[number])
    with as_login(two, "worker"), acting(two, system("test", TODAY)):
        Hold.objects.create(
            anchor=files["w2"], reason="legal-claim", starts_on=TODAY, ends_on=TODAY, account=anna.account
        )
        person = Registration.objects.get(pk=files["w3"]).person_id
        Hat.objects.create(account=uuid4(), person_id=person, kind="subject", starts_on=TODAY)
    # When: Anna asks, and can't decide herself.
    assert "This was a mistake: take it back" in plain(
        two, "anna", f"/werk/importeren/woningzoekenden/{run}/"
    )
    client = signed_in(two, "anna")
    assert "Choose what went wrong." in client.post(at(run), {}).content.decode()
    assert client.post(at(run), {"reason": "wrong-file"}).url == at(run)
    assert "You asked this. A colleague who may import decides." in plain(two, "anna", at(run))
    assert client.post(at(run), {"answer": "out"}).status_code == 404
    # Then: Bram was told, without a word about anybody, and sees which file it is.
    with as_login(two, "worker"), acting(two, system("test", TODAY)):
        assert (
            Message.objects.filter(account=bram.account, notice=taking_back.NOTICE, path=at(run)).count() == 1
        )
    assert "A colleague asks to take an import back" in plain(
        two, "bram", "/werk/importeren/woningzoekenden/"
    )
    page = plain(two, "bram", at(run))
    assert "zoekers.csv" in page
    assert "Asked by</dt>" in page
    assert "It was another file than was meant" in page
    # When: he agrees, and the worker has looked.
    assert signed_in(two, "bram").post(at(run), {"answer": "out"}).url == at(run)
    assert "what it brought is being destroyed now" in plain(two, "anna", at(run))
    assert (work(two), work(two)) == (1, 0)
    # Then: who was touched by nobody else is gone, the child too; the others stay and are told by their numbers.
    assert names(two) == ["N1 Boom", "N2 Boom", "N3 Boom"]
    page = plain(two, "anna", at(run))
    assert "What this import brought about 2 people is destroyed." in page
    with as_login(two, "worker"), acting(two, system("test", TODAY)):
        staying = sorted(Registration.objects.filter(source_system="oud").values_list("number", flat=True))
        assert f"These files stay: {', '.join(staying)}" in page
        assert not HouseholdMember.objects.filter(given_name="Kind").exists()
        assert set(Line.objects.filter(rule=RULE).values_list("model", flat=True)) == {
            "allocation.registration",
            "allocation.householdmember",
        }
    # And: it is certified, can be verified, and the right file comes in whole.
    with as_login(two, "worker"), inside(two):
        assert nightly(two, on=TODAY + timedelta(days=1)).certificates == 2
        assert [one.code for one in verify_organisation(two)] == []
    again = imported(two, file_of(*(row(Inschrijfnummer=f"w{n}") for n in range(5))))
    assert (again.stored, again.known) == (2, 3)


def test_what_is_left_as_it_is_stays_and_is_asked_once(two: Organisation) -> None:
    run = brought(two, 1)
    signed_in(two, "anna").post(at(run), {"reason": "not-allowed"})
    bram = signed_in(two, "bram")
    bram.post(at(run), {"answer": "stays"})
    assert work(two) == 0
    assert names(two) == ["N0 Boom"]
    assert "It is decided: what this import brought stays." in plain(two, "anna", at(run))
    assert "This was decided meanwhile" in " ".join(
        bram.post(at(run), {"answer": "out"}).content.decode().split()
    )
    assert "How it is with taking back" in plain(two, "anna", f"/werk/importeren/woningzoekenden/{run}/")
    assert names(two) == ["N0 Boom"]


def test_after_a_week_or_without_anybody_else_it_is_too_late(organisation: Organisation) -> None:
    run = brought(organisation, 1)
    with as_login(organisation, "owner"), connections[organisation.key].cursor() as cursor:
        cursor.execute(
            "DELETE FROM people_grant WHERE role = 'customer-service' AND hat_id <> %s", [member("anna").hat]
        )
    page = signed_in(organisation, "anna").post(at(run), {"reason": "wrong-file"}).content.decode()
    assert "Nobody else here may import, so nobody can decide." in page
    later = member("anna").acting("registration", TODAY + timedelta(days=8))
    with acting(organisation, later), pytest.raises(taking_back.TooLate):
        taking_back.ask(
            shape=SEEKERS, run=Import.objects.get(pk=run), reason=Mistake.WRONG_FILE, path=at(run)
        )
    # an import of which nothing came in has nothing to take back
    nothing = imported(organisation, file_of(row(Voornamen=""))).pk
    page = signed_in(organisation, "anna").post(at(nothing), {"reason": "wrong-file"}).content.decode()
    assert "This can&#x27;t be taken back any more" in page
    # and who may not import finds no page
    assert signed_in(organisation, "bram").get(at(run)).status_code == 404
