"""The policy in force as text, for everybody who works here, and that they read it (ALL-52, COR-02, COR-41)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huisvrede.core.vocabulary import Kind
from huisvrede.engines.transparency.queries import rows_with_rights
from huisvrede.engines.transparency.told import LABELS, TERMS, name_of, tell
from huisvrede.foundation.gates.page import page
from huisvrede.foundation.people.models import Hat
from huisvrede.foundation.people.queries import grants_of, has_read, readers
from huisvrede.foundation.people.services import read_policy
from huisvrede.foundation.register.models import Version
from huisvrede.foundation.register.queries import roles, version_on
from huisvrede.foundation.register.words import language, said
from huisvrede.foundation.walls.session import may, session

SAID = ("purposes", "legal_bases", "categories", "retention", "recipients", "roles")
"""What of an activity the text says, in this order; the register says the rest."""


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
        "officer": version.organisation["contact"]["privacy_officer"],
        "read_on": has_read(),
        "readers": readers() if may("accounts", "view", "organisation") else None,
        "mine": _own_roles(version),
        "told": SimpleLazyObject(lambda: list(_text(version))),
    }
    return render(request, "transparency/policy.html", context)


def _own_roles(version: Version) -> list[str]:
    acting = session().acting
    named = roles(version)
    held = grants_of(Hat.objects.get(pk=acting.hat), acting.day).values_list("role", flat=True)
    found = [named[key] for key in held if key in named]
    return sorted(role.name_en if language() == "en" else role.name_nl for role in found)


def _text(version: Version) -> Iterator[dict[str, Any]]:
    """Each activity in use: (label, word of the law, texts) for what is said of it."""
    for rows in rows_with_rights(version):
        told = tell(rows)
        yield {
            "key": rows.activity.key,
            "name": name_of(rows.activity),
            "description": told["description"][0],
            "parts": [(_(LABELS[field]), TERMS.get(field, ""), told[field]) for field in SAID if told[field]],
        }
