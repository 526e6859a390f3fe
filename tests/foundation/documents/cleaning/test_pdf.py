"""A PDF keeps its pages and loses what acts, what is attached, who made it and what was there before."""

from __future__ import annotations

import time
from io import BytesIO

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from huisvrede.foundation.documents.cleaning.pdf import rewritten
from huisvrede.foundation.documents.cleaning.unfit import Limits, Unfit
from tests.foundation.documents.brought import MARKER, archive, located, pdf, saved


def armed() -> bytes:
    """A PDF with one of everything."""
    with pikepdf.new() as made:
        made.add_blank_page()
        page = made.pages[0]
        script = made.make_indirect(Dictionary(S=Name.JavaScript, JS=MARKER.decode()))
        made.Root.OpenAction = script
        made.Root.AA = Dictionary(WC=script)
        made.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array(["x", script])))
        made.Root.AcroForm = Dictionary(Fields=Array(), XFA=made.make_stream(MARKER))
        made.attachments["kwaad.exe"] = MARKER
        with made.open_metadata() as meta:
            meta["dc:creator"] = [MARKER.decode()]
        made.docinfo["/Author"] = MARKER.decode()
        launch = Dictionary(S=Name.Launch, F="calc.exe", Next=script)
        link = Dictionary(S=Name.URI, URI="https://example.org/")
        file = Dictionary(Type=Name.Filespec, EF=Dictionary(F=made.make_stream(MARKER)))
        page.Annots = Array(
            [
                Dictionary(Subtype=Name.Link, Rect=Array([0, 0, 1, 1]), A=launch),
                Dictionary(Subtype=Name.Link, Rect=Array([0, 0, 1, 1]), A=link),
                Dictionary(Subtype=Name.FileAttachment, FS=file),
            ]
        )
        photo = made.make_stream(located())
        photo.Type, photo.Subtype, photo.Filter = Name.XObject, Name.Image, Name.DCTDecode
        page.Resources = Dictionary(XObject=Dictionary(AA=photo))
        return saved(made, compress_streams=False)


def unpacked(content: bytes) -> bytes:
    """Everything in it, in the open."""
    with pikepdf.open(BytesIO(content)) as found:
        return saved(found, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.generalized, object_stream_mode=pikepdf.ObjectStreamMode.disable)


def test_nothing_acts_is_attached_or_tells_who_made_it() -> None:
    fresh = unpacked(rewritten(armed(), Limits()))
    for word in (MARKER, b"/JavaScript", b"/Launch", b"OpenAction", b"/AA <<", b"/EF", b"/XFA", b"/Metadata", b"calc.exe", b"/Author", b"FileAttachment", b"PK\x03\x04"):
        assert word not in fresh, word
    # and a link that one presses, and a picture that happens to be called as an action is, are still there
    assert (b"https://example.org/" in fresh, b"/AA " in fresh, b"\xff\xd8" in fresh) == (True, True, True)


def test_an_archive_behind_it_is_gone() -> None:
    fresh = rewritten(pdf() + archive({"a.html": MARKER}), Limits())
    assert (MARKER in fresh, b"PK\x05\x06" in fresh) == (False, False)


@pytest.mark.parametrize("how", [{"owner": "a", "user": "b"}, {"owner": "a", "user": ""}])
def test_one_with_a_password_is_refused(how: dict[str, str]) -> None:
    with pytest.raises(Unfit, match="encrypted"):
        rewritten(pdf(encryption=pikepdf.Encryption(**how)), Limits())


def test_ten_thousand_pages_are_refused_at_once() -> None:
    many = pdf(10_000)
    began = time.monotonic()
    with pytest.raises(Unfit, match="too-many-pages"):
        rewritten(many, Limits())
    assert time.monotonic() - began < 5
    assert rewritten(pdf(3), Limits(pages=3))


@pytest.mark.parametrize("content", [b"%PDF-1.7\n", pdf()[:-40], pdf()[: len(pdf()) // 2], pdf(0)])
def test_what_is_damaged_is_refused(content: bytes) -> None:
    with pytest.raises(Unfit, match="damaged"):
        rewritten(content, Limits())
