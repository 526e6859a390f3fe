"""The command line as people and cron use it: another process, its exit code, what it prints."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from django.test import override_settings

from huisvrede.foundation.cluster.organisations import Organisation, write
from tests.conftest import ROOT

RUN = "from huisvrede.faces.cli.main import main; main()"


@dataclass(frozen=True)
class Ran:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        """Standard output by line."""
        return self.out.splitlines()


def huisvrede(*words: str, **environment: str) -> Ran:
    """Run a command."""
    ran = subprocess.run(
        [sys.executable, "-c", RUN, *words],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "COLUMNS": "100", "NO_COLOR": "1", **environment},
        timeout=120,
    )
    return Ran(ran.returncode, ran.stdout, ran.stderr)


@contextmanager
def served(folder: Path, *organisations: Organisation) -> Iterator[None]:
    """Within: these are the organisations of this installation, as a command in this process chooses them."""
    write(folder, {one.key: one for one in organisations})
    with override_settings(VAR=folder, LOGIN="worker"):
        yield


def real(organisation: Organisation) -> Organisation:
    """The same house, and no game."""
    return replace(organisation, simulated=False)


def stop_of(raised: pytest.ExceptionInfo[BaseException]) -> tuple[str, int]:
    """The sentence and the exit code."""
    return str(raised.value), raised.value.code  # type: ignore[attr-defined]
