"""The edge of a page and the addresses beside it; the walks there and back are with the lists that use it."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from huisvrede.foundation.people.models import Hat
from huisvrede.foundation.ui.paging import FIRST, Edge, Page, edge_in

KEY = UUID("2f6c1f0e-3a54-4c8b-9a51-0d8f5b7f1a10")


@pytest.mark.parametrize(
    ("query", "edge"),
    [
        ({}, FIRST),
        ({"na": ""}, FIRST),
        ({"na": "geen-sleutel"}, FIRST),
        ({"na": str(KEY)}, Edge(after=KEY)),
        ({"voor": str(KEY)}, Edge(before=KEY)),
    ],
)
def test_an_address_asks_for_an_edge_or_for_the_first_page(query: dict[str, str], edge: Edge) -> None:
    assert edge_in(query) == edge


def test_neighbours_keep_the_filters_and_forget_the_edge() -> None:
    before, after = uuid4(), uuid4()
    found: Page[Hat] = Page([], before, after)
    assert found.addresses({"name": "jan ", "number": "", "na": str(KEY)}) == (
        f"?name=jan+&voor={before}",
        f"?name=jan+&na={after}",
    )
    assert Page[Hat]([], None, None).addresses({"name": "jan"}) == ("", "")
