"""Acts on who somebody is: becoming a data subject, wearing a hat, signing the bond, receiving and losing a role."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import connections

from huisvrede.foundation.audit.services import record
from huisvrede.foundation.people.models import Bond, Grant, Hat, Person
from huisvrede.foundation.walls.session import session

BOND_VERSION = "1"


def begin_subject() -> Hat:
    """The account that signed in becomes a data subject: a Person and a hat, made by the gate itself."""
    with connections[session().organisation.key].cursor() as cursor:
        cursor.execute("SELECT walls.begin_subject()")
        key = cursor.fetchone()[0]
    return Hat.objects.get(pk=key)


def wear(hat: Hat) -> None:
    """Changing hats is explicit and logged (decision 41)."""
    record("accounts", f"wear-{hat.kind}", [])


def sign_bond(*, on: date) -> Bond:
    """The actor undertakes confidentiality; from now on data may be shown (ALL-45, SUR-13)."""
    bond, _made = Bond.objects.get_or_create(
        hat_id=session().acting.hat, text_version=BOND_VERSION, defaults={"signed_on": on}
    )
    record("accounts", "sign-bond", [])
    return bond


def new_staff(*, account: UUID, name: str, on: date, organisation: str = "") -> Hat:
    """A hat for a member of staff, of the controller itself or of another organisation."""
    record("accounts", "new-staff", [])
    return Hat.objects.create(
        account=account, kind="staff", name=name, organisation=organisation, starts_on=on
    )


def new_subject(*, account: UUID | None, on: date) -> Person:
    """A person, with a hat when there is an account to sign in with."""
    person = Person.objects.create()
    if account is not None:
        Hat.objects.create(account=account, kind="subject", person=person, starts_on=on)
    return person


def grant(
    *, hat: Hat, role: str, on: date, because: str, until: date | None = None, by: Hat | None = None
) -> Grant:
    """Give a role from a day until a day; the database refuses giving one to oneself."""
    record("accounts", "grant-role", [])
    return Grant.objects.create(
        hat=hat, role=role, starts_on=on, ends_on=until, granted_by=by.pk if by else None, reason=because
    )
