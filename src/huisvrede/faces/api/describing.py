"""The description of the API that programs are made from (OpenAPI 3.1), in the language of the reader and for everybody."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from http import HTTPStatus
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as in_words
from django.utils.translation import gettext_noop as _
from ninja import NinjaAPI
from ninja.openapi import get_schema

from huisvrede.core.duration import Language
from huisvrede.core.vocabulary import Kind
from huisvrede.foundation.gates.bearing import door
from huisvrede.foundation.gates.page import Page
from huisvrede.foundation.gates.problems import KIND, SAID
from huisvrede.foundation.register.queries import version_on
from huisvrede.foundation.register.words import language
from huisvrede.foundation.walls.session import session

VERSION_HEADER: Final = {"API-Version": {"$ref": "#/components/headers/ApiVersion"}}
VERSION_TOLD: Final = _("The version of this API")
TEXT: Final = {"type": "string"}
PROBLEM: Final = {
    "title": "Problem",
    "type": "object",
    "required": ["title", "status", "detail"],
    "properties": {
        "title": TEXT,
        "status": {"type": "integer"},
        "detail": TEXT,
        "reference": TEXT,
        "errors": {
            "type": "array",
            "items": {
                "title": "Mistake",
                "type": "object",
                "required": ["in", "name", "code"],
                "properties": {"in": TEXT, "name": TEXT, "code": TEXT},
            },
        },
    },
}
"""The form of every error (RFC 9457)."""


def description(api: NinjaAPI, base: str, told: str) -> Callable[..., Any]:
    """The page that describes an API at `base`; `told` is what it is, as msgid."""

    def describe(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  Django gives it
        organisation, day = session().organisation, session().acting.day
        controller = version_on(day).organisation["controller"]
        contact = {"name": organisation.name, "email": controller["email"], "url": organisation.origin}
        whole = dict(_described(api, language()))
        whole["info"] = {**whole["info"], "title": in_words(api.title), "description": in_words(told), "contact": contact}
        whole["servers"] = [{"url": f"{organisation.origin}{base}"}]
        return JsonResponse(whole, headers={"Access-Control-Allow-Origin": "*"})

    return door(describe, {"GET": Page(kind=Kind.VISITOR, purpose="statement")})


@lru_cache(maxsize=8)
def _described(api: NinjaAPI, tongue: Language) -> dict[str, Any]:  # noqa: ARG001  one for each language
    """What is the same for every organisation."""
    whole: dict[str, Any] = get_schema(api, path_prefix="")
    for one in _operations(whole):
        one["summary"], one["description"] = in_words(one["summary"]), in_words(one["description"])
        for answer in one["responses"].values():
            answer["headers"] = VERSION_HEADER
        one["responses"] |= {str(status.value): {"$ref": f"#/components/responses/{_name(status)}"} for status in SAID}
    parts = whole["components"]
    parts["schemas"]["Problem"] = PROBLEM
    parts["headers"] = {"ApiVersion": {"description": in_words(VERSION_TOLD), "schema": TEXT}}
    parts["responses"] = {
        _name(status): {
            "description": str(title),
            "headers": VERSION_HEADER,
            "content": {KIND: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        for status, (title, _detail) in SAID.items()
    }
    return dict(whole)


def _operations(whole: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for methods in whole["paths"].values():
        yield from methods.values()


def _name(status: HTTPStatus) -> str:
    return "".join(word.capitalize() for word in status.name.split("_"))
