"""The pages of a home seeker's documents: what is turned away, what an empty page says, how many questions they ask."""

from __future__ import annotations

from django.db import connections
from django.test.utils import CaptureQueriesContext

from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.walls.session import acting
from huisvrede.modules.allocation.models import Document
from huisvrede.modules.allocation.queries import most_documents, papers
from tests.browsing import signed_in
from tests.cast import member
from tests.modules.allocation.cards import newcomer, restrict
from tests.signing_in import text
from tests.stories.test_home_seeker_document import NOW, OWN, PAGE, bring, by_hand, kept, service

__all__ = ["service"]


def test_what_is_turned_away_says_why_and_leaves_nothing(service: Organisation) -> None:
    tariq = signed_in(service, "tariq")
    assert "This field is required" in text(bring(tariq, paper=""))
    assert "Select a valid choice" in text(bring(tariq, paper="medical"))
    assert "The file is empty." in text(bring(tariq, content=b""))
    assert kept(service) == []


def test_one_whose_key_is_gone_is_told_on_the_page_before(service: Organisation) -> None:
    with acting(service, member("tariq").acting("eligibility", NOW)):
        by_hand(service)
    (row,) = kept(service)
    for who, page in (("tariq", OWN), ("anna", PAGE)):
        assert "is damaged or gone" in text(signed_in(service, who).get(f"{page}{row.pk}/", follow=True))


def test_without_a_registration_there_is_nothing_to_bring(organisation: Organisation) -> None:
    page = text(newcomer(organisation).get(OWN))
    assert ["No documents are kept." in page, "Bring a document" in page] == [True, False]


def test_nothing_is_added_while_the_data_are_on_hold(service: Organisation) -> None:
    restrict(service, "tariq")
    tariq = signed_in(service, "tariq")
    assert "Bring a document" not in text(tariq.get(OWN))
    assert bring(tariq).status_code == 200
    assert kept(service) == []


def test_under_another_purpose_there_are_no_documents(service: Organisation) -> None:
    bring(signed_in(service, "tariq"))
    for who in ("anna", "tariq"):
        with acting(service, member(who).acting("registration", NOW)):
            assert not Document.objects.exists()


def test_the_policy_says_which_and_how_many(organisation: Organisation) -> None:
    with acting(organisation, member("tariq").acting("eligibility", NOW)):
        assert ([str(one) for one in papers()], most_documents()) == (["income", "separation", "tenancy"], 20)


def queries(house: Organisation, who: str, page: str) -> int:
    client = signed_in(house, who)
    client.get(page)
    with CaptureQueriesContext(connections[house.key]) as asked:
        assert client.get(page).status_code == 200
    return len(asked)


def test_a_page_of_many_asks_no_more_than_a_page_of_one(service: Organisation) -> None:
    with acting(service, member("tariq").acting("eligibility", NOW)):
        by_hand(service)
    pages = (("anna", PAGE), ("tariq", OWN))
    one = [queries(service, *page) for page in pages]
    with acting(service, member("tariq").acting("eligibility", NOW)):
        for _ in range(15):
            by_hand(service)
    assert [queries(service, *page) for page in pages] == one
