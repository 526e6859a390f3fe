"""Texts are compiled when they are newer than what was compiled of them."""

from __future__ import annotations

import gettext
import os
from pathlib import Path

import pytest

from huisvrede.foundation.ui.translate import translate

PO = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "house"\nmsgstr "{house}"\n'


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "app" / "locale" / "nl" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    path.write_text(PO.format(house="huis"), encoding="utf-8")
    return path


def spoken(source: Path) -> str:
    with source.with_suffix(".mo").open("rb") as compiled:
        return gettext.GNUTranslations(compiled).gettext("house")


def test_every_catalogue_is_compiled_once(tmp_path: Path, source: Path) -> None:
    assert translate(tmp_path) == [source.with_suffix(".mo")]
    assert spoken(source) == "huis"
    assert translate(tmp_path) == []


def test_a_changed_text_is_compiled_anew(tmp_path: Path, source: Path) -> None:
    translate(tmp_path)
    source.write_text(PO.format(house="huisje"), encoding="utf-8")
    later = source.with_suffix(".mo").stat().st_mtime + 1
    os.utime(source, (later, later))
    assert translate(tmp_path) == [source.with_suffix(".mo")]
    assert spoken(source) == "huisje"


def test_nothing_half_written_is_left(tmp_path: Path, source: Path) -> None:
    translate(tmp_path)
    assert {path.name for path in source.parent.iterdir()} == {"django.po", "django.mo"}


def test_a_catalogue_that_is_spoilt_is_an_error(tmp_path: Path, source: Path) -> None:
    source.write_bytes(
        b'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "x"\nmsgstr "\xff"\n'
    )
    with pytest.raises(UnicodeDecodeError):
        translate(tmp_path)
