"""The pages of exceptional access: for who opens, who reviews and whose file it was, each their own."""

from __future__ import annotations

import pytest

from huisvrede.foundation.cluster.organisations import Organisation
from tests.browsing import signed_in
from tests.opening import no_cases, three_cases
from tests.signing_in import text
from tests.stories.test_exceptional_access import ASKED, PLACE, opened


@pytest.fixture
def care_group(care_group: Organisation) -> Organisation:
    """The care group with three cases in its policy."""
    three_cases(care_group)
    return care_group


def test_each_sees_a_list_of_their_own(care_group: Organisation) -> None:
    page = opened(care_group)
    dirk, petra, bram = (signed_in(care_group, name) for name in ("dirk", "petra", "bram"))
    assert page in text(dirk.get(f"{PLACE}eigen/"))
    assert dirk.get(PLACE).status_code == 404
    assert (f"{PLACE}eigen/" in text(dirk.get("/werk/")), f"{PLACE}eigen/" in text(bram.get("/werk/"))) == (True, False)
    assert f"{page}beoordelen/" in text(petra.get(PLACE))
    assert page not in text(bram.get(f"{PLACE}eigen/"))
    assert "Open a file exceptionally" not in text(bram.get(f"{PLACE}eigen/"))


def test_a_file_shows_what_it_holds_and_nothing_that_is_sealed(care_group: Organisation) -> None:
    shown = text(signed_in(care_group, "dirk").get(opened(care_group)))
    for word in ("Veldmarker", "B-TARIQ", "9999 ZA", "Bram", "Suspected fraud", "Bureau Helder"):
        assert word in shown, word
    assert "UUID" not in shown


def test_an_opening_of_nobody_is_refused_like_one_of_another(care_group: Organisation) -> None:
    nobody = f"{PLACE}7c1c2d58-8cec-52b2-89da-a11aaf283f08/"
    dirk, petra = signed_in(care_group, "dirk"), signed_in(care_group, "petra")
    assert [dirk.get(nobody).status_code, petra.get(f"{nobody}beoordelen/").status_code] == [404, 404]
    assert dirk.get(f"{opened(care_group)}beoordelen/").status_code == 404


def test_where_the_policy_has_no_case_nothing_is_offered(organisation: Organisation) -> None:
    assert signed_in(organisation, "dirk").post(f"{PLACE}nieuw/", ASKED).status_code in {200, 404}
    assert "care-files" not in text(signed_in(organisation, "dirk").get(f"{PLACE}nieuw/"))


def test_where_the_policy_names_no_case_the_page_says_so_and_whom_to_ask(care_group: Organisation) -> None:
    no_cases(care_group)
    page = signed_in(care_group, "dirk").post(f"{PLACE}nieuw/", ASKED)
    assert page.status_code == 404
    assert "names no case for it" in text(page)
    assert ("Data protection officer" in text(page), "Administrator" in text(page)) == (True, False)
    assert "Veldmarker" not in text(page)
