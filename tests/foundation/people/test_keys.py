"""A key is made for a hat, for a while, for a part; and goes with all that it hangs on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from huisvrede.core.duration import Period
from huisvrede.core.vocabulary import Kind
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.people import keys
from huisvrede.foundation.people.keys import MOST, Enough, Worn
from huisvrede.foundation.signin.models import Account, Token
from tests.cast import member

NOW = timezone.localdate()


@pytest.fixture(scope="module")
def house(copies: Callable[..., AbstractContextManager[Organisation]]) -> Iterator[Organisation]:
    with copies("allocation-service") as one:
        yield one


def owner(name: str) -> Worn:
    who = member(name)
    return Worn(Account.objects.get(pk=who.account), who.hat, who.kind)


def made(name: str, *, scopes: tuple[str, ...] = ("requests",), last: date = NOW) -> str:
    return keys.make(owner=owner(name), name="a report", scopes=scopes, last=last)


def test_a_key_is_found_by_whoever_shows_it_and_kept_as_a_digest(house: Organisation) -> None:
    shown = made("anna")
    found = keys.borne(shown)
    assert found is not None
    assert (found.hat, found.kind, found.scopes) == (member("anna").hat, "staff", ["requests"])
    assert shown not in str(Token.objects.filter(pk=found.pk).values().get())
    assert keys.borne(shown[:-1]) is None


@pytest.mark.parametrize(
    ("name", "scopes"), [("anna", ()), ("anna", ("own-log",)), ("sanne", ("ldv",)), ("sanne", ("requests", "register"))]
)
def test_a_key_opens_no_more_than_a_hat_of_its_kind_can(house: Organisation, name: str, scopes: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="opens"):
        made(name, scopes=scopes)
    with pytest.raises(ValueError, match="opens"):
        keys.make(owner=Worn(owner(name).account, member(name).hat, Kind.VISITOR), name="x", scopes=("requests",), last=NOW)


def test_a_key_ends_within_the_period_of_the_policy(house: Organisation) -> None:
    last = keys.last_day()
    assert last == Period.parse("P3M").after(NOW)
    made("anna", last=last)
    for wrong in (last + timedelta(days=1), NOW - timedelta(days=1)):
        with pytest.raises(ValueError, match="ends"):
            made("anna", last=wrong)


def test_the_database_keeps_no_key_for_more_than_a_year(house: Organisation) -> None:
    made("anna")
    with pytest.raises(IntegrityError), transaction.atomic(using=house.signin_alias):
        Token.objects.update(ends_at=timezone.now() + timedelta(days=400))


def test_only_its_owner_withdraws_a_key(house: Organisation) -> None:
    shown = made("bram")
    found = keys.borne(shown)
    assert found is not None
    assert not keys.withdraw(owner=owner("anna"), key=found.pk)
    assert (keys.withdraw(owner=owner("bram"), key=found.pk), keys.borne(shown)) == (True, None)


def test_there_is_an_end_to_how_many_somebody_has(house: Organisation) -> None:
    for _ in range(MOST):
        made("dirk")
    with pytest.raises(Enough):
        made("dirk")
    assert len(keys.keys_of(owner("dirk"))) == MOST
