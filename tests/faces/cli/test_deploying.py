"""`huisvrede check --deploy` names what makes an installation unfit, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings
from rich.console import Console

from huisvrede.faces.cli import deploying
from huisvrede.foundation.cluster.organisations import Organisation
from tests.conftest import as_login
from tests.faces.cli.shell import real, served

FIT: dict[str, Any] = {
    "SECURE": True,
    "LETTERBOX": False,
    "MAIL_NAMED": True,
    "EMAIL_HOST": "mail.example",
    "EMAIL_USE_TLS": True,
}


@contextmanager
def installed(folder: Path, organisation: Organisation, **changes: object) -> Iterator[None]:
    """An installation that is fit, but for these changes; the tests' own server is not (it saves syncs to disk)."""
    breached = folder / "breached"
    breached.write_text("0" * 40 + "\n")
    (folder / "secrets").mkdir(mode=0o700)
    (folder / "secrets" / "django").touch(mode=0o600)
    with (
        as_login(organisation, "worker"),
        served(folder, organisation),
        override_settings(**{**FIT, "BREACHED": str(breached), **changes}),
    ):
        yield


def found() -> tuple[int, list[str], str]:
    console = Console(record=True, width=300)
    code = deploying.run(console)
    said = console.export_text()
    return code, [line.partition(":")[0] for line in said.splitlines() if line.startswith("D")], said


@pytest.fixture
def durable(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out what the server of these tests has switched off by design."""
    kept = {name: values for name, values in deploying.QUIET.items() if name not in {"fsync", "full_page_writes"}}
    monkeypatch.setattr(deploying, "QUIET", kept)


@pytest.mark.usefixtures("durable")
def test_an_installation_for_real_people_has_nothing_to_mend(
    organisation: Organisation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HUISVREDE_ORIGIN", "https://{host}")
    with installed(tmp_path, real(organisation)):
        code, codes, said = found()
    assert (code, codes) == (0, [])
    assert "fit for the data of real people" in said


@pytest.mark.usefixtures("durable")
@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({"SECURE": False}, ["D001"]),
        ({"LETTERBOX": True}, ["D003"]),
        ({"EMAIL_USE_TLS": False}, ["D004"]),
        ({"MAIL_NAMED": False, "EMAIL_USE_TLS": False}, ["D014"]),
        ({"EMAIL_HOST": "127.0.0.1", "EMAIL_USE_TLS": False}, []),
        ({"BREACHED": ""}, ["D005"]),
        ({"BREACHED": "/nowhere"}, ["D006"]),
    ],
)
def test_what_is_set_wrongly_is_named(
    organisation: Organisation,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    changes: dict[str, object],
    codes: list[str],
) -> None:
    monkeypatch.setenv("HUISVREDE_ORIGIN", "https://{host}")
    with installed(tmp_path, real(organisation), **changes):
        assert found()[1] == codes


@pytest.mark.usefixtures("durable")
def test_links_in_mail_over_plain_http_and_a_file_that_is_open_are_named(
    organisation: Organisation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HUISVREDE_ORIGIN", "http://{host}")
    with installed(tmp_path, organisation):
        (tmp_path / "secrets" / "django").chmod(0o640)
        code, codes, said = found()
    assert (code, codes) == (1, ["D002", "D007", "D008"])
    assert f"chmod go= {tmp_path}/secrets/django" in said


def test_a_server_that_may_lose_what_it_said_was_stored_is_named(
    organisation: Organisation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HUISVREDE_ORIGIN", "https://{host}")
    with installed(tmp_path, real(organisation)):
        _code, codes, said = found()
    assert codes == ["D009", "D009"]
    assert "fsync = off; it must be on" in said


@pytest.mark.usefixtures("durable")
def test_a_login_that_may_too_much_is_named(
    organisation: Organisation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HUISVREDE_ORIGIN", "https://{host}")
    asked = "SELECT rolname FROM pg_roles WHERE rolname = current_user"
    with installed(tmp_path, real(organisation)):
        assert len(deploying._asked(real(organisation), asked)) == 1
        with as_login(organisation, "backup"):
            assert [code for code, _sentence in deploying._login(organisation)] == ["D013"]
