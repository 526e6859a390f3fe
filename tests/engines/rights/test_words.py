"""Every word people read exists in both languages."""

from __future__ import annotations

from django.utils import translation

from huisvrede.core.vocabulary import Outcome
from huisvrede.engines.rights.words import ACTIONS, OUTCOMES, STATES


def test_every_outcome_has_a_name() -> None:
    assert set(OUTCOMES) == set(Outcome)


def test_every_word_has_its_dutch() -> None:
    words = [*STATES.values(), *ACTIONS.values(), *OUTCOMES.values()]
    with translation.override("en"):
        english = [str(word) for word in words]
    with translation.override("nl"):
        same = {word for word, dutch in zip(english, map(str, words), strict=True) if word == dutch}
    assert same == set()
