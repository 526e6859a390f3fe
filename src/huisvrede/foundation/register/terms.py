"""The terms of a policy as people read them, in the language of the moment: what each is about, how long, by which law."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_noop as _

from huisvrede.core.duration import PeriodError, span
from huisvrede.core.law import Bound
from huisvrede.core.terms import AT_ONCE
from huisvrede.foundation.register.words import how_long, provided

NAMES: Final[Mapping[str, str]] = {
    "access-log": _("How long the log of files stays"),
    "access-request": _("Answer to a request for access"),
    "access-review": _("How often somebody looks whether roles are still needed"),
    "administration-retention": _("How long the administration is kept"),
    "agreement-review": _("How often an agreement with a processor is looked at"),
    "answer-kept": _("How long an answer can be downloaded"),
    "attention-list-maximum": _("How long somebody stands on the attention list at most"),
    "attention-list-retention": _("How long data of the attention list are kept"),
    "backup": _("How often a backup is made"),
    "backups-kept": _("How long backups are kept"),
    "bond.employee": _("How long the confidentiality undertaking of our own staff is good"),
    "bond.hired": _("How long the confidentiality undertaking of who is hired is good"),
    "breach-authority": _("Report of a data breach to the authority"),
    "breach-data-subject": _("Telling people of a data breach with a high risk"),
    "breach-form-follow-up": _("Following up a report of a data breach"),
    "breach-internal": _("Passing on a suspected data breach inside the organisation"),
    "breach-joint-controller": _("Telling a joint controller of a data breach"),
    "breach-organisations": _("Telling client organisations of a data breach"),
    "breach-processor": _("Report of a data breach by a processor"),
    "committee-retention": _("How long files of a committee are kept"),
    "complaint-answered": _("Answer to a complaint"),
    "complaint-confirmed": _("Confirmation of a complaint"),
    "correction-request": _("Answer to a request for correction"),
    "court-petition": _("How long people can go to court"),
    "customer-retention": _("How long data of customers are kept"),
    "decision-carried-out": _("Carrying out what was decided"),
    "destruction-limit": _("Destruction, at the latest"),
    "destruction-target": _("Destruction, as we aim for"),
    "download-link": _("How long a link to a file works"),
    "dpia": _("How long before a processing starts its DPIA is ready"),
    "early-erasure": _("Erasing a care file that somebody asks to erase"),
    "exceptional-access": _("How long a file stays open exceptionally"),
    "exceptional-review.withheld-days": _("After how many days somebody looks again whether an opening stays untold"),
    "exceptional-review.working-days": _("Within how many working days an exceptional opening is reviewed"),
    "export-kept": _("How long a file of a list can be fetched"),
    "file-retention": _("How long a file is kept"),
    "file-retention-closure": _("How long a file is kept after it was closed"),
    "first-reminder": _("First reminder of a survey"),
    "invitation": _("How long an invitation of a colleague is good"),
    "limits.bulk-supply.count": _("From how many people a supply needs a decision of the management"),
    "limits.copies-free.count": _("How many copies are free"),
    "limits.document-megabytes.count": _("How large a document may be, in megabytes"),
    "limits.document-pages.count": _("How many pages a document may have"),
    "limits.documents-own.count": _("How many documents somebody may bring"),
    "limits.find-person.count": _("How often an hour a colleague may look up who telephones"),
    "limits.reminders.count": _("How many reminders of a survey are sent at most"),
    "limits.reporting-base.count": _("How many answers a figure in a report needs"),
    "notice-other-source": _("Telling people that their data came from another"),
    "objection-effect": _("Stopping after an objection"),
    "objection-recruiting": _("Stopping after an objection to recruiting"),
    "other-source-notice": _("Telling people that their data came from another, as we aim for"),
    "policy-advice": _("Advice on a change of the policy"),
    "policy-decision": _("Decision on a change of the policy"),
    "policy-evaluation": _("How often the policy is evaluated"),
    "portability-request": _("Answer to a request to take data along"),
    "prior-consultation": _("Advice of the authority on a high risk"),
    "processor-assistance": _("Help of a processor with a request"),
    "processor-security-report": _("How often a processor reports on security"),
    "recovery": _("How long letting a colleague in again may take"),
    "register-review": _("How often the register is looked at"),
    "regulation-reminder": _("How often staff are asked to read the regulation again"),
    "request-carried-out": _("Carrying out what was granted"),
    "request-extension": _("Extension of a difficult request"),
    "request-pass-on": _("Passing on a request inside the organisation"),
    "restriction-effect": _("Restriction after it was asked"),
    "restriction-request": _("Answer to a request for restriction"),
    "restriction.notice": _("Between telling that a restriction ends, and its end"),
    "restriction.recipients": _("Telling recipients of a restriction"),
    "restriction.review": _("How often somebody looks whether a restriction is still needed"),
    "return-declaration": _("Declaration that data were given back or destroyed"),
    "second-reminder": _("Second reminder of a survey"),
    "security-review": _("How often the security is looked at"),
    "sign-in.address-attempts": _("How many failed attempts to sign in there may be from one address"),
    "sign-in.attempts": _("How many failed attempts to sign in there may be on one account"),
    "sign-in.idle": _("After how long without doing anything a session ends"),
    "sign-in.key": _("How long a key of a program works"),
    "sign-in.lock": _("How long signing in is closed after failed attempts"),
    "sign-in.window": _("Within which time failed attempts count"),
    "survey-interval": _("How long there is between surveys"),
    "withdrawal-effect": _("Stopping after consent was withdrawn"),
}
"""Term -> what it is about, as msgid; one that only a profile knows is shown by its key."""


def name_of_term(key: str) -> str:
    """What a term is about."""
    return gettext(NAMES[key]) if key in NAMES else key


def term_in_words(value: str) -> str:
    """A term as people say it: "4 weken", "15 minuten", "meteen"; a number as it stands."""
    if not value or value.isdecimal():
        return value
    if value == AT_ONCE:
        return gettext("at once")
    try:
        return how_long(value)
    except PeriodError:
        return _minutes(value)


def _minutes(value: str) -> str:
    """A length in hours and minutes."""
    hours, minutes = divmod(int(span(value).total_seconds()) // 60, 60)
    told = [ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}] if hours else []
    told += [ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}] if minutes else []
    return gettext(" and ").join(told)


def law_in_words(bound: Bound | None) -> str:
    """What the law leaves of a term, with its source; "" where it says nothing."""
    if bound is None:
        return ""
    told = {"most": term_in_words(bound.most), "least": term_in_words(bound.least), "source": provided(bound.source)}
    if bound.most == AT_ONCE:
        return gettext("at once (%(source)s)") % told
    if bound.most == bound.least:
        return gettext("exactly %(most)s (%(source)s)") % told
    if bound.most:
        return gettext("at most %(most)s (%(source)s)") % told
    return gettext("at least %(least)s (%(source)s)") % told
