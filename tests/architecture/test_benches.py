"""A bench that no longer fits the tables is found by the next test, and not by who needs its figures."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.conftest import ROOT, VAR


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "rows", "last"),
    [
        ("sweep", "4000", "certificate"),
        ("importing", "300", "rows/s"),
        ("exporting", "2000", "peak"),
        ("looks", "5000", "list of 50"),
        ("handing", "20", "jsonld"),
        ("api", "30", "one activity"),
    ],
)
def test_a_bench_runs_to_its_end_on_a_few_rows(name: str, rows: str, last: str) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", f"bench.{name}", rows],
        cwd=ROOT,
        env={**os.environ, "HUISVREDE_BENCH": str(VAR), "HUISVREDE_BENCH_ROWS": rows},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert last in (ran.stdout.splitlines() or [""])[-1], ran.stderr
