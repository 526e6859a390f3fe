"""An activity in words, and the difference between two of them."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from huisvrede.engines.transparency.queries import rows_of
from huisvrede.engines.transparency.told import LABELS, Change, Rows, Told, differences, tell
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.register.queries import version_on
from huisvrede.foundation.walls.session import acting
from tests.cast import member
from tests.conftest import TODAY

SAYINGS = st.dictionaries(
    st.sampled_from(sorted(LABELS)), st.lists(st.text(max_size=3), max_size=3, unique=True)
)


def told(organisation: Organisation, key: str) -> Told:
    with override("en"), acting(organisation, member("chris").acting("register", TODAY)):
        rows = rows_of(version_on(TODAY), key)
        assert isinstance(rows, Rows)
        return tell(rows)


def test_every_field_of_the_page_is_told(organisation: Organisation) -> None:
    assert list(told(organisation, "home-seekers")) == list(LABELS)


def test_periods_and_grounds_are_told_with_their_source(organisation: Organisation) -> None:
    said = told(organisation, "home-seekers")
    assert said["retention"][1].startswith(
        "2 years from the end: Two years after the registration ends we erase your data."
    )
    assert said["retention"][1].endswith("(Source: the organisation's policy, art. 6.) After that the data are destroyed.")
    assert said["legal_bases"][0] == (
        "Contract (GDPR article 6(1)(b)): You ask us to register you. "
        "Without these data we cannot carry out that agreement."
    )


def test_a_legitimate_interest_is_told_with_its_balancing(organisation: Organisation) -> None:
    basis, _task = told(organisation, "urgency")["legal_bases"]
    assert "Our balancing: Priority for one means waiting for another" in basis


def test_roles_are_told_with_actions_reach_and_purpose(organisation: Organisation) -> None:
    """What a role does under one purpose is not said of another."""
    assert told(organisation, "home-seekers")["roles"][:2] == (
        "Advisor of a corporation: view, open documents – only what is assigned to them. "
        "For: Find out which homes fit your income and household, with papers that you give us",
        "Advisor of a corporation: view – only what is assigned to them. "
        "For: Register you as a home seeker, keep your data up to date and deregister you",
    )


def test_a_difference_names_what_is_gone_and_what_is_new() -> None:
    before: dict[str, Sequence[str]] = {"name": ("a",), "retention": ("2 years", "1 month")}
    after: dict[str, Sequence[str]] = {"name": ("a",), "retention": ("3 years", "1 month")}
    with override("en"):
        assert differences(before, after) == [Change("Erasure periods", ("2 years",), ("3 years",))]


@given(SAYINGS)
def test_nothing_differs_from_itself(saying: dict[str, list[str]]) -> None:
    assert differences(saying, saying) == []


@given(SAYINGS, SAYINGS)
def test_a_difference_read_backwards_swaps_gone_and_new(
    one: dict[str, list[str]], other: dict[str, list[str]]
) -> None:
    forth, back = differences(one, other), differences(other, one)
    assert {(c.label, c.gone, c.new) for c in forth} == {(c.label, c.new, c.gone) for c in back}
