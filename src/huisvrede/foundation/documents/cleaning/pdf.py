"""PDF: written anew from its pages, without what runs, what is attached, what was there before and who made it."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any, Final

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from huisvrede.foundation.documents.cleaning.jpeg import without_remarks
from huisvrede.foundation.documents.cleaning.unfit import Limits, Unfit

KEPT: Final = {"/Type", "/Pages", "/PageLabels", "/Lang", "/MarkInfo", "/StructTreeRoot", "/AcroForm", "/OCProperties"} | {
    "/Outlines",
    "/Dests",
    "/ViewerPreferences",
}
"""What a document as a whole may have: how it is read and found, nothing that acts."""
ACTS: Final = {
    "/JavaScript",
    "/Launch",
    "/GoToR",
    "/GoToE",
    "/SubmitForm",
    "/ImportData",
    "/ResetForm",
    "/Rendition",
    "/Movie",
    "/Sound",
    "/RichMediaExecute",
    "/GoTo3DView",
    "/Hide",
    "/SetOCGState",
    "/Thread",
    "/Trans",
    "/Named",
}
"""Actions that do something else than leading to a page or, when it is pressed, to an address."""
CARRIES: Final = {"/FileAttachment", "/RichMedia", "/Screen", "/Movie", "/Sound", "/3D"}
"""Annotations that bring a file of their own."""
DROPPED: Final = ("/AA", "/JS", "/EF", "/Metadata", "/PieceInfo", "/AF", "/XFA", "/OpenAction", "/RichMediaContent")
MEMORY: Final = 256 * 2**20


def rewritten(content: bytes, limits: Limits) -> bytes:
    """The same pages; Unfit for what is encrypted, damaged, or has too many of them."""
    pikepdf.settings.set_qpdf_limits(flate_max_memory=MEMORY, run_length_max_memory=MEMORY, doc_max_warnings=1000)
    try:
        with Pdf.open(BytesIO(content), attempt_recovery=False) as pdf:
            return _saved(pdf, limits)
    except pikepdf.PasswordError:
        raise Unfit("encrypted") from None
    except Unfit:
        raise
    except Exception:  # noqa: BLE001  a parser raises whatever a hostile file makes it raise
        raise Unfit("damaged") from None


def _saved(pdf: Pdf, limits: Limits) -> bytes:
    if pdf.is_encrypted:
        raise Unfit("encrypted")
    if int(pdf.Root.Pages.Count) > limits.pages or len(pdf.pages) > limits.pages:
        raise Unfit("too-many-pages")
    if not len(pdf.pages):
        raise Unfit("damaged")
    for name in set(pdf.Root.keys()) - KEPT:
        del pdf.Root[name]
    for name in {"/Info", "/ID"} & set(pdf.trailer.keys()):
        del pdf.trailer[name]
    for page in pdf.pages:
        _unburden(page.obj)
    for found in pdf.objects:
        for one in _dictionaries(found, 0):
            _disarm(one)
    written = BytesIO()
    pdf.save(
        written,
        compress_streams=True,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        recompress_flate=False,
        deterministic_id=True,
        fix_metadata_version=False,
    )
    return written.getvalue()


def _unburden(page: Dictionary) -> None:
    """A page keeps the annotations that bring nothing along."""
    found = page.get("/Annots")
    if isinstance(found, Array):
        kept = [one for one in found if isinstance(one, Dictionary) and str(one.get("/Subtype")) not in CARRIES]
        page.Annots = Array(kept)


def _dictionaries(found: Any, depth: int) -> Iterator[Object]:
    """An object and what stands in it directly; what it points to is an object of its own."""
    if depth > 50 or not isinstance(found, Object) or (depth and found.is_indirect):
        return
    if isinstance(found, Dictionary | Stream):
        yield found
        for name in list(found.keys()):
            yield from _dictionaries(found.get(name), depth + 1)
    elif isinstance(found, Array):
        for item in list(found):
            yield from _dictionaries(item, depth + 1)


def _disarm(one: Object) -> None:
    """Take from a dictionary what acts, is attached or tells who made it, and from a photo what it says of itself."""
    if str(one.get("/S")) in ACTS:
        for name in list(one.keys()):
            del one[name]
    for name in DROPPED:
        if name in one and not _is_a_font(one[name]):
            del one[name]
    if isinstance(one, Stream) and one.get("/Filter") in (Name.DCTDecode, Array([Name.DCTDecode])):
        one.write(without_remarks(one.read_raw_bytes()), filter=Name.DCTDecode)


def _is_a_font(value: Any) -> bool:
    """Fonts and pictures are called by names of the maker's choice, and one may be called as an action is."""
    return isinstance(value, Dictionary | Stream) and str(value.get("/Type")) in {"/Font", "/XObject"}
