"""Asking that somebody be told: a notice that exists, a path of ours."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest

from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.messages.models import Message
from huisvrede.foundation.messages.notices import NOTICES
from huisvrede.foundation.messages.services import notify
from huisvrede.foundation.walls.session import acting
from tests.cast import member, system
from tests.conftest import TODAY, as_login


@pytest.fixture(scope="module")
def house(copies: Callable[..., AbstractContextManager[Organisation]]) -> Iterator[Organisation]:
    with copies("allocation-service") as one:
        yield one


@pytest.mark.parametrize("name", ["sanne", "anna"])
def test_who_acts_may_ask_and_may_not_read_what_waits(house: Organisation, name: str) -> None:
    with acting(house, member(name).acting("rights", TODAY)):
        made = notify(account=member("petra").account, notice="request-received", path="/werk/")
    with as_login(house, "worker"), acting(house, system("messages", TODAY)):
        kept = Message.objects.get(pk=made.pk)
        assert (kept.account, kept.sent_at, kept.tries) == (member("petra").account, None, 0)


def test_what_was_asked_goes_with_the_transaction(house: Organisation) -> None:
    with pytest.raises(LookupError), acting(house, member("sanne").acting("rights", TODAY)):
        key = notify(account=member("petra").account, notice="request-received", path="/werk/").pk
        raise LookupError
    with as_login(house, "worker"), acting(house, system("messages", TODAY)):
        assert not Message.objects.filter(pk=key).exists()


@pytest.mark.parametrize(
    ("notice", "path"),
    [
        ("nothing", "/werk/"),
        ("request-received", "https://evil.example/"),
        ("request-received", "//evil.example/"),
        ("request-received", "werk/"),
        ("request-received", ""),
    ],
)
def test_a_notice_nobody_wrote_or_a_link_elsewhere_is_refused(
    house: Organisation, notice: str, path: str
) -> None:
    with (
        acting(house, member("sanne").acting("registration", TODAY)),
        pytest.raises(ValueError, match="notice"),
    ):
        notify(account=member("petra").account, notice=notice, path=path)


def test_the_names_of_notices_fit_their_column() -> None:
    assert [key for key in NOTICES if len(key) > Message._meta.get_field("notice").max_length] == []
