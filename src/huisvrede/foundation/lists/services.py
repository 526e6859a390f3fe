"""Acts on a list: keep a view of it, let one go, ask for an export."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.db import IntegrityError
from django.utils import timezone

from huisvrede.foundation.audit.services import record
from huisvrede.foundation.cluster.routing import savepoint
from huisvrede.foundation.documents import shelf
from huisvrede.foundation.gates.doors import Refused, require, walled
from huisvrede.foundation.gates.filing import Opened
from huisvrede.foundation.gates.proving import require_proof
from huisvrede.foundation.jobs.services import wake
from huisvrede.foundation.lists.declaring import Chosen, ListOf
from huisvrede.foundation.lists.models import Export, Form, SavedView, State
from huisvrede.foundation.lists.queries import EXPORT, MOST_VIEWS, bulk, exportable, own_export
from huisvrede.foundation.vault.sealing import Shut, unseal
from huisvrede.foundation.walls.session import one_at_a_time, session

WORK = "exports"
"""The kind of work that waits in these rows."""


class AnotherName(Exception):
    """There is a view of this name on this list already."""


class Enough(Exception):
    """Nobody keeps more views of one list than MOST_VIEWS: there would be no finding them."""


class TooMany(Exception):
    """The file would be about more people than leave without a decision of the management (ALL-26)."""

    def __init__(self, limit: int) -> None:
        super().__init__("a decision is needed first")
        self.limit = limit


def keep_view(*, asked: Chosen[Any], name: str) -> SavedView:
    """Keep a list as it is asked under a name of one's own. Raises AnotherName or Enough."""
    me, key = session().acting.account, asked.of.key
    one_at_a_time(f"views {me}")
    if SavedView.objects.filter(key=key).count() >= MOST_VIEWS:
        raise Enough
    try:
        with savepoint():
            return SavedView.objects.create(account=me, key=key, name=name, query=urlencode(asked.query()))
    except IntegrityError:
        raise AnotherName from None


def let_go(*, of: ListOf[Any], view: UUID) -> None:
    """Keep one's own view no longer; anybody else's is refused as if it didn't exist."""
    if SavedView.objects.filter(pk=view, key=of.key).delete()[0] == 0:
        raise Refused(of.activity or of.purpose, "view")


def ask_export(*, asked: Chosen[Any], form: Form, language: str) -> Export:
    """Ask for a file of a list as it is asked; a worker makes it. Raises Refused, or TooMany with the limit.

    The hat is kept, and what it may is looked up again when the file is made.
    """
    of, who, limit = asked.of, session().acting, bulk()
    require(of.activity, EXPORT)
    if not of.exported:
        raise Refused(of.activity, EXPORT)
    if exportable(asked).values("pk")[: limit + 1].count() > limit:
        raise TooMany(limit)
    key = uuid4()
    with walled(of.activity, EXPORT):
        made = Export.objects.create(
            id=key,
            place=shelf.place_of(Export, key),
            account=who.account,
            hat=who.hat,
            key=of.key,
            activity=of.activity,
            purpose=of.purpose,
            query=urlencode(asked.query()),
            form=form,
            language=language,
            asked_at=timezone.now(),
        )
    wake(WORK)
    return made


def open_export(*, of: ListOf[Any], key: UUID) -> Opened[Export]:
    """One's own file, while it lasts and while the policy lets one export; that it was fetched is in the log.

    Raises Refused, or Shut when its key or its file is gone.
    """
    require(of.activity, EXPORT)
    found = own_export(of, key)
    if found.state != State.READY or found.ends_at is None or found.ends_at <= timezone.now():
        raise Refused(of.activity, EXPORT)
    require_proof(of.activity)
    record(of.activity, "download-export", [])
    secret = bytes.fromhex(unseal(found, "content"))
    try:
        return Opened(shelf.take(session().organisation, found.place), secret, found)
    except OSError:
        raise Shut from None
