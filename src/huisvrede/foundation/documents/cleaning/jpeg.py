"""A JPEG that can't be drawn anew, because it is part of a document: its remarks go, its picture stays as it is."""

from __future__ import annotations

from typing import Final

START, SCAN, END = b"\xff\xd8", 0xDA, b"\xff\xd9"
REMARKS: Final = {0xFE, *range(0xE1, 0xEE), 0xEF}
"""Comments and all that cameras and programs add (Exif with the place, XMP, thumbnails), but not the colours of APP14."""


def without_remarks(content: bytes) -> bytes:
    """The same picture without its remarks and without what stands behind it; what is no JPEG comes back as it was."""
    if not content.startswith(START):
        return content
    kept, at = [START], 2
    while at + 4 <= len(content) and content[at] == 0xFF:
        marker, length = content[at + 1], int.from_bytes(content[at + 2 : at + 4], "big")
        if marker == SCAN:
            end = content.rfind(END)
            return b"".join([*kept, content[at : end + 2 if end > at else len(content)]])
        if marker not in REMARKS:
            kept.append(content[at : at + 2 + length])
        at += 2 + length
    return content
