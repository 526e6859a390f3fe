"""A key for a program is told of until a message says so: no mail server is asked while somebody waits for a page."""

from __future__ import annotations

from django.utils import timezone

from huisvrede.foundation.audit import signin
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.messages.keys import BACK, NOTICE, PLACE, tell_of_keys
from huisvrede.foundation.messages.models import Message
from huisvrede.foundation.messages.sending import KEPT_AFTER_SENDING
from huisvrede.foundation.walls.session import acting
from tests.cast import member, system
from tests.conftest import TODAY, as_login


def made(organisation: Organisation, name: str, outcome: signin.Outcome = signin.Outcome.KEY_MADE) -> None:
    known = member(name)
    signin.note(
        organisation, signin.Attempt(str(known.email), "127.0.0.1", known.account), outcome, at=timezone.now()
    )


def told(organisation: Organisation) -> int:
    with as_login(organisation, "worker"):
        return tell_of_keys(organisation, on=TODAY)


def test_who_made_a_key_hears_of_it_once_and_of_the_next_one_again(organisation: Organisation) -> None:
    made(organisation, "petra")
    made(organisation, "petra")
    made(organisation, "anna", signin.Outcome.KEY_WITHDRAWN)
    assert [told(organisation), told(organisation)] == [1, 0]
    made(organisation, "petra")
    assert [told(organisation), told(organisation)] == [1, 0]
    with as_login(organisation, "worker"), acting(organisation, system("messages", TODAY)):
        rows = set(Message.objects.values_list("account", "notice", "path", "sent_at"))
    assert rows == {(member("petra").account, NOTICE, PLACE, None)}


def test_no_further_back_is_looked_than_messages_are_kept() -> None:
    assert BACK < KEPT_AFTER_SENDING
