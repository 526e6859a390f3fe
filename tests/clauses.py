"""Which clauses are proven: only those whose story ran and passed in this run, part by part, in build/clauses.json."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
CLAUSES = ROOT / "docs" / "reference" / "clauses.toml"
PARTS = ROOT / "build" / "clauses"


def known() -> set[str]:
    """The keys of all clauses."""
    return {row["id"] for row in tomllib.loads(CLAUSES.read_text(encoding="utf-8"))["clause"]}


class Report:
    """Collects what passed; each test process writes its own part, the report reads them all."""

    def __init__(self) -> None:
        self.passed: dict[str, list[str]] = {}
        self.failed: set[str] = set()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[Any]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Note a passed or failed call of a test that proves a clause."""
        report = yield
        for mark in item.iter_markers("clause"):
            clause = f"{mark.args[0]} ({mark.kwargs['part']})" if "part" in mark.kwargs else str(mark.args[0])
            if report.failed:
                self.failed.add(clause)
            elif call.when == "call" and report.passed:
                self.passed.setdefault(clause, []).append(item.nodeid)
        return report

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """A mark with a clause nobody knows is a mistake in the test."""
        clauses = known()
        unknown = {
            m.args[0] for item in items for m in item.iter_markers("clause") if m.args[0] not in clauses
        }
        if unknown:
            raise pytest.UsageError(f"unknown clauses: {', '.join(sorted(unknown))}")

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Write this process's part, and in the leading process the whole."""
        worker = getattr(session.config, "workerinput", {}).get("workerid", "main")
        PARTS.mkdir(parents=True, exist_ok=True)
        part = {"passed": self.passed, "failed": sorted(self.failed)}
        (PARTS / f"{worker}.json").write_text(json.dumps(part), encoding="utf-8")
        if worker == "main":
            gather()


def gather() -> None:
    """One file: clause (part) -> the stories that passed; a clause that failed anywhere is not proven."""
    proven: dict[str, list[str]] = {}
    failed: set[str] = set()
    for path in sorted(PARTS.glob("*.json")):
        part = json.loads(path.read_text(encoding="utf-8"))
        failed |= set(part["failed"])
        for clause, stories in part["passed"].items():
            proven.setdefault(clause, []).extend(stories)
        path.unlink()
    whole = {clause: sorted(stories) for clause, stories in sorted(proven.items()) if clause not in failed}
    (PARTS.parent / "clauses.json").write_text(
        json.dumps(whole, indent=1, ensure_ascii=False), encoding="utf-8"
    )
