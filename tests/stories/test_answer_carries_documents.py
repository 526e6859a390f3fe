"""Whoever asks what we hold gets the documents themselves: from the page of the answer, or on paper from whoever hands it over."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from django.db import connections
from django.utils import timezone

from huisvrede.core.vocabulary import Outcome
from huisvrede.engines.rights import services
from huisvrede.engines.rights.models import Handed
from huisvrede.engines.rights.tasks import forget_answers
from huisvrede.foundation.audit.models import Seen
from huisvrede.foundation.cases.models import Case
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.gates.filing import add
from huisvrede.foundation.walls.session import acting
from huisvrede.modules.allocation.models import Document as Paper
from huisvrede.modules.allocation.models import Registration
from huisvrede.modules.care.models import Document
from tests.asking import advised, answered, asked, decided, identified, paper_file, passed_on
from tests.browsing import signed_in
from tests.cast import member, system
from tests.conftest import TODAY, as_login
from tests.foundation.gates.test_filing import MARKER, added, path_of
from tests.foundation.gates.test_proving import refused, thief
from tests.foundation.vault.sealed import house
from tests.signing_in import text
from tests.stories.test_home_seeker_document import service

__all__ = ["house", "service"]
NOW = timezone.localdate()
OWN, DESK = "/mijn/verzoeken/{}/", "/werk/verzoeken/{}/afgeven/"


def granted(organisation: Organisation, who: str = "tariq", outcome: Outcome = Outcome.GRANTED) -> UUID:
    key = asked(organisation, who)
    advised(organisation, key, outcome=outcome)
    decided(organisation, key, outcome=outcome)
    assert answered(organisation) == 1
    return key


def acts(organisation: Organisation, person: UUID) -> list[tuple[str, str, str, str]]:
    with as_login(organisation, "worker"), acting(organisation, system("rights", TODAY)):
        lines = Seen.objects.filter(subject=person, action__endswith="-document", purpose="rights").order_by("at", "action")
        return list(lines.values_list("activity", "action", "purpose", "role"))


@pytest.mark.clause("COR-25", part="documents")
def test_the_resident_fetches_each_document_from_the_answer(house: Organisation) -> None:
    # Given: a letter in Tariq's file, and one in Sanne's.
    row, other = added(house), added(house, who="anna", file="sanne")
    tariq = signed_in(house, "tariq")
    key = asked(house, "tariq")
    path = f"{OWN.format(key)}documenten/{row.pk}/"
    # When: there is no answer yet, then: there is nothing to fetch.
    assert tariq.get(path).status_code == 404
    advised(house, key)
    decided(house, key)
    assert answered(house) == 1
    # Then: the page of the answer names it, and it can be saved there.
    page = text(tariq.get(OWN.format(key)))
    assert [f"Over {MARKER}" in page, path in page, str(other.pk) in page] == [True, True, False]
    saved = tariq.get(path)
    assert saved.getvalue() == MARKER.encode()
    assert saved.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert saved.headers["Content-Disposition"].startswith("attachment")
    assert acts(house, member("tariq").person) == [
        ("care-files", "view-document", "rights", "subject"),
        ("rights", "download-document", "rights", "subject"),
    ]
    # And: nobody else's, and no copied cookie.
    assert tariq.get(f"{OWN.format(key)}documenten/{other.pk}/").status_code == 404
    assert tariq.get(f"{OWN.format(key)}documenten/{uuid4()}/").status_code == 404
    assert refused(thief(tariq).get(path))
    assert signed_in(house, "sanne").get(path).status_code == 404
    # When: the copy has gone after its term, then: the documents can't be fetched there any more.
    with as_login(house, "worker"):
        assert forget_answers(house, on=TODAY.replace(year=TODAY.year + 1)) == 1
    assert path not in text(tariq.get(OWN.format(key)))
    assert tariq.get(path).status_code == 404


def test_a_refusal_carries_nothing(house: Organisation) -> None:
    row = added(house)
    key = granted(house, outcome=Outcome.REFUSED)
    assert signed_in(house, "tariq").get(f"{OWN.format(key)}documenten/{row.pk}/").status_code == 404
    with acting(house, member("tariq").acting("rights", TODAY)):
        assert not Document.objects.exists()


@pytest.mark.parametrize("who", ["anna", "bram", "petra", "dirk", "ada", "sanne"])
def test_the_answer_opens_it_to_its_own_person_alone(house: Organisation, who: str) -> None:
    row = added(house)
    granted(house)
    with acting(house, member("tariq").acting("rights", TODAY)):
        assert [one.pk for one in Document.objects.all()] == [row.pk]
    with acting(house, member(who).acting("rights", TODAY)):
        assert not Document.objects.exists()
        with connections[house.key].cursor() as cursor:
            cursor.execute("SELECT id FROM care_document")
            assert cursor.fetchall() == []


def on_paper(organisation: Organisation) -> tuple[UUID, UUID, UUID]:
    """A granted request of somebody without an account, with a paper in their file: the case, the paper, the person."""
    with as_login(organisation, "worker"), acting(organisation, system("rights", TODAY)):
        person = paper_file("W-PAPER")
    with acting(organisation, member("anna").acting("eligibility", TODAY)):
        file = Registration.objects.get(number="W-PAPER")
        row = add(file=file, title="Loonstrook", content=MARKER.encode(), name="a.txt", paper="income")
    key = passed_on(organisation)
    identified(organisation, key, services.KnownBy("W-PAPER", file.birth_date, "Pier"))
    advised(organisation, key)
    decided(organisation, key)
    assert answered(organisation) == 1
    return key, row.pk, person


@pytest.mark.clause("ALL-36", part="access")
def test_whoever_hands_over_gets_them_while_the_answer_waits(service: Organisation) -> None:
    key, row, person = on_paper(service)
    anna, path = signed_in(service, "anna"), f"{DESK.format(key)}documenten/{row}/"
    page = text(anna.get(DESK.format(key)))
    assert ["Loonstrook" in page, path in page] == [True, True]
    assert anna.get(path).getvalue() == MARKER.encode()
    assert ("rights", "print-document", "rights", "customer-service") in acts(service, person)
    # Nobody who doesn't hand over, however much they may see of the request.
    for who in ("petra", "dirk", "bram", "chris", "ada", "tariq"):
        assert signed_in(service, who).get(path).status_code in {302, 404}
        with acting(service, member(who).acting("rights", TODAY)):
            assert not Paper.objects.exists()
    # When: it was handed over, then: it is shut, by page and by SQL.
    with acting(service, member("anna").acting("rights", TODAY)):
        assert Paper.objects.count() == 1
        case = Case.objects.get(pk=key)
        services.hand_over(case=case, version=case.version, how=Handed.COUNTER)
        assert not Paper.objects.exists()
    assert anna.get(path).status_code == 404


def test_one_whose_key_is_gone_is_told_on_the_page_before(house: Organisation) -> None:
    row = added(house)
    key = granted(house)
    path_of(house, row).write_bytes(b"x")
    answer = signed_in(house, "tariq").get(f"{OWN.format(key)}documenten/{row.pk}/", follow=True)
    assert "is damaged or gone" in text(answer)
