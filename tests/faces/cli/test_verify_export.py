"""An auditor's check: a file, a public key and no database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from rich.console import Console

from huisvrede.core.proof import Signer, write_export
from huisvrede.faces.cli.errors import Stop
from huisvrede.faces.cli.verify_export import run
from tests.faces.cli.shell import huisvrede, stop_of


@dataclass(frozen=True)
class Handed:
    """What an auditor was handed."""

    file: Path
    key: Path


@pytest.fixture
def handed(tmp_path: Path) -> Handed:
    signer = Signer.generate(tmp_path / "private.pem")
    found = Handed(tmp_path / "export.jsonl", tmp_path / "public.pem")
    found.key.write_bytes(signer.public_pem)
    write_export(found.file, [], {}, [], signer, datetime(2026, 11, 23, 12, tzinfo=UTC))
    return found


def checked(file: Path, key: Path) -> tuple[int, str]:
    console = Console(record=True, width=200)
    return run(file, key, console), console.export_text()


def test_a_true_export_holds(handed: Handed) -> None:
    assert checked(handed.file, handed.key) == (0, "Everything holds: chain, signatures, counts and roots.\n")


def test_the_command_needs_no_organisation_and_no_database(handed: Handed, tmp_path: Path) -> None:
    ran = huisvrede(
        "verify",
        "--export",
        str(handed.file),
        "--key",
        str(handed.key),
        HUISVREDE_VAR=str(tmp_path / "nowhere"),
    )
    assert (ran.code, ran.out) == (0, "")
    assert ran.err.strip() == "Everything holds: chain, signatures, counts and roots."
    assert not (tmp_path / "nowhere").exists()


def test_a_line_that_was_taken_away_is_found(handed: Handed) -> None:
    whole = handed.file.read_bytes().splitlines(keepends=True)
    handed.file.write_bytes(b"".join(whole[:-1]))
    code, said = checked(handed.file, handed.key)
    assert (code, said.strip() != "") == (1, True)


def test_the_key_of_another_proves_nothing(handed: Handed, tmp_path: Path) -> None:
    handed.key.write_bytes(Signer.generate(tmp_path / "other.pem").public_pem)
    assert checked(handed.file, handed.key)[0] == 1


@pytest.mark.parametrize("spoilt", ["file", "key", "words"])
def test_what_cannot_be_read_ends_with_one_sentence(handed: Handed, tmp_path: Path, spoilt: str) -> None:
    file = tmp_path / "nothing" if spoilt == "file" else handed.file
    key = tmp_path / "nothing" if spoilt == "key" else handed.key
    if spoilt == "words":
        key.write_text("not a key", encoding="utf-8")
    with pytest.raises(Stop) as stopped:
        checked(file, key)
    assert stop_of(stopped)[1] == 3
