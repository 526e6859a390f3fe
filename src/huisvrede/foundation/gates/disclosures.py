"""The page on which somebody records what was passed on, and how it is shown beside a file: the same for every module."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huisvrede.foundation.gates.disclosing import Allowed, Unfounded, allowed, disclose
from huisvrede.foundation.gates.models import Disclosed, Manner, Secrecy
from huisvrede.foundation.people.models import Identified
from huisvrede.foundation.register.words import provided, said, vocabulary, words
from huisvrede.foundation.ui.fields import DayField, NumberlessForm
from huisvrede.foundation.walls.session import session

Fact = tuple[str, str, str]
BY_LAW: Final = "law"
"""The choice of whoever is no recipient of the policy."""


class DisclosureForm(NumberlessForm):
    """Who received what, how, when, what for, and by which law where our policy doesn't name them."""

    standing = forms.ChoiceField(label=_("Who received it?"), widget=forms.RadioSelect)
    recipient = forms.CharField(
        label=_("Name of the recipient"),
        help_text=_(
            "The organisation; the name of a person only if it matters. The person concerned reads this."
        ),
        max_length=160,
    )
    provision = forms.CharField(
        label=_("Which law entitles the recipient?"),
        help_text=_("Only where a law demands it: the article and the name of the law."),
        max_length=300,
        required=False,
    )
    categories = forms.MultipleChoiceField(
        label=_("What did they receive?"), widget=forms.CheckboxSelectMultiple
    )
    manner = forms.ChoiceField(
        label=_("How was it passed on?"), choices=Manner.choices, widget=forms.RadioSelect
    )
    given_on = DayField(label=_("On which day?"))
    agreed_on = DayField(
        label=_("On which day did the person agree?"),
        help_text=_("Only for a recipient who gets something if the person agrees."),
        required=False,
    )
    purpose = forms.CharField(
        label=_("What was it for?"),
        help_text=_("In one sentence. The person concerned reads this."),
        max_length=300,
    )

    bound_by = forms.ChoiceField(
        label=_("How is the recipient bound to secrecy?"), choices=Secrecy.choices, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, policy: Allowed, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names, word = [(one.key, said(one.name)) for one in policy.standing.values()], vocabulary("category")
        self.fields["standing"].choices = [*names, (BY_LAW, _("Somebody to whom a law obliges us to give it"))]  # type: ignore[attr-defined]
        self.fields["categories"].choices = [(one, word.get(one, one)) for one in policy.categories]  # type: ignore[attr-defined]

    @property
    def facts(self) -> dict[str, Any]:
        """What the verb asks; whoever a law entitles has no standing in the policy."""
        found = dict(self.cleaned_data)
        if found["standing"] == BY_LAW:
            found["standing"] = ""
        return found


def disclosure_page(request: HttpRequest, file: Identified, *, activity: str, back: str) -> HttpResponse:
    """Record what was passed on of a file that was opened; what is wrong stands at its field."""
    policy, day = allowed(activity, session().acting.day), session().acting.day
    typed = request.POST if request.method == "POST" else None
    form = DisclosureForm(typed, initial={"given_on": day}, policy=policy)
    if form.is_valid():
        try:
            disclose(file=file, **form.facts)
        except Unfounded as problem:
            form.add_error(problem.field or None, str(problem))
        else:
            messages.success(request, gettext("Recorded. The person concerned can see it on their own page."))
            return redirect(back)
    context = {"form": form, "name": file.full_name, "cancel_url": back}
    return render(request, "gates/disclose.html", {**context, "submit_label": gettext("Record this")})


def told(rows: Iterable[Disclosed]) -> list[Fact]:
    """Day, recipient, and below it what, how, on which ground and what for."""
    return [(date_format(row.given_on, "DATE_FORMAT"), row.recipient, _note(row)) for row in rows]


def _note(row: Disclosed) -> str:
    kinds = words("category", row.categories)
    what = f"{kinds[:1].upper()}{kinds[1:]}. {row.get_manner_display()}."
    agreed = f" ({date_format(row.agreed_on, 'DATE_FORMAT')})" if row.agreed_on else ""
    return f"{what} {row.get_ground_display()}{agreed}: {provided(row.provision)}. {row.purpose}{_secrecy(row)}"


def _secrecy(row: Disclosed) -> str:
    """What binds the recipient, where that was recorded: it was not asked from the beginning."""
    return f" {row.get_bound_by_display()}." if row.bound_by else ""
