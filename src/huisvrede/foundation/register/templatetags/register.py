"""`{% load register %}`: the notice of an activity, beside every form that collects its data (article 13, COR-19)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import template

from huisvrede.foundation.register.models import Activity, Retention
from huisvrede.foundation.register.officer import officer_of
from huisvrede.foundation.register.queries import version_on
from huisvrede.foundation.register.words import (
    bases_of,
    how_long,
    objection_of,
    rights_of,
    said,
    said_each,
    word,
)

register = template.Library()


@register.inclusion_tag("register/whom_to_ask.html")
def whom_to_ask(contact: Mapping[str, Any]) -> dict[str, Any]:
    """Whom to turn to about privacy, of what a version or an earlier statement says of it (article 13(1)(b))."""
    return {"officer": officer_of(contact)}


@register.inclusion_tag("register/notice.html")
def notice_of(activity: str, day: date) -> dict[str, Any]:
    """The notice of an activity as the policy of that day says it; empty where the policy has no such activity."""
    return {"notice": told(activity, day)}


def told(activity: str, day: date) -> dict[str, Any]:
    """What the notice says, for a page that is rendered when nobody acts any more."""
    version = version_on(day)
    found = Activity.objects.filter(version=version, key=activity).first()
    if found is None:
        return {}
    content, organisation = found.content, version.organisation
    bases = bases_of(content)
    rules = Retention.objects.filter(version=version, activity=activity).order_by("clock")
    return {
        "description": said(content["description"]),
        "purposes": [said(text) for text in content["purposes"].values()],
        "bases": [
            (word("basis", basis["basis"]), basis["article"], said(basis["explanation"]))
            for basis in content["legal_bases"]
        ],
        "recipients": [said(recipient["name"]) for recipient in content["recipients"]],
        "transfers": bool(content["transfers"]),
        "retention": [(how_long(rule.period), said(rule.content)) for rule in rules],
        "required": said(content["required"]),
        "source": said(content["source_of_data"]),
        "consent": said_each(content, "consent"),
        "automated": content["automated_decisions"],
        "decides": said_each(content, "automated"),
        "rights": rights_of(bases),
        "objection": objection_of(bases),
        "controller": organisation["controller"]["name"],
        "contact": organisation["contact"],
        "authority": said(organisation["authority"]["name"]),
        "authority_website": organisation["authority"]["website"],
    }
