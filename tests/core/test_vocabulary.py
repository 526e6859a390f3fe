"""The words of the GDPR: each once, and none that the law doesn't know."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huisvrede.core.vocabulary import Category, Kind, LegalBasis, Outcome, Purpose, Reach

WORDS = (Category, Kind, LegalBasis, Outcome, Purpose, Reach)
KNOWN = {word.value for words in WORDS for word in words}


def test_article_6_has_six_legal_bases() -> None:
    assert [basis.value for basis in LegalBasis] == [
        "consent",
        "contract",
        "legal-obligation",
        "vital-interest",
        "public-task",
        "legitimate-interest",
    ]


def test_what_articles_9_10_and_87_protect_is_special() -> None:
    assert {c for c in Category if c.special} == {
        Category.HEALTH,
        Category.CRIMINAL,
        Category.IDENTIFICATION_NUMBER,
    }


def test_a_restricted_person_is_shown_for_what_article_18_2_names() -> None:
    assert set(Purpose) == {"rights", "legal-claim", "protect-others"}


def test_kinds_are_the_roles_of_the_database() -> None:
    assert {f"hv_{kind}" for kind in Kind} == {
        "hv_staff",
        "hv_subject",
        "hv_party",
        "hv_visitor",
        "hv_system",
    }


@pytest.mark.parametrize("words", WORDS)
def test_words_are_written_as_policies_write_them(words: type[Category]) -> None:
    assert [w for w in words if w != w.lower() or "_" in w or " " in w] == []


@pytest.mark.parametrize("words", WORDS)
@given(word=st.text().filter(lambda text: text not in KNOWN))
def test_a_word_nobody_knows_fails_when_it_is_read(words: type[Category], word: str) -> None:
    with pytest.raises(ValueError, match="is not a valid"):
        words(word)
