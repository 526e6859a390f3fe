"""Every error of the API has one form, in the language of the reader."""

from __future__ import annotations

import json

import pytest
from django.utils import translation

from huisvrede.foundation.gates.problems import KIND, SAID, problem


@pytest.mark.parametrize("status", SAID)
def test_a_problem_says_what_it_is_and_what_to_do_in_both_languages(status: int) -> None:
    told = []
    for tongue in ("nl", "en"):
        with translation.override(tongue):
            answer = problem(status)  # type: ignore[arg-type]
        body = json.loads(answer.content)
        assert (answer.status_code, answer.headers["Content-Type"], set(body)) == (status, KIND, {"title", "status", "detail"})
        told.append(body["detail"])
    assert told[0] != told[1]
