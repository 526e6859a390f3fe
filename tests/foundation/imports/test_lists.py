"""The list of files that were brought: one's own at any time, those of colleagues once the file itself is gone."""

from __future__ import annotations

import re
from collections.abc import Callable
from uuid import UUID

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.imports import taking_back
from huisvrede.foundation.imports.models import Import, Mistake, TakingBack
from huisvrede.foundation.imports.shapes import shape_named
from huisvrede.foundation.walls.session import acting
from tests.browsing import Watched, signed_in
from tests.cast import member, system
from tests.conftest import TODAY, as_login
from tests.importing import bring, file_of, imported, row, work
from tests.modules.allocation.cards import links, text

PLACE = "/werk/importeren/woningzoekenden/"
LIST = f"{PLACE}lijst/"
LINE = """INSERT INTO people_grant (id, hat_id, role, starts_on, reason)
 SELECT gen_random_uuid(), %s, 'customer-service', '2026-01-01', 'second colleague'"""


@pytest.fixture
def two(organisation: Organisation) -> Organisation:
    """Bram may import as well as Anna."""
    with as_login(organisation, "owner"), connections[organisation.key].cursor() as cursor:
        cursor.execute(LINE, [member("bram").hat])
    return organisation


def keys(client: Watched, query: str = "") -> set[str]:
    """The runs on a page."""
    return set(re.findall(rf'role="rowheader"><a href="{PLACE}([0-9a-f-]+)/"', client.get(f"{LIST}{query}").content.decode()))


def ended(organisation: Organisation, many: int) -> None:
    """So many files that Anna brought and that were not taken in."""
    who = member("anna")
    with as_login(organisation, "worker"), acting(organisation, system("imports", TODAY)):
        Import.objects.bulk_create(
            Import(
                shape="seekers", activity="home-seekers", purpose="registration", source="oud", filename=f"{n}.csv",
                hat_id=who.hat, account=who.account, state="refused", made_on=TODAY, refusal={"code": "withdrawn", "facts": {}},
            )
            for n in range(many)
        )  # fmt: skip


def questions(organisation: Organisation, act: Callable[[], object]) -> int:
    with CaptureQueriesContext(connections[organisation.key]) as found:
        act()
    return len(found)


def test_each_sees_their_own_and_what_became_of_those_of_colleagues(two: Organisation) -> None:
    done = imported(two, file_of(row(), row(Inschrijfnummer="00124"))).pk
    waits = bring(two, file_of(row(Inschrijfnummer="00125")), name="nieuw.csv")
    own = bring(two, file_of(row(Inschrijfnummer="00126")), who="bram", name="van-bram.csv")
    anna, bram = signed_in(two, "anna"), signed_in(two, "bram")
    assert (keys(anna), keys(bram)) == ({str(done), str(waits)}, {str(done), str(own)})
    assert (keys(bram, "?door=mij"), keys(bram, "?door=anderen")) == ({str(own)}, {str(done)})
    assert (keys(anna, "?staat=bezig"), keys(anna, "?staat=opgeslagen")) == ({str(waits)}, {str(done)})
    assert keys(anna, "?staat=niet") == set()
    shown = text(bram.get(LIST))
    assert all(word in shown for word in ("zoekers.csv", "Anna", "stored", "being read"))
    assert (bram.get(f"{PLACE}{done}/").status_code, bram.get(f"{PLACE}{waits}/").status_code) == (200, 404)
    assert "take it back" in text(anna.get(f"{PLACE}{done}/"))
    assert "take it back" not in text(bram.get(f"{PLACE}{done}/"))
    assert (links(anna.get(PLACE), LIST), links(bram.get(PLACE), f"{PLACE}{done}")) == ([LIST], [])


def test_nobody_takes_back_what_another_brought(two: Organisation) -> None:
    run, shape = imported(two, file_of(row())).pk, shape_named("seekers")
    with acting(two, member("bram").acting("registration", TODAY)), pytest.raises(taking_back.TooLate):
        taking_back.ask(shape=shape, run=Import.objects.get(pk=run), reason=Mistake.WRONG_FILE, path=LIST)
    with acting(two, member("anna").acting("registration", TODAY)):
        taking_back.ask(shape=shape, run=Import.objects.get(pk=run), reason=Mistake.WRONG_FILE, path=LIST)
    with acting(two, member("bram").acting("registration", TODAY)):
        taking_back.decide(asked=TakingBack.objects.get(run=run), out=True)
    assert "taken back" in text(signed_in(two, "anna").get(LIST))


def test_the_walls_show_no_file_of_another_before_it_is_done_and_none_without_the_right(two: Organisation) -> None:
    waits, done = bring(two, file_of(row())), imported(two, file_of(row(Inschrijfnummer="00124"))).pk

    def seen(who: str, purpose: str) -> set[UUID]:
        with acting(two, member(who).acting(purpose, TODAY)):
            return set(Import.objects.values_list("pk", flat=True))

    assert work(two) == 0
    assert seen("anna", "registration") == {waits, done}
    with as_login(two, "worker"), acting(two, system("imports", TODAY)):
        states = dict(Import.objects.values_list("pk", "state"))
    assert (states[waits], states[done]) == ("choosing", "stored")
    assert (seen("bram", "registration"), seen("bram", "accountability"), seen("petra", "registration")) == ({done}, set(), set())


def test_a_long_list_has_pages_and_asks_no_more(organisation: Organisation) -> None:
    anna = signed_in(organisation, "anna")
    ended(organisation, 1)
    anna.get(LIST)
    one = questions(organisation, lambda: anna.get(LIST))
    ended(organisation, 24)
    assert questions(organisation, lambda: anna.get(LIST)) == one
    ended(organisation, 30)
    page = anna.get(LIST).content.decode()
    (following,) = re.findall(r'href="(\?na=[0-9a-f-]+)" rel="next"', page)
    assert len(keys(anna) | keys(anna, following)) == 55
