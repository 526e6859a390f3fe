"""What is installed is pinned and proved by its digest, and comes from wherever the machine gets its packages."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.conftest import ROOT

PYTHON = sorted((ROOT / "requirements").glob("*.lock"))
NODE = sorted(p for p in (ROOT / "src").rglob("package-lock.json") if "node_modules" not in p.parts)
HOST = re.compile(
    r"\w+://|\b[\w-]+(?:\.[\w-]+)*\.(?:org|com|io|net|dev)\b|--(?:extra-)?index-url|--find-links",
    re.IGNORECASE,
)
PINNED = re.compile(r"[A-Za-z0-9_.\[\],-]+==\S+(?: ; .+)? \\")


def lines(lock: Path) -> list[str]:
    """What pip reads: the remarks say where a package was asked for."""
    return [
        line
        for line in lock.read_text(encoding="utf-8").splitlines()
        if line and not line.lstrip().startswith("#")
    ]


def test_there_are_locks() -> None:
    assert {lock.name for lock in PYTHON} == {"base.lock", "dev.lock", "mutants.lock", "uv.lock"}
    assert len(NODE) == 1


@pytest.mark.parametrize("lock", [*PYTHON, *NODE], ids=lambda lock: lock.name)
def test_no_lock_names_a_host(lock: Path) -> None:
    assert HOST.findall(lock.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("lock", PYTHON, ids=lambda lock: lock.name)
def test_every_python_package_is_pinned_with_digests(lock: Path) -> None:
    packages = [line for line in lines(lock) if not line.startswith(" ")]
    assert [line for line in packages if not PINNED.fullmatch(line)] == []
    digests = [line for line in lines(lock) if line.startswith(" ")]
    assert [
        line for line in digests if not re.fullmatch(r"    --hash=sha256:[0-9a-f]{64}(?: \\)?", line)
    ] == []


@pytest.mark.parametrize("lock", NODE, ids=lambda lock: lock.name)
def test_every_node_package_is_pinned_with_a_digest(lock: Path) -> None:
    packages = json.loads(lock.read_text(encoding="utf-8"))["packages"]
    loose = [
        name for name, one in packages.items() if name and not one.get("integrity", "").startswith("sha512-")
    ]
    assert (loose, len(packages) > 1) == ([], True)


def test_what_the_tests_install_holds_what_runs() -> None:
    """Tests of other versions than those that run would prove nothing."""
    base, dev = (
        {line.split(" ")[0] for line in lines(ROOT / "requirements" / f"{n}.lock") if "==" in line}
        for n in ("base", "dev")
    )
    assert base - dev == set()
