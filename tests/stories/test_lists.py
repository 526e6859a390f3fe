"""Every list of the house, walked: each answer and order by its link, a view of one's own, and nobody beyond their right."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.urls import reverse

from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.lists.declaring import declared_lists
from tests.browsing import Watched, signed_in
from tests.cast import STAFF
from tests.modules.allocation.cards import text

LOST = "The address asks for a choice that is not there"
GROUP = re.compile(r'<nav class="hv-group".*?</nav>', re.DOTALL)
NAME = "As I like it"


def steps(page: str) -> list[str]:
    """Where the first choices of each group of a list lead to."""
    groups = [re.findall(r'class="hv-choice" href="([^"]+)"', group) for group in GROUP.findall(page)]
    return [unescape(way) for group in groups for way in group[:4]]


def walked(client: Watched, address: str, views: str) -> None:
    """Each choice of a list opens it; the last that narrows it is kept as a view, found again and let go."""
    ways = steps(client.get(address).content.decode())
    for way in ways:
        page = client.get(f"{address}{way}")
        assert (page.status_code, LOST in text(page)) == (200, False), f"{address}{way}"
    chosen = next((way for way in reversed(ways) if way != "?"), "?")
    assert client.post(f"{views}{chosen}", {"name": NAME}).status_code == 302
    assert f">{NAME}" in client.get(address).content.decode()
    (key,) = re.findall(r"([0-9a-f-]{36})/weg/", client.get(views).content.decode())
    assert client.post(f"{views}{key}/weg/").status_code == 302
    assert NAME not in client.get(address).content.decode()
    assert LOST in text(client.get(f"{address}?{'&'.join(f'{code}=no-such' for code in codes(ways))}"))


def codes(ways: list[str]) -> set[str]:
    """How the questions of a list are called in an address."""
    return {part.split("=")[0] for way in ways for part in way.lstrip("?").split("&") if part}


@pytest.mark.parametrize("which", ["organisation", "care_group"])
def test_each_list_opens_narrows_and_is_kept_for_whom_it_is_for_alone(which: str, request: pytest.FixtureRequest) -> None:
    house: Organisation = request.getfixturevalue(which)
    staff = {name: signed_in(house, name) for name in STAFF[house.profile] if name != "noor"}  # who signed no secrecy
    reached: dict[str, set[str]] = {}
    for one in declared_lists():
        address, views = reverse(one.page), reverse(f"lists:{one.key}-views")
        opens = {name: client.get(address).status_code for name, client in staff.items()}
        keeps = {name: client.get(views).status_code for name, client in staff.items()}
        assert set(opens.values()) <= {200, 404}, address
        assert opens == keeps, address
        reached[one.key] = {name for name, code in opens.items() if code == 200}
        if reached[one.key]:
            walked(staff[min(reached[one.key])], address, views)
    everybody = set(staff)
    assert (reached["register"], reached["taken"]) == (everybody, everybody)
    assert {key for key, names in reached.items() if "chris" in names} == {"register", "taken", "zelf-geopend"}
    assert {key for key, names in reached.items() if not names} == {
        "organisation": {"bewoners", "importen-bewoners", "importen-begeleiding"},
        "care_group": {"woningzoekenden", "importen-woningzoekenden", "importen-behandelaars"},
    }[which]
