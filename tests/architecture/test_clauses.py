"""The requirements of docs/reference/clauses.toml: what this step promised has its story."""

from __future__ import annotations

import re

from tests.clauses import CLAUSES, known
from tests.conftest import ROOT

PROMISED = [
    "ALL-04",
    "ALL-05",
    "ALL-06",
    "ALL-07",
    "ALL-12",
    "ALL-24",
    "ALL-34",
    "ALL-35",
    "ALL-36",
    "ALL-37",
    "ALL-45",
    "COR-12",
    "COR-13",
    "COR-19",
    "COR-21",
    "COR-25",
    "COR-44",
    "COR-45",
    "SUR-13",
    "SUR-23",
    "SUR-25",
]
MARK = re.compile(r"mark\.clause\(\s*\"([A-Z]{3}-\d\d)\"")


def marked() -> set[str]:
    return {
        key
        for path in (ROOT / "tests").rglob("test_*.py")
        for key in MARK.findall(path.read_text(encoding="utf-8"))
    }


def test_every_promised_clause_has_a_story() -> None:
    assert set(PROMISED) - marked() == set()


def test_no_story_proves_a_clause_nobody_knows() -> None:
    assert marked() - known() == set()


def test_the_clauses_are_all_there() -> None:
    assert CLAUSES.exists()
    assert len(known()) == 219
