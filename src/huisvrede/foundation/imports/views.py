"""Bringing a file in the browser: upload, columns, dry run, confirm, result; all without JavaScript."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, BinaryIO, cast
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huisvrede.core.tables.check import problems_csv
from huisvrede.core.tables.mapping import MappingError
from huisvrede.core.tables.sheet import TableError
from huisvrede.foundation.imports import lists, queries, services, taking_back
from huisvrede.foundation.imports.forms import AnswersForm, BackForm, ColumnsForm, FileForm
from huisvrede.foundation.imports.models import WITHIN, Import, Mistake, TakingBack
from huisvrede.foundation.imports.reading import problems_of
from huisvrede.foundation.imports.shapes import ImportShape
from huisvrede.foundation.imports.texts import problem_text, refusal_text
from huisvrede.foundation.lists.showing import show
from huisvrede.foundation.walls.conflict import Gone
from huisvrede.foundation.walls.session import session

PAGES = {
    "checking": "busy",
    "storing": "busy",
    "choosing": "choosing",
    "checked": "checked",
    "stored": "stored",
    "refused": "refused",
}


@dataclass(frozen=True)
class Desk:
    """Where one kind of table is brought: its shape, and whom to wake when a file waits."""

    shape: ImportShape
    wake: Callable[[str], None]


@require_http_methods(["GET", "POST"])
def bring(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Choose a file; what it is can be told at once, what it holds is for the worker."""
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file: UploadedFile[Any] = form.cleaned_data["file"]
        try:
            run = services.bring(
                shape=desk.shape,
                filename=file.name or "",
                content=cast("BinaryIO", file.file),
                source=form.cleaned_data["source"],
            )
        except TableError as problem:
            form.add_error("file", refusal_text(desk.shape, problem.code, problem.facts))
        else:
            return _on(desk, run)
    beside = {
        "latest": queries.latest(desk.shape),
        "others": queries.others(desk.shape),
        "waiting": taking_back.waiting(desk.shape),
    }
    return _page(request, desk, "bring", {"form": form, **beside})


@require_safe
def brought(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Every file of this kind that was brought: by whom, when, and what became of it."""
    return _page(request, desk, "list", {"listing": show(request, lists.of(desk.shape))})


@require_safe
def run(request: HttpRequest, desk: Desk, key: UUID) -> HttpResponse:
    """Where a file is: being read, waiting for a choice, checked, stored or refused."""
    return _state(request, desk, queries.open_run(desk.shape, key))


@require_POST
def choose(request: HttpRequest, desk: Desk, key: UUID) -> HttpResponse:
    """Record what is decided of each column; the worker checks the file by it."""
    found = queries.open_run(desk.shape, key)
    form = ColumnsForm(request.POST, shape=desk.shape, run=found)
    if not form.is_valid():
        return _state(request, desk, found, columns=form)
    try:
        services.choose(
            run=key,
            mapping=form.chosen(),
            version=_version(request),
            answers=queries.answers_of(found),
            hidden=form.hidden(),
        )
    except MappingError as problem:
        form.add_error(None, refusal_text(desk.shape, problem.code, problem.facts))
        return _state(request, desk, found, columns=form)
    except Gone:
        return _moved(request, desk, key)
    return _on(desk, found)


@require_POST
def answer(request: HttpRequest, desk: Desk, key: UUID) -> HttpResponse:
    """Record what a person says of doubtful rows; the file is checked again with that."""
    found = queries.open_run(desk.shape, key)
    form = AnswersForm(request.POST, problems=queries.shown(desk.shape, found))
    if not form.is_valid():
        return _state(request, desk, found, answers=form)
    answers = [*queries.answers_of(found), *form.answers()]
    try:
        mapping = queries.mapping_of(desk.shape, found)
        hidden = found.mapping.get("read_hidden")
        services.choose(run=key, mapping=mapping, version=_version(request), answers=answers, hidden=hidden)
    except Gone:
        return _moved(request, desk, key)
    return _on(desk, found)


@require_POST
def confirm(request: HttpRequest, desk: Desk, key: UUID) -> HttpResponse:
    """The valid rows may be stored."""
    try:
        return _on(desk, services.confirm(run=key, version=_version(request)))
    except Gone:
        return _moved(request, desk, key)


@require_POST
def withdraw(request: HttpRequest, desk: Desk, key: UUID) -> HttpResponse:
    """Stop: nothing is stored and the file is removed."""
    try:
        return _on(desk, services.withdraw(run=key, version=_version(request)))
    except Gone:
        return _moved(request, desk, key)


@require_safe
def problems(_request: HttpRequest, desk: Desk, key: UUID) -> HttpResponse:
    """All problems as a file for a spreadsheet."""
    found = queries.open_run(desk.shape, key)
    header = (_("Line"), _("Column"), _("Reason"))
    lines = problems_csv(problems_of(found), lambda one: problem_text(desk.shape, one), header=header)
    answer = HttpResponse("".join(lines), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="problemen.csv"'
    return answer


@require_http_methods(["GET", "POST"])
def back(request: HttpRequest, desk: Desk, key: UUID) -> HttpResponse:
    """Take an import back: whoever brought it asks, another decides, and then it says what became of it."""
    asked = taking_back.found(desk.shape, key)
    if asked is not None:
        return _decide(request, desk, asked)
    run = queries.open_run(desk.shape, key)
    form = BackForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            reason = Mistake(form.cleaned_data["reason"])
            taking_back.ask(shape=desk.shape, run=run, reason=reason, path=request.path)
        except taking_back.TooLate:
            form.add_error(
                None, _("This can't be taken back any more: more than a week has passed, or nothing came in.")
            )
        except taking_back.NobodyElse:
            form.add_error(
                None, _("Nobody else here may import, so nobody can decide. Ask your administrator first.")
            )
        else:
            return redirect(request.path)
    return _page(request, desk, "back", {"run": run, "form": form})


def _decide(request: HttpRequest, desk: Desk, asked: TakingBack) -> HttpResponse:
    mine, moved = asked.account == session().acting.account, False
    if request.method == "POST":
        try:
            taking_back.decide(asked=asked, out=request.POST.get("answer") == TakingBack.OUT)
        except (taking_back.TooLate, Gone):
            moved = True
        else:
            desk.wake("imports")
            return redirect(request.path)
    late = not asked.outcome and session().acting.day > asked.asked_on + WITHIN
    numbers = taking_back.numbers_left(desk.shape, asked)
    return _page(
        request,
        desk,
        "back",
        {
            "asked": asked,
            "by": taking_back.asked_by(asked),
            "mine": mine,
            "late": late,
            "moved": moved,
            "left": numbers,
        },
    )


def _on(desk: Desk, found: Import) -> HttpResponse:
    """Something waits for the worker: wake it, and show how far it is."""
    desk.wake("imports")
    return redirect(f"imports:{desk.shape.key}-run", key=found.pk)


def _moved(request: HttpRequest, desk: Desk, key: UUID) -> HttpResponse:
    """Somebody was first, in another window perhaps: the page as it is now, saying so."""
    return _state(request, desk, queries.open_run(desk.shape, key), moved=True)


def _state(
    request: HttpRequest, desk: Desk, found: Import, *, moved: bool = False, **forms: Any
) -> HttpResponse:
    context: dict[str, Any] = {"run": found, "moved": moved, **forms}
    if found.state in ("choosing", "checked"):
        mapping = queries.mapping_of(desk.shape, found)
        context |= {
            "mapping": mapping,
            "columns": context.get("columns") or ColumnsForm(shape=desk.shape, run=found),
        }
    if found.state in ("checked", "stored"):
        context["problems"] = queries.shown(desk.shape, found)
    if found.state == "checked":
        context.setdefault("answers", AnswersForm(problems=context["problems"]))
    if found.state == "stored" and found.stored and desk.shape.people:
        context["tell_by"] = queries.tell_by(found)
    if found.state == "stored":
        context["back"] = taking_back.found(desk.shape, found.pk)
        context["may_go_back"] = taking_back.open_to(desk.shape, found)
    if found.refusal:
        context["reason"] = refusal_text(desk.shape, found.refusal["code"], found.refusal["facts"])
    return _page(request, desk, PAGES[found.state], context)


def _page(request: HttpRequest, desk: Desk, name: str, context: dict[str, Any]) -> HttpResponse:
    names = {
        what: f"imports:{desk.shape.key}-{what}"
        for what in ("list", "bring", "run", "choose", "answer", "confirm", "withdraw", "problems", "back")
    }
    return render(request, f"imports/{name}.html", {**context, "label": _(desk.shape.label), "names": names})


def _version(request: HttpRequest) -> int:
    version = request.POST.get("version", "")
    return int(version) if version.isascii() and version.isdigit() and len(version) < 10 else -1
