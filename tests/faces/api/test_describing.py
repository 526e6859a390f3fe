"""The description of the API is for everybody, in both languages, and names every error there can be."""

from __future__ import annotations

import json

from huisvrede.foundation.cluster.organisations import Organisation
from tests.bearing import program

DOCUMENT = "/api/v1/openapi.json"


def test_the_description_is_public_and_says_whom_to_ask(organisation: Organisation) -> None:
    answer = program(organisation).get(DOCUMENT, HTTP_ORIGIN="https://elsewhere.example")
    told = answer.json()
    assert (answer.status_code, answer.headers["Access-Control-Allow-Origin"]) == (200, "*")
    assert told["servers"] == [{"url": f"{organisation.origin}/api/v1"}]
    assert set(told["info"]["contact"]) == {"name", "email", "url"}
    dutch = program(organisation).get(DOCUMENT, HTTP_ACCEPT_LANGUAGE="nl").json()
    operation = "/processing-activities"
    assert told["paths"][operation]["get"]["summary"] == "List the processing activities"
    assert dutch["paths"][operation]["get"]["summary"] == "Geef de verwerkingsactiviteiten"


def test_every_operation_names_the_version_and_each_error_as_a_problem(organisation: Organisation) -> None:
    told = program(organisation).get(DOCUMENT).json()
    operations = [one for methods in told["paths"].values() for one in methods.values()]
    assert len(operations) >= 3
    for one in operations:
        assert one["security"] == [{"Bearer": []}]
        assert {"400", "401", "403", "404", "405", "413", "429", "500"} < set(one["responses"])
        good = [answer for status, answer in one["responses"].items() if status < "300"]
        assert all("API-Version" in answer["headers"] for answer in good)
    assert {tuple(one["content"]) for one in told["components"]["responses"].values()} == {("application/problem+json",)}
    for place in told["paths"]:
        assert place == place.lower().rstrip("/"), place
    names = [one["name"] for operation in operations for one in operation["parameters"]]
    assert [name for name in names if "_" in name or "-" in name] == []
    assert json.dumps(told).isascii()
