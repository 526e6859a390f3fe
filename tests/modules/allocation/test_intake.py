"""What becomes of rows, batch by batch: new, known, doubtful; a dry run says the same and writes nothing."""

from __future__ import annotations

from datetime import date

from huisvrede.core.tables.check import Row
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.imports.shapes import Setting, Taken
from huisvrede.foundation.walls.session import acting
from huisvrede.modules.allocation.intake import Seekers
from huisvrede.modules.allocation.models import Registration
from tests.cast import member
from tests.conftest import TODAY

CARD = {
    "given_name": "Iris",
    "family_name": "Boom",
    "birth_date": date(1984, 2, 3),
    "registered_on": date(2020, 5, 1),
}
HEADERS = {
    "registered_on": "Ingeschreven",
    "main_number": "Hoofdaanvrager",
    "house_addition": "Toev",
    "family_name": "Naam",
}


def line(place: int, **values: object) -> Row:
    return Row(place, {**CARD, **values})


def taken(organisation: Organisation, *batches: list[Row], store: bool = True) -> list[Taken]:
    setting = Setting(source="oud", day=TODAY, headers=HEADERS, store=store)
    with acting(organisation, member("anna").acting("registration", TODAY)):
        intake = Seekers(setting)
        return [*(intake.take(batch) for batch in batches), intake.finish()]


def sums(results: list[Taken]) -> tuple[int, int, list[tuple[int, str | None, str]]]:
    problems = [(p.line, p.column, p.code) for result in results for p in result.problems]
    return sum(r.stored for r in results), sum(r.known for r in results), problems


BATCHES = (
    [line(2, source_number="7"), line(3, main_number="7", given_name="Sem"), line(4)],
    [line(5), line(6, source_number="8", main_number="8"), line(7, main_number="7", given_name="Sem")],
)
OUTCOME = (4, 1, [(5, None, "maybe-twice")])


def test_a_dry_run_says_what_storing_does(organisation: Organisation) -> None:
    assert sums(taken(organisation, *BATCHES, store=False)) == OUTCOME
    assert sums(taken(organisation, *BATCHES)) == OUTCOME


def test_each_new_registration_has_a_person_and_a_number_of_ours(organisation: Organisation) -> None:
    persons = taken(organisation, [line(2, source_number="7"), line(3, source_number="8")])[0].persons
    with acting(organisation, member("anna").acting("registration", TODAY)):
        rows = Registration.objects.filter(source_system="oud")
        assert {one.person_id for one in rows} == set(persons)
        assert len({one.number for one in rows}) == 2


def test_what_no_cell_shows_by_itself_is_told(organisation: Organisation) -> None:
    rows = [
        line(2, source_number="1", registered_on=None),
        line(3, source_number="2", house_number="1234567 bis", house_addition="links"),
        line(4, main_number="1", name_prefix="van", family_name="x" * 80),
        line(5, main_number="3"),
    ]
    assert sums(taken(organisation, rows))[2] == [
        (2, "Ingeschreven", "registered-on-missing"),
        (3, "Toev", "too-long"),
        (4, "Naam", "too-long"),
        (5, "Hoofdaanvrager", "main-unknown"),
    ]
