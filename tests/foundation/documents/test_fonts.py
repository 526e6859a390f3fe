"""Which characters our fonts show is read from the fonts themselves."""

from __future__ import annotations

from django.conf import settings

from huisvrede.foundation.documents.fonts import covered, letters, printable

FONTS = settings.BUILD / "fonts"


def test_a_font_covers_what_it_has_a_glyph_for_and_no_more() -> None:
    atkinson = covered(FONTS / "AtkinsonHyperlegibleNext_400Regular.ttf")
    assert [sign in atkinson for sign in map(ord, "aéşžẞ€Жل😀漢")] == [True] * 6 + [False] * 4


def test_characters_beyond_the_first_plane_are_read_too() -> None:
    assert ord("😀") in covered(FONTS / "NotoEmoji_400Regular.ttf")


def test_text_keeps_what_shows_and_marks_what_does_not() -> None:
    shown = "é ل Ж 😀 漢 \x00 \u202e \ud800\n\t.\r".translate(printable(FONTS))
    assert shown == "é ل Ж 😀 \ufffd \ufffd \ufffd \ufffd\n ."


def test_letters_are_those_the_first_font_has_whole() -> None:
    own = letters(FONTS)
    assert [f"\\x{{{ord(letter):x}}}" in own for letter in "aéễĥ\u0302"] == [True, True, False, False, False]
