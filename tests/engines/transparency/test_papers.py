"""The statement and the policy to print: whole, of the version in force, made once."""

from __future__ import annotations

from django.utils.translation import override

from huisvrede.core.policy import load
from huisvrede.engines.transparency import papers
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.documents.blocks import Document, Facts, Heading
from huisvrede.foundation.register.queries import version_on
from huisvrede.foundation.walls.session import acting
from tests.browsing import visiting
from tests.cast import member
from tests.conftest import ROOT, TODAY


def both(organisation: Organisation, tongue: str) -> tuple[Document, Document]:
    with override(tongue), acting(organisation, member("chris").acting("register", TODAY)):
        version = version_on(TODAY)
        return papers.of_statement(version), papers.of_policy(version)


def test_each_begins_with_who_is_responsible_and_ends_with_the_words_it_uses(organisation: Organisation) -> None:
    for tongue, last in (("nl", "Woorden uitgelegd"), ("en", "Words explained")):
        for document in both(organisation, tongue):
            assert isinstance(document.blocks[0], Facts)
            assert "privacy@allocation-service.example" in str(document.blocks[0])
            *_before, heading, words = document.blocks
            assert isinstance(heading, Heading)
            assert isinstance(words, Facts)
            assert heading.text == last
            names = [name for name, _text in words.rows]
            assert names == sorted(set(names), key=str.casefold)
            entries = load(ROOT / "profiles" / "allocation-service").activities.values()
            said = [text[tongue] for one in entries for text in (one.name, one.description, *one.purposes.values())]
            assert [text for text in said if text not in str(document.blocks)] == []


def test_a_file_is_made_once_for_each_language(organisation: Organisation) -> None:
    anyone = visiting(organisation)
    for address in ("/privacy/papier/", "/privacy/beleid/papier/"):
        first, again, dutch = (
            anyone.get(address, headers={"accept-language": tongue}) for tongue in ("en", "en", "nl")
        )
        assert first.headers["Content-Type"] == "application/pdf"
        assert (first.content == again.content, first.content == dutch.content) == (True, False)
