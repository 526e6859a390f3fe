"""The build of the assets."""

import json
import re
import time
from pathlib import Path

import pytest

from huisvrede.foundation.ui import build
from huisvrede.foundation.ui.icons import ICONS

pytestmark = pytest.mark.usefixtures("browser")


def test_a_second_build_does_nothing_and_takes_no_time() -> None:
    start = time.perf_counter()
    assert build.build() is False
    assert time.perf_counter() - start < 0.2


def test_the_style_sheet_weighs_less_than_60_kilobytes() -> None:
    assert (build.OUT / "huisvrede.css").stat().st_size < 60_000


def test_every_token_that_the_style_sheet_reads_is_set_in_it() -> None:
    sheet = (build.OUT / "huisvrede.css").read_text()
    bare = set(re.findall(r"var\((--[\w-]+)\)", sheet))
    set_here = set(re.findall(r"(--[\w-]+)\s*:", sheet))
    assert bare - set_here == set()


def test_the_sprite_holds_exactly_the_listed_icons() -> None:
    sprite = (build.OUT / "icons.svg").read_text()
    assert tuple(re.findall(r'<symbol id="([^"]+)"', sprite)) == ICONS
    assert list(ICONS) == sorted(set(ICONS))


def test_what_tests_need_is_not_served() -> None:
    served = sorted(path.name for path in build.OUT.iterdir())
    assert served == [".stamp", "fonts", "huisvrede.css", "huisvrede.js", "icons.svg", "passkey.js"]
    assert (build.WORK / "axe.min.js").is_file()


def test_the_lock_names_exact_versions_and_no_address() -> None:
    lock = (build.ASSETS / "package-lock.json").read_text()
    assert re.findall(r"https?:|resolved", lock) == []
    wanted = json.loads((build.ASSETS / "package.json").read_text())["devDependencies"]
    assert [version for version in wanted.values() if not re.fullmatch(r"\d+\.\d+\.\d+", version)] == []


def test_an_unreachable_registry_is_said_in_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("npm_config_registry", "http://127.0.0.1:9")
    monkeypatch.setenv("npm_config_cache", str(tmp_path / "cache"))
    monkeypatch.setenv("npm_config_fetch_retry_mintimeout", "1")
    with pytest.raises(build.BuildError) as refused:
        build.build(tmp_path / "out", tmp_path / "work")
    assert str(refused.value) == build.UNREACHABLE


def test_without_a_node_of_its_own_the_machine_uses_the_packaged_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    node = build.find_node()
    assert Path(node.node[0]).is_file()
    assert Path(node.npm[-1]).is_file()
