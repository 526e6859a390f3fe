"""Somebody of a household asks: what a home seeker told us of them is theirs to know, and nothing else of that file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

import pytest
from django.db import OperationalError, ProgrammingError
from django.utils import timezone

from huisvrede.engines.rights import services
from huisvrede.engines.rights.queries import person_with_file
from huisvrede.foundation.cases.models import Case
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.disposal.services import moment
from huisvrede.foundation.disposal.sweep import sweep
from huisvrede.foundation.gates.disclosing import disclose
from huisvrede.foundation.people.models import Person
from huisvrede.foundation.walls.session import acting
from huisvrede.modules.allocation.models import HouseholdMember, Registration
from tests.asking import PAPER, advised, answered, decided, identified, paper_file, passed_on
from tests.browsing import signed_in
from tests.cast import member, system
from tests.conftest import TODAY, as_login
from tests.foundation.gates.disclosures import BY_LAW
from tests.pdf import text

KIM = services.KnownBy("w-paper", date(2001, 4, 5), "Húis")
TWIN = services.KnownBy("W-PAPER", date(2002, 6, 7), "Tweeling")


@dataclass(frozen=True)
class House:
    """A registration on paper, and who would live there too."""

    seeker: UUID
    kim: UUID


@pytest.fixture
def house(organisation: Organisation) -> House:
    with as_login(organisation, "worker"), acting(organisation, system("rights", TODAY)):
        seeker = paper_file("W-PAPER")
        file = Registration.objects.get(number="W-PAPER")
        kim = HouseholdMember.objects.create(
            registration=file, given_name="Kim", family_name="van der Huis", birth_date=KIM.born
        )
        for name in ("Ada", "Bo"):
            HouseholdMember.objects.create(
                registration=file, given_name=name, family_name="Tweeling", birth_date=TWIN.born
            )
    return House(seeker, kim.pk)


def asks(organisation: Organisation, known: services.KnownBy) -> UUID | None:
    """Who a request on paper turns out to be of, when the privacy officer looks."""
    key = passed_on(organisation)
    with acting(organisation, member("petra").acting("rights", TODAY)):
        case = Case.objects.get(pk=key)
        if not services.establish_identity(case=case, version=case.version, how="known", file=known):
            services.not_identified(case=case, version=case.version, reasons="Asked twice.")
            return None
        return Case.objects.get(pk=key).person_id


def key_of(organisation: Organisation, row: UUID) -> UUID | None:
    with as_login(organisation, "worker"), acting(organisation, system("rights", TODAY)):
        return HouseholdMember.objects.get(pk=row).person_id


@pytest.mark.clause("COR-25", part="household")
def test_somebody_of_a_household_gets_what_was_said_of_them(organisation: Organisation, house: House) -> None:
    # given a request on paper of Kim, of whom a home seeker told us
    key = passed_on(organisation)
    # when the privacy officer finds Kim by the number of that file, and Kim's own name and date of birth
    identified(organisation, key, KIM)
    advised(organisation, key)
    decided(organisation, key)
    assert answered(organisation) == 1
    # then the answer holds Kim and where it came from, and nothing of the home seeker or of anybody else
    data = text(signed_in(organisation, "anna").get(f"/werk/verzoeken/{key}/afgeven/gegevens.pdf").content)
    for hers in ("Kim", "van der Huis", "huisgenoten komen van de woningzoekende"):
        assert hers in data
    for not_hers in ("Pier", "Tweeling", "W-PAPER"):
        assert not_hers not in data
    # and the row has the key of who asked, which is not the home seeker's
    assert key_of(organisation, house.kim) not in (None, house.seeker)


def test_somebody_of_a_household_hears_who_received_what_of_them(organisation: Organisation, house: House) -> None:
    # given that something of the household was passed on, and something of the home seeker alone
    with acting(organisation, member("anna").acting("registration", TODAY)):
        file = Registration.objects.get(number="W-PAPER")
        for recipient, kinds in (("Gemeente Zeggedam", ["household"]), ("Rechtbank", ["identity"])):
            disclose(file=file, **{**BY_LAW, "recipient": recipient, "categories": kinds})
    # when Kim gets an answer
    key = passed_on(organisation)
    identified(organisation, key, KIM)
    advised(organisation, key)
    decided(organisation, key)
    answered(organisation)
    data = text(signed_in(organisation, "anna").get(f"/werk/verzoeken/{key}/afgeven/gegevens.pdf").content)
    assert ("Gemeente Zeggedam" in data, "Rechtbank" in data) == (True, False)


def test_who_asks_again_is_known_by_the_same_key(organisation: Organisation, house: House) -> None:
    first = asks(organisation, KIM)
    assert (asks(organisation, KIM), key_of(organisation, house.kim)) == (first, first)


def test_the_home_seeker_is_still_found(organisation: Organisation, house: House) -> None:
    assert asks(organisation, PAPER) == house.seeker


def test_of_two_who_agree_nobody_is_found(organisation: Organisation, house: House) -> None:
    assert asks(organisation, TWIN) is None
    with as_login(organisation, "worker"), acting(organisation, system("rights", TODAY)):
        assert HouseholdMember.objects.exclude(person=None).count() == 0
    # and neither is one who is told apart from the home seeker by nothing that was said
    with as_login(organisation, "worker"), acting(organisation, system("rights", TODAY)):
        HouseholdMember.objects.filter(pk=house.kim).update(search_name="pier", birth_date=PAPER.born)
    assert asks(organisation, PAPER) is None


@pytest.mark.parametrize("who", ["petra", "anna"])
def test_nobody_gives_a_row_a_key_but_with_a_request_to_be_identified(
    organisation: Organisation, house: House, who: str
) -> None:
    stranger = member("tariq").person
    with acting(organisation, member(who).acting("rights", TODAY)):
        assert person_with_file(stranger, KIM.number, born=KIM.born, family_name=KIM.family_name) is None
    assert key_of(organisation, house.kim) is None


def test_no_statement_says_who_somebody_of_a_household_is(organisation: Organisation, house: House) -> None:
    person = member("sanne").person
    with (
        pytest.raises(OperationalError, match="never"),
        as_login(organisation, "worker"),
        acting(organisation, system("rights", TODAY)),
    ):
        HouseholdMember.objects.filter(pk=house.kim).update(person=person)
    with (
        pytest.raises(ProgrammingError, match="row-level security"),
        acting(organisation, member("sanne").acting("registration", TODAY)),
    ):
        HouseholdMember.objects.create(
            registration_id=member("sanne").file, family_name="X", birth_date=TODAY, person_id=person
        )


def test_with_the_file_goes_whoever_it_spoke_of(organisation: Organisation, house: House) -> None:
    # given Kim's request, ended and gone, and a registration that has had its time
    kim = asks(organisation, KIM)
    later = TODAY.replace(year=TODAY.year + 6)
    with as_login(organisation, "worker"), acting(organisation, system("rights", TODAY)):
        Registration.objects.filter(number="W-PAPER").update(ended_on=TODAY, end_reason="deregistered")
        Case.objects.filter(person=kim).update(state="withdrawn", closed_on=TODAY)
        assert Person.objects.filter(pk__in=(kim, house.seeker)).count() == 2
    # when both are destroyed
    with as_login(organisation, "worker"):
        sweep(organisation, on=later, at=moment(later, timezone.now()))
    # then nothing is left of Kim or of the home seeker
    with as_login(organisation, "worker"), acting(organisation, system("rights", later)):
        assert Person.objects.filter(pk__in=(kim, house.seeker)).count() == 0
