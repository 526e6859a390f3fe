"""One accent colour per organisation, moved just far enough to be read on our paper (WCAG 2.2, 1.4.3)."""

import colorsys
import re
from dataclasses import dataclass

LIGHT_GROUND = "efe6d8"
"""The darkest ground that light pages put an accent on; `--sunken` of theme.css."""
DARK_GROUND = "332d29"
"""The lightest ground that dark pages put an accent on; `--raised` of theme.css."""
BY_DAY, BY_NIGHT = 4.8, 6.2
"""Ratios aimed at: WCAG asks 4.5; the rest is room for hover shades, and softer colours in the dark."""

Channels = tuple[float, float, float]


@dataclass(frozen=True)
class Accent:
    """An accent as six hexadecimal digits, for light and for dark pages."""

    light: str
    dark: str


def accents(colour: str) -> Accent:
    """Give the readable shades of `colour` (six hexadecimal digits); ValueError when it is none."""
    return Accent(
        light=_readable(colour, against=LIGHT_GROUND, ratio=BY_DAY, step=-0.01),
        dark=_readable(colour, against=DARK_GROUND, ratio=BY_NIGHT, step=0.01),
    )


def contrast(one: str, other: str) -> float:
    """Give the contrast ratio of two colours, 1 to 21, as WCAG 2.2 defines it."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _readable(colour: str, *, against: str, ratio: float, step: float) -> str:
    """Darken or lighten `colour` in steps of lightness until it can be read against `against`."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*_channels(colour))
    while contrast(colour, against) < ratio:
        lightness = min(1.0, max(0.0, lightness + step))
        colour = "".join(
            f"{round(part * 255):02x}" for part in colorsys.hls_to_rgb(hue, lightness, saturation)
        )
    return colour


def _channels(colour: str) -> Channels:
    """Give red, green and blue between 0 and 1."""
    if not re.fullmatch(r"[0-9a-fA-F]{6}", colour):
        raise ValueError("an accent colour is six hexadecimal digits, such as 275d4d")
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (0, 2, 4))
    return red, green, blue


def _luminance(colour: str) -> float:
    """Give the relative luminance of WCAG 2.2."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in _channels(colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
