"""A file of an operator is the application's alone, and says what is wrong with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from huisvrede.foundation.cluster.secret_files import WrongFile, read_secret, secure


def test_a_file_is_read_and_none_is_empty(tmp_path: Path) -> None:
    path = tmp_path / "one.toml"
    assert read_secret(path) == {}
    path.write_text("a = 1", encoding="utf-8")
    path.chmod(0o600)
    assert read_secret(path) == {"a": 1}


@pytest.mark.parametrize(
    ("content", "mode", "sentence"), [(b"a = 1", 0o640, "chmod 600"), (b"\xff", 0o600, "not TOML")]
)
def test_what_others_can_read_or_nobody_can_is_refused(
    tmp_path: Path, content: bytes, mode: int, sentence: str
) -> None:
    path = tmp_path / "one.toml"
    path.write_bytes(content)
    path.chmod(mode)
    with pytest.raises(WrongFile, match=r"one\.toml") as told:
        read_secret(path)
    assert sentence in str(told.value)


@pytest.mark.parametrize(
    ("address", "is_secure"),
    [
        ("https://log.example/v1/traces", True),
        ("http://127.0.0.1:4318", True),
        ("http://log.example", False),
        ("ftp://localhost", False),
        ("javascript:alert(1)", False),
        (None, False),
        ("https://", False),
        (7, False),
    ],
)
def test_what_goes_there_stays_between_the_two_of_us(address: object, is_secure: bool) -> None:
    assert secure(address) is is_secure
