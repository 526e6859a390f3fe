"""How a restriction ends: proposed, decided by another, told before, lifted by a job (article 18(3), COR-29)."""

from __future__ import annotations

from huisvrede.core.periods import Law
from huisvrede.engines.rights.holdings import recipients_of
from huisvrede.engines.rights.models import Channel, How
from huisvrede.engines.rights.queries import is_in_force, lifts_on
from huisvrede.engines.rights.rules import (
    ACTIVITY,
    CLOCKS,
    RECIPIENTS,
    RESTRICTION,
    REVIEW,
    STAFF_PATH,
    TELL,
    WEIGH,
)
from huisvrede.engines.rights.services import asked
from huisvrede.foundation.cases import services as cases
from huisvrede.foundation.cases.models import Case
from huisvrede.foundation.cluster.routing import savepoint
from huisvrede.foundation.duties import services as duties
from huisvrede.foundation.duties.queries import duties_of
from huisvrede.foundation.messages.queries import accounts_with
from huisvrede.foundation.messages.services import notify
from huisvrede.foundation.people.models import Person
from huisvrede.foundation.register.queries import term_period, version_on
from huisvrede.foundation.walls.session import session


def put_back(person: Person) -> Case:
    """A backup that is older than a request for restriction was put back: the request begins again, known from the ledger.

    Nothing else of it is left; the privacy officer asks the person. Acts as a job.
    """
    with savepoint():
        case = cases.open_case(
            activity=ACTIVITY,
            workflow=RESTRICTION,
            person=person,
            received_on=session().acting.day,
            action="put-back",
        )
        asked(case, channel=Channel.LEDGER, wording="", language="nl", identified_by=How.KNOWN)
    return case


def propose_end(*, case: Case, version: int, reasons: str) -> None:
    """Propose that a restriction in force ends; somebody else decides. The person reads the reasons."""
    with savepoint():
        cases.take_step(
            case=case,
            action="propose-end",
            workflow=RESTRICTION,
            version=version,
            note=reasons,
            reasons=reasons,
            in_force=is_in_force(case),
        )
        duties.hand_on(case=case, right="decide")
        for account in accounts_with(case.activity, "decide"):
            notify(account=account, notice="request-advised", path=STAFF_PATH.format(case.pk))


def end(*, case: Case, version: int) -> None:
    """Decide that it ends, on the proposal of somebody else; the worker tells the person, and lifts it later."""
    with savepoint():
        cases.take_step(case=case, action="end", workflow=RESTRICTION, version=version)
        duties.fulfil(case=case, what=WEIGH, on=session().acting.day)


def go_on(*, case: Case, version: int, reasons: str) -> None:
    """Decide that it goes on; in some months somebody looks again."""
    with savepoint():
        cases.take_step(
            case=case, action="go-on", workflow=RESTRICTION, version=version, note=reasons, reasons=reasons
        )
        duties.fulfil(case=case, what=WEIGH, on=session().acting.day)
        weigh_again(case)


def settle(case: Case) -> bool:
    """A decision was told: its clocks stop, and where restriction goes on, the one of looking again begins.

    Whether there was something to do.
    """
    running = [duty.what for duty in duties_of(case) if duty.done_on is None]
    for what in set(running) & set(CLOCKS):
        duties.fulfil(case=case, what=what, on=session().acting.day)
    begins = is_in_force(case) and WEIGH not in running
    if begins:
        weigh_again(case)
        _call_recipients(case)
    return begins or bool(set(running) & set(CLOCKS))


def _call_recipients(case: Case) -> None:
    """Whoever in fact received the data hears that their use is restricted (article 19)."""
    names = recipients_of(case.whose)
    if not names or any(duty.what == RECIPIENTS for duty in duties_of(case)):
        return
    cases.take_step(
        case=case, action="recipients", workflow=RESTRICTION, version=case.version, note="\n".join(names)
    )
    day = session().acting.day
    period = term_period(version_on(day), TELL)
    duties.begin(
        case=case, what=RECIPIENTS, right="advise", from_day=day, period=period, law=Law.EU, article="GDPR 19"
    )


def recipients_told(*, case: Case, version: int) -> None:
    """Whoever received the data was told (article 19)."""
    with savepoint():
        cases.take_step(case=case, action="recipients-told", workflow=RESTRICTION, version=version)
        duties.fulfil(case=case, what=RECIPIENTS, on=session().acting.day)


def weigh_again(case: Case) -> None:
    """Begin the clock by which somebody looks whether a restriction is still needed."""
    day = session().acting.day
    period = term_period(version_on(day), REVIEW)
    duties.begin(case=case, what=WEIGH, right="advise", from_day=day, period=period, law=Law.EU, article="")


def lift(case: Case) -> bool:
    """Lift a restriction whose end the person was told long enough ago; whether it was. Acts as a job."""
    lifts = lifts_on(case)
    if lifts is None or session().acting.day < lifts:
        return False
    cases.take_step(case=case, action="lift", workflow=RESTRICTION, version=case.version, announced=True)
    return True
