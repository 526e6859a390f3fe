"""What is kept how long, what goes at the next sweep, and the proof of what went; no personal data on any page."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from huisvrede.core.vocabulary import Kind
from huisvrede.engines.retention import queries, services
from huisvrede.engines.retention.lists import (
    ACTIVITY,
    CERTIFICATES,
    HOLDS,
    PURPOSE,
    name_of,
    number_of,
    tongue,
)
from huisvrede.foundation.audit.signing import public_path
from huisvrede.foundation.disposal.models import Certificate, Hold, HoldReason
from huisvrede.foundation.disposal.rules import in_words, kind_of_row
from huisvrede.foundation.gates.doors import Refused
from huisvrede.foundation.gates.page import page
from huisvrede.foundation.lists.showing import show
from huisvrede.foundation.register.models import Activity, Retention
from huisvrede.foundation.register.queries import version_on
from huisvrede.foundation.register.words import kept_for, sourced
from huisvrede.foundation.ui.fields import DayField, NumberlessForm
from huisvrede.foundation.ui.listing import Listing, Row
from huisvrede.foundation.walls.session import session


class HoldForm(NumberlessForm):
    """Which file, why, and when somebody looks again."""

    number = forms.CharField(
        label=gettext_lazy("Number of the file"),
        help_text=gettext_lazy("As whoever works with it knows it. You do not see the file itself."),
        max_length=40,
    )
    reason = forms.ChoiceField(
        label=gettext_lazy("Why must it be kept?"), choices=HoldReason.choices, widget=forms.RadioSelect
    )
    review_on = DayField(
        label=gettext_lazy("Until when?"),
        help_text=gettext_lazy(
            "At most a year. Look before this day whether the reason still stands; after it the hold ends."
        ),
    )


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
    rows += [Row([name_of(names, rule.activity), *_rule([rule]), None, None]) for rule in others]
    listing = Listing(
        caption=_("Retention periods"),
        columns=(_("Activity"), _("Kept for"), _("Why"), _("Source"), _("Go tonight"), _("Stay")),
        rows=rows,
        empty=_("The policy has no retention periods yet. They come with the first policy that is adopted."),
    )
    return render(request, "retention/overview.html", {"listing": listing, "version": version})


@page(kind=Kind.STAFF, activity=ACTIVITY, purpose=PURPOSE, needs="view", reach="organisation")
@require_safe
def holds(request: HttpRequest) -> HttpResponse:
    """The files that are kept beyond their period, by number: why, since when, and when somebody must look again."""
    return render(request, "retention/holds.html", {"listing": show(request, HOLDS)})


@page(kind=Kind.STAFF, activity=ACTIVITY, purpose=PURPOSE, needs="view", reach="organisation")
@require_http_methods(["GET", "POST"])
def hold(request: HttpRequest) -> HttpResponse:
    """Keep a file beyond its period, found by its number and not seen."""
    form = HoldForm(request.POST) if request.method == "POST" else HoldForm()
    if form.is_valid():
        facts = form.cleaned_data
        try:
            services.hold(
                number=facts["number"], reason=HoldReason(facts["reason"]), review_on=facts["review_on"]
            )
        except services.NoSuchFile:
            form.add_error("number", _("We know no file with this number. Read it again."))
        except services.AlreadyHeld as problem:
            until = date_format(problem.until)
            form.add_error("number", _("This file is held for this reason until %(day)s already.") % {"day": until})
        except services.ImpossibleReview as problem:
            latest = date_format(problem.latest)
            form.add_error("review_on", _("Choose a day from today up to %(day)s.") % {"day": latest})
        else:
            messages.success(
                request, _("The file is held until %(day)s.") % {"day": date_format(facts["review_on"])}
            )
            return redirect("retention:holds")
    context = {"form": form, "cancel_url": reverse("retention:holds"), "submit_label": _("Hold this file")}
    return render(request, "retention/hold.html", context)


@page(kind=Kind.STAFF, activity=ACTIVITY, purpose=PURPOSE, needs="view", reach="organisation")
@require_http_methods(["GET", "POST"])
def lift(request: HttpRequest, key: UUID) -> HttpResponse:
    """Let a file go, after being told what follows."""
    found = Hold.objects.filter(pk=key).first()
    if found is None:
        raise Refused(ACTIVITY, "view")
    if request.method == "POST":
        services.lift(held=found)
        messages.success(request, _("The file is no longer held."))
        return redirect("retention:holds")
    number = number_of(found, queries.files_of([found]))
    context = {
        "number": number,
        "reason": found.get_reason_display(),
        "cancel_url": reverse("retention:holds"),
    }
    return render(request, "retention/lift.html", {**context, "submit_label": _("Let this file go")})


@page(kind=Kind.STAFF, activity=ACTIVITY, purpose=PURPOSE, needs="view", reach="organisation")
@require_safe
def certificates(request: HttpRequest) -> HttpResponse:
    """Certificates, the newest first, by page."""
    return render(request, "retention/certificates.html", {"listing": show(request, CERTIFICATES)})


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


def _rule(rules: list[Retention]) -> list[object]:
    """Period, explanation and source; where several rules hold at once, all of them."""
    and_ = _(" and ")
    return [
        and_.join(dict.fromkeys(kept_for(rule.period, rule.clock) for rule in rules)),
        " ".join(rule.content[tongue()] for rule in rules),
        and_.join(dict.fromkeys(sourced(rule.source) for rule in rules)),
    ]


def _due(due: queries.Due, names: dict[str, Activity]) -> Row:
    rules = [rule for rule in due.plan.rules if rule]
    return Row([name_of(names, due.plan.activity), *_rule(rules), due.free, due.held])


def _facts(stated: dict[str, Any]) -> list[tuple[str, object]]:
    names = queries.activities(version_on(session().acting.day))
    return [
        (_("Destroyed on"), _day(stated["executed_on"])),
        (_("Activity"), name_of(names, stated["activity"])),
        (_("Kind of row"), kind_of_row(stated["model"])),
        (_("Number of rows"), stated["count"]),
        (_("Rule"), in_words(stated["rule"])),
        (_("Version of the policy"), stated["policy_version"]),
        (_("Ended on or before"), _day(stated["cut_off"])),
        (_("Approved by"), _("The policy") if stated["approved_by"] == "policy" else stated["approved_by"]),
        (_("By the policy, gone from all backups on"), _day(stated["backups_gone_on"])),
    ]


def _day(text: str) -> str:
    return date_format(date.fromisoformat(text))
