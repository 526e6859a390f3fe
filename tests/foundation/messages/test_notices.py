"""Every notice in both languages, with a link and without anything about anyone."""

from __future__ import annotations

import re

import pytest
from django.utils.translation import override

from huisvrede.foundation.messages.notices import NOTICES, text_of


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("notice", sorted(NOTICES))
def test_a_notice_fills_in_the_house_and_the_link_and_nothing_else(notice: str, language: str) -> None:
    written = NOTICES[notice].subject[language] + NOTICES[notice].body[language]
    assert re.findall(r"{(\w*)}", written) == ["link", "organisation"]
    with override(language):
        subject, body = text_of(notice, organisation="De {Kade}", link="http://here/a")
    assert (subject, "De {Kade}" in body, "\n\nhttp://here/a\n\n" in body) == (
        NOTICES[notice].subject[language],
        True,
        True,
    )


def test_who_reads_neither_language_reads_dutch() -> None:
    for language in ("nl", "de", None):
        with override(language):
            assert text_of("duty-late", organisation="o", link="l")[0] == "Een termijn is voorbij"
    with override("en-gb"):
        assert text_of("duty-late", organisation="o", link="l")[0] == "A term has passed"


def test_a_notice_nobody_wrote_is_an_error() -> None:
    with pytest.raises(KeyError):
        text_of("nothing", organisation="o", link="l")
