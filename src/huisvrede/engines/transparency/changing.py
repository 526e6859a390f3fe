"""Changing the policy: a draft is proposed, written, sent, advised on and decided; the worker makes the version of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db.models.functions import Now
from django.utils.translation import gettext as _

from huisvrede.core.periods import Law, Period
from huisvrede.core.policy import TERMS, Role
from huisvrede.core.served import one_served
from huisvrede.core.vocabulary import Outcome
from huisvrede.engines.transparency.drafts import (
    changes_of,
    entries_in,
    fit,
    last_written,
    running,
    started_from,
    terms_of,
)
from huisvrede.engines.transparency.models import Draft
from huisvrede.engines.transparency.rules import (
    ACTIVITY,
    ADVISE,
    CLOCKS,
    DECIDE,
    OWN_TERM,
    POLICY,
    STAFF_PATH,
)
from huisvrede.foundation.cases import services as cases
from huisvrede.foundation.cases.models import Case
from huisvrede.foundation.cluster.routing import savepoint
from huisvrede.foundation.duties import services as duties
from huisvrede.foundation.messages.queries import accounts_with
from huisvrede.foundation.messages.services import notify
from huisvrede.foundation.register.entries import Said, is_served, known_roles
from huisvrede.foundation.register.joining import opened_among
from huisvrede.foundation.register.models import Term
from huisvrede.foundation.register.queries import version_on
from huisvrede.foundation.walls.conflict import Gone
from huisvrede.foundation.walls.session import one_at_a_time, session


class Unfit(ValueError):
    """What was written can't be part of a policy: of which entry, and the parser's sentence, as for a profile."""

    def __init__(self, key: str, why: str) -> None:
        super().__init__(why)
        self.key = key


def propose() -> Case:
    """Begin a change of the policy; one that runs is returned as it is, since there is one at a time (ADR 0022)."""
    one_at_a_time("policy")
    found = running()
    if found is not None:
        return found
    return cases.open_case(
        activity=ACTIVITY, workflow=POLICY, person=None, received_on=session().acting.day, action="propose"
    )


def write(*, case: Case, entries: Mapping[str, tuple[int, Said]]) -> None:
    """Write entries of the draft, all or none: each with the number of the writing that the writer saw (0: none yet).

    Each is read by the parser of profiles first. Unfit for what it refuses, Gone with the other's writing when somebody was
    first, StepRefused once the draft was sent.
    """
    version = started_from()
    known, before = known_roles(version), entries_in(version)
    for key, (_seen, said) in entries.items():
        _require_fit(key, said, before.get(key), known)
    with savepoint():
        here = Case.objects.select_for_update().get(pk=case.pk)
        cases.take_step(case=here, action="write", workflow=POLICY, version=here.version)
        last = last_written(here)
        for key, (number, _now) in entries.items():
            if key in last and last[key].number != number:
                raise Gone(last[key])
        who = session().acting
        Draft.objects.bulk_create(
            Draft(
                case=here,
                activity=ACTIVITY,
                account=who.account,
                hat=who.hat,
                at=Now(),
                on=who.day,
                key=key,
                number=number + 1,
                content=said,
            )
            for key, (number, said) in entries.items()
        )


def _require_fit(key: str, said: Said, before: Said | None, known: Mapping[str, Role]) -> None:
    """Refuse what a profile could not hold either, an entry under a name of the other record, and what ends all changing."""
    if said.get("key") != key:
        raise Unfit(key, "an entry keeps its key")
    if before is not None and is_served(before) != is_served(said):
        raise Unfit(key, "both records hold an entry of this name")
    try:
        if key == TERMS:
            terms_of(said, before, session().acting.day)
        elif is_served(said):
            one_served(said)
        else:
            fit(said, before, known)
    except KeyError as missing:
        raise Unfit(key, f"{missing} is missing or unknown") from None
    except (ValueError, TypeError, AttributeError) as problem:
        raise Unfit(key, str(problem)) from None
    if key == ACTIVITY and not opened_among([fit(said, before, known)]):
        raise Unfit(key, _("while this activity is closed, nobody can change the policy any more"))


def send(*, case: Case, version: int) -> None:
    """Send the draft for advice: from now on nobody writes on it, and whoever advises is told."""
    with savepoint():
        cases.take_step(
            case=case, action="send", workflow=POLICY, version=version, changes=bool(changes_of(case))
        )
        _begin(case, ADVISE)
        _tell(case, "advise", "policy-to-advise")


def recall(*, case: Case, version: int) -> None:
    """Take a draft back that waits for advice, to write on it again."""
    with savepoint():
        cases.take_step(case=case, action="recall", workflow=POLICY, version=version)
        duties.fulfil(case=case, what=ADVISE, on=session().acting.day)


def give_back(*, case: Case, version: int, reasons: str) -> None:
    """The adviser asks for something else before advising; what is on record."""
    with savepoint():
        cases.take_step(
            case=case, action="return", workflow=POLICY, version=version, note=reasons, reasons=reasons
        )
        duties.fulfil(case=case, what=ADVISE, on=session().acting.day)


def drop(*, case: Case, version: int) -> None:
    """Give a change up before anybody advised on it."""
    cases.take_step(case=case, action="drop", workflow=POLICY, version=version)


def advise(*, case: Case, version: int, outcome: Outcome, text: str) -> None:
    """Advise on a change that others wrote; whoever decides is told (ALL-35)."""
    with savepoint():
        cases.advise(case=case, workflow=POLICY, version=version, outcome=outcome, text=text)
        duties.fulfil(case=case, what=ADVISE, on=session().acting.day)
        _begin(case, DECIDE)
        _tell(case, "decide", "policy-to-decide")


def decide(*, case: Case, version: int, outcome: Outcome, reasons: str, starts_on: date | None) -> None:
    """Decide on a change that others wrote and another advised on; a granted one binds from `starts_on`, not before today.

    The worker makes the version. ValueError for a day that has passed.
    """
    day = session().acting.day
    if starts_on is not None and starts_on < day:
        raise ValueError("A policy can't bind from a day that has passed.")
    granted = outcome is Outcome.GRANTED
    with savepoint():
        cases.decide(
            case=case,
            workflow=POLICY,
            version=version,
            outcome=outcome,
            reasons=reasons,
            starts_on=starts_on if granted else None,
        )
        duties.fulfil(case=case, what=DECIDE, on=day)


def _begin(case: Case, what: str) -> None:
    """A clock from today by the policy's own term."""
    day = session().acting.day
    key, right = CLOCKS[what]
    found = Term.objects.filter(version=version_on(day), key=key).first()
    duties.begin(
        case=case,
        what=what,
        right=right,
        from_day=day,
        period=Period.parse(found.value) if found else OWN_TERM,
        law=Law.EU,
        article="" if found is None or found.source == "setting" else found.source,
    )


def _tell(case: Case, right: str, notice: str) -> None:
    for account in accounts_with(ACTIVITY, right):
        notify(account=account, notice=notice, path=STAFF_PATH.format(case.pk))
