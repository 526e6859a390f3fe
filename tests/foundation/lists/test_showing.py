"""A page of a list: counted as far as anybody reads, its choices as links, its words in a form."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.lists import showing
from huisvrede.foundation.lists.showing import Searched, show
from huisvrede.modules.allocation.lists import SEEKERS
from tests.modules.allocation.cards import acts, many


def test_counting_stops_one_past_the_cap(organisation: Organisation, monkeypatch: pytest.MonkeyPatch) -> None:
    many(organisation, 4)
    monkeypatch.setattr(showing, "CAP", 3)
    with acts(organisation, "anna"):
        listing = show(RequestFactory().get("/?staat=lopend"), SEEKERS)
    assert (listing.count, listing.capped) == (3, True)
    states = {choice.label: (choice.count, choice.chosen, choice.url) for choice in listing.groups[0].choices}
    assert states["Loopt"][:2] == ("3+", True)
    assert states["Beëindigd"] == ("0", False, "?staat=beeindigd")
    assert states["Alle"] == ("", False, "?")


def test_of_a_search_nothing_is_counted_by_choice_nothing_kept_and_nothing_exported(organisation: Organisation) -> None:
    searched = Searched(lambda rows: rows.filter(number="W-SANNE"), [("number", "W-SANNE")])
    with acts(organisation, "anna"):
        found = show(RequestFactory().get("/"), SEEKERS, searched=searched)
        bare = show(RequestFactory().get("/"), SEEKERS)
    assert (found.count, found.words, found.tools) == (1, [("number", "W-SANNE")], [])
    assert {choice.count for group in found.groups for choice in group.choices} == {""}
    assert [tool.label for tool in bare.tools] == ["Bewaar deze weergave", "Exporteren"]


def test_somebody_sees_their_own_files_in_the_list_alone(organisation: Organisation) -> None:
    with acts(organisation, "bram"):
        listing = show(RequestFactory().get("/"), SEEKERS)
    assert (listing.count, [tool.label for tool in listing.tools]) == (1, ["Bewaar deze weergave"])
