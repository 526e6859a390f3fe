"""Letting somebody in again: one asks, another confirms, each gives half of a code, the owner can stop it (decision 58)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from smtplib import SMTPException, SMTPRecipientsRefused
from typing import Any, Final
from uuid import UUID, uuid4

from allauth.account.adapter import get_adapter
from django.contrib.auth.hashers import make_password
from django.db import DatabaseError, connections
from django.db.models import Q, QuerySet
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from huisvrede.core.tables.search import search_name
from huisvrede.engines.access.finding import SEARCHED_ENOUGH
from huisvrede.engines.access.services import ACTIVITY, Impossible
from huisvrede.foundation.audit.services import record
from huisvrede.foundation.cluster.routing import savepoint, sqlstate
from huisvrede.foundation.duties.services import begin_about, fulfil_about
from huisvrede.foundation.gates.doors import Refused, require, walled
from huisvrede.foundation.gates.proving import require_proof
from huisvrede.foundation.messages.queries import accounts_with
from huisvrede.foundation.messages.services import notify
from huisvrede.foundation.people.logins import in_groups, plain, random_letters
from huisvrede.foundation.people.models import Recovery
from huisvrede.foundation.people.recovering import TERM, new_half, token_for
from huisvrede.foundation.register.queries import term_span, version_on
from huisvrede.foundation.signin.models import Account, Rescue
from huisvrede.foundation.walls.finding import TOO_OFTEN
from huisvrede.foundation.walls.session import may, one_at_a_time, session

ASK: Final = "propose-recovery"
CONFIRM: Final = "confirm-recovery"
PLACE: Final = "/werk/toegang/herstel/"
SHOWN: Final = timedelta(days=31)
"""How long one that is over stays in the list."""
SECOND: Final = gettext_noop("Confirm or decline that somebody is let in again")
MAIL: Final = "account/email/recovery_{}"


def require_either() -> None:
    """Refuse whoever neither asks nor confirms."""
    if not (may(ACTIVITY, ASK) or may(ACTIVITY, CONFIRM)):
        raise Refused(ACTIVITY, ASK)


def recent() -> QuerySet[Recovery]:
    """What waits, and what was asked in the last month."""
    return Recovery.objects.filter(asked_at__gt=timezone.now() - SHOWN).order_by("-asked_at", "-id")


def works() -> Q:
    """Those that `state_of` says wait or were confirmed, and are not over."""
    since = timezone.now() - _term()
    return Q(outcome="", asked_at__gt=since) | Q(outcome="confirmed", decided_at__gt=since)


def of_actor() -> list[tuple[Recovery, str]]:
    """What was asked for the reader's own account in the last month, each with what stops it, "" where nothing can."""
    mine = recent().filter(whose=session().acting.account)
    return [(one, stop_link(one.pk) if state_of(one) == "waits" else "") for one in mine]


def stop_link(recovery: UUID) -> str:
    """The page on which the owner stops it."""
    return f"/account/herstel/stoppen/{token_for(recovery)}/"


def state_of(one: Recovery) -> str:
    """Its outcome; "waits" before there is one, "lapsed" once the policy's term is over."""
    since: datetime | None = one.asked_at if one.outcome == "" else one.decided_at
    if one.outcome in {"", "confirmed"} and since is not None and since + _term() <= timezone.now():
        return "lapsed"
    return one.outcome or "waits"


def ends_at(one: Recovery) -> datetime:
    """Until when it can be confirmed, and once it was, until when the code works."""
    return (one.decided_at or one.asked_at) + _term()


def owner_of(*, number: str, birth_date: date, surname: str) -> tuple[UUID, UUID] | None:
    """(account, person) of the one file that all three agree with; looked for with the right to ask or confirm alone."""
    require_either()
    asked = [number.strip().upper(), birth_date, search_name(surname)[:80]]
    return _found("SELECT account, person FROM walls.account_of(%s, %s, %s)", asked)


def first_way_in(*, number: str, birth_date: date, surname: str, seen: str, because: str) -> Recovery:
    """Somebody with a file, and without account and e-mail address, gets a user name; two let them in for the first time."""
    require(ACTIVITY, ASK, "organisation")
    require_proof()
    asked = [number.strip().upper(), birth_date, search_name(surname)[:80], random_letters()]
    with savepoint():
        found = _found("SELECT account, person FROM walls.begin_at_counter(%s, %s, %s, %s)", asked)
        if found is None:
            raise Impossible(
                _(
                    "We know no such file, it has an account already (then let them in again), "
                    "or an e-mail address (then they make one themselves)."
                )
            )
        return ask(whose=found[0], by_file=True, persons=[found[1]], seen=seen, because=because)


def name_of(one: Recovery) -> str:
    """The user name of whose account has no address, as it is read out; "" of all others."""
    return in_groups(Account.objects.filter(pk=one.whose).values_list("name", flat=True).first() or "")


def ask(*, whose: UUID, by_file: bool, persons: Sequence[UUID], seen: str, because: str) -> Recovery:
    """Ask that somebody is let in again; they hear of it at once, with a link that stops it, or nothing is asked.

    `persons`: whom it is logged about, where they were found by their file. A mailbox that is gone stops nothing.
    """
    require(ACTIVITY, ASK, "organisation")
    require_proof()
    who = session().acting
    if whose == who.account:
        raise Impossible(_("You can't let yourself in again. Ask a colleague who may."))
    one_at_a_time(f"recovery of {whose}")
    if Recovery.objects.filter(whose=whose, outcome="", asked_at__gt=timezone.now() - _term()).exists():
        raise Impossible(_("Somebody asked this already, and it waits for a colleague who confirms."))
    key = uuid4()
    with walled(ACTIVITY, ASK):
        made = Recovery.objects.create(
            id=key,
            whose=whose,
            by_file=by_file,
            seen=seen,
            reason=because,
            account=who.account,
            asked_by=who.hat,
            asked_at=Now(),
            told=_mailed("asked", whose, key),
        )
        begin_about(
            about=key,
            activity=ACTIVITY,
            what=SECOND,
            right=CONFIRM,
            due_on=max(who.day, timezone.localdate(timezone.now() + _term())),
            path=f"{PLACE}{key}/",
            not_by=[who.account, whose],
        )
    record(ACTIVITY, ASK, persons)
    for account in accounts_with(ACTIVITY, CONFIRM):
        if account not in {who.account, whose}:
            notify(account=account, notice="recovery-asked", path=PLACE)
    return made


def confirm(*, recovery: Recovery, persons: Sequence[UUID]) -> None:
    """The second colleague says so too: every way in of that account ends, and each of the two may give half of a code."""
    _require_other(recovery)
    with walled(ACTIVITY, CONFIRM):
        _decide(recovery, "confirmed")
        with connections[session().organisation.key].cursor() as cursor:
            cursor.execute("SELECT walls.shut_out(%s)", [recovery.pk])
        _mailed("confirmed", recovery.whose, recovery.pk)  # where no mail can go out, the above is undone
    record(ACTIVITY, CONFIRM, persons)
    notify(account=recovery.account, notice="recovery-confirmed", path=f"{PLACE}{recovery.pk}/")


def decline(*, recovery: Recovery) -> None:
    """The second colleague is not sure who it is: nothing changes for the account."""
    _require_other(recovery)
    with walled(ACTIVITY, CONFIRM):
        _decide(recovery, "declined")
    record(ACTIVITY, "decline-recovery", [])


def give_half(*, recovery: Recovery) -> str:
    """One's own half of the code, shown once, to tell the owner; the database keeps its digest for who asked or confirmed."""
    require_either()
    require_proof()
    half = new_half(1 if recovery.account == session().acting.account else 2)
    with connections[session().organisation.key].cursor() as cursor:
        cursor.execute("SELECT walls.keep_half(%s, %s)", [recovery.pk, make_password(plain(half))])
        kept = bool(cursor.fetchone()[0])
    if not kept:
        raise Impossible(_("You had your half of this code already, or it is over. Then ask to let them in anew."))
    record(ACTIVITY, "give-half", [])
    return half


def is_first(one: Recovery) -> bool:
    """Whether it is for an account that was begun at the counter, and that nobody came in by yet."""
    return Account.objects.filter(pk=one.whose, email=None, last_login=None).exists()


def half_given(recovery: Recovery) -> bool:
    """Whether the actor had their half of this code, or there is no place for one any more."""
    mine = "first" if recovery.account == session().acting.account else "second"
    return not Rescue.objects.filter(recovery=recovery.pk, **{mine: ""}).exists()


def _require_other(recovery: Recovery) -> None:
    """Neither the owner nor the asker confirms, under whichever hat."""
    require(ACTIVITY, CONFIRM, "organisation")
    require_proof()
    if session().acting.account in {recovery.account, recovery.whose}:
        raise Impossible(_("Somebody else must decide on this: who asks does not confirm, nor does the owner."))


def _decide(recovery: Recovery, outcome: str) -> None:
    who = session().acting
    waiting = Recovery.objects.filter(pk=recovery.pk, outcome="")
    if not waiting.update(outcome=outcome, decided_account=who.account, decided_by=who.hat, decided_at=Now()):
        raise Impossible(_("This can't be decided any more: it was decided, stopped, is too old, or their access has ended."))
    fulfil_about(about=recovery.pk)


def _mailed(what: str, whose: UUID, recovery: UUID) -> bool:
    """Tell the owner at the address we know; False where there is none, or the mailbox is gone."""
    address = Account.objects.filter(pk=whose).values_list("email", flat=True).first()
    if not address:
        return False
    try:
        get_adapter().send_mail(MAIL.format(what), address, {"stop_url": stop_link(recovery)})
    except SMTPRecipientsRefused:
        return False
    except (OSError, SMTPException):
        raise Impossible(_("No mail can go out now, so the owner can't be told. Nothing was done; try later.")) from None
    return True


def _found(statement: str, asked: list[Any]) -> tuple[UUID, UUID] | None:
    """(account, person) as a function of the walls answers, which counts and logs each; Impossible beyond the bound."""
    try:
        with savepoint(), connections[session().organisation.key].cursor() as cursor:
            cursor.execute(statement, asked)
            rows: list[Any] = cursor.fetchall()
    except DatabaseError as problem:
        if sqlstate(problem) != TOO_OFTEN:
            raise
        raise Impossible(SEARCHED_ENOUGH) from None
    return rows[0] if rows else None


def _term() -> timedelta:
    return term_span(version_on(session().acting.day), TERM)
