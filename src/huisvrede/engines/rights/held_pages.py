"""The page at /werk/verzoeken/…/achterhouden/: a document is held back from an answer; and what other pages say of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.defaultfilters import filesizeformat
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from huisvrede.core.vocabulary import Kind
from huisvrede.engines.rights.holding_back import (
    Carried,
    carried,
    give_after_all,
    held_back_from,
    held_before,
    hold_back,
)
from huisvrede.engines.rights.models import HeldBack, Withheld
from huisvrede.engines.rights.rules import ACCESS, ACTIVITY
from huisvrede.foundation.audit.services import record
from huisvrede.foundation.cases.models import Case
from huisvrede.foundation.gates.doors import open_one
from huisvrede.foundation.gates.page import page
from huisvrede.foundation.ui.fields import NumberlessForm
from huisvrede.foundation.walls.session import may

Said = tuple[str, str, str]


class HoldBackForm(NumberlessForm):
    """Which document stays out of the answer, on which ground and why."""

    document = forms.ChoiceField(label=_("Which document?"), widget=forms.RadioSelect)
    ground = forms.ChoiceField(label=_("On which ground?"), choices=Withheld.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Why is it held back?"),
        help_text=_("The person reads this. Say why, and neither what it is nor about whom."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, among: list[Carried], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["document"].choices = [(str(one.key), in_words(one)) for one in among]  # type: ignore[attr-defined]


@page(kind=Kind.STAFF, activity=ACTIVITY, purpose="rights", needs="view")
@require_http_methods(["GET", "POST"])
def hold_back_page(request: HttpRequest, key: UUID) -> HttpResponse:
    """Hold one document back from an answer, with ground and reason, before the advice; or give it after all."""
    case = open_one(Case, key)
    judges = case.state == "examined" and may(ACTIVITY, "advise")
    decides = case.state == "advised" and may(ACTIVITY, "decide")
    if case.workflow != ACCESS.key or not (judges or decides):
        messages.info(request, gettext("Something is held back before the advice, so that the decision covers it."))
        return redirect("rights:request", key)
    documents, held = carried(case), {one.document for one in held_back_from(case)}
    record(ACTIVITY, "list-documents", [case.whose])
    again = request.POST.get("again", "")
    typed = request.POST if request.method == "POST" and judges and not again else None
    form = HoldBackForm(typed, among=[one for one in documents if one.key not in held])
    said = ""
    if chosen := next((one for one in held if str(one) == again), None):
        give_after_all(case=case, document=chosen)
        said = gettext("The document goes with the answer.")
    elif form.is_valid():
        given = form.cleaned_data
        hold_back(
            case=case,
            document=UUID(given["document"]),
            ground=Withheld(given["ground"]),
            reason=given["reason"],
        )
        said = gettext("Held back, if whoever decides agrees. The person hears that, and why.")
    if said:
        messages.success(request, said)
        return redirect("rights:hold-back", key)
    context = {
        "case": case,
        "form": form,
        "held": _told(held_back_from(case), documents),
        "before": _told(held_before(case), documents) if judges else [],
        "left": judges and len(documents) > len(held),
        "nothing": not documents,
    }
    return render(request, "rights/hold_back.html", context)


def told_held(case: Case) -> list[Said]:
    """Which document, on which ground and why: for who advises and decides."""
    return [(what, ground, reason) for what, ground, reason, _one in _told(held_back_from(case), carried(case))]


def told_before(case: Case) -> list[Said]:
    """The same of what the last answer to this person held back, and this one gives."""
    return [(what, ground, reason) for what, ground, reason, _one in _told(held_before(case), carried(case))]


def in_words(one: Carried) -> str:
    """A document by kind, size and day."""
    day = date_format(one.added_on, "DATE_FORMAT")
    return gettext("%(kind)s, %(size)s, added on %(day)s") % {
        "kind": one.sort,
        "size": filesizeformat(one.size),
        "day": day,
    }


def _told(rows: list[HeldBack], documents: list[Carried]) -> list[tuple[str, str, str, HeldBack]]:
    known = {one.key: in_words(one) for one in documents}
    return [
        (known.get(one.document, gettext("A document")), one.get_ground_display(), one.reason, one) for one in rows
    ]
