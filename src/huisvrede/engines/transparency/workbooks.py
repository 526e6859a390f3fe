"""The register as a workbook: taken along, changed elsewhere, and brought into a draft."""

from __future__ import annotations

from io import BytesIO
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from huisvrede.core.tables.sheet import TableError
from huisvrede.core.vocabulary import Kind
from huisvrede.core.workflow import StepRefused
from huisvrede.engines.transparency import changing
from huisvrede.engines.transparency.changing import Unfit
from huisvrede.engines.transparency.drafts import entries_in, last_written, role_names, started_from
from huisvrede.engines.transparency.editing import open_draft
from huisvrede.engines.transparency.forms import Known, WorkbookForm
from huisvrede.engines.transparency.proposing import refusal_in_words
from huisvrede.engines.transparency.rules import ACTIVITY, PROPOSES, PURPOSE
from huisvrede.engines.transparency.workbook import KEY, LIMITS, Problem, Read, read_back, workbook
from huisvrede.foundation.cases.models import Case
from huisvrede.foundation.gates.page import page
from huisvrede.foundation.walls.conflict import Gone
from huisvrede.foundation.walls.session import session

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN = 200
"""Problems that are shown at once."""
UNREADABLE = gettext_noop(
    "This is no workbook that can be read here. Save it as XLSX, without a password, and no larger than 20 MB."
)
FIRST = gettext_noop("Somebody else was first. Nothing was saved.")


@page(kind=Kind.STAFF, purpose="register")
@require_safe
def download(_request: HttpRequest) -> HttpResponse:
    """The register as it was last adopted, to read or to change elsewhere; the policy itself holds no personal data."""
    version, to = started_from(), BytesIO()
    workbook(version, to)
    response = HttpResponse(to.getvalue(), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="register-{version.number}.xlsx"'
    return response


@page(kind=Kind.STAFF, activity=ACTIVITY, purpose=PURPOSE, needs=PROPOSES, reach="organisation")
@require_http_methods(["GET", "POST"])
def bring(request: HttpRequest, case: UUID) -> HttpResponse:
    """Bring a workbook into the draft: all of it, or nothing and a list of what to mend."""
    found = open_draft(case)
    form = WorkbookForm(request.POST or None, request.FILES or None)
    problems: list[Problem] = []
    if request.method == "POST" and form.is_valid():
        try:
            read = _read(form.cleaned_data["file"])
            problems = read.problems or _stored(found, read)
        except TableError:
            form.add_error("file", _(UNREADABLE))
        except (Gone, StepRefused) as problem:
            messages.error(request, refusal_in_words(problem) if isinstance(problem, StepRefused) else _(FIRST))
            return redirect("transparency:draft", found.pk)
        else:
            if not problems:
                messages.success(request, _said(len(read.entries)))
                return redirect("transparency:draft", found.pk)
    context = {
        "form": form,
        "problems": problems[:SHOWN],
        "more": max(0, len(problems) - SHOWN),
        "cancel_url": reverse("transparency:draft", args=[found.pk]),
    }
    return render(request, "transparency/bring.html", context)


def _read(file: UploadedFile[bytes]) -> Read:
    """What the workbook changes of the last version; TableError for a file that is none, or too large."""
    if (file.size or 0) > LIMITS.file_bytes:
        raise TableError("file-too-large", limit=LIMITS.file_bytes)
    version = started_from()
    known = Known(roles=role_names(), day=session().acting.day)
    return read_back(BytesIO(file.read()), entries_in(version), version.digest, known)


def _said(count: int) -> str:
    if not count:
        return _("The workbook says what the policy says. Nothing was changed.")
    told = ngettext(
        "%(n)d entry differs, and is in the draft now.",
        "%(n)d entries differ, and are in the draft now.",
        count,
    )
    return told % {"n": count}


def _stored(case: Case, read: Read) -> list[Problem]:
    """Write what differs, all of it or nothing; what the parser of profiles refuses is a problem like any other."""
    if not read.entries:
        return []
    written = last_written(case)
    try:
        changing.write(
            case=case,
            entries={key: (written[key].number if key in written else 0, said) for key, said in read.entries.items()},
        )
    except Unfit as unfit:
        sheet, line = read.rows[unfit.key]
        told = _("%(key)s can't stand in a policy: %(why)s.") % {"key": unfit.key, "why": str(unfit).rstrip(".")}
        return [Problem(sheet, line, KEY, told)]
    return []
