"""Faults put into the rules on purpose: the tests of the rules find nearly all of them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from huisvrede.foundation.cluster import postgres
from tests.conftest import ROOT

COSMIC_RAY = ROOT / "build" / "mutants" / "bin"
SCORE = 0.85
RULES = {
    "periods": ("test_periods.py", "test_periods_retention.py", "test_periods_always.py"),
    "policy": ("test_policy.py",),
    "workflow": ("test_workflow.py",),
}
# Two kinds change nothing: an operator within a type, and `is` for `==` between words of which there is one.
CONFIGURATION = """
[cosmic-ray]
module-path = ["src/huisvrede/core/{module}.py"]
timeout = 60.0
excluded-modules = []
test-command = "{python} -m pytest -x -q -n 0 -p no:cacheprovider {tests}"
[cosmic-ray.distributor]
name = "local"
[cosmic-ray.filters.operators-filter]
exclude-operators = ["core/ReplaceBinaryOperator_BitOr_.*", "core/ReplaceComparisonOperator_.*_Is(Not)?"]
"""


def ray(folder: Path, *words: str) -> str:
    """One of the commands of cosmic-ray, in a copy of the project; what it prints."""
    environment = {**os.environ, "HUISVREDE_VAR": str(folder / "var")}
    ran = subprocess.run(
        [str(COSMIC_RAY / words[0]), *words[1:]],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return ran.stdout


@pytest.mark.soak
@pytest.mark.parametrize("module", RULES)
def test_a_fault_in_the_rules_is_found(tmp_path: Path, module: str) -> None:
    folder = tmp_path / "copy"
    for part in ("src", "tests", "profiles", "docs"):
        shutil.copytree(ROOT / part, folder / part)
    shutil.copy(ROOT / "pyproject.toml", folder)
    tests = " ".join(f"tests/core/{name}" for name in RULES[module])
    text = CONFIGURATION.format(module=module, python=ROOT / ".venv" / "bin" / "python", tests=tests)
    (folder / "ray.toml").write_text(text, encoding="utf-8")
    ray(folder, "cosmic-ray", "init", "ray.toml", "faults")
    ray(folder, "cr-filter-operators", "faults", "ray.toml")
    ray(folder, "cosmic-ray", "baseline", "ray.toml")
    ray(folder, "cosmic-ray", "exec", "ray.toml", "faults")
    if server := postgres.running(folder / "var"):
        server.stop()
    rows = [json.loads(line) for line in ray(folder, "cosmic-ray", "dump", "faults").splitlines()]
    tried = [(job["mutations"][0], result) for job, result in rows if result["worker_outcome"] != "skipped"]
    missed = [
        f"{fault['operator_name']} at {fault['start_pos']}"
        for fault, result in tried
        if result["test_outcome"] == "survived"
    ]
    print(*missed, sep="\n")  # noqa: T201
    assert len(tried) > 25
    assert 1 - len(missed) / len(tried) >= SCORE, missed
