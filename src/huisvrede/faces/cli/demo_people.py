"""The people of the demo: all invented, the same every time, in organisations that are simulated for good."""

from __future__ import annotations

import random
from datetime import date, timedelta
from uuid import uuid4

from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from huisvrede.core.tables.search import search_name
from huisvrede.core.vocabulary import Kind, Purpose
from huisvrede.engines.transparency.services import publish
from huisvrede.faces.cli.chosen import chosen
from huisvrede.foundation.cluster.organisations import Organisation, inside
from huisvrede.foundation.people.models import BOND_VERSION, Bond, Grant, Hat, Person
from huisvrede.foundation.register.services import adopt_profile
from huisvrede.foundation.signin.models import Account
from huisvrede.foundation.walls.session import acting
from huisvrede.foundation.walls.ticket import Acting
from huisvrede.modules.allocation.models import Assignment, EndReason, HouseholdMember, Registration
from huisvrede.modules.care.models import Resident, Support

PASSWORD = "drie-rode-dakpannen"  # noqa: S105  the demo's, printed at its start
PEOPLE = 120
OFFICE = {
    "petra": ("Petra Nijland", "privacy-officer"),
    "paula": ("Paula Meerkoet", "privacy-officer"),
    "dirk": ("Dirk Hazelhof", "management"),
    "ada": ("Ada Brinkman", "administrator"),
}
"""Who works at every organisation: two guard privacy, since nobody advises on what they wrote themselves."""
STAFF: dict[str, dict[str, tuple[str, str]]] = {
    "allocation-service": {
        "anna": ("Anna Wielstra", "customer-service"),
        "aziza": ("Aziza Brugman", "customer-service"),
        "bram": ("Bram Oostveld", "advisor"),
    },
    "care-group": {
        "lotte": ("Lotte Veenhuis", "support-worker"),
        "carla": ("Carla Ruigrok", "coordinator"),
    },
}
WORKS_FOR = {"advisor": "Woonstichting Vlietdam"}
"""Roles that are held by people of another organisation."""
SUBJECTS = {"allocation-service": ("sanne", "tariq"), "care-group": ("wim",)}
GIVEN = [
    "Aaliyah",
    "Bas",
    "Chaima",
    "Daan",
    "Elif",
    "Fleur",
    "Gijs",
    "Hanna",
    "Ilias",
    "Joke",
    "Kees",
    "Lieke",
    "Mo",
    "Nienke",
    "Omar",
    "Pien",
    "Ruben",
    "Saar",
    "Thijs",
    "Ümit",
]
PREFIXES = ("", "", "", "de", "van", "van der", "ten")
FAMILY = [
    "Akkerland",
    "Beekweide",
    "Dijkstra-Zoutman",
    "Eikelaar",
    "Fontijnburg",
    "Grasveld",
    "Heuvelrug",
    "Ijsbrandt",
    "Jonkvrouw",
    "Kleiwegt",
    "Lindenhof",
    "Merelkamp",
    "Noorderzon",
    "Oeverloper",
    "Plantinga-Wold",
    "Rietkraag",
    "Schuitema-Veen",
    "Turfsteker",
    "Uilenburcht",
    "Vlasakker",
]
STREETS = [
    "Dorpsbrink",
    "Havenkade",
    "Iepenlaan",
    "Kerkepad",
    "Molendijk",
    "Rietsingel",
    "Stationsplein",
    "Waterhof",
]


def fill() -> None:
    """Adopt the policy of each organisation, let people in where there are none yet, publish the statement."""
    for organisation in chosen(""):
        with acting(organisation, _system("adoption")):
            adopt_profile(settings.PROFILES / organisation.profile, on=timezone.localdate())
            filled = Hat.objects.exists()
        if not filled:
            _populate(organisation)
        _publish(organisation)


def _publish(organisation: Organisation) -> None:
    """As the privacy officer does it."""
    today = timezone.localdate()
    with acting(organisation, _system("demo")):
        hat = Hat.objects.get(name=OFFICE["petra"][0])
    who = Acting(account=hat.account, hat=hat.pk, kind=Kind.STAFF, purpose=Purpose.RIGHTS, day=today)
    with acting(organisation, who):
        publish(on=today)


def _system(purpose: str) -> Acting:
    return Acting(kind=Kind.SYSTEM, purpose=purpose, day=timezone.localdate())


def _populate(organisation: Organisation) -> None:
    """Accounts in the sign-in schema first, then hats and files; the list of accounts for whoever started the demo."""
    chance = random.Random(organisation.key)  # noqa: S311  invented people, the same every time
    hashed = make_password(PASSWORD)
    today = timezone.localdate()
    staff = {**STAFF.get(organisation.key, {}), **OFFICE}
    subjects = SUBJECTS.get(organisation.key, ())
    with inside(organisation):
        accounts = {name: _account(name, hashed, staff=name in staff) for name in (*staff, *subjects)}
    with acting(organisation, _system("demo")):
        hats = {name: _staff(accounts[name], *row, today) for name, row in staff.items()}
        if organisation.key in FILES:
            FILES[organisation.key](chance, hats, {name: accounts[name] for name in subjects}, today)
    _write_down(
        organisation,
        {name: role for name, (_name, role) in staff.items()} | dict.fromkeys(subjects, "data subject"),
    )


def _account(name: str, hashed: str, *, staff: bool) -> Account:
    account = Account.objects.create(email=f"{name}@example.org", password=hashed)
    EmailAddress.objects.create(user_id=account.pk, email=account.email, verified=True, primary=True)
    if staff:
        TOTP.activate(account, generate_totp_secret())
    return account


def _staff(account: Account, name: str, role: str, today: date) -> Hat:
    since = today - timedelta(days=400)
    works_for = WORKS_FOR.get(role, "")
    hat = Hat.objects.create(
        account=account.pk, kind="staff", name=name, organisation=works_for, starts_on=since
    )
    Grant.objects.create(hat=hat, role=role, starts_on=since, reason="Demo")
    Bond.objects.create(hat=hat, text_version=BOND_VERSION, signed_on=since)
    return hat


def _card(chance: random.Random, given: str | None = None) -> dict[str, object]:
    family = chance.choice(FAMILY)
    return {
        "given_name": given or chance.choice(GIVEN),
        "name_prefix": chance.choice(PREFIXES),
        "family_name": family,
        "search_name": search_name(family),
        "birth_date": date(chance.randint(1938, 2007), chance.randint(1, 12), chance.randint(1, 28)),
        "email": f"{uuid4().hex[:8]}@example.org",
        "phone": f"+316{chance.randint(10000000, 89999999)}",
        "street": chance.choice(STREETS),
        "house_number": str(chance.randint(1, 220)),
        "postcode": f"{chance.randint(9900, 9999)} {chance.choice('ABCDEGHJKLMNPRST')}{chance.choice('ABCEGHJKLMNPRTX')}",
        "city": "Zeggedam",
    }


def _persons(accounts: dict[str, Account], today: date) -> list[tuple[Person, str | None]]:
    """The first ones have an account and a name we know."""
    persons: list[tuple[Person, str | None]] = []
    for name, account in accounts.items():
        person = Person.objects.create()
        Hat.objects.create(
            account=account.pk, kind="subject", person=person, starts_on=today - timedelta(days=300)
        )
        persons.append((person, name.title()))
    others = Person.objects.bulk_create(Person() for _ in range(PEOPLE - len(persons)))
    return persons + [(person, None) for person in others]


def _seekers(chance: random.Random, hats: dict[str, Hat], accounts: dict[str, Account], today: date) -> None:
    rows = []
    for n, (person, given) in enumerate(_persons(accounts, today)):
        since = today - timedelta(days=chance.randint(30, 3000))
        ended = today - timedelta(days=chance.randint(1, 1000)) if given is None and n % 9 == 0 else None
        ended = max(ended, since) if ended else None
        rows.append(
            Registration(
                person=person,
                number=f"W-{100000 + n * 7919 % 899999}",
                registered_on=since,
                ended_on=ended,
                end_reason=chance.choice(list(EndReason)) if ended else "",
                household_size=1 + n % 4,
                rooms_wanted=chance.randint(1, 5),
                **_card(chance, given),
            )
        )
    Registration.objects.bulk_create(rows)
    HouseholdMember.objects.bulk_create(
        HouseholdMember(
            registration=row,
            given_name=chance.choice(GIVEN),
            family_name=row.family_name,
            search_name=row.search_name,
            birth_date=date(chance.randint(1980, 2025), 5, chance.randint(1, 28)),
        )
        for row in rows
        for _ in range(row.household_size - 1)
    )
    Assignment.objects.bulk_create(
        Assignment(registration=row, worker=hats["bram"], starts_on=row.registered_on) for row in rows[:40]
    )


def _residents(
    chance: random.Random, hats: dict[str, Hat], accounts: dict[str, Account], today: date
) -> None:
    rows = [
        Resident(
            person=person,
            number=f"B-{2000 + n}",
            started_on=today - timedelta(days=chance.randint(100, 3000)),
            last_contact_on=today - timedelta(days=chance.randint(1, 90)),
            **_card(chance, given),
        )
        for n, (person, given) in enumerate(_persons(accounts, today))
    ]
    Resident.objects.bulk_create(rows)
    Support.objects.bulk_create(
        Support(resident=row, worker=hats["lotte"], starts_on=row.started_on) for row in rows[:12]
    )


FILES = {"allocation-service": _seekers, "care-group": _residents}


def _write_down(organisation: Organisation, people: dict[str, str]) -> None:
    """For the demo to print: who can sign in."""
    path = settings.VAR / "demo-accounts.toml"
    lines = [path.read_text(encoding="utf-8")] if path.exists() else []
    for name, who in people.items():
        lines.append(f'["{organisation.key}"."{name}@example.org"]\nwho = "{who}"\npassword = "{PASSWORD}"\n')
    path.write_text("\n".join(lines), encoding="utf-8")
