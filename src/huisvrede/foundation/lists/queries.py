"""What the pages ask of views and exports, and how much may leave at once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from huisvrede.core.duration import span
from huisvrede.core.vocabulary import Kind
from huisvrede.foundation.gates.doors import Refused
from huisvrede.foundation.lists.declaring import Chosen, ListOf
from huisvrede.foundation.lists.models import Export, SavedView
from huisvrede.foundation.register.models import Term
from huisvrede.foundation.register.queries import version_on
from huisvrede.foundation.ui.listing import Action
from huisvrede.foundation.walls.session import may, session
from huisvrede.foundation.walls.visible import AmongOwn

EXPORT: Final = "export"
BULK, KEPT = "limits.bulk-supply.count", "export-kept"
UNSAID: Final = {BULK: "100", KEPT: "PT24H"}
"""What holds where the policy says nothing of it."""
MOST_VIEWS: Final = 20


def views_of(of: ListOf[Any]) -> list[SavedView]:
    """The actor's own views of a list, by name; who is no member of staff keeps none."""
    if session().acting.kind is not Kind.STAFF:
        return []
    return list(SavedView.objects.filter(key=of.key)[:MOST_VIEWS])


def tools(asked: Chosen[Any]) -> list[Action]:
    """What the actor can do with a list as it is asked: keep the view, and export it where the policy lets them."""
    of, query = asked.of, urlencode(asked.query())
    found = []
    if session().acting.kind is Kind.STAFF:
        found.append(Action(_("Keep this view"), f"{reverse(f'lists:{of.key}-views')}?{query}", "plus"))
    if of.exported and may_export(of):
        found.append(Action(_("Export"), f"{reverse(f'lists:{of.key}-export')}?{query}", "download"))
    return found


def may_export(of: ListOf[Any]) -> bool:
    """Whether the policy gives the actor this list as a file, under the purpose of the page."""
    return any(may(of.activity, EXPORT, reach) for reach in ("organisation", "assigned"))


def exportable(asked: Chosen[Any]) -> QuerySet[Any]:
    """The rows that would be in the file: those the actor sees, as far as the right to export reaches."""
    rows, of = asked.rows(), asked.of
    if may(of.activity, EXPORT, "organisation"):
        return rows
    return rows.filter(AmongOwn.of(rows.model, EXPORT))


def bulk() -> int:
    """How many people a file may be about before it is a decision of the management (ALL-26), by the policy of the day."""
    return int(_said(BULK))


def kept() -> timedelta:
    """How long a file can be fetched, by the policy of the day."""
    return span(_said(KEPT))


def own_export(of: ListOf[Any], key: UUID) -> Export:
    """The actor's own export of a list; refused as if it didn't exist when it is somebody else's, or over."""
    found = Export.objects.filter(key=of.key, pk=key).first()
    if found is None:
        raise Refused(of.activity, EXPORT)
    return found


def own_exports(of: ListOf[Any]) -> list[Export]:
    """The actor's own exports of a list, the newest first."""
    return list(Export.objects.filter(key=of.key)[:10])


def _said(key: str) -> str:
    found = Term.objects.filter(version=version_on(session().acting.day), key=key).values_list("value", flat=True)
    return str(found.first() or UNSAID[key])
