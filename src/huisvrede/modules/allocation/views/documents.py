"""Documents of home seekers: on the desk below a file, and each home seeker's own at /mijn/gegevens/documenten/."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_safe

from huisvrede.core.vocabulary import Kind
from huisvrede.foundation.documents.scanning import configured
from huisvrede.foundation.gates.documents import added, documents_page, form_of, handed_out, told
from huisvrede.foundation.gates.doors import looked, open_one
from huisvrede.foundation.gates.filing import documents_in
from huisvrede.foundation.gates.page import page
from huisvrede.foundation.gates.taking_out import taken_out_of
from huisvrede.foundation.gates.taking_out_page import stood, taking_out_page
from huisvrede.foundation.people.models import Person
from huisvrede.foundation.walls.session import may, session
from huisvrede.modules.allocation import queries
from huisvrede.modules.allocation.forms import PaperForm
from huisvrede.modules.allocation.models import Document, Registration
from huisvrede.modules.allocation.personal_data import ACTIVITY

PURPOSE = "eligibility"
OWN = "allocation:own_documents"
READ_BY = gettext_noop("A few words to find it by, such as “Rental agreement”. Whoever helps you reads this.")
"""What the title is for, to the person whose document it is."""


@page(kind=Kind.STAFF, activity=ACTIVITY, purpose=PURPOSE, needs="view-document")
@require_http_methods(["GET", "POST"])
def documents(request: HttpRequest, key: UUID) -> HttpResponse:
    """Which documents are kept of a home seeker, and a form to add one that came by post or at the counter."""
    registration = open_one(Registration, key)
    may_add = any(may(ACTIVITY, "add-document", reach) for reach in ("organisation", "assigned"))
    return documents_page(
        request,
        registration,
        activity=ACTIVITY,
        may_add=may_add,
        back=reverse("allocation:record", args=[key]),
        opens="allocation:document",
        takes_out="allocation:take_out",
        asks=PaperForm,
    )


@page(kind=Kind.STAFF, activity=ACTIVITY, purpose=PURPOSE, needs="view-document")
@require_safe
def document(request: HttpRequest, key: UUID, which: UUID) -> HttpResponse:
    """One document, to save; the log has that it was opened."""
    return handed_out(request, Document, which, back=reverse("allocation:documents", args=[key]))


@page(kind=Kind.STAFF, activity=ACTIVITY, purpose=PURPOSE, needs="add-document")
@require_http_methods(["GET", "POST"])
def take_out(request: HttpRequest, key: UUID, which: UUID) -> HttpResponse:
    """A document that was put in the wrong file: ask that it goes out, or decide on it."""
    registration, back = open_one(Registration, key), reverse("allocation:documents", args=[key])
    return taking_out_page(request, registration, which, activity=ACTIVITY, back=back)


@page(kind=Kind.SUBJECT, activity=ACTIVITY, purpose=PURPOSE, needs="view-document", reach="own")
@require_http_methods(["GET", "POST"])
def own_documents(request: HttpRequest) -> HttpResponse:
    """Which documents we keep of the reader; and while the registration runs, a form to bring one."""
    rows = looked(queries.mine(), ACTIVITY, to="view")
    running, kept = queries.running_one(rows), [one for found in documents_in(rows).values() for one in found]
    most = queries.most_documents()
    may_bring = running is not None and len(kept) < most and may(ACTIVITY, "add-document", "own")
    may_bring = may_bring and not Person.objects.filter(restricted_since__isnull=False).exists()  # article 18
    form = form_of(request, PaperForm) if may_bring else None
    if form is not None:
        form.fields["title"].help_text = _(READ_BY)
    if running is not None and form is not None and form.is_valid() and added(form, running):
        messages.success(request, _("We have received your document."))
        return redirect(OWN)
    context = {
        "documents": told(kept),
        "stood": stood(one for found in taken_out_of(rows).values() for one in found),
        "form": form,
        "full": most if running is not None and len(kept) >= most else 0,
        "unscanned": not configured(),
        "day": session().acting.day,
    }
    return render(request, "allocation/own_documents.html", context)


@page(kind=Kind.SUBJECT, activity=ACTIVITY, purpose=PURPOSE, needs="view-document", reach="own")
@require_safe
def own_document(request: HttpRequest, which: UUID) -> HttpResponse:
    """One document of the reader's own, to save."""
    return handed_out(request, Document, which, back=reverse(OWN))
