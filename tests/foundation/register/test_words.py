"""Every code of the policy has its words, in both languages."""

from __future__ import annotations

import pytest
from babel.messages.pofile import read_po
from django.utils.translation import override

from huisvrede.core.policy import ACTIONS, load
from huisvrede.core.vocabulary import COMPUTER_DECIDES, CONSENT_SAYS, Category, LegalBasis, Purpose, Reach
from huisvrede.foundation.disposal import taking_back
from huisvrede.foundation.register.words import (
    WORDS,
    how_long,
    kept_for,
    language,
    objection_of,
    provided,
    rights_of,
    said,
    sourced,
    vocabulary,
    word,
    words,
)
from huisvrede.foundation.walls import removing
from tests.conftest import ROOT

CLOCKS = {rule.clock for folder in ROOT.glob("profiles/*/activities") for one in load(folder.parent).activities.values()
          for rule in one.retention}  # fmt: skip
SYSTEMS = {one.held_in for folder in ROOT.glob("profiles/*/activities")
           for one in load(folder.parent).activities.values()}  # fmt: skip
PO = ROOT / "src/huisvrede/foundation/register/locale/nl/LC_MESSAGES/django.po"


@pytest.mark.parametrize(
    ("kind", "codes"),
    [
        ("category", Category),
        ("basis", LegalBasis),
        ("reach", Reach),
        ("purpose", Purpose),
        ("action", ACTIONS),
        ("clock", CLOCKS),
        ("state", {"open", "closed", "elsewhere", "planned"}),
        ("system", SYSTEMS),
        ("consent", CONSENT_SAYS),
        ("automated", COMPUTER_DECIDES),
        ("ending", {removing.RULE, taking_back.RULE}),
    ],
)
def test_every_code_has_a_word(kind: str, codes: object) -> None:
    assert set(WORDS[kind]) == set(codes)  # type: ignore[call-overload]


def test_every_word_has_its_dutch() -> None:
    with PO.open("rb") as source:
        dutch = {message.id: message.string for message in read_po(source, locale="nl")}
    missing = [msgid for kind in WORDS.values() for msgid in kind.values() if not dutch.get(msgid)]
    assert missing == []


def test_a_code_nobody_translated_is_shown_as_it_is() -> None:
    with override("en"):
        assert (word("purpose", "registration"), words("basis", ["consent", "contract"])) == (
            "registration",
            "consent, contract",
        )


ALWAYS = ["see your data", "corrected", "erase", "restricted"]


@pytest.mark.parametrize(
    ("bases", "further", "objects"),
    [
        ([], [], False),
        (["legal-obligation"], [], False),
        (["vital-interest"], [], False),
        (["contract"], ["in a file"], False),
        (["consent"], ["in a file", "withdraw your consent"], False),
        (["public-task"], [], True),
        (["legitimate-interest"], [], True),
        (["contract", "legitimate-interest"], ["in a file"], True),
    ],
)
def test_rights_follow_from_the_legal_bases(bases: list[str], further: list[str], objects: bool) -> None:
    with override("en"):
        told = rights_of(bases)
        assert [word in right for word, right in zip([*ALWAYS, *further], told, strict=True)] == [True] * len(told)
        assert ("you may object" in objection_of(bases)) == objects
        assert bool(objection_of(bases)) == objects


def test_a_vocabulary_is_every_word_of_a_kind() -> None:
    with override("en"):
        assert vocabulary("reach") == {code: word("reach", code) for code in WORDS["reach"]}


def test_texts_and_periods_are_said_in_the_language_of_the_moment() -> None:
    text = {"nl": "huis", "en": "house"}
    with override("nl"):
        assert (language(), said(text), how_long("P2Y")) == ("nl", "huis", "2 jaar")
    with override("en"):
        assert (language(), said(text), how_long("P2Y")) == ("en", "house", "2 years")


def test_a_rule_is_said_without_the_codes_of_the_policy() -> None:
    with override("nl"):
        assert kept_for("P2Y", "ended") == "2 jaar vanaf het einde"
        said = {
            "setting": "eigen keuze van de organisatie",
            "art. 6": "het beleid van de organisatie, art. 6",
            "annex 2": "het beleid van de organisatie, bijlage 2",
            "art. 3.1.1, note 2": "het beleid van de organisatie, art. 3.1.1, noot 2",
            "law: AWR 52(4)": "wet: AWR 52(4)",
            "GDPR 6(1)(c); AWR 52": "AVG 6(1)(c); AWR 52",
            "art. 4.3, 7.1; GDPR art. 58(1)(e)": "het beleid van de organisatie, art. 4.3, 7.1; AVG art. 58(1)(e)",
        }
        assert {one: sourced(one) for one in said} == said
        assert provided("art. 6") == "art. 6"
    with override("en"):
        assert (kept_for("P1M", "closed"), sourced("setting")) == (
            "1 month from the closing",
            "the organisation's own choice",
        )
