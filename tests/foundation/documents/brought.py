"""Files that people bring, good and bad, made here."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from io import BytesIO
from typing import Any

import pikepdf
from PIL import Image

from huisvrede.foundation.documents.cleaning.office import OPEN

MARKER = b"Grutmarker"
TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
BODY = '<w:document xmlns:w="x"><w:ins w:author="Kees" w:date="2024-01-01T00:00:00Z"><w:t>hallo</w:t></w:ins></w:document>'
WORD = {"[Content_Types].xml": TYPES, "word/document.xml": BODY, "docProps/core.xml": "<c>Kees</c>"}
TEXT = {
    "mimetype": OPEN,
    "content.xml": '<d xmlns:dc="x"><dc:creator>Kees</dc:creator><p>hallo</p></d>',
    "meta.xml": "<m>Kees</m>",
    "META-INF/manifest.xml": "<m/>",
}


def archive(parts: Mapping[str, Any], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    written = BytesIO()
    with zipfile.ZipFile(written, "w", how) as fresh:
        for name, part in parts.items():
            fresh.writestr(name, part)
    return written.getvalue()


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(content)) as found:
        return {name: found.read(name) for name in found.namelist()}


def picture(form: str = "JPEG", size: tuple[int, int] = (8, 4), mode: str = "RGB", **how: Any) -> bytes:
    written = BytesIO()
    Image.new(mode, size).save(written, form, **how)
    return written.getvalue()


def located() -> bytes:
    """A photo that says where it was made, lies on its side and has something behind it."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Grutmarker"
    exif.get_ifd(0x8825)[1] = "N"
    return picture(exif=exif, comment=MARKER) + archive({"a.html": "<script>1</script>"})


def pdf(pages: int = 1, **how: Any) -> bytes:
    with pikepdf.new() as made:
        for _ in range(pages):
            made.add_blank_page()
        return saved(made, **how)


def saved(made: pikepdf.Pdf, **how: Any) -> bytes:
    written = BytesIO()
    made.save(written, **how)
    return written.getvalue()
