"""An organisation's own colour, always readable."""

import pytest
from django.http import Http404
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as some

from huisvrede.foundation.ui.accent import DARK_GROUND, LIGHT_GROUND, accents, contrast
from huisvrede.foundation.ui.views import accent

colours = some.from_regex(r"[0-9a-f]{6}", fullmatch=True)


@given(colours)
def test_every_accent_can_be_read_on_our_paper_by_day_and_by_night(colour: str) -> None:
    shades = accents(colour)
    assert contrast(shades.light, LIGHT_GROUND) >= 4.5
    assert contrast(shades.dark, DARK_GROUND) >= 4.5


@given(colours)
def test_light_text_can_be_read_on_an_accent_by_day_and_dark_text_by_night(colour: str) -> None:
    shades = accents(colour)
    assert contrast(shades.light, "fffdfa") >= 4.5
    assert contrast(shades.dark, "14110f") >= 4.5


def test_a_colour_that_reads_well_stays_as_it_is() -> None:
    assert accents("2a5f50").light == "2a5f50"


@pytest.mark.parametrize(("one", "other", "ratio"), [("000000", "ffffff", 21.0), ("ffffff", "ffffff", 1.0)])
def test_contrast_is_that_of_the_guidelines(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio)


@pytest.mark.parametrize("colour", ["", "red", "12345", "1234567", "}body{"])
def test_what_is_no_colour_is_refused(colour: str) -> None:
    with pytest.raises(ValueError, match="six hexadecimal digits"):
        accents(colour)


def test_the_style_sheet_of_an_accent_may_be_kept_for_good() -> None:
    answer = accent(RequestFactory().get("/"), "2a5f50")
    assert answer.content.startswith(b":root{--accent-light:#2a5f50;--accent-dark:#")
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"


def test_the_style_sheet_of_no_colour_is_not_found() -> None:
    with pytest.raises(Http404):
        accent(RequestFactory().get("/"), "red")
