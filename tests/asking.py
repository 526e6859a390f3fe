"""Steps of a request that several tests begin with."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from huisvrede.core.vocabulary import Outcome
from huisvrede.engines.rights import services
from huisvrede.engines.rights.elsewhere import systems_for
from huisvrede.engines.rights.models import Ground
from huisvrede.engines.rights.queries import requests
from huisvrede.engines.rights.tasks import answer_granted
from huisvrede.foundation.cases.models import Case
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.people.models import BOND_VERSION, Bond, Grant, Hat, Person
from huisvrede.foundation.walls.session import acting
from huisvrede.modules.allocation.models import Registration
from tests.cast import member, system
from tests.conftest import TODAY, as_login


def asked(organisation: Organisation, who: str = "sanne", *, on: date = TODAY) -> UUID:
    """Somebody asks in the portal; the key of the case."""
    with acting(organisation, member(who).acting("rights", on)):
        return services.ask(what="access", wording="", language="nl").pk


def restricted(organisation: Organisation, who: str = "sanne", *, on: date = TODAY) -> UUID:
    """Somebody asks for restriction in the portal; the key of the case."""
    with acting(organisation, member(who).acting("rights", on)):
        return services.ask(what="restriction", wording="", language="nl", ground=Ground.ACCURACY).pk


def passed_on(
    organisation: Organisation, *, received_on: date = TODAY, by: str = "anna", what: str = "access"
) -> UUID:
    """Somebody passes on a request by letter; the key of the case, which they themselves can't read."""
    with acting(organisation, member(by).acting("rights", TODAY)):
        services.pass_on(
            what=what,
            asked_by="T. Brief",
            reach="Postbus 1",
            channel="letter",
            wording="",
            received_on=received_on,
            language="nl",
        )
    with acting(organisation, member("petra").acting("rights", TODAY)):
        return requests().get(state="received").pk


PAPER = services.KnownBy("W-PAPER", date(1950, 1, 1), "Pier")
"""What is known of a registration on paper."""


def identified(organisation: Organisation, key: UUID, file: services.KnownBy | None) -> None:
    """The privacy officer establishes who asks; without a file, somebody of whom there is none."""
    with acting(organisation, member("petra").acting("rights", TODAY)):
        case = Case.objects.get(pk=key)
        assert services.establish_identity(case=case, version=case.version, how="known", file=file)


def kept(organisation: Organisation) -> UUID:
    """A request of somebody on paper, granted, whose answer waits to be handed over; the key of the case."""
    key = passed_on(organisation)
    with as_login(organisation, "worker"), acting(organisation, system("rights", TODAY)):
        paper_file("W-PAPER")
    identified(organisation, key, PAPER)
    advised(organisation, key)
    decided(organisation, key)
    assert answered(organisation) == 1
    return key


NOTHING_THERE = "Nothing of this person."
SYSTEMS = ("allocation-system", "billing-system", "own-files", "payroll-system", "website")
LOOKED = {f"system-{key}": NOTHING_THERE for key in SYSTEMS}
"""What the form of an adviser says of the other systems of either organisation."""


def advised(
    organisation: Organisation, key: UUID, *, by: str = "petra", outcome: Outcome = Outcome.GRANTED
) -> None:
    """The privacy officer advises."""
    with acting(organisation, member(by).acting("rights", TODAY)):
        case = Case.objects.get(pk=key)
        elsewhere = dict.fromkeys(systems_for(case), NOTHING_THERE)
        services.advise(
            case=case, version=case.version, outcome=outcome, text="As it should be.", elsewhere=elsewhere
        )


def decided(
    organisation: Organisation, key: UUID, *, by: str = "dirk", outcome: Outcome = Outcome.GRANTED
) -> None:
    """The management decides."""
    with acting(organisation, member(by).acting("rights", TODAY)):
        case = Case.objects.get(pk=key)
        services.decide(case=case, version=case.version, outcome=outcome, reasons="It is your right.")


def answered(organisation: Organisation, *, on: date = TODAY) -> int:
    """The worker answers what was decided."""
    with as_login(organisation, "worker"):
        return answer_granted(organisation, on=on)


def state(organisation: Organisation, key: UUID) -> str:
    """How far a case is."""
    with as_login(organisation, "worker"), acting(organisation, system("rights", TODAY)):
        return Case.objects.get(pk=key).state


def second_hat(account: UUID) -> UUID:
    """A data subject's account gets a second hat, of a privacy officer; for jobs."""
    hat = Hat.objects.create(account=account, kind="staff", name="Second", starts_on=TODAY)
    Grant.objects.create(hat=hat, role="privacy-officer", starts_on=TODAY, reason="task")
    Bond.objects.create(hat=hat, text_version=BOND_VERSION, signed_on=TODAY)
    return hat.pk


def paper_file(number: str) -> UUID:
    """A registration on paper: somebody without an account; for jobs."""
    person = Person.objects.create()
    Registration.objects.create(
        person=person,
        number=number,
        registered_on=TODAY,
        given_name="Pa",
        family_name="Pier",
        birth_date=date(1950, 1, 1),
    )
    return person.pk
