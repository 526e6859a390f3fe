"""What is kept how long, what goes at the next sweep, and the proof of what went; no personal data on any page."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huisvrede.core.duration import Language, Period
from huisvrede.core.vocabulary import Kind
from huisvrede.engines.retention import queries
from huisvrede.foundation.audit.signing import public_path
from huisvrede.foundation.disposal.models import Certificate
from huisvrede.foundation.gates.doors import Refused
from huisvrede.foundation.gates.page import page
from huisvrede.foundation.register.models import Activity, Retention
from huisvrede.foundation.register.queries import version_on
from huisvrede.foundation.register.words import sourced
from huisvrede.foundation.ui.listing import Listing, Row
from huisvrede.foundation.walls.session import session

ACTIVITY, PURPOSE = "logging", "accountability"
PAGE = 50


@page(kind=Kind.STAFF, activity=ACTIVITY, purpose=PURPOSE, needs="view", reach="organisation")
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Every rule with its source, and how many files go tonight."""
    tomorrow = session().acting.day + timedelta(days=1)
    version = version_on(tomorrow)
    names = queries.activities(version)
    counted = queries.due(tomorrow)
    planned = {rule.pk for due in counted for rule in due.plan.rules if rule}
    others = [rule for rule in queries.rules(tomorrow) if rule.pk not in planned]
    rows = [_due(due, names) for due in counted]
    rows += [Row([_name(names, rule.activity), *_rule([rule]), None, None]) for rule in others]
    listing = Listing(
        caption=_("Retention periods"),
        columns=(_("Activity"), _("Kept for"), _("Why"), _("Source"), _("Go tonight"), _("Held back")),
        rows=rows,
        empty=_("The policy has no retention periods yet. They come with the first policy that is adopted."),
    )
    return render(request, "retention/overview.html", {"listing": listing, "version": version})


@page(kind=Kind.STAFF, activity=ACTIVITY, purpose=PURPOSE, needs="view", reach="organisation")
@require_safe
def certificates(request: HttpRequest) -> HttpResponse:
    """Certificates, the newest first, by page."""
    before, after = _number(request, "before"), _number(request, "after")
    found = queries.certificates(before=before, after=after, size=PAGE)
    names = queries.activities(version_on(session().acting.day))
    listing = Listing(
        caption=_("Certificates of destruction"),
        columns=(_("Certificate"), _("Destroyed on"), _("Activity"), _("Rows"), _("Rule")),
        rows=[_certificate(one, names) for one in found],
        empty=_(
            "Nothing was destroyed yet. After the first night on which something was, its certificate stands here."
        ),
        previous_url=_beside("after", found[0].number) if found and queries.newer(found[0].number) else "",
        next_url=_beside("before", found[-1].number) if found and queries.older(found[-1].number) else "",
    )
    return render(request, "retention/certificates.html", {"listing": listing})


@page(kind=Kind.STAFF, activity=ACTIVITY, purpose=PURPOSE, needs="view", reach="organisation")
@require_safe
def certificate(request: HttpRequest, number: int) -> HttpResponse:
    """One certificate: what it states, the statement itself, and how anybody checks it."""
    found = Certificate.objects.filter(number=number).first()
    if found is None:
        raise Refused(ACTIVITY, "view")
    organisation = session().organisation
    context = {
        "number": number,
        "facts": _facts(found.statement),
        "statement": json.dumps(found.statement, indent=2, sort_keys=True, ensure_ascii=False),
        "signature": found.signature,
        "organisation_key": organisation.key,
        "public_key": public_path(organisation).name,
    }
    return render(request, "retention/certificate.html", context)


def _language() -> Language:
    return "en" if get_language() == "en" else "nl"


def _name(names: dict[str, Activity], key: str) -> str:
    found = names.get(key)
    return getattr(found, f"name_{_language()}") if found else key


def _rule(rules: list[Retention]) -> list[object]:
    """Period, explanation and source; where several rules hold at once, all of them."""
    and_ = _(" and ")
    return [
        and_.join(dict.fromkeys(Period.parse(rule.period).in_words(_language()) for rule in rules)),
        " ".join(rule.content[_language()] for rule in rules),
        and_.join(dict.fromkeys(sourced(rule.source) for rule in rules)),
    ]


def _due(due: queries.Due, names: dict[str, Activity]) -> Row:
    rules = [rule for rule in due.plan.rules if rule]
    return Row([_name(names, due.plan.activity), *_rule(rules), due.free, due.held])


def _certificate(one: Certificate, names: dict[str, Activity]) -> Row:
    stated = one.statement
    cells = [
        _("Certificate %(number)d") % {"number": one.number},
        date_format(one.executed_on),
        _name(names, stated["activity"]),
        stated["count"],
        stated["rule"],
    ]
    return Row(cells, url=reverse("retention:certificate", args=[one.number]))


def _facts(stated: dict[str, Any]) -> list[tuple[str, object]]:
    names = queries.activities(version_on(session().acting.day))
    return [
        (_("Destroyed on"), _day(stated["executed_on"])),
        (_("Activity"), _name(names, stated["activity"])),
        (_("Kind of row"), stated["model"]),
        (_("Number of rows"), stated["count"]),
        (_("Rule"), stated["rule"]),
        (_("Version of the policy"), stated["policy_version"]),
        (_("Ended on or before"), _day(stated["cut_off"])),
        (_("Approved by"), _("The policy") if stated["approved_by"] == "policy" else stated["approved_by"]),
        (_("By the policy, gone from all backups on"), _day(stated["backups_gone_on"])),
    ]


def _day(text: str) -> str:
    return date_format(date.fromisoformat(text))


def _number(request: HttpRequest, name: str) -> int | None:
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _beside(name: str, number: int) -> str:
    return f"?{name}={number}"
