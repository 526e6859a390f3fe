"""A text is there in both languages."""

from __future__ import annotations

import pytest

from huisvrede.core.texts import text


def test_a_text_is_there_in_both_languages() -> None:
    assert text({"nl": "Ja", "en": "Yes", "de": "Ja"}) == {"nl": "Ja", "en": "Yes"}


@pytest.mark.parametrize("said", ["Ja", None, {}, {"nl": "Ja"}, {"nl": "Ja", "en": ""}, {"nl": "", "en": "Yes"}, {"nl": "Ja", "en": " \n"}])
def test_half_a_text_is_none(said: object) -> None:
    with pytest.raises(ValueError, match="both nl and en"):
        text(said)
