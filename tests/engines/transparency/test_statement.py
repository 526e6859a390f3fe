"""The privacy statement says what articles 13 and 14 ask, from the register, in both languages."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from huisvrede.core.duration import Language, Period
from huisvrede.core.policy import load
from huisvrede.engines.transparency.statement import LANGUAGES, QUESTIONS, compose, parts
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.register.queries import version_on
from huisvrede.foundation.register.services import adopt
from huisvrede.foundation.walls.session import acting
from tests.cast import member, system
from tests.conftest import ROOT, TODAY, as_login
from tests.foundation.disposal.files import as_owner

HERE = {"accounts", "home-seekers", "logging", "policy", "rights"}


def composed(organisation: Organisation) -> dict[str, Any]:
    with acting(organisation, member("petra").acting("questions", TODAY)):
        return compose(version_on(TODAY))


def test_both_languages_tell_of_every_activity_that_is_done_by_its_name_there(organisation: Organisation) -> None:
    content = composed(organisation)
    for tongue in LANGUAGES:
        told = content[tongue]["activities"]
        assert {activity["key"] for activity in told} == {*load(ROOT / "profiles" / "allocation-service").activities}
        names = [activity["name"] for activity in told]
        assert names == sorted(names, key=str.casefold)


def test_rights_stand_with_the_activity_whose_legal_basis_gives_them(organisation: Organisation) -> None:
    answers = {a["key"]: {question: texts for question, texts, _term in a["parts"]} for a in composed(organisation)["en"]["activities"]}
    more, object_to = "What can you ask of us here, besides your other rights?", "May you object?"
    assert [right[:24] for right in answers["home-seekers"][more]] == ["You may get the data tha"]
    assert {key for key, parts in answers.items() if object_to in parts} == {
        "appeals", "attention-list", "chain-partners", "complaints", "home-seekers", "urgency",
    }  # fmt: skip
    assert more not in answers["rights"]


def test_it_says_in_which_system_what_is_not_here(organisation: Organisation) -> None:
    told = composed(organisation)["en"]
    answers = {activity["key"]: {question: texts for question, texts, _term in activity["parts"]} for activity in told["activities"]}
    question = "In which system are the data?"
    assert answers["personnel"][question] == ["Not in Huisvrede, but in another system: payroll system."]
    assert {*answers} - {key for key, parts in answers.items() if question in parts} == HERE


@pytest.mark.parametrize("elsewhere", [True, False])
def test_it_begins_with_what_it_is_about(organisation: Organisation, elsewhere: bool) -> None:
    if not elsewhere:
        as_owner(organisation, "DELETE FROM register_activity WHERE content ->> 'held_in' <> 'huisvrede'")
    about = composed(organisation)["nl"]["about"]
    assert about.startswith("Deze verklaring gaat over alles wat wij met persoonsgegevens doen.")
    assert ("salarissysteem" in about) == elsewhere


UNASKED = {"joint_controllers", "consent", "special_grounds", "held_in"}
"""Questions that the registration of home seekers leaves without an answer."""


def test_every_question_with_an_answer_is_answered(organisation: Organisation) -> None:
    (seekers,) = [a for a in composed(organisation)["en"]["activities"] if a["key"] == "home-seekers"]
    asked = [question for field, question in QUESTIONS.items() if field not in UNASKED]
    assert [question for question, _texts, _term in seekers["parts"]] == asked
    answers = {question: texts for question, texts, _term in seekers["parts"]}
    assert answers["Do they leave the European Economic Area?"] == ["No."]
    assert answers["How long do we keep the data?"][1].startswith(
        "2 years from the end. Two years after the registration ends"
    )


@pytest.mark.parametrize("tongue", LANGUAGES)
def test_how_soon_an_answer_comes_is_the_term_of_the_policy(
    organisation: Organisation, tongue: Language
) -> None:
    term = load(ROOT / "profiles" / "allocation-service").terms["access-request"]
    assert composed(organisation)[tongue]["answer_within"] == Period.parse(term.value).in_words(tongue)


def test_who_is_responsible_and_whom_to_complain_to_are_told(organisation: Organisation) -> None:
    told = composed(organisation)["nl"]["organisation"]
    assert told["controller"]["name"] == "Woonloket Zeggeland"
    assert told["authority"]["name"] == "Autoriteit Persoonsgegevens"


def test_a_statement_lies_flat_to_be_compared(organisation: Organisation) -> None:
    flat = parts(composed(organisation), "en")
    assert flat["Registration of home seekers: Do they leave the European Economic Area?"] == ["No."]
    assert parts({}, "en") == {}


def test_data_from_a_public_source_are_told_apart(organisation: Organisation) -> None:
    whole = replace(load(ROOT / "profiles" / organisation.profile), effective_on=TODAY, digest="public")
    entry = replace(whole.activities["home-seekers"], sources=("data-subject", "public-source"))
    with as_login(organisation, "worker"), acting(organisation, system("adoption", TODAY)):
        adopt(replace(whole, activities={**whole.activities, entry.key: entry}), on=TODAY)
    answers = {a["key"]: {question: texts for question, texts, _term in a["parts"]} for a in composed(organisation)["en"]["activities"]}
    question = "Where do the data come from?"
    told = {key: parts[question][1:] for key, parts in answers.items()}
    assert told == {key: ["Some of them are public."] if key == entry.key else [] for key in told}
