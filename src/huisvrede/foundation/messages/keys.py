"""Whose account made a key for a program hears of it: the line in the sign-in log waits for its message."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from django.db.models import Exists, OuterRef
from django.utils import timezone

from huisvrede.core.vocabulary import Kind
from huisvrede.foundation.audit.models import SignIn
from huisvrede.foundation.audit.signin import Outcome
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.messages.models import Message
from huisvrede.foundation.messages.services import notify
from huisvrede.foundation.walls.session import acting
from huisvrede.foundation.walls.ticket import Acting

NOTICE: Final = "key-made"
PLACE: Final = "/account/sleutels/"
BACK: Final = timedelta(days=28)
"""How far back is looked: no further than messages are kept, so that nobody hears of a key twice."""


def tell_of_keys(organisation: Organisation, *, on: date) -> int:
    """A message for each account of which a key was made since it last had one; how many. May be run again."""
    with acting(organisation, Acting(kind=Kind.SYSTEM, purpose="messages", day=on)):
        made = SignIn.objects.filter(outcome=Outcome.KEY_MADE, at__gt=timezone.now() - BACK)
        told = Message.objects.filter(notice=NOTICE, account=OuterRef("account"), made_at__gte=OuterRef("at"))
        accounts = set(made.filter(~Exists(told)).values_list("account", flat=True))
        for account in sorted(filter(None, accounts)):
            notify(account=account, notice=NOTICE, path=PLACE)
    return len(accounts)
