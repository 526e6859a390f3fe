"""The pages of exceptional access, once for all modules: below /werk/bij-uitzondering/, and the person's own below /mijn/."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.db.models import Field, Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huisvrede.core.declaration import KEY
from huisvrede.core.vocabulary import Kind
from huisvrede.engines.access import opening
from huisvrede.engines.access.forms import JudgeForm, OpenForm
from huisvrede.engines.access.lists import OPENINGS, OWN_OPENINGS
from huisvrede.engines.access.opening import LOGGING, OPEN, REVIEW, Ground
from huisvrede.engines.access.services import Impossible
from huisvrede.foundation.audit.services import record
from huisvrede.foundation.gates.doors import Refused
from huisvrede.foundation.gates.naming import Names, names
from huisvrede.foundation.gates.page import page
from huisvrede.foundation.jobs.services import wake
from huisvrede.foundation.lists.showing import show
from huisvrede.foundation.people.models import Opening
from huisvrede.foundation.register.declarations import children_of, of
from huisvrede.foundation.register.fields import SealedField
from huisvrede.foundation.register.queries import version_on
from huisvrede.foundation.register.words import said
from huisvrede.foundation.walls.session import session

PURPOSE: Final = "exceptional-access"
NONE: Final = "–"
Fact = tuple[str, object]


@page(kind=Kind.STAFF, purpose=PURPOSE)
@require_safe
def opened(request: HttpRequest) -> HttpResponse:
    """What the reader opened; whoever reviews has a list of their own."""
    record(LOGGING, "list", [])
    context = {"listing": show(request, OWN_OPENINGS), "may_open": bool(opening.grounds())}
    return render(request, "access/openings.html", context)


@page(kind=Kind.STAFF, activity=LOGGING, purpose="accountability", needs=REVIEW, reach="organisation")
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """All of them, for whoever reviews."""
    return render(request, "access/openings.html", {"listing": show(request, OPENINGS)})


@page(kind=Kind.STAFF, purpose=PURPOSE)
@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """Open a file that no role or relation opens: in which case, which one, and why."""
    grounds = {f"{one.activity}/{one.key}": one for one in opening.grounds()}
    if not opening.cases():
        return render(request, "access/no_case.html", {"ask": opening.reviewers()}, status=404)
    if not grounds:
        raise Refused(LOGGING, OPEN)
    form = OpenForm(_choices(grounds), request.POST or None)
    if form.is_valid():
        facts = form.cleaned_data
        try:
            made = opening.open_file(
                ground=grounds[facts["ground"]],
                number=facts["number"],
                investigator=facts["investigator"],
                because=facts["because"],
            )
        except Impossible as problem:
            form.add_error(None, str(problem))
        else:
            wake("openings")
            return redirect("access:opening", made.pk)
    context = {"form": form, "cancel_url": reverse("access:own_opened"), "submit_label": _("Open the file")}
    return render(request, "access/open.html", context)


@page(kind=Kind.STAFF, purpose=PURPOSE)
@require_safe
def one(request: HttpRequest, key: UUID) -> HttpResponse:
    """The file itself, for whoever opened it and as long as it is open; nothing of it can be changed here."""
    found = _mine(key)
    runs = found.ends_at > timezone.now() and found.reviewed_on is None
    file = opening.file_behind(found) if runs else None
    context = {
        "opening": found,
        "facts": _facts(found, _called()),
        "runs": runs,
        "file": _fields(file) if file else [],
        "parts": list(_parts(file)) if file else [],
    }
    return render(request, "access/opening.html", context)


@page(kind=Kind.STAFF, purpose=PURPOSE)
@require_POST
def shut(request: HttpRequest, key: UUID) -> HttpResponse:
    """The reader is done: the file shuts now."""
    try:
        opening.shut(opening=_mine(key))
        messages.success(request, _("The file is shut."))
    except Impossible as problem:
        messages.error(request, str(problem))
    return redirect("access:own_opened")


@page(kind=Kind.STAFF, activity=LOGGING, purpose="accountability", needs=REVIEW, reach="organisation")
@require_http_methods(["GET", "POST"])
def review(request: HttpRequest, key: UUID) -> HttpResponse:
    """Judge an exceptional opening, without seeing the file, and say whether the person is told."""
    found = Opening.objects.filter(pk=key).first()
    if found is None:
        raise Refused(LOGGING, REVIEW)
    done = found.reviewed_on is not None and not found.withheld
    form = JudgeForm(request.POST or None, initial={"finding": found.finding, "withheld": found.withheld})
    if form.is_valid() and not done:
        try:
            opening.review(opening=found, **form.cleaned_data)
        except Impossible as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("Your review has been recorded."))
            return redirect("access:openings")
    record(LOGGING, "view", [])
    context = {
        "opening": found,
        "facts": [*_facts(found, _called()), *_judged(found)],
        "done": done,
        "form": form,
        "cancel_url": reverse("access:openings"),
        "submit_label": _("Record this review"),
    }
    return render(request, "access/judge.html", context)


@page(kind=Kind.SUBJECT, activity=LOGGING, purpose="accountability", needs="view", reach="own")
@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """Which of my files were opened exceptionally: in which role, when, why, and what the review found."""
    called = _called()
    rows = [_facts(one, called, own=True) for one in Opening.objects.all()]
    return render(request, "access/own_openings.html", {"openings": rows})


def _mine(key: UUID) -> Opening:
    found = Opening.objects.filter(pk=key, hat=session().acting.hat).first()
    if found is None:
        raise Refused(LOGGING, OPEN)
    return found


def _called() -> tuple[Names, UUID]:
    version = version_on(session().acting.day).pk
    return names([version]), version


def _choices(grounds: dict[str, Ground]) -> list[tuple[str, str]]:
    called, version = _called()
    return [(key, f"{called.activity(version, one.activity)}: {said(one.text)}") for key, one in grounds.items()]


def _moment(at: Any) -> str:
    local = timezone.localtime(at)
    return f"{date_format(local.date())} {date_format(local, 'TIME_FORMAT')}"


def _facts(one: Opening, called: tuple[Names, UUID], *, own: bool = False) -> list[Fact]:
    text = {ground["key"]: ground["text"] for ground in _grounds_of(one)}
    facts: list[Fact] = [
        (_("Kind of file"), called[0].activity(called[1], one.activity)),
        (_("In which case"), said(text[one.ground]) if one.ground in text else one.ground),
        (_("Why"), one.reason),
        (_("Opened"), _moment(one.opened_at)),
        (_("Shuts at the latest"), _moment(one.ends_at)),
    ]
    if one.investigator:
        facts.append((_("External investigator"), one.investigator))
    return [*facts, *(_judged(one) if own else [(_("To be reviewed by"), date_format(one.review_by))])]


def _judged(one: Opening) -> list[Fact]:
    if one.reviewed_on is None:
        return [(_("Reviewed"), _("not yet"))]
    return [(_("Reviewed"), date_format(one.reviewed_on)), (_("What the review found"), one.finding)]


def _grounds_of(one: Opening) -> list[dict[str, Any]]:
    return opening.grounds_on(one.activity, timezone.localdate(one.opened_at))


def _fields(row: Model) -> list[Fact]:
    """What a row holds, by its declaration; keys say nothing, and what is sealed stays shut."""
    declared = of(type(row))
    assert declared is not None
    kept = {name for name, kind in declared.fields.items() if kind is not KEY}
    return [
        (str(field.verbose_name), _value(row, field))
        for field in row._meta.concrete_fields
        if field.name in kept and not isinstance(field, SealedField) and field.editable
    ]


def _value(row: Model, field: Field[Any, Any]) -> object:
    shown = getattr(row, f"get_{field.name}_display", None)
    value = shown() if shown else getattr(row, field.name)
    if hasattr(value, "year"):
        return date_format(value)
    return str(value) if value not in (None, "") else NONE


def _parts(file: Model) -> Iterator[list[Fact]]:
    """What hangs on the file and may be seen."""
    for model, declared in children_of(type(file)):
        for row in model._default_manager.filter(**{declared.anchor: file}):
            yield _fields(row)
