"""Opening a file exceptionally: who may never see it otherwise, on a ground of the policy, for hours, reviewed by another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import connections
from django.db.models import Model
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from huisvrede.core.duration import Period, span
from huisvrede.core.law import Law, counting
from huisvrede.core.periods import cut_off
from huisvrede.core.vocabulary import Kind
from huisvrede.core.working_days import next_working_day
from huisvrede.engines.access.services import Impossible
from huisvrede.foundation.audit.services import record
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.duties.services import begin_about, fulfil_about
from huisvrede.foundation.gates.doors import open_one, require, walled
from huisvrede.foundation.gates.proving import require_proof
from huisvrede.foundation.messages.queries import accounts_with
from huisvrede.foundation.messages.services import notify
from huisvrede.foundation.people.models import Opening, Person
from huisvrede.foundation.register.declarations import model_named
from huisvrede.foundation.register.models import Activity, Right, Role
from huisvrede.foundation.register.officer import officer_on
from huisvrede.foundation.register.queries import retention_rules, term, version_on
from huisvrede.foundation.walls.session import acting, may, session
from huisvrede.foundation.walls.ticket import Acting

OPEN: Final = "open-exceptionally"
BEYOND_RESTRICTION: Final = ("legal-claim", "protect-others")
"""Grounds on which data are used whose use is restricted (article 18(2)); the database says the same (`walls.hidden`)."""
REVIEW: Final = "review-exceptional"
LOGGING: Final = "logging"
PLACE: Final = "/werk/bij-uitzondering/"
JUDGE: Final = gettext_noop("Review a file that was opened exceptionally")


@dataclass(frozen=True)
class Ground:
    """A case in which a file of an activity may be opened; `investigator`: an external one must be named (ALL-21)."""

    activity: str
    key: str
    text: dict[str, str]
    investigator: bool


def cases() -> list[Ground]:
    """The cases in which the policy of today lets somebody open a file exceptionally, of each activity."""
    version = version_on(session().acting.day)
    areas = Right.objects.filter(version=version, action=OPEN).values("activity")
    found = Activity.objects.filter(version=version, open=True, key__in=areas).order_by("key")
    return [
        Ground(one.key, row["key"], row["text"], row["investigator"])
        for one in found
        for row in one.content.get("exceptional", ())
    ]


def grounds() -> list[Ground]:
    """Those of them in which the actor may."""
    return [one for one in cases() if may(one.activity, OPEN)]


def reviewers() -> list[Role]:
    """The roles that judge such openings: whom to ask where there is no case."""
    version = version_on(session().acting.day)
    rights = Right.objects.filter(version=version, activity=LOGGING, action=REVIEW)
    return list(Role.objects.filter(version=version, key__in=rights.values("role")).order_by("key"))


def grounds_on(activity: str, day: date) -> list[dict[str, Any]]:
    """The cases that the policy of a day had for an activity."""
    found = Activity.objects.filter(version=version_on(day), key=activity).first()
    return list(found.content.get("exceptional", ())) if found else []


def open_file(*, ground: Ground, number: str, investigator: str, because: str) -> Opening:
    """Open the file with this number to the actor alone, until the policy's term has passed (ALL-20).

    The database refuses a ground that the policy has not, a fraud without an external investigator, a longer time, and
    another person than the file's. Whoever reviews is told at once: `tell_of_openings`.
    """
    require(ground.activity, OPEN, "organisation")
    require_proof(ground.activity)
    if ground.investigator and not investigator.strip():
        raise Impossible(_("On this ground an external investigator is engaged first. Write down who."))
    found = _file(ground.activity, number)
    if found is None:
        raise Impossible(_("We know no file with this number. Read it again."))
    anchor, model, person = found
    if ground.key not in BEYOND_RESTRICTION and Person.objects.filter(pk=person, restricted_since__isnull=False).exists():
        raise Impossible(
            _("This person asked that their data are not used. On this ground the file stays shut; ask the %(officer)s.")
            % {"officer": officer_on(session().acting.day).title}
        )
    who, now = session().acting, timezone.now()
    with walled(ground.activity, OPEN):
        made = Opening.objects.create(
            person_id=person,
            activity=ground.activity,
            model=model,
            anchor=anchor,
            ground=ground.key,
            investigator=investigator.strip() if ground.investigator else "",
            reason=because,
            account=who.account,
            hat=who.hat,
            opened_at=Now(),
            ends_at=now + span(term(version_on(who.day), "exceptional-access").value) - timedelta(seconds=5),
            review_by=review_day(who.day),
        )
        begin_about(
            about=made.pk,
            activity=LOGGING,
            what=JUDGE,
            right=REVIEW,
            due_on=made.review_by,
            path=f"{PLACE}{made.pk}/beoordelen/",
            not_by=[who.account],
            article="GDPR 32(1)(d)",
        )
    record(ground.activity, OPEN, [person])
    return made


def file_behind(opening: Opening) -> Model:
    """The file, through the first gate: refused as if it didn't exist once the opening has ended."""
    return open_one(model_named(opening.model), opening.anchor)


def shut(*, opening: Opening) -> None:
    """Whoever opened it is done: it shuts now, not hours later."""
    running = Opening.objects.filter(pk=opening.pk, hat=session().acting.hat, reviewed_on__isnull=True, ends_at__gt=Now())
    if not running.update(ends_at=Now()):
        raise Impossible(_("This file is shut already."))
    record(opening.activity, "shut", [opening.person_id])


def review(*, opening: Opening, finding: str, withheld: str) -> None:
    """Judge whether it was right, within five working days, by another; from then on the person sees it, or why not is kept.

    A review shuts the file. One that withheld is looked at again until the person is told.
    """
    require(LOGGING, REVIEW, "organisation")
    who = session().acting
    if opening.account == who.account:
        raise Impossible(_("Somebody else must review this: you opened the file yourself."))
    with walled(LOGGING, REVIEW):
        changed = Opening.objects.filter(pk=opening.pk).update(
            finding=finding, withheld=withheld, reviewed_by=who.hat, reviewed_on=who.day
        )
        if not changed:
            raise Impossible(_("Somebody else reviewed this a moment ago."))
        fulfil_about(about=opening.pk)
    record(LOGGING, REVIEW, [])  # a line about the person would tell them before the review does


def review_day(day: date) -> date:
    """The last day for the review: so many working days as the policy says."""
    for _day in range(int(term(version_on(day), "exceptional-review.working-days").value)):
        day = next_working_day(day, counting(Law.NL, day))
    return day


def tell_of_openings(organisation: Organisation, *, on: date) -> int:
    """Tell whoever reviews of each file that was opened since; how many. The row says whether they know, so none is lost."""
    with acting(organisation, Acting(kind=Kind.SYSTEM, purpose="accountability", day=on)):
        fresh = list(Opening.objects.filter(told=False).select_for_update(skip_locked=True).values_list("pk", flat=True))
        if fresh:
            _call()
        return Opening.objects.filter(pk__in=fresh).update(told=True)


def _call() -> None:
    for account in accounts_with(LOGGING, REVIEW):
        notify(account=account, notice="exceptional-opened", path=PLACE)


def keep_openings(organisation: Organisation, *, on: date) -> int:
    """Each night: call again for what its person is not told yet, and forget what the log forgets; how many went.

    A reason not to tell ends: each so many days somebody looks. What nobody reviewed yet is a clock (`duties.remind`).
    """
    with acting(organisation, Acting(kind=Kind.SYSTEM, purpose="accountability", day=on)):
        untold = Opening.objects.exclude(withheld="").values_list("reviewed_on", flat=True)
        waits = [(on - day).days for day in untold if day]
        every = int(term(version_on(on), "exceptional-review.withheld-days").value)
        if any(days > 0 and days % every == 0 for days in waits):
            _call()
        rule = retention_rules(version_on(on)).get((LOGGING, "logged"))
        if rule is None:
            return 0
        before = cut_off(Period.parse(rule.period), on)
        return Opening.objects.filter(ends_at__date__lte=before, reviewed_on__isnull=False).delete()[0]


def _file(activity: str, number: str) -> tuple[UUID, str, UUID] | None:
    with connections[session().organisation.key].cursor() as cursor:
        cursor.execute("SELECT file, sort, whose FROM walls.openable(%s, %s, NULL)", [activity, number.strip().upper()])
        rows: list[Any] = cursor.fetchall()
    return rows[0] if len(rows) == 1 else None
