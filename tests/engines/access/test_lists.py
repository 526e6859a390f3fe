"""The lists of exceptional openings and of who is let in again: narrowed by how far each is, and as dear for 25 as for one."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from django.db import connections
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from huisvrede.engines.access import opening
from huisvrede.foundation.audit.models import Look
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.people.models import Opening
from huisvrede.foundation.walls.session import acting
from tests.browsing import Watched, signed_in
from tests.cast import member
from tests.conftest import TODAY
from tests.opening import three_cases
from tests.recovering import PLACE as RECOVERIES
from tests.recovering import ask, decide
from tests.signing_in import letterbox
from tests.stories.test_exceptional_access import PLACE as OPENINGS

VIEWS = "/werk/lijsten/bij-uitzondering/weergaven/"


def opened(house: Organisation, many: int = 1, days_ago: int = 0) -> list[str]:
    """The keys of what Dirk opened."""
    day = timezone.localdate() - timedelta(days=days_ago)
    with acting(house, member("dirk").acting("exceptional-access", day)):
        ground = next(one for one in opening.grounds() if one.key == "legal-claim")
        return [
            str(opening.open_file(ground=ground, number="B-TARIQ", investigator="", because="A claim.").pk) for _ in range(many)
        ]


def reviewed(house: Organisation, key: str, withheld: str = "") -> None:
    """Petra judges one of them."""
    with acting(house, member("petra").acting("accountability", timezone.localdate())):
        opening.review(opening=Opening.objects.get(pk=key), finding="It was right.", withheld=withheld)


def keys(client: Watched, address: str) -> list[str]:
    """The keys of the rows of a page, in their order."""
    page = client.get(address)
    assert page.status_code == 200
    return re.findall(r'role="rowheader"><a href="/werk/[a-z/-]+/([0-9a-f-]{36})/', page.content.decode())


def questions(house: Organisation, act: Callable[[], object]) -> int:
    with CaptureQueriesContext(connections[house.key]) as found:
        act()
    return len(found)


def test_whoever_reviews_finds_what_is_late_and_what_its_person_was_not_told(care_group: Organisation) -> None:
    three_cases(care_group)
    (late,), (fresh, untold, told) = opened(care_group, days_ago=30), opened(care_group, 3)
    reviewed(care_group, untold, "They would destroy what proves it.")
    reviewed(care_group, told)
    petra = signed_in(care_group, "petra")
    found = {
        state: set(keys(petra, f"{OPENINGS}?staat={state}")) for state in ("te-beoordelen", "te-laat", "niet-verteld", "beoordeeld")
    }
    assert found == {"te-beoordelen": {late, fresh}, "te-laat": {late}, "niet-verteld": {untold}, "beoordeeld": {told}}
    assert keys(petra, f"{OPENINGS}?volgorde=beoordelen")[0] == late
    assert len(keys(petra, OPENINGS)) == 4
    kept = petra.post(f"{VIEWS}?staat=te-laat", {"name": "Late reviews"}, follow=True)
    assert kept.redirect_chain == [(f"{OPENINGS}?staat=te-laat", 302)]
    assert signed_in(care_group, "dirk").get(VIEWS).status_code == 404


def test_whoever_opened_has_a_list_of_their_own_and_the_way_to_another(care_group: Organisation) -> None:
    three_cases(care_group)
    own = opened(care_group, 2)
    dirk = signed_in(care_group, "dirk")
    assert set(keys(dirk, f"{OPENINGS}eigen/")) == set(own)
    assert f'href="{OPENINGS}nieuw/"' in dirk.get(f"{OPENINGS}eigen/").content.decode()
    assert dirk.get("/werk/lijsten/zelf-geopend/weergaven/").status_code == 200
    with acting(care_group, member("petra").acting("accountability", TODAY)):
        assert Look.objects.filter(account=member("dirk").account, activity="logging", action="list").count() == 2


def test_25_openings_ask_as_much_as_one(care_group: Organisation) -> None:
    three_cases(care_group)
    opened(care_group)
    petra = signed_in(care_group, "petra")
    petra.get(OPENINGS)
    one = questions(care_group, lambda: petra.get(OPENINGS))
    opened(care_group, 24)
    assert questions(care_group, lambda: petra.get(OPENINGS)) == one


def test_who_waits_to_be_let_in_is_found_among_the_others(organisation: Organisation, tmp_path: Path) -> None:
    with letterbox(tmp_path):
        for who, decided in (("bram", False), ("chris", True), ("tariq", None)):
            ask(organisation, who, "anna" if who == "tariq" else "ada")
            if decided is not None:
                decide(organisation, yes=decided)
    petra = signed_in(organisation, "petra")
    found = {state: len(keys(petra, f"{RECOVERIES}?staat={state}")) for state in ("wacht", "bevestigd", "voorbij")}
    assert found == {"wacht": 1, "bevestigd": 1, "voorbij": 1}
    assert len(keys(petra, RECOVERIES)) == 3
    assert keys(petra, f"{RECOVERIES}?volgorde=oudste") == keys(petra, RECOVERIES)[::-1]
    anna = signed_in(organisation, "anna")
    assert anna.post("/werk/lijsten/weer-binnenlaten/weergaven/?staat=wacht", {"name": "Waiting"}).status_code == 302
    assert "Waiting" in anna.get(RECOVERIES).content.decode()
