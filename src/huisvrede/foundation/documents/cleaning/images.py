"""Photos and pictures: drawn anew from their pixels, so that no place, camera or anything behind them comes along."""

from __future__ import annotations

from io import BytesIO
from typing import Final

from PIL import Image, ImageOps

from huisvrede.foundation.documents.cleaning.unfit import Limits, Unfit

FORMATS: Final = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
HOW: Final = {"JPEG": {"quality": 92, "subsampling": 0}, "PNG": {}, "WEBP": {"quality": 92}}
PLAIN: Final = {"JPEG": ("L", "RGB"), "PNG": ("1", "L", "LA", "RGB", "RGBA"), "WEBP": ("RGB", "RGBA")}


def redrawn(content: bytes, kind: str, limits: Limits) -> bytes:
    """The same picture, upright, with its pixels alone; Unfit for what is damaged, moves or is too large to draw."""
    form = FORMATS[kind]
    try:
        with Image.open(BytesIO(content), formats=[form]) as found:
            _can_be_drawn(found, limits)
            upright = ImageOps.exif_transpose(found)
            seen = "transparency" in found.info or "A" in found.getbands()
    except Unfit:
        raise
    except Exception:  # noqa: BLE001  a decoder raises whatever a hostile file makes it raise
        raise Unfit("damaged") from None
    if upright.mode not in PLAIN[form]:
        upright = upright.convert("RGBA" if seen and form != "JPEG" else "RGB")
    pixels = Image.frombytes(upright.mode, upright.size, upright.tobytes())
    written = BytesIO()
    pixels.save(written, form, **HOW[form])
    return written.getvalue()


def _can_be_drawn(found: Image.Image, limits: Limits) -> None:
    """By what it says of itself, before a single pixel is made."""
    if found.width * found.height > limits.pixels:
        raise Unfit("too-many-pixels")
    if getattr(found, "n_frames", 1) > 1:
        raise Unfit("moving-picture")
