"""Other systems are named to who looks there, and what was found is kept a line each."""

from __future__ import annotations

from huisvrede.engines.rights.elsewhere import noted, systems_for, told_with
from huisvrede.foundation.cases.models import Case
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.walls.session import acting
from tests.asking import NOTHING_THERE, advised, asked, passed_on, restricted
from tests.cast import member
from tests.conftest import TODAY

SYSTEMS = {"a": "One", "b": "Two"}


def test_what_is_found_is_a_line_each_and_nothing_where_one_was_left_out() -> None:
    assert noted(SYSTEMS, {"a": "Some.\nMore.", "b": " None: really. "}) == "One: Some. More.\nTwo: None: really."
    assert [noted(SYSTEMS, found) for found in ({}, {"a": "Some."}, {"a": "Some.", "b": " "})] == ["", "", ""]
    assert noted({}, {}) == ""


def test_only_a_request_for_access_of_who_is_known_asks_it(organisation: Organisation) -> None:
    mine, still, shut = asked(organisation), passed_on(organisation), restricted(organisation, "tariq")
    with acting(organisation, member("petra").acting("rights", TODAY)):
        found = {key: systems_for(Case.objects.get(pk=key)) for key in (mine, still, shut)}
    assert (set(found[mine]) >= {"website"}, found[shut]) == (True, {})
    advised(organisation, mine)
    with acting(organisation, member("petra").acting("rights", TODAY)):
        case = Case.objects.get(pk=mine)
        assert told_with(case) == tuple((name, NOTHING_THERE) for name in systems_for(case).values())
        assert told_with(Case.objects.get(pk=still)) == ()
