"""A text document is packed anew: the same words, no maker, and none that holds a program, another file or a bomb."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import Any

import pytest

from huisvrede.foundation.documents.cleaning.office import OPEN, WORD, kind_of, repacked
from huisvrede.foundation.documents.cleaning.unfit import Limits, Unfit
from tests.foundation.documents import brought
from tests.foundation.documents.brought import MARKER, archive, located, parts

AWAY = '<Relationships><Relationship Type="x/{0}" TargetMode="External" Target="https://example.org/"/></Relationships>'


@pytest.mark.parametrize(("made", "kind"), [(brought.WORD, WORD), (brought.TEXT, OPEN)])
def test_the_words_stay_and_the_makers_go(made: dict[str, str], kind: str) -> None:
    fresh = repacked(archive(made), kind, Limits())
    found = parts(fresh)
    assert set(found) == set(made)
    assert b"hallo" in b"".join(found.values())
    assert b"Kees" not in b"".join(found.values())
    with zipfile.ZipFile(BytesIO(fresh)) as again:
        assert {one.date_time for one in again.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert kind != OPEN or fresh[30:38] == b"mimetype"


def test_a_photo_in_it_loses_its_place_and_a_link_stays() -> None:
    more = {"word/media/image1.jpeg": located(), "word/_rels/document.xml.rels": AWAY.format("hyperlink")}
    found = parts(repacked(archive(brought.WORD | more), WORD, Limits()))
    assert MARKER not in found["word/media/image1.jpeg"]
    assert b"example.org" in found["word/_rels/document.xml.rels"]


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"word/vbaProject.bin": b"x"}, "macros"),
        ({"word/activeX/activeX1.xml": "<x/>"}, "macros"),
        ({"Basic/Standard/Module1.xml": "<x/>"}, "macros"),
        ({"[Content_Types].xml": '<T><O ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></T>'}, "macros"),
        ({"word/embeddings/sheet.xlsx": b"x"}, "passengers"),
        ({"word/_rels/settings.xml.rels": AWAY.format("attachedTemplate")}, "fetches"),
        ({"word/x.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}, "damaged"),
        ({"word/x.xml": "<a>".encode("utf-16")}, "damaged"),
        ({"word/x.xml": "<a>"}, "damaged"),
        ({"../../etc/cron.d/x": "x"}, "damaged"),
        ({"/etc/passwd": "x"}, "damaged"),
        ({"word\\..\\x": "x"}, "damaged"),
        ({"word/\u202egnp.exe": "x"}, "damaged"),
        ({"WORD/document.xml": "<x/>"}, "damaged"),
        ({"word/bomb.xml": b" " * (8 * 2**20)}, "too-large-inside"),
        ({f"word/{n}.txt": "x" for n in range(2_001)}, "too-large-inside"),
    ],
)  # fmt: skip
def test_what_it_may_not_hold_is_refused(more: dict[str, Any], code: str) -> None:
    with pytest.raises(Unfit, match=code):
        repacked(archive(brought.WORD | more), WORD, Limits())


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"META-INF/manifest.xml": '<m xmlns:a="u"><a:encryption-data/></m>'}, "encrypted"),
        ({"content.xml": '<d xmlns:x="http://www.w3.org/1999/xlink"><i x:href="https://example.org/1.png"/></d>'}, "fetches"),
        ({"Object 1/content.bin": b"x"}, "macros"),
        ({"Object 1/inside": b"x"}, "passengers"),
    ],
)  # fmt: skip
def test_the_other_kind_has_the_same_rules(more: dict[str, Any], code: str) -> None:
    with pytest.raises(Unfit, match=code):
        repacked(archive(brought.TEXT | more), OPEN, Limits())


def test_an_entry_that_lies_about_its_size_is_found() -> None:
    content = archive(brought.WORD, zipfile.ZIP_STORED)
    size = len(brought.BODY).to_bytes(4, "little")
    with pytest.raises(Unfit):
        repacked(content.replace(size, (3).to_bytes(4, "little")), WORD, Limits())


def test_any_other_archive_is_none_of_ours() -> None:
    with pytest.raises(Unfit, match="unknown"):
        kind_of(archive({"a.txt": "x"}))
    with pytest.raises(Unfit, match="damaged"):
        kind_of(b"PK\x03\x04 and no more")
