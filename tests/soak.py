"""`make soak`: what takes too long for each change, and how it ended the last time, in docs/reference/soak.md.

python -m tests.soak          every part
python -m tests.soak nights   the parts that are named
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "reference" / "soak.md"
OUT = ROOT / "build" / "soak"


@dataclass(frozen=True)
class Part:
    """One run of tests: what it proves, and what pytest is asked for."""

    proves: str
    words: tuple[str, ...]
    server: str = "embedded"
    environment: Mapping[str, str] = field(default_factory=dict)


PARTS = {
    "nights": Part(
        "A night run killed by `kill -9` at 200 random moments: each row that went has one line, "
        "certificates count what they certify, and the chain verifies after each",
        ("-m", "soak", "tests/foundation/disposal"),
    ),
    "vault": Part(
        "Files that get a sealed number and go, killed by `kill -9` at 200 random moments between the commits of vault and main: "
        "no row without a key, no key without a row after a day, no certificate too many",
        ("-m", "soak", "tests/foundation/vault"),
    ),
    "faults": Part(
        "The database gone for ten seconds under a web server and a worker, which then go on by themselves",
        ("-m", "soak", "tests/stories/test_faults.py"),
    ),
    "input": Part(
        "Every page, field and parameter with every hostile value, as everybody of the cast in both organisations",
        ("-m", "soak", "tests/stories/test_hostile_input.py"),
    ),
    "pages": Part(
        "Every page that opens for anybody in a browser: on a phone and a desk, light, dark and with more contrast, with all "
        "details open and with the fields of each form left empty; axe finds nothing and nothing runs off the screen",
        ("-m", "soak", "tests/stories/test_every_page.py"),
    ),
    "mutants": Part(
        "Faults put one by one into periods, policy and workflow: the tests of the core find at least 85 of each hundred",
        ("-m", "soak", "tests/architecture/test_mutants.py"),
    ),
    "postgresql-15": Part(
        "Walls, policy, destruction and cases on the oldest server that is served",
        ("tests/foundation/walls", "tests/policy", "tests/foundation/disposal", "tests/foundation/cases"),
        server="PostgreSQL 15",
        environment={"HUISVREDE_PG_BIN": os.environ.get("HUISVREDE_PG15", "/usr/lib/postgresql/15/bin")},
    ),
}


@dataclass(frozen=True)
class Result:
    """How a part ended."""

    tests: int
    failed: int
    minutes: float


def run(name: str) -> Result:
    """One part on a server of its own; what pytest says goes to the screen."""
    part, report, began = PARTS[name], OUT / f"{name}.xml", time.monotonic()
    report.unlink(missing_ok=True)
    variables = {
        **os.environ,
        **part.environment,
        "HUISVREDE_VAR": str(OUT / f"var-{part.server.split()[-1]}"),
    }
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-n",
        "2",
        "--dist",
        "loadgroup",
        "-q",
        f"--junitxml={report}",
        *part.words,
    ]
    ended = subprocess.run(command, cwd=ROOT, env=variables, check=False).returncode
    counted = ET.parse(report).getroot().iter("testsuite") if report.exists() else iter(())
    tests, failed = 0, 0
    for suite in counted:
        tests += int(suite.attrib["tests"])
        failed += int(suite.attrib["failures"]) + int(suite.attrib["errors"])
    return Result(tests, failed or int(ended != 0), (time.monotonic() - began) / 60)


def page(results: Mapping[str, Result]) -> str:
    """The page about this run."""
    right = all(one.failed == 0 for one in results.values())
    rows = [
        f"| {name} | {PARTS[name].proves} | {PARTS[name].server} | {one.tests} | {'passed' if not one.failed else f'**{one.failed} failed**'} | {one.minutes:.1f} |"
        for name, one in results.items()
    ]
    return "\n".join(
        [
            "# Soak: what is proved each night",
            "",
            "Written by `make soak`, over what stood here before. Parts that were not asked for are not here.",
            "",
            f"* **Result** {'everything passed' if right else 'not everything passed'}",
            f"* **When** {datetime.now(UTC):%Y-%m-%d %H:%M} UTC, at {_said('git', 'describe', '--always', '--dirty')}",
            f"* **Machine** {_processor()}, {os.cpu_count()} cores, load {os.getloadavg()[2]:.0f} over the last quarter; {platform.system()} {platform.release()}, Python {platform.python_version()}",
            "",
            "| part | what it proves | server | tests | result | minutes |",
            "|---|---|---|---:|---|---:|",
            *rows,
            "",
        ]
    )


def _processor() -> str:
    lines = (
        Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        if Path("/proc/cpuinfo").exists()
        else []
    )
    return next(
        (line.partition(":")[2].strip() for line in lines if line.startswith("model name")),
        platform.machine(),
    )


def _said(*command: str) -> str:
    return subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True).stdout.strip()


def main(names: list[str]) -> int:
    """Run the parts and write the page after each; 0 when everything passed."""
    OUT.mkdir(parents=True, exist_ok=True)
    results: dict[str, Result] = {}
    for name in names or list(PARTS):
        results[name] = run(name)
        PAGE.write_text(page(results), encoding="utf-8")
    return int(any(one.failed for one in results.values()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
