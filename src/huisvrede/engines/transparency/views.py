"""The register for everyone who works here, the privacy statement for everyone."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from huisvrede.core.vocabulary import NOWHERE, Kind
from huisvrede.engines.transparency import queries
from huisvrede.engines.transparency.checks import known_ends, loose_ends_of
from huisvrede.engines.transparency.lists import BADGES, REGISTER
from huisvrede.engines.transparency.rules import ACTIVITY
from huisvrede.engines.transparency.services import publish
from huisvrede.engines.transparency.statement import compose, parts, spoken
from huisvrede.engines.transparency.tables import tables_of
from huisvrede.engines.transparency.told import (
    ACCOUNTED,
    LABELS,
    TERMS,
    Told,
    accounted,
    differences,
    name_of,
    role_name,
    tell,
)
from huisvrede.foundation.gates.page import page
from huisvrede.foundation.lists.showing import show
from huisvrede.foundation.register.models import Activity, Role, Term, Version
from huisvrede.foundation.register.officer import officer_of
from huisvrede.foundation.register.queries import version_on
from huisvrede.foundation.register.words import how_long, language, said
from huisvrede.foundation.ui.listing import Action
from huisvrede.foundation.ui.templatetags.ui import badge, term
from huisvrede.foundation.walls.session import session

COMPLAINTS = {"court": "court-petition", "confirmed": "complaint-confirmed", "answered": "complaint-answered"}
"""What the page about complaints says of time -> the term of the policy."""
TOLD = 10
"""How many loose ends stand above the list; the list shows the entries of all of them."""
NOT_FACTS = frozenset({"name", "state", "description"})
"""Fields that stand above the facts of an activity's page."""


@page(kind=Kind.STAFF, purpose="register")
@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """The record of processing activities in force, a page at a time (article 30)."""
    version, ends = queries.version_today(), known_ends()
    newest = queries.newest_statement(with_content=False)
    closing, asking = [end for end in ends if end.closes], [end for end in ends if end.asks]
    context = {
        "version": version,
        "listing": show(request, REGISTER, action=Action(_("Show all activities"), reverse("transparency:register"))),
        "told": TOLD,
        "closing": closing,
        "asking": asking,
        "noticed": [end for end in ends if not end.closes and not end.asks],
        "decide": _decide(version) if closing else "",
        "write": _write(version) if asking else "",
        "statement": newest,
        "changes": f"{ACTIVITY}/view" in request.worn.activities,  # type: ignore[attr-defined]
        "behind": newest is None or newest.version_id != version.pk,
    }
    return render(request, "transparency/register.html", context)


def _decide(version: Version) -> str:
    """Who must decide, in the words of this organisation's own roles."""
    advisers, deciders = queries.who_decides(version)
    told = {"advisers": _names(advisers), "deciders": _names(deciders)}
    return _("This is decided by: %(deciders)s. Advice comes from: %(advisers)s.") % told


def _write(version: Version) -> str:
    """Who may write in an entry, in the words of this organisation's own roles."""
    return _("A change is begun by: %(writers)s.") % {"writers": _names(queries.who_writes(version))}


def _names(roles: Iterable[Role]) -> str:
    return ", ".join(role_name(role) for role in roles) or "–"


@page(kind=Kind.STAFF, purpose="register")
@require_safe
def activity(request: HttpRequest, key: str) -> HttpResponse:
    """One activity with every field of article 30(1), who may do what, where it is held, how it changed."""
    day = session().acting.day
    current = version_on(day)
    version = _version(request.GET.get("versie", ""), current)
    rows = queries.rows_of(version, key) if version else None
    if version is None or rows is None:
        return render(request, "transparency/unknown.html", status=404)
    told, found = tell(rows), loose_ends_of(rows, session().organisation)
    ends, asking = [end for end in found if end.closes], [end for end in found if end.asks and version.pk == current.pk]
    context = {
        "name": name_of(rows.activity),
        "activity": rows.activity,
        "description": told["description"][0],
        "state": badge(told["state"][0], BADGES[rows.activity.state]),
        "system": told["held_in"][0],
        "version": version,
        "old": version.pk != current.pk,
        "facts": _facts(told, version),
        "accounted": accounted(rows, told),
        "tables": tables_of(key),
        "ends": ends,
        "asking": asking,
        "write": _write(version) if asking else "",
        "decide": _decide(version) if ends or not rows.activity.open else "",
        "history": queries.history(key, day),
    }
    return render(request, "transparency/activity.html", context)


def _version(asked: str, current: Version) -> Version | None:
    if not asked:
        return current
    if not asked.isascii() or not asked.isdigit() or len(asked) > len("999999"):
        return None
    return queries.version_numbered(int(asked), session().acting.day)


def _facts(told: Told, version: Version) -> list[tuple[object, ...]]:
    """(label, value) in the order of article 30(1): who, why, of whom, what, to whom, how long, how safe."""
    nothing = {"transfers": _("None"), "joint_controllers": _("None"), "recipients": _("None")}
    fields = [
        (_label(field, _(label)), bullets(told[field]) if told[field] else nothing.get(field, _("None")))
        for field, label in LABELS.items()
        if field not in NOT_FACTS and field not in ACCOUNTED
    ]
    return [(_("Controller"), _controller(version)), (_("Privacy contact"), _contact(version)), *fields]


def _label(field: str, label: str) -> str:
    """The label of a field, explained where it is a word of the law."""
    return term(TERMS[field], label) if field in TERMS else label


def bullets(texts: tuple[str, ...]) -> SafeString | str:
    """Texts as a list; one alone as it is."""
    if len(texts) == 1:
        return texts[0]
    return format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", ((text,) for text in texts)))


def _controller(version: Version) -> SafeString:
    """Name and contact data of the controller (article 30(1)(a))."""
    told = version.organisation["controller"]
    lines = (
        told["name"],
        told["address"],
        f"{told['postcode']} {told['city']}",
        told["email"],
        told["phone"],
    )
    return format_html_join(SafeString("<br>"), "{}", ((line,) for line in lines))


def _contact(version: Version) -> str:
    officer = officer_of(version.organisation["contact"])
    return f"{officer.label}: {officer.reached}"


@page(kind=Kind.STAFF, activity="rights", purpose="questions", needs="publish", reach="organisation")
@require_http_methods(["GET", "POST"])
def publishing(request: HttpRequest) -> HttpResponse:
    """The statement as it would read now, what changed since the last one, and the button."""
    day = session().acting.day
    if request.method == "POST":
        publish(on=day)
        messages.success(request, _("You read it. What it says is kept as it stands now."))
        return redirect("transparency:publishing")
    version = version_on(day)
    content, newest = compose(version), queries.newest_statement()
    tongue = language()
    published = newest is not None and newest.version_id == version.pk
    shown = newest.content if newest is not None else {}
    changes = [] if published else differences(parts(shown, tongue), parts(content, tongue))
    context = {
        "version": version,
        "newest": newest,
        "published": published,
        "changes": changes if newest else [],
        "told": content[tongue],
        "summary": ngettext("%(n)d change", "%(n)d changes", len(changes)) % {"n": len(changes)},
    }
    return render(request, "transparency/publishing.html", context)


@page(kind=Kind.VISITOR, purpose="statement")
@require_safe
def statement(request: HttpRequest) -> HttpResponse:
    """The privacy statement of the policy in force: made of it, so that it can't lag behind (ALL-03).

    A version never changes, so its text is made once in each language; `told` is asked for only then.
    """
    version = version_on(session().acting.day)
    context = {"version": version, "told": SimpleLazyObject(lambda: spoken(version))}
    return render(request, "transparency/statement.html", context)


def _guard(own: Activity | None, version: Version) -> str:
    """The role that answers for complaints, by its name; "" where the policy names none."""
    role = Role.objects.filter(version=version, key=own.content.get("owner", "")).first() if own else None
    return role_name(role) if role else ""


@page(kind=Kind.VISITOR, purpose="statement")
@require_safe
def complaints(request: HttpRequest) -> HttpResponse:
    """How to complain: to us, to who watches over privacy here, to the authority, to a court (articles 77 and 79)."""
    version = version_on(session().acting.day)
    told = version.organisation
    own = Activity.objects.filter(version=version, key="complaints").exclude(content__held_in=NOWHERE).first()
    terms = Term.objects.filter(version=version, key__in=COMPLAINTS.values()).values_list("key", "value")
    periods = {key: how_long(value) for key, value in terms}
    context = {
        "controller": told["controller"],
        "authority": {"name": said(told["authority"]["name"]), "website": told["authority"]["website"]},
        "own": said(own.content["description"]) if own else "",
        "guard": _guard(own, version),
        **{name: periods.get(key, "") for name, key in COMPLAINTS.items()},
    }
    return render(request, "transparency/complaints.html", context)
