"""Writing on a draft of the policy: choose an entry, change it section by section, add one, or bring a workbook."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huisvrede.core.law import bound
from huisvrede.core.policy import RESERVED, TERMS
from huisvrede.core.vocabulary import Kind
from huisvrede.core.workflow import StepRefused
from huisvrede.engines.transparency import changing
from huisvrede.engines.transparency.changing import Unfit
from huisvrede.engines.transparency.drafts import (
    entry_of,
    last_written,
    lines_of,
    role_names,
    started_from,
    writing,
)
from huisvrede.engines.transparency.forms import (
    EntryForm,
    ItemsFormSet,
    Known,
    NewForm,
    NewServedForm,
    form_of,
    formset_of,
    initial_of,
)
from huisvrede.engines.transparency.general import sections_of
from huisvrede.engines.transparency.proposing import draft_of, refusal_in_words
from huisvrede.engines.transparency.rules import ACTIVITY, DRAFTED, PROPOSES, PURPOSE
from huisvrede.engines.transparency.shape import Section, Sort, items, put
from huisvrede.foundation.cases.models import Case
from huisvrede.foundation.gates.doors import Refused
from huisvrede.foundation.gates.page import page
from huisvrede.foundation.register.entries import SETTINGS, Said, is_served, served_in, settings_in
from huisvrede.foundation.register.models import Activity
from huisvrede.foundation.register.terms import law_in_words, term_in_words
from huisvrede.foundation.register.words import language, sourced
from huisvrede.foundation.ui.listing import Listing, Row
from huisvrede.foundation.ui.templatetags.ui import badge
from huisvrede.foundation.walls.conflict import Gone
from huisvrede.foundation.walls.session import session

SHOWN: Final = 100
CHOICE: Final = "choice-section"


@page(kind=Kind.STAFF, activity=ACTIVITY, purpose=PURPOSE, needs=PROPOSES, reach="organisation")
@require_safe
def choose(request: HttpRequest, case: UUID) -> HttpResponse:
    """Every entry of the register, to choose which to change."""
    found, asked = open_draft(case), request.GET.get("q", "").replace("\x00", "").strip()
    name = f"name_{language()}"
    rows = Activity.objects.filter(version=started_from()).order_by(name, "key")
    if asked:
        rows = rows.filter(**{f"{name}__icontains": asked})
    written = last_written(found)
    shown = [(row.key, getattr(row, name), row.state) for row in rows[: SHOWN + 1]]
    known = {key for key, _name, _state in shown}
    own = {key: row for key, row in written.items() if key not in SETTINGS and not is_served(row.content)}
    added = [] if asked else [(k, r.content["name"][language()], "closed") for k, r in own.items() if k not in known]
    listing = Listing(
        caption=_("Activities"),
        columns=(_("Activity"), _("In this draft")),
        rows=[
            Row((text, badge(_("changed"), "info") if key in written else None), f"{_address(found, key)}")
            for key, text, _state in [*_only_new(added, own), *shown[:SHOWN]]
        ],
        empty=_("No activity has this in its name."),
        count=min(len(shown), SHOWN),
        capped=len(shown) > SHOWN,
    )
    served = served_in(started_from()) | {key: row.content for key, row in written.items() if is_served(row.content)}
    others = [(said["name"][language()], _address(found, key), key in written) for key, said in sorted(served.items())]
    general = [(_(SETTINGS[key]), _address(found, key), key in written) for key in (TERMS,)]
    context = {"listing": listing, "search": asked, "case": found, "others": [] if asked else others, "general": general}
    return render(request, "transparency/choose.html", context)


def _only_new(added: list[tuple[str, str, str]], written: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Of what is in the draft and not on this page, the entries that the policy does not have at all."""
    known = set(Activity.objects.filter(version=started_from(), key__in=list(written)).values_list("key", flat=True))
    yield from (row for row in added if row[0] not in known)


@page(kind=Kind.STAFF, activity=ACTIVITY, purpose=PURPOSE, needs=PROPOSES, reach="organisation")
@require_safe
def entry(request: HttpRequest, case: UUID, key: str) -> HttpResponse:
    """One entry as the draft has it, section by section, each with the way to change it."""
    found = open_draft(case)
    _number, said = _entry(found, key)
    if key == TERMS:
        return render(request, "transparency/terms.html", {"case": found, "listing": _terms(found, said)})
    names = role_names()
    sections = [
        {"label": _(one.label), "lines": lines_of(one, said, names), "url": f"{_address(found, key)}{one.slug}/"}
        for one in sections_of(said)
    ]
    context = {"case": found, "name": said["name"][language()], "sections": sections}
    return render(request, "transparency/entry.html", context)


def _terms(found: Case, said: Said) -> Listing:
    """Each term with what the draft says of it, and what the law leaves."""
    before, day = settings_in(started_from())[TERMS][TERMS], session().acting.day
    rows = []
    for one in sorted(sections_of(said), key=lambda one: _(one.label)):
        now = said[TERMS].get(one.name, {})
        changed = now != before.get(one.name, {})
        told = (
            _(one.label),
            term_in_words(now.get("period", "")) or _("Not decided yet"),
            sourced(now["source"]) if now else None,
            law_in_words(bound(one.name, day)) or None,
            badge(_("changed"), "info") if changed else None,
        )
        rows.append(Row(told, f"{_address(found, TERMS)}{one.slug}/"))
    columns = (_("About"), _("Term or limit"), _("Source"), _("The law"), _("In this draft"))
    return Listing(caption=_("Terms and limits"), columns=columns, rows=rows, empty=_("The policy has no terms yet."))


@page(kind=Kind.STAFF, activity=ACTIVITY, purpose=PURPOSE, needs=PROPOSES, reach="organisation")
@require_http_methods(["GET", "POST"])
def section(request: HttpRequest, case: UUID, key: str, slug: str) -> HttpResponse:
    """Change one section of an entry."""
    found = open_draft(case)
    number, said = _entry(found, key)
    one = next((one for one in sections_of(said) if one.slug == slug), None)
    if one is None:
        raise Http404
    forms = _Forms(one, said, request.POST if request.method == "POST" else None)
    if request.method != "POST" or not forms.valid():
        return _page(request, found, said, forms, number)
    if request.POST.get(CHOICE) == "theirs":
        return redirect(_address(found, key))
    if _somebody_was_first(request, found, one, said):
        return _conflict(request, found, said, forms, number)
    return _save(request, found, said, forms, number)


def _somebody_was_first(request: HttpRequest, found: Case, one: Section, said: Said) -> bool:
    """Whether this section reads otherwise now than when the page was shown, and nobody chose between the two."""
    seen = request.POST.get("number", "")
    before = writing(found, said["key"], int(seen)) if seen.isdecimal() and len(seen) < 7 else {}
    return not before or (items(one, before) != items(one, said) and request.POST.get(CHOICE) != "yours")


def _save(request: HttpRequest, found: Case, said: Said, forms: _Forms, number: int) -> HttpResponse:
    """Write the section, and go on; what the parser of profiles refuses is shown where it was typed."""
    key, slug = said["key"], forms.section.slug
    try:
        changing.write(case=found, entries={key: (number, put(forms.section, said, forms.items))})
    except Unfit as unfit:
        forms.refuse(str(unfit))
        return _page(request, found, said, forms, number)
    except Gone:
        number, said = _entry(found, key)
        return _conflict(request, found, said, forms, number)
    except StepRefused as refusal:
        messages.error(request, refusal_in_words(refusal))
        return redirect("transparency:draft", found.pk)
    messages.success(request, _("Saved in the draft. The policy itself has not changed."))
    return redirect(f"{_address(found, key)}{slug}/" if "again" in request.POST else _address(found, key))


class _Forms:
    """The form or forms of a section, as one thing to show and to read."""

    def __init__(self, one: Section, said: Said, posted: Any) -> None:
        self.section = one
        given = {"known": Known(roles=role_names(), day=session().acting.day, clocks=tuple(said.get("retention", ())))}
        initial = [initial_of(one, item) for item in items(one, said)]
        self.many: ItemsFormSet | None = None
        self.form: EntryForm | None = None
        if one.many:
            self.many = formset_of(one)(posted, initial=initial, form_kwargs=given, prefix="item")
        else:
            self.form = form_of(one)(posted, initial=initial[0], known=given["known"])

    def valid(self) -> bool:
        """Whether all of it was filled in well."""
        return all(one.is_valid() for one in (self.form, self.many) if one is not None)

    @property
    def items(self) -> list[dict[str, Any]]:
        """What was filled in."""
        return [self.form.item] if self.form is not None else self.many.items if self.many is not None else []

    def refuse(self, why: str) -> None:
        """Show what the parser of profiles said of it."""
        told = _("This can't stand in a policy: %(why)s.") % {"why": why.rstrip(".")}
        if self.form is not None:
            self.form.add_error(None, told)
        if self.many is not None:
            self.many.refused(told)


def _page(request: HttpRequest, found: Case, said: Said, forms: _Forms, number: int) -> HttpResponse:
    context = {
        "case": found,
        "name": said["name"][language()],
        "label": _(forms.section.label),
        "form": forms.form,
        "many": forms.many,
        "texts": any(one.sort is Sort.TEXT for one in forms.section.fields),
        "number": number,
        "cancel_url": _address(found, said["key"]),
    }
    return render(request, "transparency/section.html", context)


def _conflict(request: HttpRequest, found: Case, said: Said, forms: _Forms, number: int) -> HttpResponse:
    """Somebody was first with the same section: both sides, to choose from (decision 53)."""
    names, one = role_names(), forms.section
    sides = {"yours": put(one, said, forms.items), "theirs": said}
    field = {side: "\n".join(lines_of(one, text, names)) for side, text in sides.items()}
    typed = [(name, value) for name, values in request.POST.lists() for value in values]
    kept = [pair for pair in typed if pair[0] not in {"csrfmiddlewaretoken", "number", CHOICE}]
    context = {
        "fields": [{"name": "section", "label": _(one.label), **field}],
        "hidden": [("number", number), *kept],
        "cancel_url": _address(found, said["key"]),
    }
    return render(request, "ui/conflict.html", context, status=409)


@page(kind=Kind.STAFF, activity=ACTIVITY, purpose=PURPOSE, needs=PROPOSES, reach="organisation")
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, case: UUID) -> HttpResponse:
    """Add an activity to the draft; it begins closed, and with nobody in it."""
    return _added(request, case, NewForm, "transparency/add.html")


@page(kind=Kind.STAFF, activity=ACTIVITY, purpose=PURPOSE, needs=PROPOSES, reach="organisation")
@require_http_methods(["GET", "POST"])
def add_served(request: HttpRequest, case: UUID) -> HttpResponse:
    """Add work that is done for others as their processor (article 30(2))."""
    return _added(request, case, NewServedForm, "transparency/add_served.html")


def _added(request: HttpRequest, case: UUID, kind: type[NewForm | NewServedForm], template: str) -> HttpResponse:
    found = open_draft(case)
    version = started_from()
    keys = Activity.objects.filter(version=version).values_list("key", flat=True)
    form = kind(request.POST or None, taken=frozenset((*keys, *RESERVED, *served_in(version), *last_written(found))))
    if request.method == "POST" and form.is_valid():
        key = form.cleaned_data["key"]
        try:
            changing.write(case=found, entries={key: (0, form.said)})
        except (Gone, StepRefused):
            messages.error(request, _("Somebody else was first. Nothing was saved."))
            return redirect("transparency:draft", found.pk)
        messages.success(request, _("Added to the draft. Now write the rest of it."))
        return redirect(_address(found, key))
    back = reverse("transparency:draft", args=[found.pk])
    return render(request, template, {"form": form, "cancel_url": back})


def open_draft(key: UUID) -> Case:
    """A change that can still be written on; Refused where it was sent already."""
    found = draft_of(key)
    if found.state != DRAFTED:
        raise Refused(ACTIVITY, "write")
    return found


def _entry(found: Case, key: str) -> tuple[int, Said]:
    said = entry_of(found, key)
    if said is None:
        raise Http404
    return said


def _address(found: Case, key: str) -> str:
    return f"/werk/beleid/{found.pk}/onderdelen/{key}/"
