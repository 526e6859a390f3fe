"""Terms in words: what each is about, how long, and what the law leaves."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from huisvrede.core.law import bound
from huisvrede.core.policy import load
from huisvrede.core.terms import READ
from huisvrede.foundation.register.terms import NAMES, law_in_words, name_of_term, term_in_words
from tests.conftest import ROOT, TODAY

PROFILES = [path for path in (ROOT / "profiles").iterdir() if path.is_dir()]


def test_every_term_of_a_profile_and_of_the_software_says_what_it_is_about() -> None:
    assert {key for path in PROFILES for key in load(path).terms} | READ == set(NAMES)
    with override("nl"):
        assert name_of_term("access-request") == "Antwoord op een verzoek om inzage"
        assert name_of_term("of-our-own") == "of-our-own"


@pytest.mark.parametrize(
    ("value", "words"),
    [("P4W", "4 weken"), ("P0D", "meteen"), ("PT15M", "15 minuten"), ("PT1H1M", "1 uur en 1 minuut"), ("PT72H", "72 uur"), ("20", "20"), ("", "")],
)
def test_a_term_reads_as_people_say_it(value: str, words: str) -> None:
    with override("nl"):
        assert term_in_words(value) == words


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("access-request", "hoogstens 1 maand (AVG 12(3))"), ("court-petition", "precies 6 weken (UAVG 35(2))"), ("withdrawal-effect", "meteen (AVG 7(3))"),
        ("limits.copies-free.count", "minstens 1 (AVG 15(3))"), ("sign-in.idle", ""),
    ],
)  # fmt: skip
def test_what_the_law_leaves_has_its_source(key: str, words: str) -> None:
    with override("nl"):
        assert law_in_words(bound(key, TODAY)) == words
