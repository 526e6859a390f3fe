"""Acts on who somebody is: becoming a data subject, wearing a hat, signing the bond, receiving and losing a role."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import connections

from huisvrede.foundation.audit.services import record
from huisvrede.foundation.people.models import BOND_VERSION, Bond, Grant, Hat, Person, Proposal, Reading
from huisvrede.foundation.register.queries import term_period, version_on
from huisvrede.foundation.walls.session import session


def begin_subject() -> Hat:
    """The account that signed in becomes a data subject: a Person and a hat, made by the gate itself; one it has stays."""
    with connections[session().organisation.key].cursor() as cursor:
        cursor.execute("SELECT walls.begin_subject()")
        key = cursor.fetchone()[0]
    return Hat.objects.get(pk=key)


def wear(hat: Hat) -> None:
    """Changing hats is explicit and logged (decision 41)."""
    record("accounts", f"wear-{hat.kind}", [])


def sign_bond(*, on: date) -> Bond:
    """The actor undertakes confidentiality; from now on data may be shown (ALL-45, SUR-13, COR-18).

    It binds for as long as the policy says: one's own staff longer than who works for another or is hired.
    """
    hat = Hat.objects.get(pk=session().acting.hat)
    kind = "hired" if hat.organisation else "employee"
    until = term_period(version_on(on), f"bond.{kind}").after(on)
    running = Bond.objects.filter(hat=hat, text_version=BOND_VERSION, signed_on=on).first()
    bond = running or Bond.objects.create(hat=hat, text_version=BOND_VERSION, signed_on=on, ends_on=until)
    record("accounts", "sign-bond", [])
    return bond


def read_policy(*, on: date) -> Reading:
    """The actor has read the policy in force (ALL-52, COR-41); again on the same day changes nothing."""
    reading, made = Reading.objects.get_or_create(hat_id=session().acting.hat, version=version_on(on), read_on=on)
    if made:
        record("accounts", "read-policy", [])
    return reading


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


def grant(*, proposal: Proposal) -> Grant:
    """Give the role that was asked for; the database refuses it to whoever asked, and to oneself (four eyes)."""
    record("accounts", "grant-role", [])
    return Grant.objects.create(
        hat_id=proposal.hat_id,
        role=proposal.role,
        starts_on=proposal.starts_on,
        ends_on=proposal.ends_on,
        granted_by=session().acting.hat,
        proposed_by=proposal.proposed_by,
        proposal=proposal.pk,
        reason=proposal.reason,
    )
