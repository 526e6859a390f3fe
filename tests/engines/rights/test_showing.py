"""The page of one request says whose step it is, in roles."""

from __future__ import annotations

import pytest
from django.utils import translation

from huisvrede.core.workflow import StepRefused, Why
from huisvrede.engines.rights.showing import refusal_in_words, request_page
from huisvrede.engines.rights.views import FORMS
from huisvrede.foundation.cases.models import Case
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.walls.session import acting
from tests.asking import advised, asked
from tests.cast import member
from tests.conftest import TODAY


def test_one_step_is_somebodys_and_the_others_hear_whose(organisation: Organisation) -> None:
    key = asked(organisation)
    advised(organisation, key, by="dubbel")
    shown = {}
    for name in ("petra", "dirk", "dubbel"):
        with acting(organisation, member(name).acting("rights", TODAY)), translation.override("en"):
            page = request_page(Case.objects.get(pk=key), FORMS)
            shown[name] = (page["action"], page["why_not"])
    assert shown == {
        "petra": (None, "This step is for: Management."),
        "dirk": ("decide", ""),
        "dubbel": (None, "You gave the advice, so somebody else decides."),
    }


def test_the_timeline_names_roles(organisation: Organisation) -> None:
    key = asked(organisation)
    advised(organisation, key)
    with acting(organisation, member("dirk").acting("rights", TODAY)), translation.override("en"):
        events = request_page(Case.objects.get(pk=key), FORMS)["events"]
    assert [event["who"] for event in events] == ["the person who asks", "Privacy officer"]


@pytest.mark.parametrize(
    ("why", "facts", "words"),
    [
        (Why.SAME_PERSON, {"earlier": "ask"}, "You asked this yourself, so somebody else handles it."),
        (Why.NO_RIGHT, {"right": "system"}, "The system does this by itself, usually within a minute."),
        (Why.NEEDS, {"missing": "text"}, "Something that is needed was missing. Nothing was changed."),
        (
            Why.NEEDS,
            {"missing": "identity"},
            "It was not established who asks, so this request can only be refused.",
        ),
        (Why.NO_SUCH_STEP, {}, "This step no longer fits the state of the request. Nothing was changed."),
    ],
)
def test_a_refusal_says_why(organisation: Organisation, why: Why, facts: dict[str, str], words: str) -> None:
    with acting(organisation, member("petra").acting("rights", TODAY)), translation.override("en"):
        assert refusal_in_words(StepRefused(why, **facts)) == words
