"""Places answer as a dictionary would, and take the room of two numbers."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from huisvrede.core.tables.places import FIRST_SIZE, Places


@given(st.lists(st.tuples(st.text(max_size=3), st.integers(1, 9)), max_size=50))
def test_the_first_place_of_each_key_is_kept(noted: list[tuple[str, int]]) -> None:
    places, known = Places(), dict[str, int]()
    for key, place in noted:
        assert places.first(key, place) == known.setdefault(key, place)
    assert len(places) == len(known)
    assert all(key in places for key in known)
    assert "long" not in places


def test_many_keys_stay_apart_while_it_grows() -> None:
    places, many = Places(), FIRST_SIZE * 4
    assert all(places.add(("k", n)) for n in range(many))
    assert not any(places.add(("k", n)) for n in range(many))
    assert len(places) == many


def test_keys_with_the_same_low_bits_stand_beside_each_other() -> None:
    places = Places()
    assert [places.first(n * FIRST_SIZE, n + 1) for n in range(5)] == [1, 2, 3, 4, 5]
    assert [places.first(n * FIRST_SIZE, 9) for n in range(5)] == [1, 2, 3, 4, 5]
