"""The policy in force as text: for everybody (COR-03), and for who works here, who says to have read it (ALL-52, COR-41)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_safe

from huisvrede.core.vocabulary import Kind
from huisvrede.engines.transparency.queries import rows_in_use, rows_with_rights
from huisvrede.engines.transparency.shape import BY_SLUG
from huisvrede.engines.transparency.told import LABELS, TERMS, Rows, name_of, once, tell
from huisvrede.foundation.gates.page import page
from huisvrede.foundation.people.models import Hat
from huisvrede.foundation.people.queries import grants_of, has_read, readers
from huisvrede.foundation.people.services import read_policy
from huisvrede.foundation.register.models import Term, Version
from huisvrede.foundation.register.queries import roles, version_on
from huisvrede.foundation.register.words import how_long, language, said
from huisvrede.foundation.walls.session import may, session

EXCEPTIONAL = BY_SLUG["uitzonderingen"].label
PUBLIC = (
    "purposes",
    "legal_bases",
    "consent",
    "special_grounds",
    "categories",
    "retention",
    "recipients",
    "automated_decisions",
    "security",
    "principles",
    "exceptional",
)
"""What of an activity the text says to everybody, in this order; the register says the rest."""
SAID = (*PUBLIC, "roles")
"""What it says to whoever works here."""
TERMS_SAID: Mapping[str, str] = {
    "access-request": gettext_noop("A request about your data is answered within"),
    "request-extension": gettext_noop("A difficult request may take longer by"),
    "notice-other-source": gettext_noop("Who is named by somebody else is told within"),
    "breach-authority": gettext_noop("A breach with a risk is reported to the authority within"),
    "breach-data-subject": gettext_noop("At a high risk the people concerned are told within"),
    "prior-consultation": gettext_noop("The authority advises on a high risk that remains within"),
    "court-petition": gettext_noop("Who received an answer can go to court within"),
    "complaint-confirmed": gettext_noop("A complaint is confirmed within"),
    "complaint-answered": gettext_noop("A complaint is answered within"),
    "restriction-request": gettext_noop("A request to put data on hold is decided within"),
    "policy-advice": gettext_noop("Advice on a change of the policy comes within"),
    "policy-decision": gettext_noop("A change of the policy is decided within"),
    "access-review": gettext_noop("Who has which role is looked at again after"),
    "answer-kept": gettext_noop("An answer can be read for"),
    "backups-kept": gettext_noop("A backup is kept for"),
}
"""The terms that the text says, by key, as msgids; the settings of the software are for the software."""


@page(kind=Kind.STAFF, purpose="account-management")
@require_http_methods(["GET", "POST"])
def policy(request: HttpRequest) -> HttpResponse:
    """What was agreed about personal data, one's own roles first; a button says that one has read it."""
    day = session().acting.day
    version = version_on(day)
    if request.method == "POST":
        read_policy(on=day)
        messages.success(request, _("Thank you. It is on record that you read this version today."))
        return redirect("transparency:policy")
    context = {
        "version": version,
        "title": said(version.organisation["policy"]["title"]),
        "contact": version.organisation["contact"],
        "read_on": has_read(),
        "readers": readers() if may("accounts", "view", "organisation") else None,
        "mine": _own_roles(version),
        "told": SimpleLazyObject(lambda: list(_text(rows_with_rights(version), SAID))),
        "terms": SimpleLazyObject(lambda: terms_said(version)),
    }
    return render(request, "transparency/policy.html", context)


@page(kind=Kind.VISITOR, purpose="statement")
@require_safe
def published(request: HttpRequest) -> HttpResponse:
    """The policy in force as text for everybody; who may do what is for whoever works here (COR-03)."""
    version = version_on(session().acting.day)
    context = {
        "version": version,
        "title": said(version.organisation["policy"]["title"]),
        "contact": version.organisation["contact"],
        "told": SimpleLazyObject(lambda: policy_text(version)),
        "terms": SimpleLazyObject(lambda: terms_said(version)),
    }
    return render(request, "transparency/published.html", context)


def _own_roles(version: Version) -> list[str]:
    acting = session().acting
    named = roles(version)
    held = grants_of(Hat.objects.get(pk=acting.hat), acting.day).values_list("role", flat=True)
    found = [named[key] for key in held if key in named]
    return sorted(role.name_en if language() == "en" else role.name_nl for role in found)


def policy_text(version: Version) -> list[dict[str, Any]]:
    """The policy as everybody reads it, an activity each."""
    return list(_text(rows_in_use(version), PUBLIC))


def _text(activities: Iterable[Rows], fields: Iterable[str]) -> Iterator[dict[str, Any]]:
    """Each activity: (label, word of the law where it is met first, texts) for what is said of it."""
    labels, met = {**LABELS, "exceptional": EXCEPTIONAL}, set[str]()
    for rows in activities:
        told = tell(rows) | {"exceptional": _grounds(rows)}
        yield {
            "key": rows.activity.key,
            "name": name_of(rows.activity),
            "description": told["description"][0],
            "parts": [(_(labels[field]), once(met, TERMS.get(field, "")), told[field]) for field in fields if told[field]],
        }


def _grounds(rows: Rows) -> tuple[str, ...]:
    """On which grounds a file may be opened exceptionally."""
    return tuple(said(ground["text"]) for ground in rows.activity.content.get("exceptional", ()))


def terms_said(version: Version) -> list[tuple[str, str]]:
    """(what, how long) for the terms of the policy, in the order of the text."""
    terms = dict(Term.objects.filter(version=version, key__in=TERMS_SAID).values_list("key", "value"))
    return [(_(label), how_long(terms[key])) for key, label in TERMS_SAID.items() if key in terms]
