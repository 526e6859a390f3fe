"""No document of an archive is kept while it is read: neither a tag without an end nor a long list."""

import io
import zipfile
from xml.parsers import expat

import pytest

from huisvrede.core.tables import archive
from huisvrede.core.tables.archive import parsed, tags
from huisvrede.core.tables.sheet import TableError


def packed(document: bytes) -> zipfile.ZipFile:
    """An archive with one document."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("x.xml", document)
    return zipfile.ZipFile(file)


def test_a_tag_without_an_end_is_not_kept() -> None:
    long = b'<a b="' + b" " * (archive.LONGEST * 3)
    with pytest.raises(TableError) as caught:
        list(parsed(packed(long), "x.xml", expat.ParserCreate()))
    assert caught.value.code == "unsafe-archive"


def test_a_long_text_comes_in_parts() -> None:
    parser, lengths = expat.ParserCreate(), list[int]()
    parser.CharacterDataHandler = lambda text: lengths.append(len(text))
    letters = archive.LONGEST * 3
    parts = list(parsed(packed(b"<a>" + b"x" * letters + b"</a>"), "x.xml", parser))
    assert (sum(lengths), max(lengths) <= archive.PART, len(parts) > 3) == (letters, True, True)


def test_a_list_is_told_tag_by_tag_and_never_a_huge_one() -> None:
    found: list[str] = []
    tags(packed(b"<x:a xmlns:x='m'><x:b c='1'/></x:a>"), "x.xml", lambda name, _: found.append(name))
    assert found == ["a", "b"]
    with pytest.raises(TableError) as caught:
        tags(packed(b"<a>" + b" " * 20_000_000 + b"</a>"), "x.xml", lambda name, _: found.append(name))
    assert caught.value.code == "unsafe-archive"
