"""What is written stays true: a decision names what holds it, a command has its line, a link leads somewhere."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer

from huisvrede.faces.cli.main import app, demo_app, keys_app
from tests.conftest import ROOT

DOCS = ROOT / "docs"
DECISIONS = sorted((DOCS / "adr").glob("*.md"))
PAGES = sorted([*DOCS.rglob("*.md"), *ROOT.glob("*.md"), *(ROOT / "profiles").glob("*.md")])
CODE, CONTRACT = re.compile(r"`([^`]+)`"), re.compile(r'contract "([^"]+)"')
LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#\s]+)(?:#[^)]*)?\)")


def holders(page: Path) -> list[str]:
    """What a decision says holds it: files, tests of files, contracts."""
    held = page.read_text(encoding="utf-8").split("**Held by:**")
    assert len(held) == 2, f"{page.name} has no line Held by"
    return [*CODE.findall(held[1]), *(f"contract {name}" for name in CONTRACT.findall(held[1]))]


def contracts() -> set[str]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return {f"contract {one['name']}" for one in settings["tool"]["importlinter"]["contracts"]}


def exists(holder: str) -> bool:
    if holder.startswith("contract "):
        return holder in contracts()
    path, _, test = holder.partition("::")
    found = list(ROOT.glob(path))
    if not test:
        return bool(found)
    names = {
        node.name
        for one in found
        for node in ast.walk(ast.parse(one.read_text()))
        if isinstance(node, ast.FunctionDef)
    }
    return test in names


def commands() -> set[str]:
    found = {
        f"huisvrede {one.name or one.callback.__name__}" for one in app.registered_commands if one.callback
    }
    for name, below in (("demo", demo_app), ("keys", keys_app)):
        found |= {f"huisvrede {name} {one.name}" for one in below.registered_commands}
    return {*found, "huisvrede demo"}


@pytest.mark.parametrize("page", DECISIONS, ids=lambda page: page.stem)
def test_each_decision_names_what_holds_it(page: Path) -> None:
    found = holders(page)
    assert found != []
    assert [holder for holder in found if not exists(holder)] == []


def test_what_is_not_there_holds_nothing() -> None:
    """The test above can fail."""
    here = "tests/architecture/test_docs.py"
    assert [exists(h) for h in (here, f"{here}::test_nothing", "tests/nothing.py", "contract Nothing")] == [
        True
    ] + [False] * 3


def test_decisions_are_numbered_without_a_gap() -> None:
    assert [int(page.name[:4]) for page in DECISIONS] == list(range(1, len(DECISIONS) + 1))


def test_the_readme_is_read_to_its_end() -> None:
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) <= 100


def test_every_command_has_its_line() -> None:
    assert sorted(lines_of_commands()) == sorted(commands())


def lines_of_commands() -> dict[str, str]:
    """Each line of the page by its command, without what follows the command's name."""
    page = (DOCS / "reference" / "commands.md").read_text(encoding="utf-8")
    lines = [line for line in page.splitlines() if line.startswith("| `huisvrede")]
    return {re.sub(r" (-o|[A-Z]).*", "", line.split("`")[1]): line for line in lines}


def parameters(name: str) -> Iterator[tuple[str, ...]]:
    """How each option and argument of a command is written."""
    found = typer.main.get_command(app)
    for word in name.split()[1:]:
        found = found.commands[word]  # type: ignore[attr-defined]
    for one in found.params:
        if one.param_type_name == "argument":
            yield (str(one.name).upper(),)
        elif one.name != "help":
            yield tuple(one.opts)


@pytest.mark.parametrize("name", sorted(commands()))
def test_every_option_stands_in_the_line_of_its_command(name: str) -> None:
    line = lines_of_commands()[name]
    words = set(re.findall(r"(?<![\w-])--?[a-z][a-z-]*|\b[A-Z]{2,}\b", line))
    assert [spelt for spelt in parameters(name) if not words & set(spelt)] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    links = LINK.findall(page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []
