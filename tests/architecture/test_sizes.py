"""The budget of the house (design, §11): a file that outgrows it is split by noun, a limit raised by ADR only."""

from __future__ import annotations

import ast
from pathlib import Path
from statistics import median

from tests.conftest import ROOT

SOURCE = sorted(p for p in (ROOT / "src").rglob("*.py") if "migrations" not in p.parts)
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
NAMES_NOBODY_KNOWS = {"utils", "util", "common", "helpers", "helper", "misc", "shared"}


def percentile(values: list[int], share: float) -> int:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def statements(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Statements of a function; its docstring is free."""
    documented = ast.get_docstring(function) is not None
    return sum(isinstance(node, ast.stmt) for node in ast.walk(function)) - 1 - documented


def functions() -> list[tuple[Path, ast.FunctionDef | ast.AsyncFunctionDef]]:
    trees = [(path, ast.parse(path.read_text(encoding="utf-8"))) for path in SOURCE]
    return [(path, node) for path, tree in trees for node in ast.walk(tree) if isinstance(node, FUNCTIONS)]


def test_files_are_as_small_as_their_idea() -> None:
    lines = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in SOURCE}
    assert {str(path.relative_to(ROOT)): n for path, n in lines.items() if n > 400} == {}
    assert percentile([n for n in lines.values() if n], 0.95) <= 300


def test_functions_can_be_read_aloud() -> None:
    sizes = {
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}": statements(node) for path, node in functions()
    }
    assert {name: n for name, n in sizes.items() if n > 40} == {}
    assert median(sizes.values()) <= 6
    assert percentile(list(sizes.values()), 0.95) <= 25


def test_nothing_is_imported_inside_a_function() -> None:
    inside = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path, function in functions()
        if function.name != "ready"
        for node in ast.walk(function)
        if isinstance(node, (ast.Import, ast.ImportFrom))
    ]
    assert inside == []


def test_no_drawer_without_a_name() -> None:
    parts = {part for path in SOURCE for part in (*path.relative_to(ROOT).parts[:-1], path.stem)}
    assert parts & NAMES_NOBODY_KNOWS == set()


def test_nothing_happens_because_something_was_saved() -> None:
    """No signals of models: an act of the domain is a call."""
    words = ("post_save", "pre_save.connect", "post_delete", "pre_delete", "m2m_changed", "post_migrate")
    assert [str(path) for path in SOURCE for word in words if word in path.read_text(encoding="utf-8")] == []
