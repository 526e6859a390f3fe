"""Every word people read exists in both languages."""

from __future__ import annotations

from django.utils import translation

from huisvrede.core.vocabulary import Category, Outcome
from huisvrede.engines.rights.words import ACTIONS, CATEGORIES, OUTCOMES, STATES

SAME = {"Account"}
"""Words that are the same in both languages."""


def test_every_category_and_outcome_has_a_name() -> None:
    assert (set(CATEGORIES), set(OUTCOMES)) == (set(Category), set(Outcome))


def test_every_word_has_its_dutch() -> None:
    words = [*STATES.values(), *ACTIONS.values(), *OUTCOMES.values(), *CATEGORIES.values()]
    with translation.override("en"):
        english = [str(word) for word in words]
    with translation.override("nl"):
        same = {word for word, dutch in zip(english, map(str, words), strict=True) if word == dutch}
    assert same == SAME
