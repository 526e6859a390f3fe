"""The page of the documents of a file, and handing one out: the same for every module."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.template.defaultfilters import filesizeformat
from django.utils.formats import date_format
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from huisvrede.core.tables.bsn import suspect_bsn
from huisvrede.foundation.documents.models import TITLE, Filed
from huisvrede.foundation.documents.receiving import ENDINGS, Turned, plain_title
from huisvrede.foundation.documents.scanning import configured
from huisvrede.foundation.gates.filing import Opened, add, added_by, bounds, documents_in, open_document
from huisvrede.foundation.gates.taking_out import taken_out_of, waiting_in
from huisvrede.foundation.people.models import Identified
from huisvrede.foundation.ui.fields import NumberlessForm
from huisvrede.foundation.vault.sealing import Shut

HANDED_OUT = {
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}
"""A document is saved and never shown by us: whatever it holds runs nowhere on our address."""


class DocumentForm(NumberlessForm):
    """A file, and in a few words what it is."""

    title = forms.CharField(
        label=_("What is it?"),
        help_text=_("A few words to find it by, such as “Rental agreement”. The person concerned reads this."),
        max_length=TITLE,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    file = forms.FileField(
        label=pgettext_lazy("document", "File"),
        error_messages={"required": _("Choose a file."), "empty": _("The file is empty.")},
        widget=forms.FileInput(attrs={"accept": ",".join(one for ends in ENDINGS.values() for one in ends)}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = gettext(
            "PDF, photo, Word, OpenDocument or plain text, of at most %(limit)d MB. We keep a fresh copy, without hidden "
            "data such as the place of a photo or the name of the maker."
        ) % {"limit": bounds().megabytes}

    def clean_title(self) -> str:
        """Words that can be seen."""
        title = plain_title(self.cleaned_data["title"])
        if not title:
            raise forms.ValidationError(gettext("Say in a few words what it is."))
        if suspect_bsn(title):
            raise forms.ValidationError(
                gettext("Leave the citizen service number (BSN) out: everybody with the file reads this.")
            )
        return title


def documents_page(
    request: HttpRequest,
    file: Identified,
    *,
    activity: str,
    may_add: bool,
    back: str,
    opens: str,
    takes_out: str,
    asks: type[DocumentForm] = DocumentForm,
) -> HttpResponse:
    """Which documents a file holds, and for whom it is given a form to add one, and the way to take one out.

    `opens` and `takes_out` are the names of their addresses.
    """
    form = form_of(request, asks) if may_add else None
    if form is not None and form.is_valid() and added(form, file):
        messages.success(request, gettext("The document has been added."))
        return redirect(request.path)
    rows = documents_in([file])[file.pk]
    names = added_by(rows)
    context = {
        "file": file,
        "documents": told(rows, lambda hat: names.get(hat) or gettext("the person concerned")),
        "opens": opens,
        "takes_out": takes_out if may_add else "",
        "waiting": waiting_in(file),
        "removed": taken_out_of([file])[file.pk],
        "form": form,
        "cancel_url": back,
        "unscanned": not configured(),
        "activity": activity,
    }
    return render(request, "gates/documents.html", context)


def told(rows: Sequence[Filed], by: Callable[[UUID], str | None] = lambda _hat: None) -> list[dict[str, Any]]:
    """Title, and below it kind, size, day and, for staff, who added it."""
    return [{"key": row.pk, "title": row.title, "note": _note(row, by(row.hat))} for row in rows]


def handed_out(request: HttpRequest, model: type[Filed], key: UUID, *, back: str) -> HttpResponse:
    """The document as a file to save; one that its key no longer opens is told on the page before."""
    return given(request, lambda: open_document(model=model, key=key), back=back)


def given(request: HttpRequest, opening: Callable[[], Opened[Filed]], *, back: str) -> HttpResponse:
    """The same, whichever way it is opened."""
    try:
        found = opening()
    except Shut:
        messages.error(request, gettext("This document can't be opened: it is damaged or gone. Tell your administrator."))
        return redirect(back)
    row = found.row
    called = f"document-{row.added_on.isoformat()}-{row.pk.hex[:4]}{ENDINGS[row.kind][0]}"  # type: ignore[index]
    charset = "; charset=utf-8" if row.kind.startswith("text/") else ""
    answer = StreamingHttpResponse(found, content_type=f"{row.kind}{charset}", headers=HANDED_OUT)
    answer["Content-Disposition"] = f'attachment; filename="{called}"'
    answer["Content-Length"] = str(row.size)
    return answer  # type: ignore[return-value]


def form_of(request: HttpRequest, asks: type[DocumentForm]) -> DocumentForm:
    """The form to add one, filled in or empty."""
    return asks(request.POST, request.FILES) if request.method == "POST" else asks()


def added(form: DocumentForm, file: Identified) -> bool:
    """Whether it is kept now; if not, the reason stands at the file."""
    said = dict(form.cleaned_data)
    given: UploadedFile[Any] = said.pop("file")
    try:
        add(file=file, content=given.read(), name=given.name or "", **said)
    except Turned as problem:
        form.add_error("file", str(problem))
    except OSError:
        form.add_error("file", gettext("There is no room on the disk, so nothing was kept. Tell your administrator."))
    return form.is_valid()


def _note(row: Filed, by: str | None) -> str:
    day = date_format(row.added_on, "DATE_FORMAT")
    added = gettext("added on %(day)s by %(name)s") if by else gettext("added on %(day)s")
    return f"{row.sort}, {filesizeformat(row.size)}, {added % {'day': day, 'name': by}}"
