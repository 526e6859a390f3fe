"""The disk of the database is full: nothing is half done, a sentence says why, and with room everything goes on."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

SIZE = "420m"
"""Room for a server with its two templates and little more."""
STORY = (
    'mount -t tmpfs -o mode=0700,size="$2" tmpfs "$1" && HUISVREDE_VAR="$1" exec "$3" -m pytest -q -n 0 -p no:cacheprovider '
    "tests/small_disk.py"
)


@pytest.mark.slow
def test_a_full_disk_undoes_and_loses_nothing(tmp_path: Path) -> None:
    """In a mount namespace of its own, as root and as anybody: nobody else sees that disk."""
    apart = ["unshare", "-m"] if os.geteuid() == 0 else ["unshare", "-Urm"]
    command = [*apart, "sh", "-c", STORY, "sh", str(tmp_path), SIZE, sys.executable]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
