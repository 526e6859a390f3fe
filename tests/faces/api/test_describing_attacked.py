"""Schemathesis sends what the description of the API promises and what it forbids; a client made of it works as it is."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from itertools import count
from pathlib import Path
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode

from huisvrede.config.wsgi import application
from huisvrede.foundation.cluster.organisations import Organisation
from tests.asking import asked
from tests.bearing import key_of, program
from tests.browsing import signed_in
from tests.cast import member

Copies = Callable[..., AbstractContextManager[Organisation]]
EXAMPLES = 6
DOCUMENT, LOG = "/api/v1/openapi.json", "/api/ldv/v1/openapi.json"
NUMBERS = count(1)


@pytest.fixture(scope="module")
def house(copies: Copies) -> Iterator[Organisation]:
    with copies("allocation-service") as one:
        asked(one, "tariq")
        signed_in(one, "bram").get(f"/werk/woningzoekenden/{member('tariq').file}/")
        yield one


def from_everywhere(environment: dict[str, Any], begin: Callable[..., Any]) -> Any:
    """The application, asked from another address each time: wrong keys of one address are soon not looked at any more."""
    environment["REMOTE_ADDR"] = f"2001:db8::{next(NUMBERS):x}"
    return application(environment, begin)


@pytest.mark.slow
@pytest.mark.parametrize(("who", "document"), [("petra", DOCUMENT), ("tariq", DOCUMENT), ("petra", LOG)])
def test_what_is_promised_holds_whatever_is_sent(house: Organisation, who: str, document: str) -> None:
    head = {"Host": house.host, "Authorization": f"Bearer {key_of(house, who)}"}
    schema = schemathesis.openapi.from_wsgi(document, from_everywhere, headers=head)
    for found in schema.get_all_operations():
        operation = found.ok()
        for mode in GenerationMode:

            @given(case=operation.as_strategy(generation_mode=mode))
            @settings(
                max_examples=EXAMPLES,
                database=None,
                deadline=None,
                derandomize=True,
                phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
            )
            def attacked(case: schemathesis.Case) -> None:
                case.call_and_validate(headers=head)

            attacked()


@pytest.mark.slow
def test_a_client_made_of_the_description_works_as_it_is(house: Organisation, tmp_path: Path) -> None:
    """Generated as anybody would, and asked without a change to it."""
    document, config, made = (tmp_path / name for name in ("openapi.json", "config.json", "made"))
    document.write_bytes(program(house).get(DOCUMENT).content)
    config.write_text(json.dumps({"post_hooks": [], "package_name_override": "made_client"}))
    command = [sys.executable, "-m", "openapi_python_client", "generate", "--path", str(document), "--config", str(config)]
    ran = subprocess.run([*command, "--output-path", str(made), "--fail-on-warning"], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(made))
        package = importlib.import_module("made_client")
        register = importlib.import_module("made_client.api.register")
        listed = importlib.import_module(f"{register.__name__}.list_processing_activities")
        single = importlib.import_module(f"{register.__name__}.get_processing_activity")
        asking = importlib.import_module("made_client.api.requests.create_own_request")
        bodies = importlib.import_module("made_client.models")
        petra, sanne = (
            package.AuthenticatedClient(base_url="http://x/api/v1", token=key_of(house, name)).set_httpx_client(
                httpx.Client(
                    base_url=f"http://{house.host}/api/v1",
                    transport=httpx.WSGITransport(app=from_everywhere),  # type: ignore[arg-type]
                    headers={"Authorization": f"Bearer {key_of(house, name)}"},
                )
            )
            for name in ("petra", "sanne")
        )
        part = listed.sync(client=petra, size=2)
        assert (len(part.activities), part.count > 2) == (2, True)
        assert single.sync(client=petra, key=part.activities[0].key).name == part.activities[0].name
        assert single.sync(client=petra, key="nothing").status == 404
        answer = asking.sync_detailed(client=sanne, body=bodies.NewRequest(wording="Made by a program"))
        assert (answer.status_code, answer.parsed.wording) == (201, "Made by a program")
