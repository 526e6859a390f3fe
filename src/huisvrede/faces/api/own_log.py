"""Who looked at one's own data: role and organisation, when, for what (articles 5(1)(a) and 15)."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext_noop as _
from ninja import Query, Router

from huisvrede.core.vocabulary import Kind
from huisvrede.engines.access.lists import LOGGING
from huisvrede.engines.access.queries import seen_of_actor, worked_for
from huisvrede.faces.api.house import Links, Paged, Told, linked
from huisvrede.foundation.gates.naming import action, names
from huisvrede.foundation.gates.page import page
from huisvrede.foundation.ui.paging import Edge
from huisvrede.foundation.ui.paging import page as page_of
from huisvrede.foundation.walls.session import session

PLACE: Final = "/v1/own-log-lines"
router = Router(tags=["own-log"])


class AskedLines(Paged):
    """Which lines: from one on, or up to one."""

    after: UUID | None = None
    before: UUID | None = None


class Line(Told):
    """One look: when, by whom as role and organisation, at what, and why."""

    id: UUID
    at: datetime
    role: str
    organisation: str
    activity: str
    action: str
    purpose: str


class LineList(Told):
    """A part of the lines, the newest first."""

    lines: list[Line]
    links: Links


@router.get(
    "/own-log-lines",
    response=LineList,
    by_alias=True,
    exclude_none=True,
    operation_id="listOwnLogLines",
    summary=_("List who looked at your data"),
    description=_("Role and organisation, when, for what. Your own visits are left out; no employee is named."),
)
@page(kind=Kind.SUBJECT, activity=LOGGING, purpose="accountability", needs="view", reach="own", scope="own-log")
def lines(request: HttpRequest, asked: Query[AskedLines]) -> LineList:  # noqa: ARG001  ninja gives it
    """A page of one's own log."""
    found = page_of(seen_of_actor(), Edge(asked.after, asked.before), asked.size)
    called = names({line.version for line in found.rows})
    here, others = session().organisation.name, worked_for(found.rows)
    return LineList(
        lines=[
            Line(
                id=line.pk,
                at=line.at,
                role=called.role(line.version, line.role),
                organisation=others.get(line.look, here),
                activity=called.activity(line.version, line.activity),
                action=action(line.action),
                purpose=called.purpose(line.version, line.activity, line.purpose),
            )
            for line in found.rows
        ],
        links=linked(
            PLACE,
            asked.model_dump(mode="json", by_alias=True, exclude_unset=True),
            previous=found.previous,
            following=found.next,
        ),
    )
