"""Everything of one person is found by the declarations, and nothing of anybody else."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.utils import translation

from huisvrede.core.declaration import Ground
from huisvrede.engines.rights.holdings import Held, holdings, not_copied
from huisvrede.engines.rights.namer import names_for
from huisvrede.foundation.audit.services import record
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.register.declarations import entries
from huisvrede.foundation.register.queries import version_on
from huisvrede.foundation.walls.session import acting
from huisvrede.modules.allocation.models import HouseholdMember
from tests.cast import member, system
from tests.conftest import TODAY, as_login


def held_of(organisation: Organisation, person: UUID, language: str = "en") -> dict[str, Held]:
    with (
        as_login(organisation, "worker"),
        acting(organisation, system("rights", TODAY)),
        translation.override(language),
    ):
        names = names_for(person, version=version_on(TODAY), language=language)
        return {held.kind: held for held in holdings(person, names)}


def texts(held: Held) -> dict[str, str]:
    return {value.field: value.text for row in held.rows for value in row.values}


def test_household_members_are_part_of_the_file(organisation: Organisation) -> None:
    with as_login(organisation, "worker"), acting(organisation, system("rights", TODAY)):
        HouseholdMember.objects.create(
            registration_id=member("sanne").file,
            given_name="Kim",
            family_name="Huis",
            birth_date=date(2015, 5, 6),
        )
    found = held_of(organisation, member("sanne").person)
    assert texts(found["allocation.HouseholdMember"]) == {
        "given_name": "Kim",
        "family_name": "Huis",
        "search_name": "huis",
        "birth_date": "6 May 2015",
    }


def test_a_colleague_is_shown_by_role(organisation: Organisation) -> None:
    found = held_of(organisation, member("tariq").person, "nl")
    assert texts(found["allocation.Assignment"])["worker"] == "Adviseur van een corporatie"


def test_who_looked_is_shown_with_the_organisation_they_work_for(organisation: Organisation) -> None:
    for name in ("anna", "bram"):
        with acting(organisation, member(name).acting("registration", TODAY)):
            record("home-seekers", "view", [member("tariq").person])
    seen = held_of(organisation, member("tariq").person)["audit.Seen"]
    told = [{value.field: value.text for value in row.values} for row in seen.rows]
    assert [(row["role"], row.get("look", "")) for row in told] == [
        ("Advisor of a corporation", "Woonstichting Vlietdam"),
        ("Customer service", ""),
    ]


def test_nothing_of_anybody_else_is_in_it(organisation: Organisation) -> None:
    found = str(held_of(organisation, member("sanne").person))
    assert ("Zandmarker" in found, "Veldmarker" in found, "Bram" in found) == (True, False, False)


def test_of_somebody_we_do_not_know_there_is_nothing(organisation: Organisation) -> None:
    assert held_of(organisation, UUID(int=7)) == {}


def test_the_sign_in_tables_are_named_because_no_job_can_read_them() -> None:
    kept_apart = [e for e in entries() if isinstance(e.declared, Ground) and e.declared.schema == "signin"]
    assert 0 < len(not_copied()) <= len(kept_apart)


def test_labels_are_in_the_language_of_the_person(organisation: Organisation) -> None:
    labels = {}
    for language in ("nl", "en"):
        row = held_of(organisation, member("sanne").person, language)["allocation.Registration"].rows[0]
        labels[language] = {value.field: value.label for value in row.values}
    assert (labels["nl"]["family_name"], labels["en"]["family_name"]) == ("Achternaam", "Surname")
