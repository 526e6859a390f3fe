"""What every address of the API has in common: names of fields, links, errors, and its own description (ADR 25)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import URLPattern, path
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.operation import Operation
from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from huisvrede.foundation.gates.bearing import door
from huisvrede.foundation.gates.headers import API_VERSION
from huisvrede.foundation.gates.page import Page, page_of
from huisvrede.foundation.gates.problems import problem
from huisvrede.foundation.ui.paging import SIZE
from huisvrede.foundation.walls.session import session

LARGEST: Final = 100
"""Rows in one answer of a list, at most."""
MOST: Final = 20
"""Mistakes that one answer tells, at most."""
UNKNOWN: Final = "extra_forbidden"
NAME: Final = re.compile(r"[A-Za-z][A-Za-z_.-]{0,39}")
"""What may be told again of what was sent: a name as a program has it, in which no number of a person stands."""


class Told(BaseModel):
    """Something in an answer, or in a question: in Python as everywhere, outside in camel case."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True)


class Asked(Told):
    """Something that is sent to us: nothing in it that we do not know."""

    model_config = ConfigDict(extra="forbid")


class Links(Told):
    """Where this is, and the lists beside it."""

    self: str
    previous: str | None = None
    next: str | None = None


class Paged(Asked):
    """Which part of a list: after one of its rows or before one, and how many."""

    size: int = Field(SIZE, ge=1, le=LARGEST)


class Bearer:
    """For the description alone: a key was looked at before anything came here."""

    openapi_security_schema: Final = {"type": "http", "scheme": "bearer"}

    def __call__(self, request: HttpRequest) -> bool:  # noqa: ARG002  ninja gives it
        """Whoever comes here has a key that opens this."""
        return True


def house(title: str) -> NinjaAPI:
    """An API of ours: no pages of its own, every error a problem, and 400 for whatever can't be read."""
    api = NinjaAPI(
        title=title, version=API_VERSION, openapi_url=None, docs_url=None, urls_namespace=f"api-{title}", auth=Bearer()
    )
    api.add_exception_handler(ValidationError, _invalid)
    api.add_exception_handler(HttpError, lambda _request, _problem: problem(HTTPStatus.BAD_REQUEST))
    api.add_exception_handler(Http404, lambda _request, _problem: problem(HTTPStatus.NOT_FOUND))
    return api


def _invalid(_request: HttpRequest, refused: Any) -> HttpResponse:
    """Every part that is wrong, by its place and what was expected; never the values that were sent."""
    errors = []
    for one in refused.errors:
        place, *names = (str(part) for part in one["loc"])
        inner = names[1:] if place == "body" else names[1:] or names
        if one["type"] == UNKNOWN:
            errors.append(_unknown(place, ".".join(inner)))
        else:
            errors.append({"in": place, "name": ".".join(inner), "code": str(one["type"])})
    return problem(HTTPStatus.BAD_REQUEST, errors=errors[:MOST])


def _unknown(place: str, name: str) -> dict[str, str]:
    """A part that nothing here knows: told where it can be the name of a field, and not where it can only be a value."""
    return {"in": place, "name": name if NAME.fullmatch(name) else "", "code": UNKNOWN}


def addresses(api: NinjaAPI) -> list[URLPattern]:
    """Every address of an API with what its operations declare."""
    return [
        path(str(pattern.pattern), _door(pattern, list(operations)))
        for pattern, operations in _operations(api)
    ]


def _operations(api: NinjaAPI) -> Iterator[tuple[Any, list[Operation]]]:
    """A pattern for each address, of which ninja makes one for every operation, with the operations behind it."""
    for bound in api._get_bound_routers():  # noqa: SLF001  ninja shows them nowhere else
        patterns = {str(one.pattern): one for one in bound.urls_paths(bound.prefix)}
        views = bound.path_operations.values()
        yield from ((one, view.operations) for one, view in zip(patterns.values(), views, strict=True))


def _door(pattern: URLPattern, operations: list[Operation]) -> Any:
    """The view of an address, which refuses a question that nothing of it knows."""
    pages: dict[str, Page] = {}
    known: dict[str, set[str]] = {}
    for one in operations:
        declared = page_of(one.view_func)
        assert declared is not None, f"{one.view_func.__name__} says nothing of itself"
        for method in one.methods:
            pages[method] = declared
            known[method] = {
                name
                for model in one.models
                if model.__ninja_param_source__ == "query"
                for name in model.__ninja_flatten_map__
            }

    def view(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        unknown = set(request.GET) - known[str(request.method)]
        if unknown:
            return problem(HTTPStatus.BAD_REQUEST, errors=[_unknown("query", name) for name in sorted(unknown)[:MOST]])
        answer: HttpResponseBase = pattern.callback(request, *args, **kwargs)
        return answer

    return door(view, pages)  # type: ignore[arg-type]


def linked(place: str, query: Mapping[str, object], *, previous: object = None, following: object = None) -> Links:
    """The address of a list and of those beside it; filters stay, and a row's key says where a neighbour begins."""
    kept = {name: value for name, value in query.items() if value is not None}
    filters = {name: value for name, value in kept.items() if name not in {"after", "before"}}

    def to(side: str, key: object) -> str | None:
        return address(place, filters | {side: key}) if key else None

    return Links(self=address(place, kept), previous=to("before", previous), next=to("after", following))


def address(place: str, query: Mapping[str, object] | None = None) -> str:
    """A whole address within the API, such as `/v1/processing-activities`."""
    said = {name: str(value).lower() if isinstance(value, bool) else str(value) for name, value in (query or {}).items()}
    words = f"?{urlencode(said)}" if said else ""
    return f"{session().organisation.origin}/api{place}{words}"
