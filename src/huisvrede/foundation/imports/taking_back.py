"""Taking an import back: whoever brought it asks within a week, another decides, and the worker does it (ADR 0026).

What goes is what nobody else touched since, by `disposal.taking_back`; how many stay is told.
"""

from __future__ import annotations

from datetime import date
from typing import Final
from uuid import UUID

from django.db import IntegrityError
from django.utils import timezone

from huisvrede.core.vocabulary import Kind
from huisvrede.foundation.audit.services import record
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.disposal.services import moment
from huisvrede.foundation.disposal.taking_back import Brought, take_back
from huisvrede.foundation.gates.doors import Refused, looked, require, walled
from huisvrede.foundation.imports.models import WITHIN, Import, Mistake, TakingBack
from huisvrede.foundation.imports.shapes import ImportShape, shape_named
from huisvrede.foundation.messages.queries import accounts_with
from huisvrede.foundation.messages.services import notify
from huisvrede.foundation.people.models import Hat, named
from huisvrede.foundation.walls.conflict import Gone
from huisvrede.foundation.walls.session import acting, session
from huisvrede.foundation.walls.ticket import Acting

IMPORT: Final = "import"
NOTICE: Final = "import-to-take-back"


class TooLate(Exception):
    """Nothing came in by this import, it came in more than a week ago, or this was asked already."""


class NobodyElse(Exception):
    """Nobody else may import here, so nobody could decide."""


def open_to(shape: ImportShape, run: Import) -> bool:
    """Whether the actor may still ask that this import of theirs is taken back."""
    in_time = session().acting.day <= run.made_on + WITHIN
    stored = run.state == "stored" and run.stored > 0 and run.look is not None
    mine = run.hat_id == session().acting.hat
    return shape.people and mine and in_time and stored and not TakingBack.objects.filter(run=run).exists()


def found(shape: ImportShape, run: UUID) -> TakingBack | None:
    """What was asked about an import, whoever brought it."""
    return TakingBack.objects.filter(run=run, shape=shape.key).first()


def waiting(shape: ImportShape) -> list[TakingBack]:
    """What waits for the actor's decision: asked by another, not decided, not too old."""
    day, me = session().acting.day, session().acting.account
    rows = TakingBack.objects.filter(shape=shape.key, outcome="", asked_on__gte=day - WITHIN)
    return list(rows.exclude(account=me))


def numbers_left(shape: ImportShape, asked: TakingBack) -> list[str]:
    """The numbers of the first files that stay, as far as the actor sees them; a list that the log knows of."""
    if shape.file is None or not asked.left:
        return []
    rows = shape.file._default_manager.filter(pk__in=asked.left)
    looked(rows, shape.activity)
    return sorted(rows.values_list("number", flat=True))


def asked_by(asked: TakingBack) -> str:
    """The name of the colleague who asked."""
    return named(Hat.objects.filter(pk=asked.hat).values_list("name", flat=True).first() or "")


def ask(*, shape: ImportShape, run: Import, reason: Mistake, path: str) -> TakingBack:
    """Ask that an import of one's own is taken back; whoever else may import is called to `path`.

    Raises Refused, TooLate or NobodyElse.
    """
    require(shape.activity, IMPORT, "organisation")
    if not open_to(shape, run):
        raise TooLate
    who = session().acting
    others = [one for one in accounts_with(shape.activity, IMPORT) if one != who.account]
    if not others:
        raise NobodyElse
    asked = TakingBack(
        run=run,
        shape=shape.key,
        activity=shape.activity,
        reason=reason,
        source=run.source,
        filename=run.filename,
        stored=run.stored,
        stored_on=run.made_on,
        account=who.account,
        hat=who.hat,
        asked_on=who.day,
    )
    try:
        with walled(shape.activity, IMPORT):
            asked.save(force_insert=True)
    except IntegrityError:
        raise TooLate from None
    for account in others:
        notify(account=account, notice=NOTICE, path=path)
    record(shape.activity, "ask-take-back", [])
    return asked


def decide(*, asked: TakingBack, out: bool) -> None:
    """Another than who asked lets it happen, or not. Raises Refused, TooLate, or Gone when somebody was first."""
    require(asked.activity, IMPORT, "organisation")
    who = session().acting
    if asked.account == who.account:
        raise Refused(asked.activity, IMPORT)
    if who.day > asked.asked_on + WITHIN:
        raise TooLate
    with walled(asked.activity, IMPORT):
        changed = TakingBack.objects.filter(pk=asked.pk, outcome="").update(
            outcome=TakingBack.OUT if out else TakingBack.STAYS,
            decided_account=who.account,
            decided_by=who.hat,
            decided_on=who.day,
        )
    if not changed:
        raise Gone(asked)
    record(asked.activity, "take-back" if out else "leave-in", [])


def take_back_waiting(organisation: Organisation, *, on: date) -> int:
    """Destroy what decided imports brought, and note how many went and stay; may be killed and run again.

    The database knows no shapes: of what was decided under the right of another activity nothing goes.
    """
    with acting(organisation, _system(on)):
        found = TakingBack.objects.filter(outcome=TakingBack.OUT, done_on=None).select_related("run")
        rows = [asked for asked in found if asked.activity == shape_named(asked.shape).activity]
    for asked in rows:
        model = shape_named(asked.shape).file
        assert model is not None
        assert asked.run.look is not None
        brought = Brought(asked.run.look, asked.account)
        gone, stay, left = take_back(organisation, model, brought, on=on, at=moment(on, timezone.now()))
        with acting(organisation, _system(on)):
            TakingBack.objects.filter(pk=asked.pk).update(done_on=on, gone=gone, stay=stay, left=left)
    return len(rows)


def _system(on: date) -> Acting:
    return Acting(kind=Kind.SYSTEM, purpose="imports", day=on)
