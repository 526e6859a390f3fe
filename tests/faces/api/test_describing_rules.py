"""The descriptions keep what can be checked by a machine of the NL API Design Rules; the names are those of its own linter."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

import pytest

from huisvrede.foundation.cluster.organisations import Organisation
from tests.bearing import program

Document = Mapping[str, Any]
DOCUMENTS: Final = ("/api/v1/openapi.json", "/api/ldv/v1/openapi.json")
METHODS: Final = {"get", "head", "post", "put", "patch", "delete", "options"}
CAMEL: Final = re.compile(r"[a-z]+(?:[A-Z0-9][a-z0-9]*)*")
KEBAB: Final = re.compile(r"(?:/(?:[a-z0-9]+(?:[-.][a-z0-9]+)*|\{[a-z][A-Za-z0-9]*\}))+")
LDV: Final = "dpl.core."
SEMANTIC: Final = re.compile(r"(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)")


def operations(told: Document) -> Iterator[tuple[str, Any]]:
    for place, methods in told["paths"].items():
        for method, one in methods.items():
            yield f"{method} {place}", one


def answers(told: Document) -> Iterator[tuple[str, str, Any]]:
    """Every answer of every operation, with what it refers to."""
    for name, one in operations(told):
        for status, answer in one["responses"].items():
            yield name, status, _found(told, answer)


def _found(told: Document, part: Any) -> Any:
    while "$ref" in part:
        found: Any = told
        for word in part["$ref"].removeprefix("#/").split("/"):
            found = found[word]
        part = found
    return part


def errors(told: Document) -> Iterator[str]:
    for name, status, answer in answers(told):
        if status >= "400":
            content = answer.get("content", {})
            schema = _found(told, content.get("application/problem+json", {}).get("schema", {}))
            if set(content) != {"application/problem+json"} or not {"title", "status", "detail"} <= set(schema["properties"]):
                yield f"{name} {status}"


def parameters(told: Document) -> Iterator[str]:
    for name, one in operations(told):
        for given in one.get("parameters", ()):
            if given["in"] in {"query", "path"} and not CAMEL.fullmatch(given["name"]):
                yield f"{name} {given['name']}"


def names(told: Document) -> Iterator[str]:
    """Names of fields; those of Logboek Dataverwerkingen are that standard's own."""
    for kind, form in told["components"]["schemas"].items():
        yield from (f"{kind}.{name}" for name in form.get("properties", ()) if not (CAMEL.fullmatch(name) or name.startswith(LDV)))


RULES: Final[Mapping[str, Callable[[Document], Iterator[str]]]] = {
    "openapi3": lambda told: (told["openapi"] for _ in "1" if not told["openapi"].startswith("3.")),
    "include-major-version-in-uri": lambda told: (
        one["url"] for one in told["servers"] if not re.search(r"/v[1-9]\d*$", one["url"])
    ),
    "semver": lambda told: (told["info"]["version"] for _ in "1" if not SEMANTIC.fullmatch(told["info"]["version"])),
    "info-contact-fields-exist": lambda told: (
        name for name in ("name", "email", "url") if not told["info"].get("contact", {}).get(name)
    ),
    "paths-no-trailing-slash": lambda told: (place for place in told["paths"] if place.endswith("/")),
    "paths-kebab-case": lambda told: (place for place in told["paths"] if not KEBAB.fullmatch(place.rstrip("/"))),
    "http-methods": lambda told: (name for name, _one in operations(told) if name.split()[0] not in METHODS),
    "query-keys-camel-case": parameters,
    "schema-camel-case": names,
    "missing-version-header": lambda told: (
        f"{name} {status}" for name, status, answer in answers(told) if "API-Version" not in answer.get("headers", {})
    ),
    "use-problem-schema": errors,
}


@pytest.mark.parametrize("place", DOCUMENTS)
def test_the_description_keeps_each_rule(organisation: Organisation, place: str) -> None:
    answer = program(organisation).get(place, HTTP_ORIGIN="https://elsewhere.example")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    told = answer.json()
    assert {name: list(rule(told)) for name, rule in RULES.items()} == {name: [] for name in RULES}
    assert told["servers"][0]["url"] == f"{organisation.origin}{place.removesuffix('/openapi.json')}"


def test_each_rule_finds_what_breaks_it() -> None:
    answer = {"description": "", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Wrong"}}}}
    operation = {"parameters": [{"in": "query", "name": "on_day"}], "responses": {"400": answer}}
    told = {
        "openapi": "2.0",
        "info": {"version": "1", "contact": {"name": "Somebody"}},
        "servers": [{"url": "https://here.example/api"}],
        "paths": {"/processingActivities/": {"trace": operation}},
        "components": {"schemas": {"Wrong": {"properties": {"legal_basis": {}}}}},
    }
    assert {name: bool(list(rule(told))) for name, rule in RULES.items()} == dict.fromkeys(RULES, True)
