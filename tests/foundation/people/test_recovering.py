"""A code of two halves: how it looks, how it is compared, and who has none."""

from __future__ import annotations

from uuid import uuid4

import pytest

from huisvrede.foundation.cluster.organisations import Organisation, inside
from huisvrede.foundation.people import recovering
from huisvrede.foundation.signin.models import Account
from tests.cast import member


def test_a_half_says_which_it_is_and_is_never_the_same() -> None:
    halves = {recovering.new_half(1) for _one in range(50)}
    assert len(halves) == 50
    assert all(half.startswith("1-") and len(recovering.plain(half)) == 9 for half in halves)


@pytest.mark.parametrize("typed", ["1-ab2c-d3ef", " 1 AB2C D3EF ", "1ab2cd3ef", "1-AB2C-d3ef\n"])
def test_a_half_is_compared_however_it_was_typed(typed: str) -> None:
    assert recovering.plain(typed) == "1ab2cd3ef"


def test_who_was_not_let_in_has_no_code(organisation: Organisation) -> None:
    chris = Account.objects.get(pk=member("chris").account)
    assert not recovering.waits(chris)
    for account in (chris, None):
        with pytest.raises(recovering.Wrong):
            recovering.regain(account=account, halves=("", ""), password="x")


def test_a_link_stops_what_it_was_made_for_in_its_own_house(organisation: Organisation, care_group: Organisation) -> None:
    key = uuid4()
    with inside(organisation):
        token = recovering.token_for(key)
        assert recovering.behind(token) == key
        assert recovering.stop(key) is False
    with inside(care_group), pytest.raises(recovering.Lapsed):
        recovering.behind(token)
