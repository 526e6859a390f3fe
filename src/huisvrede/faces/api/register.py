"""The register of processing activities, as its pages tell it (article 30)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any, Final, Literal

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from ninja import Query, Router
from pydantic import Field
from pydantic.alias_generators import to_camel

from huisvrede.core.vocabulary import Category, Kind, LegalBasis
from huisvrede.engines.transparency import queries
from huisvrede.engines.transparency.queries import SIZES
from huisvrede.engines.transparency.tables import tables_of
from huisvrede.engines.transparency.told import LABELS, Change, Rows, name_of, tell
from huisvrede.faces.api.house import Asked, Links, Paged, Told, address, linked
from huisvrede.foundation.gates.page import page
from huisvrede.foundation.register.models import Activity as Row
from huisvrede.foundation.register.models import Version
from huisvrede.foundation.register.officer import officer_of
from huisvrede.foundation.register.queries import NoPolicy, version_on
from huisvrede.foundation.ui.paging import Edge
from huisvrede.foundation.ui.paging import page as page_of
from huisvrede.foundation.walls.session import session

State = Literal["open", "closed", "elsewhere", "planned"]
Key = Annotated[str, Field(pattern=r"^[-a-zA-Z0-9_]{1,60}$")]
LIST: Final = "/v1/processing-activities"
LAST: Final = 999_999
router = Router(tags=["register"])


class AskedVersion(Asked):
    """Which version of the policy: by number or by a day; otherwise the one in force."""

    version: int | None = Field(None, ge=1, le=LAST)
    on_day: date | None = None


class AskedList(Paged, AskedVersion):
    """Which activities: in a state, on a legal basis, with a kind of data; from an activity on, or up to one."""

    size: int = Field(SIZES[0], ge=1, le=SIZES[-1])
    state: State | None = None
    legal_basis: LegalBasis | None = None
    category: Category | None = None
    after: Key | None = None
    before: Key | None = None


class InVersion(Told):
    """A version of the policy."""

    number: int
    effective_on: date
    adopted_on: date


class Listed(Told):
    """An activity as a row of the list; `keptFor` are periods of ISO 8601."""

    key: str
    name: str
    state: State
    purposes: list[str]
    legal_bases: list[LegalBasis]
    categories: list[Category]
    kept_for: list[str]
    recipients: int
    url: str


class ActivityList(Told):
    """A part of the list, with how many there are in all."""

    version: InVersion
    count: int
    activities: list[Listed]
    links: Links


class Fact(Told):
    """A field of the register, its label, and what is said of it, a text per item."""

    field: str
    label: str
    texts: list[str]


class Table(Told):
    """Where the software holds it: what its rows are called, and its fields by kind of data."""

    label: str
    kinds: dict[str, str]


class Changed(Told):
    """What was said and is no more, and what is said now."""

    label: str
    gone: list[str]
    new: list[str]


class Turn(Told):
    """A version in which the activity became different; in the first it was entered."""

    version: InVersion
    first: bool
    changes: list[Changed]


class Entry(Told):
    """An activity with every field of article 30(1): codes for programs, and facts as people read them."""

    key: str
    name: str
    state: State
    description: str
    legal_bases: list[LegalBasis]
    categories: list[Category]
    facts: list[Fact]


class Activity(Entry):
    """One activity by itself: where it is held and how it changed as well."""

    version: InVersion
    in_force: bool
    tables: list[Table]
    history: list[Turn]
    links: Links


class Officer(Told):
    """Who guards privacy; `dpo` says whether it is a data protection officer of article 37."""

    dpo: bool
    title: str
    name: str | None = None
    contact: str


class Controller(Told):
    """Who is responsible, and whom to write to about privacy (article 30(1)(a))."""

    name: str
    address: str
    postcode: str
    city: str
    email: str
    phone: str
    privacy_contact: str
    officer: Officer


class Register(Told):
    """The whole register in one."""

    version: InVersion
    controller: Controller
    activities: list[Entry]
    links: Links


@router.get(
    "/processing-activities",
    response=ActivityList,
    by_alias=True,
    exclude_none=True,
    operation_id="listProcessingActivities",
    summary=_("List the processing activities"),
    description=_("A part of the register by name. Every filter may be left out; `links` leads to the next part."),
)
@page(kind=Kind.STAFF, purpose="register", scope="register")
def listed(request: HttpRequest, asked: Query[AskedList]) -> ActivityList:  # noqa: ARG001  ninja gives it
    """A page of activities."""
    version = _version(asked)
    found, edge = _narrowed(version, asked), _edge(version, asked)
    part = page_of(found.order_by(*queries.by_name()), edge, asked.size)
    rows = [_listed(one) for one in queries.in_short(part.rows)]
    links = linked(
        LIST,
        asked.model_dump(mode="json", by_alias=True, exclude_unset=True),
        previous=rows[0].key if part.previous else None,
        following=rows[-1].key if part.next else None,
    )
    return ActivityList(version=_told(version), count=found.count(), activities=rows, links=links)


@router.get(
    "/processing-activities/{slug:key}",
    response=Activity,
    by_alias=True,
    exclude_none=True,
    operation_id="getProcessingActivity",
    summary=_("Read one processing activity"),
    description=_("All that the register says of it, where the software holds it, and how it became so."),
)
@page(kind=Kind.STAFF, purpose="register", scope="register")
def one(request: HttpRequest, key: str, asked: Query[AskedVersion]) -> Activity:  # noqa: ARG001  ninja gives it
    """One activity."""
    version, day = _version(asked), session().acting.day
    rows = queries.rows_of(version, key)
    if rows is None:
        raise Http404
    return Activity(
        **_entry(rows),
        version=_told(version),
        in_force=version.pk == version_on(day).pk,
        tables=[Table(label=table.label, kinds=dict(table.kinds)) for table in tables_of(key)],
        history=[
            Turn(version=_told(turn.version), first=turn.first, changes=_changes(turn.changes))
            for turn in queries.history(key, day)
        ],
        links=linked(f"{LIST}/{key}", asked.model_dump(mode="json", by_alias=True, exclude_unset=True)),
    )


@router.get(
    "/register",
    response=Register,
    by_alias=True,
    exclude_none=True,
    operation_id="getRegister",
    summary=_("Read the whole register"),
    description=_("Every activity of one version of the policy with all that is said of it, and who is responsible."),
)
@page(kind=Kind.STAFF, purpose="register", scope="register")
def whole(request: HttpRequest, asked: Query[AskedVersion]) -> Register:  # noqa: ARG001  ninja gives it
    """The whole register."""
    version = _version(asked)
    officer = officer_of(version.organisation["contact"])
    told = Officer(dpo=officer.dpo, title=officer.title, name=officer.name or None, contact=officer.email)
    return Register(
        version=_told(version),
        controller=Controller(**version.organisation["controller"], privacy_contact=officer.email, officer=told),
        activities=[Entry(**_entry(rows)) for rows in queries.all_rows(version)],
        links=linked("/v1/register", asked.model_dump(mode="json", by_alias=True, exclude_unset=True)),
    )


def _version(asked: AskedVersion) -> Version:
    """The version that is asked for, if it is in force or was."""
    day = session().acting.day
    if asked.version is not None:
        version = queries.version_numbered(asked.version, day)
        if version is None:
            raise Http404
        return version
    if asked.on_day is not None and asked.on_day > day:
        raise Http404
    try:
        return version_on(asked.on_day or day)
    except NoPolicy:
        raise Http404 from None


def _told(version: Version) -> InVersion:
    return InVersion(number=version.number, effective_on=version.effective_on, adopted_on=version.adopted_on)


def _narrowed(version: Version, asked: AskedList) -> QuerySet[Row]:
    found = queries.listed([version])
    if asked.state:
        found = found.filter(queries.in_state(asked.state))
    if asked.legal_basis:
        found = found.filter(queries.on_basis(asked.legal_basis))
    if asked.category:
        found = found.filter(queries.with_category(asked.category))
    return found


def _edge(version: Version, asked: AskedList) -> Edge:
    """The activity of the address beside which the part begins; an unknown one asks for the first part."""
    beside = asked.before or asked.after
    key = Row.objects.filter(version=version, key=beside).values_list("pk", flat=True).first() if beside else None
    return Edge(before=key) if asked.before else Edge(after=key)


def _listed(one: queries.Short) -> Listed:
    return Listed(
        key=one.key,
        name=one.name,
        state=one.state,  # type: ignore[arg-type]
        purposes=one.purposes,
        legal_bases=one.bases,  # type: ignore[arg-type]
        categories=one.categories,  # type: ignore[arg-type]
        kept_for=one.periods,
        recipients=one.recipients,
        url=address(f"{LIST}/{one.key}"),
    )


def _entry(rows: Rows) -> dict[str, Any]:
    """What every telling of an activity begins with: codes, and the facts in the words of its page."""
    activity, told = rows.activity, tell(rows)
    return {
        "key": activity.key,
        "name": name_of(activity),
        "state": activity.state,
        "description": told["description"][0],
        "legal_bases": [basis["basis"] for basis in activity.content["legal_bases"]],
        "categories": activity.content["categories"],
        "facts": [
            Fact(field=to_camel(field), label=gettext(LABELS[field]), texts=list(texts)) for field, texts in told.items()
        ],
    }


def _changes(changes: Sequence[Change]) -> list[Changed]:
    return [Changed(label=one.label, gone=list(one.gone), new=list(one.new)) for one in changes]
