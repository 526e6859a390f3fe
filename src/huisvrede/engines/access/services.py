"""Who comes, moves and goes: each act by somebody with the right, roles by two, never about oneself (decision 57)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from smtplib import SMTPException
from typing import Any, Final

from allauth.account.adapter import get_adapter
from django.db import DatabaseError
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from huisvrede.core.vocabulary import Kind
from huisvrede.foundation.audit.services import record
from huisvrede.foundation.cluster.routing import sqlstate
from huisvrede.foundation.duties.services import begin_about, fulfil_about
from huisvrede.foundation.gates.doors import require, walled
from huisvrede.foundation.messages.queries import accounts_with
from huisvrede.foundation.messages.services import notify
from huisvrede.foundation.people import joining
from huisvrede.foundation.people import services as people
from huisvrede.foundation.people.models import Grant, Hat, Proposal, Review
from huisvrede.foundation.people.queries import running
from huisvrede.foundation.people.recovering import waits
from huisvrede.foundation.register.models import Role
from huisvrede.foundation.register.queries import version_on
from huisvrede.foundation.signin.models import Account
from huisvrede.foundation.walls.session import one_at_a_time, session

ACTIVITY: Final = "accounts"
LIST: Final = "/werk/collegas/"
GIVE: Final = gettext_noop("Give or decline a role that was asked for")
DAY: Final = timedelta(days=1)
NOBODY_LEFT: Final = "HV020"
"""What the database says where nobody would be left to ask roles and have them given (`walls.somebody_stays`)."""


class Impossible(Exception):
    """What was asked can't be done; `str()` is the sentence that says why and what to do instead."""

    def __init__(self, sentence: str | Promise) -> None:
        super().__init__(sentence)
        self.sentence = sentence

    def __str__(self) -> str:
        """The sentence, in the language of the page."""
        return str(self.sentence)


def invite(*, name: str, email: str, works_for: str, on: date) -> Hat:
    """A new colleague, from a day: an account that waits for its owner, and a hat without any role yet."""
    require(ACTIVITY, "create", "organisation")
    account = joining.account_for(email)
    one_at_a_time(f"staff of {account.pk}")
    if Hat.objects.filter(running(on), account=account.pk, kind=Kind.STAFF.value).exists():
        raise Impossible(_("Somebody with this e-mail address works here already. Look in the list."))
    with walled(ACTIVITY, "create"):
        return people.new_staff(account=account.pk, name=name, on=on, organisation=works_for)


def send_invitation(*, hat: Hat) -> bool:
    """Mail the link with which a colleague opens their account, or that there is a new role; whether the mail went out."""
    require(ACTIVITY, "create", "organisation")
    account = Account.objects.filter(pk=hat.account).first()
    if account is None:
        raise Impossible(_("The account of this colleague has ended."))
    if waits(account):
        raise Impossible(_("Two colleagues let this colleague in again: the code of both opens the account, no mail does."))
    template, links = "account/email/welcome", {"sign_in_url": "/aanmelden/"}
    if not account.has_usable_password():
        template = "account/email/invitation"
        links = {"invitation_url": f"/account/uitnodiging/{joining.token_for(account)}/"}
    try:
        get_adapter().send_mail(template, account.email, links)
    except (OSError, SMTPException):
        return False
    record(ACTIVITY, "invite", [])
    return True


def propose(*, hat: Hat, role: str, starts_on: date, ends_on: date | None, because: str) -> Proposal:
    """Ask a role for a colleague; whoever may give roles is told, and one of them other than the asker decides."""
    require(ACTIVITY, "propose-role", "organisation")
    day = session().acting.day
    if not Role.objects.filter(version=version_on(day), key=role, kind=Kind.STAFF.value).exists():
        raise Impossible(_("The policy of today has no such role."))
    if starts_on < day:
        raise Impossible(_("A role begins today or later."))
    again = Q(role=role) & (Q(ends_on__isnull=True) | Q(ends_on__gte=starts_on))
    if Grant.objects.filter(again, hat=hat).exists() or Proposal.objects.filter(again, hat=hat, outcome="").exists():
        raise Impossible(_("This colleague has this role already, or it was asked for and waits."))
    acting = session().acting
    with walled(ACTIVITY, "propose-role"):
        made = Proposal.objects.create(
            hat=hat,
            role=role,
            starts_on=starts_on,
            ends_on=ends_on,
            reason=because,
            account=acting.account,
            proposed_by=acting.hat,
            made_on=day,
        )
        begin_about(
            about=made.pk,
            activity=ACTIVITY,
            what=GIVE,
            right="grant-role",
            due_on=starts_on,
            path=LIST,
            not_by=[acting.account, hat.account],
        )
    record(ACTIVITY, "propose-role", [])
    for account in accounts_with(ACTIVITY, "grant-role"):
        if account != acting.account:
            notify(account=account, notice="role-proposed", path=LIST)
    return made


def decide(*, proposal: Proposal, give: bool) -> None:
    """Give the role that was asked for, or decline; by another than the asker, and never about oneself."""
    require(ACTIVITY, "grant-role", "organisation")
    one_at_a_time(f"proposal {proposal.pk}")
    waiting = Proposal.objects.filter(pk=proposal.pk, outcome="")
    if not waiting.exists():
        raise Impossible(_("Somebody else decided on this a moment ago."))
    acting = session().acting
    if acting.account in {proposal.account, proposal.hat.account}:
        raise Impossible(_("Somebody else must decide on this: who asks does not give, nor to oneself."))
    with walled(ACTIVITY, "grant-role"):
        if give:
            people.grant(proposal=proposal)
        decided: dict[str, Any] = {"decided_by": acting.hat, "decided_on": acting.day}
        waiting.update(outcome="granted" if give else "declined", **decided)
        fulfil_about(about=proposal.pk)
    if not give:
        record(ACTIVITY, "decline-role", [])


def end_role(*, grant: Grant, on: date) -> None:
    """Take a role away after a day, today at the latest chosen by name: yesterday takes it away at once."""
    require(ACTIVITY, "edit", "organisation")
    _require_end(grant.ends_on, on)
    with _ending():
        if not Grant.objects.filter(pk=grant.pk).update(ends_on=on):
            raise Impossible(_("You can't change your own roles."))
    record(ACTIVITY, "end-role", [])


def end_colleague(*, hat: Hat, on: date) -> None:
    """A colleague leaves: after this day nothing opens any more; yesterday ends it at once, in the middle of their work."""
    require(ACTIVITY, "edit", "organisation")
    _require_end(hat.ends_on, on)
    with _ending():
        if not Hat.objects.filter(pk=hat.pk).update(ends_on=on):
            raise Impossible(_("You can't end your own work here. Ask a colleague who may."))
    record(ACTIVITY, "end-colleague", [])


def review(*, hat: Hat, finding: str) -> Review:
    """Record that somebody looked whether a colleague still needs each of their roles (article 32(1)(d))."""
    require(ACTIVITY, "review-access", "organisation")
    acting = session().acting
    with walled(ACTIVITY, "review-access"):
        made = Review.objects.create(
            hat=hat, account=acting.account, reviewed_by=acting.hat, reviewed_on=acting.day, finding=finding
        )
        fulfil_about(about=hat.pk)
    record(ACTIVITY, "review-access", [])
    return made


@contextmanager
def _ending() -> Iterator[None]:
    """Within: somebody loses a role or the work; Impossible where nobody would be left to give roles."""
    try:
        with walled(ACTIVITY, "edit"):
            yield
    except DatabaseError as problem:
        if sqlstate(problem) != NOBODY_LEFT:
            raise
        raise Impossible(
            _("Then nobody is left who asks roles, with another who gives them. First give such a role to somebody else.")
        ) from None


def _require_end(now: date | None, on: date) -> None:
    if on < session().acting.day - DAY:
        raise Impossible(_("That day has passed. Choose today or later, or end it at once."))
    if now is not None and on > now:
        raise Impossible(_("It ends sooner than that already. To make it longer, ask for the role again."))
