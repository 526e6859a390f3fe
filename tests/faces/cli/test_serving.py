"""What can't be served is said at once, with what to write instead; that it serves, tests/stories/test_https.py shows."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faces.cli.shell import huisvrede


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--bind", "nowhere"), "nowhere is no address"),
        (("--tls", "--plain", "nowhere", "--bind", "127.0.0.1:1"), "nowhere is no address"),
        (("--tls", "--certificate", "a.pem"), "go together"),
        (("--tls", "--certificate", "a.pem", "--key", "b.pem"), "There is no file a.pem"),
    ],
)
def test_an_address_or_a_certificate_that_is_none_is_told(
    words: tuple[str, ...], said: str, tmp_path: Path
) -> None:
    ran = huisvrede("serve", *words, HUISVREDE_VAR=str(tmp_path))
    assert ran.code == 2
    assert said in ran.err


def test_a_list_of_stolen_passwords_that_is_none_is_told(tmp_path: Path) -> None:
    ran = huisvrede("serve", HUISVREDE_VAR=str(tmp_path), HUISVREDE_BREACHED=str(tmp_path / "none"))
    assert (ran.code, "is no list of stolen passwords" in ran.err) == (2, True)


def test_a_file_of_providers_that_is_wrong_is_told(tmp_path: Path) -> None:
    (tmp_path / "secrets").mkdir()
    row = '[care]\nname = "Care"\nhost = "care.localhost"\nprofile = "care-group"\nsimulated = true\n'
    (tmp_path / "organisations.toml").write_text(row, encoding="utf-8")
    (tmp_path / "secrets" / "care.oidc.toml").touch(mode=0o600)
    ran = huisvrede("serve", HUISVREDE_VAR=str(tmp_path))
    assert (ran.code, "care.oidc.toml has no [[provider]]." in " ".join(ran.err.split())) == (2, True)
