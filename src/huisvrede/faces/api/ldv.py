"""The reading interface of Logboek Dataverwerkingen: questions in a body, so that nothing of anybody stands in an address."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Final, Literal
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext_noop as _
from ninja import Body, Router
from pydantic import BeforeValidator, ConfigDict, Field, model_validator

from huisvrede.core.vocabulary import Kind
from huisvrede.engines.access.lines import Wanted, found
from huisvrede.engines.access.lists import LOGGING
from huisvrede.faces.api.house import LARGEST, Asked, Told
from huisvrede.foundation.audit.lines import Line
from huisvrede.foundation.gates.page import page

ACTIVITY: Final = "dpl.core.processing_activity_id"
SUBJECT: Final = "dpl.core.data_subject_id"
TraceId = Annotated[str, Field(pattern=r"^[0-9a-fA-F]{32}$")]


def _a_number(given: object) -> object:
    """Only a number is one: neither `true` nor "5", which would be read as such."""
    if isinstance(given, bool | str):
        raise ValueError("not a number")  # noqa: TRY004  what is not right in a body is a ValueError
    return given


Moment = Annotated[int, Field(ge=0, le=253_402_300_799_999), BeforeValidator(_a_number)]
"""Milliseconds since 1970, up to the year 9999."""
Word = Annotated[str, Field(min_length=1, max_length=300, pattern=r"^[^\x00]*$")]
router = Router(tags=["ldv"])


class Question(Asked):
    """Which lines: at least a trace, an activity or a data subject; the rest narrows, and `after` goes on."""

    model_config = ConfigDict(
        json_schema_extra={
            "anyOf": [
                {"required": [one], "properties": {one: {"type": "string"}}} for one in ("traceId", ACTIVITY, SUBJECT)
            ]
        }
    )

    trace_id: TraceId | None = None
    activity: Word | None = Field(None, alias=ACTIVITY)
    subject: Word | None = Field(None, alias=SUBJECT)
    start_time: Moment | None = None
    end_time: Moment | None = None
    after: TraceId | None = None

    @model_validator(mode="after")
    def _asks(self) -> Question:
        """Somebody who asks for all of it asks for nothing."""
        if not (self.trace_id or self.activity or self.subject):
            raise ValueError("nothing is asked")
        return self


class LogLine(Told):
    """One act, or one data subject in it; times are milliseconds since 1970."""

    trace_id: str
    span_id: str
    parent_span_id: str | None = None
    status: Literal["Ok"] = "Ok"
    name: str
    start_time: int
    end_time: int
    attributes: dict[str, str]


class Lines(Told):
    """Acts, the newest first; `next` is what to send as `after` for those that follow."""

    processing_activities: list[LogLine]
    next: str | None = None


@router.post(
    "/processing-activities",
    response=Lines,
    by_alias=True,
    exclude_none=True,
    operation_id="readProcessingActivities",
    summary=_("Read lines of the processing log"),
    description=_(
        "For who supervises it. No line says who acted. Lines of a data subject come only to who asks by the word that "
        "stands for them, and they see in their log that you did."
    ),
)
@page(kind=Kind.STAFF, activity=LOGGING, purpose="accountability", needs="view", reach="organisation", scope="ldv")
def read(request: HttpRequest, asked: Body[Question]) -> Lines:  # noqa: ARG001  ninja gives it
    """Lines that match, a hundred acts at a time."""
    wanted = Wanted(
        trace=UUID(asked.trace_id) if asked.trace_id else None,
        activity=asked.activity or "",
        subject=asked.subject or "",
        since=_moment(asked.start_time),
        until=_moment(asked.end_time),
    )
    part = found(wanted, after=UUID(asked.after) if asked.after else None, size=LARGEST)
    following = part.following.hex if part.following else None
    return Lines(processing_activities=[_told(line) for line in part.lines], next=following)


def _moment(milliseconds: int | None) -> datetime | None:
    return None if milliseconds is None else datetime.fromtimestamp(milliseconds / 1000, UTC)


def _told(line: Line) -> LogLine:
    moment = int(line.at.timestamp() * 1000)
    return LogLine(
        trace_id=line.trace.hex(),
        span_id=line.span.hex(),
        parent_span_id=line.parent.hex() or None,
        name=line.name,
        start_time=moment,
        end_time=moment,
        attributes=dict(line.attributes),
    )
