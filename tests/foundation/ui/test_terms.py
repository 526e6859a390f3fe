"""Words of the law: one file, in both languages, in step with the glossary and with every page that names one."""

from __future__ import annotations

import re

from django.utils.translation import override

from huisvrede.foundation.ui.build import PAGES
from huisvrede.foundation.ui.terms import by_name, terms
from tests.conftest import ROOT

ROW = re.compile(r"^\| (.+?) \| (.+?) \| (.*?) ?\|$", re.MULTILINE)
NAMED = re.compile(r"""\{% term ["']([a-z-]+)["']""")


def test_the_glossary_says_every_word_that_pages_explain() -> None:
    rows = ROW.findall((ROOT / "docs" / "glossary.md").read_text(encoding="utf-8"))
    said = {
        (english, dutch, where)
        for names, dutch, where in rows
        for english in (names, *names.split(", "))
    }
    asked = {
        (one.names["en"], one.names["nl"], f"GDPR {one.article}" if one.article else "") for one in terms().values()
    }
    assert asked - said == set()


def test_every_word_is_explained_in_both_languages_in_a_few_short_sentences() -> None:
    wrong = [
        (one.key, text)
        for one in terms().values()
        for text in (one.explanations["nl"], one.explanations["en"])
        if not text.endswith(".") or len(text) > 220 or max(len(s.split()) for s in text.split(". ")) > 25
    ]
    assert wrong == []


def test_pages_name_words_that_are_there() -> None:
    named = {key for page in PAGES.rglob("*.html") for key in NAMED.findall(page.read_text(encoding="utf-8"))}
    assert named - set(terms()) == set()
    assert "legal-basis" in named


def test_they_stand_in_the_order_of_the_reader() -> None:
    for tongue in ("nl", "en"):
        with override(tongue):
            words = [one.name for one in by_name()]
            assert words == sorted(words, key=str.casefold)
            assert {one.other for one in by_name()} == {one.names["en" if tongue == "nl" else "nl"] for one in by_name()}
