"""The fixed cast: each test has someone who may see, and someone who must not.

Anna     customer service, sees every registration          (care: Anna coordinates, sees every resident)
Bram     advisor, sees only Tariq's registration            (care: Bram supports Tariq)
Chris    a member of staff without any role
Petra    privacy officer        Dirk     management         Ada  administrator
Dubbel   privacy officer and management at once, for four eyes
Noor     customer service who has not signed the confidentiality bond
Sanne, Tariq     data subjects, each with an account and a file
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid5

from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.hashers import make_password

from huisvrede.core.vocabulary import Kind
from huisvrede.foundation.cluster.organisations import Organisation, inside
from huisvrede.foundation.people.models import BOND_VERSION, Bond, Grant, Hat, Person
from huisvrede.foundation.signin.models import Account
from huisvrede.foundation.walls.session import acting
from huisvrede.foundation.walls.ticket import Acting
from huisvrede.modules.allocation.models import Assignment, Registration
from huisvrede.modules.care.models import Resident, Support

PASSWORD = "een-lang-wachtwoord-van-een-test"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
SINCE = date(2022, 1, 10)
NAMESPACE = UUID("7f1e2a52-5d0f-4c3c-9d1b-2f4a6f0f9a11")

STAFF = {
    "allocation-service": {
        "anna": ("customer-service",),
        "bram": ("advisor",),
        "chris": (),
        "petra": ("privacy-officer",),
        "dirk": ("management",),
        "ada": ("administrator",),
        "dubbel": ("privacy-officer", "management"),
        "noor": ("customer-service",),
    },
    "care-group": {
        "anna": ("coordinator",),
        "bram": ("support-worker",),
        "chris": (),
        "petra": ("privacy-officer",),
        "dirk": ("management",),
        "ada": ("administrator",),
        "dubbel": ("privacy-officer", "management"),
        "noor": ("coordinator",),
    },
}
WORKS_FOR = {"advisor": "Woonstichting Vlietdam"}
"""Roles that are held by people of another organisation."""
SUBJECTS = {
    "sanne": {"given_name": "Sanne", "family_name": "Zandmarker", "birth_date": date(1984, 3, 1)},
    "tariq": {"given_name": "Tariq", "family_name": "Veldmarker", "birth_date": date(1990, 7, 15)},
}


def key_of(what: str, name: str) -> UUID:
    """The key a member of the cast always has, so that tests need no look-up."""
    return uuid5(NAMESPACE, f"{what}:{name}")


@dataclass(frozen=True)
class Member:
    """Somebody of the cast."""

    name: str
    kind: Kind

    @property
    def account(self) -> UUID:
        """Their account."""
        return key_of("account", self.name)

    @property
    def hat(self) -> UUID:
        """Their hat."""
        return key_of("hat", self.name)

    @property
    def email(self) -> str:
        """Their address."""
        return f"{self.name}@example.org"

    @property
    def person(self) -> UUID:
        """A data subject's Person."""
        return key_of("person", self.name)

    @property
    def file(self) -> UUID:
        """A data subject's registration or resident file."""
        return key_of("file", self.name)

    def acting(self, purpose: str, day: date) -> Acting:
        """This member, for a purpose, on a day."""
        return Acting(account=self.account, hat=self.hat, kind=self.kind, purpose=purpose, day=day)

    def choosing(self, day: date) -> Acting:
        """This member, signed in, with no hat on yet."""
        return Acting(account=self.account, kind=Kind.VISITOR, purpose="session", day=day)


def member(name: str) -> Member:
    """A member of the cast by name."""
    return Member(name, Kind.SUBJECT if name in SUBJECTS else Kind.STAFF)


def system(purpose: str, day: date) -> Acting:
    """A job."""
    return Acting(kind=Kind.SYSTEM, purpose=purpose, day=day)


def play(organisation: Organisation) -> None:
    """Everybody comes in: accounts with a second factor, hats, roles, bonds, two files, one of them assigned to Bram."""
    hashed = make_password(PASSWORD)
    staff = STAFF[organisation.profile]
    with inside(organisation):
        for name in (*staff, *SUBJECTS):
            _account(member(name), hashed)
    with acting(organisation, system("cast", SINCE)):
        for name, roles in staff.items():
            _staff(member(name), roles)
        for name, card in SUBJECTS.items():
            _subject(member(name), card, organisation.profile)


def _account(who: Member, hashed: str) -> None:
    account = Account.objects.create(id=who.account, email=who.email, password=hashed)
    EmailAddress.objects.create(user_id=who.account, email=who.email, verified=True, primary=True)
    if who.kind is Kind.STAFF:
        TOTP.activate(account, SECRET)


def _staff(who: Member, roles: tuple[str, ...]) -> None:
    hat = Hat.objects.create(
        id=who.hat,
        account=who.account,
        kind="staff",
        name=who.name.title(),
        organisation="".join(WORKS_FOR.get(role, "") for role in roles),
        starts_on=SINCE,
    )
    for role in roles:
        Grant.objects.create(
            hat=hat,
            role=role,
            starts_on=SINCE,
            granted_by=member("ada").hat if who.name != "ada" else None,
            reason="task",
        )
    if who.name != "noor":
        Bond.objects.create(hat=hat, text_version=BOND_VERSION, signed_on=SINCE)


def _subject(who: Member, card: dict[str, object], profile: str) -> None:
    person = Person.objects.create(id=who.person)
    Hat.objects.create(id=who.hat, account=who.account, kind="subject", person=person, starts_on=SINCE)
    contact = {
        "email": who.email,
        "phone": "+31612345678",
        "street": "Kade",
        "house_number": "1",
        "postcode": "9999 ZA",
        "city": "Zeggedam",
    }
    if profile == "allocation-service":
        registration = Registration.objects.create(
            id=who.file, person=person, number=f"W-{who.name.upper()}", registered_on=SINCE, **card, **contact
        )
        if who.name == "tariq":
            Assignment.objects.create(
                registration=registration, worker_id=member("bram").hat, starts_on=SINCE
            )
    else:
        resident = Resident.objects.create(
            id=who.file,
            person=person,
            number=f"B-{who.name.upper()}",
            started_on=SINCE,
            last_contact_on=SINCE,
            **card,
            **contact,
        )
        if who.name == "tariq":
            Support.objects.create(resident=resident, worker_id=member("bram").hat, starts_on=SINCE)
