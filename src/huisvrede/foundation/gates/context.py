"""What the frame of every page shows: whose house it is, which hat is worn, where one can go."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from huisvrede.core.vocabulary import Kind
from huisvrede.foundation.cluster.organisations import NoOrganisation, current
from huisvrede.foundation.gates.menu import MENU, Entry
from huisvrede.foundation.gates.proving import device_for
from huisvrede.foundation.gates.wearing import NOTHING, Worn
from huisvrede.foundation.register.officer import officer_on
from huisvrede.foundation.ui.terms import PATH
from huisvrede.foundation.walls.session import session


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context of base.html; makes no query by itself, so that the error page can use it too.

    `officer` is asked for by a page that says whom to turn to, and only then.
    """
    try:
        organisation = current()
    except NoOrganisation:
        return {"links": {"language": "/taal/"}}
    worn: Worn = getattr(request, "worn", NOTHING)
    return {
        "organisation": {"name": organisation.name, "accent": organisation.accent.lstrip("#")},
        "signed_in": worn.name
        or (_("My account") if worn is not NOTHING and worn.hat != NOTHING.hat else ""),
        "officer": SimpleLazyObject(lambda: officer_on(session().acting.day)),
        "session_seconds": worn.idle or None,
        "device": device_for(request) if worn is not NOTHING else None,
        "nav": _menu(worn, request.path),
        "links": {
            "home": "/",
            "sign_in": "/aanmelden/",
            "sign_out": "/afmelden/",
            "language": "/taal/",
            "privacy": "/privacy/",
            "complaints": "/privacy/klachten/",
            "policy": "/werk/reglement/" if worn.kind is Kind.STAFF else "",
            "terms": PATH,
            "accessibility": "/toegankelijkheid/",
            "keep_alive": "/actief/",
            "hats": "/aan/" if worn.several else "",
            "account": "/account/2fa/",
            "rights": "/mijn/verzoeken/",
        },
    }


def _menu(worn: Worn, path: str) -> list[dict[str, Any]]:
    """The lines for whoever wears this hat; a group with more than one line is a line that opens to show them."""
    open_to = [e for e in MENU.get(worn.kind, []) if not e.activity or e.activity in worn.activities]
    menu: list[dict[str, Any]] = []
    for group, entries in groupby(open_to, key=lambda entry: entry.group):
        lines = [_line(entry, path) for entry in entries]
        if group and len(lines) > 1:
            lines = [{"label": _(group), "lines": lines, "current": any(one["current"] for one in lines)}]
        menu += lines
    return menu


def _line(entry: Entry, path: str) -> dict[str, Any]:
    address = reverse(entry.view)
    return {"label": _(entry.label), "url": address, "icon": entry.icon, "current": path == address}
