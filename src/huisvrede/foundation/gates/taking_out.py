"""A document that was put in the wrong file goes out of it: asked by one and decided by another (article 5(1)(d) and (f)).

How it goes (ADR 0015): the row goes with a line in the ledger, which takes its key away and keeps it out of every backup that
is put back; then the file leaves the disk. What was seen of it stays in the log.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any, Final
from uuid import UUID

from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import Model
from django.utils.translation import gettext_noop

from huisvrede.foundation.audit.services import record
from huisvrede.foundation.cluster.routing import sqlstate
from huisvrede.foundation.documents import shelf
from huisvrede.foundation.documents.models import Filed, TakenOut, Wrong
from huisvrede.foundation.documents.personal_data import ADD
from huisvrede.foundation.duties.services import begin_about, fulfil_about
from huisvrede.foundation.gates.doors import require, subjects_of, walled
from huisvrede.foundation.gates.filing import document_of
from huisvrede.foundation.gates.insight import who_sees
from huisvrede.foundation.messages.queries import accounts_with
from huisvrede.foundation.messages.services import notify
from huisvrede.foundation.register.declarations import children_of
from huisvrede.foundation.walls.removing import HELD, NOT_ALONE, UNTIL
from huisvrede.foundation.walls.session import session

DECIDE: Final = gettext_noop("Take a document out of the wrong file, or leave it")
NOTICE: Final = "document-to-take-out"


class FirstDone(Exception):
    """Somebody else asked this, or decided on it, a moment ago."""


class Held(Exception):
    """Nothing goes out of this file now: a hold keeps it as it is."""


class NotAlone(Exception):
    """A case of this person runs, so a document goes out of their file by two."""


STOPS: Final[Mapping[str, type[Exception]]] = {HELD: Held, NOT_ALONE: NotAlone}


@dataclass(frozen=True)
class Wrongly:
    """A document and what was asked about it; `document` is None once it is gone."""

    document: Filed | None
    asked: TakenOut | None

    @property
    def alone(self) -> bool:
        """Whether the actor brought it today, and so may take it out without anybody else."""
        acting, row = session().acting, self.document
        return row is not None and self.asked is None and (row.account, row.added_on) == (acting.account, acting.day)

    @property
    def mine(self) -> bool:
        """Whether the actor asked: somebody else decides."""
        return self.asked is not None and self.asked.account == session().acting.account


def found(*, file: Model, key: UUID) -> Wrongly:
    """A document of a file that was opened, with what waits about it; neither where the actor sees none."""
    model, taken = document_of(type(file)), _taken(type(file))
    anchor = _anchor(type(file))
    row = model._default_manager.filter(pk=key, **{anchor: file}).first()
    return Wrongly(row, taken._default_manager.filter(document=key, outcome="", **{anchor: file}).first())


def taken_out_of(files: Sequence[Model]) -> dict[UUID, list[TakenOut]]:
    """Which documents stood wrongly in each of these files of one kind, the last one first; one query for all."""
    gone: dict[UUID, list[TakenOut]] = {one.pk: [] for one in files}
    if files:
        anchor = _anchor(type(files[0]))
        rows = _taken(type(files[0]))._default_manager.filter(outcome=TakenOut.OUT, **{f"{anchor}__in": list(gone)})
        for row in rows:
            gone[getattr(row, f"{anchor}_id")].append(row)
    return gone


def waiting_in(file: Model) -> set[UUID]:
    """The documents of a file of which somebody asked that they go out."""
    rows = _taken(type(file))._default_manager.filter(outcome="", **{_anchor(type(file)): file})
    return set(rows.values_list("document", flat=True))


def ask_out(*, file: Model, document: Filed, reason: Wrong, path: str) -> TakenOut:
    """Ask that a document goes out of this file; whoever else may add documents to it is called, and decides at `path`.

    Raises Refused without the right, FirstDone where it was asked already.
    """
    acting = session().acting
    row = _row(file, document, reason)
    activity = _activity(type(file))
    _keep(row, activity)
    begin_about(
        about=row.pk,
        activity=activity,
        what=DECIDE,
        right=ADD,
        due_on=acting.day + timedelta(days=UNTIL),
        path=path,
        not_by=[acting.account],
        article="GDPR 33(1)",
    )
    for account in _others(file, activity):
        notify(account=account, notice=NOTICE, path=path)
    record(activity, "ask-out", subjects_of([file]))
    return row


def take_out_at_once(*, file: Model, document: Filed, reason: Wrong) -> None:
    """Whoever brought a document into the wrong file takes it out on the same day. Raises Refused, Held or NotAlone."""
    row, activity = _row(file, document, reason), _activity(type(file))
    _decided(row, TakenOut.OUT)
    _keep(row, activity)
    _off_the_shelf(document)
    record(activity, "take-out", subjects_of([file]))


def decide(*, file: Model, asked: TakenOut, document: Filed | None, out: bool) -> None:
    """Another than whoever asked takes the document out, or leaves it. Raises Refused, FirstDone or Held."""
    activity = _activity(type(file))
    require(activity, ADD)
    _decided(asked, TakenOut.OUT if out else TakenOut.STAYS)
    said = {name: getattr(asked, name) for name in ("outcome", "decided_on", "decided_account", "decided_by")}
    with _written(activity):
        if not type(asked)._default_manager.filter(pk=asked.pk, outcome="").update(**said):
            raise FirstDone
        fulfil_about(about=asked.pk)
    if out and document is not None:
        _off_the_shelf(document)
    record(activity, "take-out" if out else "leave-in", subjects_of([file]))


def _row(file: Model, document: Filed, reason: Wrong) -> TakenOut:
    acting, kind = session().acting, type(file)
    said: dict[str, Any] = {"account": acting.account, "hat": acting.hat, "asked_on": acting.day, _anchor(kind): file}
    return _taken(kind)(document=document.pk, stood_since=document.added_on, reason=reason, **said)


def _decided(row: TakenOut, outcome: str) -> None:
    acting = session().acting
    row.outcome, row.decided_on = outcome, acting.day
    row.decided_account, row.decided_by = acting.account, acting.hat


def _keep(row: TakenOut, activity: str) -> None:
    require(activity, ADD)
    with _written(activity):
        row.save(force_insert=True)


@contextmanager
def _written(activity: str) -> Iterator[None]:
    """Within: what the database refuses, by what it says."""
    try:
        with walled(activity, ADD):
            yield
    except IntegrityError:
        raise FirstDone from None
    except DatabaseError as problem:
        if stops := STOPS.get(sqlstate(problem)):
            raise stops from None
        raise


def _off_the_shelf(document: Filed) -> None:
    """Once main has let go of the row; stopped in between, the file belongs to no document, and the night takes it."""
    organisation = session().organisation
    transaction.on_commit(partial(shelf.remove, organisation, document.place), using=organisation.key)


def _others(file: Model, activity: str) -> list[UUID]:
    able = set(accounts_with(activity, ADD)) - {session().acting.account}
    return sorted({one.hat.account for one in who_sees(file)} & able)


def _taken(file: type[Model]) -> type[TakenOut]:
    """What keeps which documents were taken out of a kind of file; raises StopIteration where nothing does."""
    return next(model for model, _declared in children_of(file) if issubclass(model, TakenOut))


def _anchor(file: type[Model]) -> str:
    return next(declared.anchor for model, declared in children_of(file) if issubclass(model, TakenOut))


def _activity(file: type[Model]) -> str:
    return next(declared.activity for model, declared in children_of(file) if issubclass(model, TakenOut))
