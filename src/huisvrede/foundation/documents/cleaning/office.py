"""Text documents of Word and OpenDocument: the archive packed anew, without makers, macros, passengers or ties."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Final
from xml.etree import ElementTree as ET

from huisvrede.foundation.documents.cleaning.images import redrawn
from huisvrede.foundation.documents.cleaning.unfit import Limits, Unfit

WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
OPEN: Final = "application/vnd.oasis.opendocument.text"
LONG_AGO: Final = (1980, 1, 1, 0, 0, 0)
SAFE: Final = re.compile(r"(?!/)(?!.*(?:^|/)\.\.?(?:/|$))[A-Za-z0-9 _.,()\[\]/+@~=-]{1,200}")
MACROS: Final = re.compile(
    r"vbaproject|vbadata|(?:^|/)(?:basic|scripts)/|activex|\.(?:bin|js|vbs|exe|dll|jar|class)$", re.IGNORECASE
)
PASSENGER: Final = re.compile(r"(?:^|/)(?:embeddings|object [^/]*|objectreplacements|customxml)/", re.IGNORECASE)
HARMLESS: Final = re.compile(r"(?:^|/)(?:printersettings[^/]*\.bin)$", re.IGNORECASE)
PICTURES: Final = ((b"\xff\xd8\xff", "image/jpeg"), (b"\x89PNG\r\n\x1a\n", "image/png"))
MARKUP: Final = (".xml", ".rels", ".rdf")
NOTHING: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
CORE: Final = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
EXTENDED: Final = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
CUSTOM: Final = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
META: Final = (
    '<office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:version="1.2">'
    "<office:meta/></office:document-meta>"
)
EMPTIED: Final = {
    "docProps/core.xml": f'{NOTHING}<coreProperties xmlns="{CORE}"/>',
    "docProps/app.xml": f'{NOTHING}<Properties xmlns="{EXTENDED}"/>',
    "docProps/custom.xml": f'{NOTHING}<Properties xmlns="{CUSTOM}"/>',
    "meta.xml": f"{NOTHING}{META}",
}
"""What tells who made it, when, with what and for whom: still there, since other parts name it, with nothing in it."""
MAKERS: Final = (
    (re.compile(r'(\bw\w*:(?:author|initials|userId|providerId|date|dateUtc)=)("[^"]*"|\'[^\']*\')'), r'\1""'),
    (re.compile(r"(<(?:dc:creator|dc:date|meta:creator-initials|loext:sender-initials)>)[^<]*"), r"\1"),
)
"""Who wrote which remark, and when. A date that is empty is left out below, since readers want none or a right one."""
NO_DATE: Final = re.compile(r' w\w*:(?:date|dateUtc)=""')
ADDRESS: Final = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)
LINK: Final = "{http://www.w3.org/1999/xlink}href"


def repacked(content: bytes, kind: str, limits: Limits) -> bytes:
    """The same text; Unfit for an archive that is no such document, or holds more than one should."""
    written = BytesIO()
    try:
        with zipfile.ZipFile(BytesIO(content)) as found, zipfile.ZipFile(written, "w") as fresh:
            for name, part in _parts(found, limits):
                how = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
                fresh.writestr(zipfile.ZipInfo(name, LONG_AGO), _cleaned(name, part, limits), how)
    except Unfit:
        raise
    except Exception:  # noqa: BLE001  an archive that is made to break its reader raises whatever it likes
        raise Unfit("damaged") from None
    if kind_of(written.getvalue()) != kind:
        raise Unfit("damaged")
    return written.getvalue()


def kind_of(content: bytes) -> str:
    """Which of both it is, by what its own first parts say; Unfit for any other archive."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as found:
            names = set(found.namelist())
            small = "mimetype" in names and found.getinfo("mimetype").file_size == len(OPEN)
            if small and found.read("mimetype") == OPEN.encode():
                return OPEN
            if {"[Content_Types].xml", "word/document.xml"} <= names:
                return WORD
    except Exception:  # noqa: BLE001  as above
        raise Unfit("damaged") from None
    raise Unfit("unknown")


def _parts(found: zipfile.ZipFile, limits: Limits) -> Iterator[tuple[str, bytes]]:
    """Each part that is no folder, once its name and size are known to be as they should."""
    entries = [one for one in found.infolist() if not one.is_dir()]
    names = [one.filename.casefold() for one in entries]
    if len(entries) > limits.entries or sum(one.file_size for one in entries) > limits.unpacked:
        raise Unfit("too-large-inside")
    if len(set(names)) < len(names):
        raise Unfit("damaged")
    for one in entries:
        _fits(one, limits)
    for one in entries:
        with found.open(one) as part:
            held = part.read(one.file_size + 1)
        if len(held) != one.file_size:
            raise Unfit("too-large-inside")
        yield one.filename, held


def _fits(one: zipfile.ZipInfo, limits: Limits) -> None:
    if not SAFE.fullmatch(one.filename) or one.orig_filename != one.filename:
        raise Unfit("damaged")
    if one.flag_bits & 0x1:
        raise Unfit("encrypted")
    if one.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise Unfit("damaged")
    if one.file_size > 2**20 and one.file_size > limits.ratio * max(one.compress_size, 1):
        raise Unfit("too-large-inside")
    if MACROS.search(one.filename) and not HARMLESS.search(one.filename):
        raise Unfit("macros")


def _cleaned(name: str, part: bytes, limits: Limits) -> bytes:
    if name in EMPTIED:
        return EMPTIED[name].encode()
    if PASSENGER.search(name) and not name.lower().endswith(MARKUP):
        raise Unfit("passengers")
    for start, kind in PICTURES:
        if part.startswith(start):
            return redrawn(part, kind, limits)
    return _markup(name, part) if name.lower().endswith(MARKUP) else part


def _markup(name: str, part: bytes) -> bytes:
    """What is written: no entities, nothing fetched from elsewhere but where a reader presses a link, no makers."""
    try:
        text = part.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unfit("damaged") from None
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise Unfit("damaged")
    tree = ET.fromstring(text)  # noqa: S314  without a DOCTYPE there is nothing to expand or to fetch
    _stays_inside(name, tree)
    for maker, instead in MAKERS:
        text = maker.sub(instead, text)
    return NO_DATE.sub("", text).encode()


def _stays_inside(name: str, tree: ET.Element) -> None:
    for one in tree.iter():
        if name.endswith(".rels"):
            away = one.get("TargetMode") == "External" and not one.get("Type", "").endswith("/hyperlink")
        elif name == "[Content_Types].xml":
            if "macro" in one.get("ContentType", "").lower():
                raise Unfit("macros")
            continue
        elif name == "META-INF/manifest.xml":
            if one.tag.endswith("}encryption-data"):
                raise Unfit("encrypted")
            continue
        else:
            away = bool(ADDRESS.match(one.get(LINK, ""))) and not one.tag.endswith("}a")
        if away:
            raise Unfit("fetches")
