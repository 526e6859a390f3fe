"""`{% load gates %}{% why "home-seekers" %}`: beside the data, why the reader may see it (ALL-05)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import template
from django.db.models import Model
from django.utils.translation import gettext

from huisvrede.core.vocabulary import Kind
from huisvrede.foundation.gates import insight
from huisvrede.foundation.gates.doors import Explanation, explain
from huisvrede.foundation.gates.naming import Names, names, reach
from huisvrede.foundation.people.models import Person
from huisvrede.foundation.register.declarations import model_named
from huisvrede.foundation.register.models import Activity
from huisvrede.foundation.register.officer import officer_on
from huisvrede.foundation.register.queries import version_on
from huisvrede.foundation.register.words import said
from huisvrede.foundation.walls.session import session

register = template.Library()


@register.inclusion_tag("gates/why.html")
def why(activity: str) -> dict[str, Any]:
    """Fold out by which role, purpose, article and grant the reader sees this; nothing if by none."""
    reasons = explain(activity)
    if not reasons:
        return {"reasons": []}
    acting = session().acting
    version = version_on(acting.day)
    entry = Activity.objects.get(version=version, key=activity)
    called = names([version.pk])
    return {
        "own": acting.kind is Kind.SUBJECT,
        "activity": called.activity(version.pk, activity),
        "reasons": [_reason(reason, called, version.pk) for reason in reasons],
        "bases": [(basis["article"], said(basis["explanation"])) for basis in entry.content["legal_bases"]],
        "version": version,
    }


@register.inclusion_tag("gates/who_sees.html")
def who_sees(row: Model) -> dict[str, Any]:
    """Fold out which colleagues can see this file today, as the walls say it."""
    return {"seers": insight.who_sees(row), "summary": gettext("Who can see this file?")}


@register.inclusion_tag("gates/on_hold.html")
def on_hold(kind: str) -> dict[str, Any]:
    """How many files of a kind ("care.Resident") are left out of a list, because their use is restricted (article 18)."""
    count = insight.on_hold(model_named(kind))
    return {"count": count, "officer": officer_on(session().acting.day) if count else None}


@register.simple_tag
def held_since() -> date | None:
    """Since when the reader's own data are restricted (article 18); None where they are not."""
    held = Person.objects.filter(restricted_since__isnull=False, id__in=[session().person])
    return held.values_list("restricted_since", flat=True).first()


def _reason(reason: Explanation, called: Names, version: Any) -> dict[str, Any]:
    return {
        "role": called.role(version, reason.role),
        "reach": reach(reason.reach),
        "purpose": called.purpose(version, reason.activity, reason.purpose),
        "granted_by": reason.granted_by,
        "since": reason.granted_on,
        "until": reason.until,
    }
