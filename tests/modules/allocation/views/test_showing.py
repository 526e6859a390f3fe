"""How a registration is shown."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import translation

from huisvrede.core.duration import Period
from huisvrede.foundation.cluster.organisations import inside
from huisvrede.foundation.people.models import Hat
from huisvrede.modules.allocation.models import Assignment, Registration
from huisvrede.modules.allocation.queries import Keeping
from huisvrede.modules.allocation.views import showing
from tests.modules.allocation.cards import CARD
from tests.template import template

KEEPING = Keeping(Period.parse("P2Y"), "art. 6", "")
ENDED = Registration(
    **CARD, number="W-1", registered_on=date(2022, 1, 10), ended_on=date(2024, 2, 29), end_reason="housed"
)
RUNNING = Registration(**CARD, number="W-1", registered_on=date(2022, 1, 10))


def handled(since: date, until: date | None) -> Assignment:
    with inside(template("allocation-service")):
        return Assignment(worker=Hat(name="Bram"), starts_on=since, ends_on=until)


def test_the_state_is_told_in_a_word() -> None:
    with translation.override("nl"):
        assert [showing.state(row) for row in (RUNNING, ENDED)] == [("Loopt", "ok"), ("Beëindigd", "neutral")]


def test_until_when_is_told_in_a_sentence() -> None:
    with translation.override("nl"):
        assert showing.until_when(KEEPING, None) == (
            "Wij bewaren deze gegevens zolang de inschrijving loopt, en nog 2 jaar na het einde."
        )
        assert showing.until_when(KEEPING, date(2024, 2, 29)) == (
            "De inschrijving is beëindigd. Wij bewaren deze gegevens in elk geval tot en met 28 februari 2026."
            " Daarna vernietigen wij ze, tenzij ze nog nodig zijn voor een verzoek, een klacht of een rechtszaak."
        )
        assert showing.kept_if_ended(KEEPING, date(2026, 11, 23)) == (
            "Als u zich vandaag uitschrijft, bewaren wij uw gegevens in elk geval tot en met 23 november 2028."
            " Daarna vernietigen wij ze, tenzij ze nog nodig zijn voor een verzoek, een klacht of een rechtszaak."
        )


def test_without_a_period_that_is_said() -> None:
    with translation.override("nl"):
        sentence = "Het beleid van deze organisatie noemt geen bewaartermijn voor deze gegevens."
        assert showing.until_when(None, None) == showing.kept_if_ended(None, date(2026, 1, 1)) == sentence


def test_what_happened_is_told_the_latest_first() -> None:
    with translation.override("en"):
        events = showing.timeline(
            ENDED, [handled(date(2022, 2, 1), date(2023, 1, 1)), handled(date(2023, 1, 2), None)]
        )
        assert [(event.when.isoformat(), event.what, event.note) for event in events] == [
            ("2024-02-29", "Ended", "Found a home"),
            ("2023-01-02", "Handled by Bram from here", ""),
            ("2023-01-01", "No longer handled by Bram", ""),
            ("2022-02-01", "Handled by Bram from here", ""),
            ("2022-01-10", "Registered", ""),
        ]


def test_the_end_has_its_day_and_reason_among_the_facts() -> None:
    with translation.override("nl"):
        assert showing.facts(ENDED)[-1] == ("Beëindigd op", "29 februari 2024", "Woning gevonden")
        assert ENDED.ended_on is not None
        assert len(showing.facts(RUNNING)) == len(showing.facts(ENDED)) - 1


def test_an_address_of_which_nothing_is_known_is_a_dash() -> None:
    assert [value for _label, value, _note in showing.contact(Registration())] == ["–", "–", "–"]


@pytest.mark.parametrize(
    ("until", "day", "runs"),
    [
        (None, date(2022, 1, 31), False),
        (None, date(2022, 2, 1), True),
        (date(2022, 2, 3), date(2022, 2, 3), True),
        (date(2022, 2, 3), date(2022, 2, 4), False),
        (date(2022, 1, 31), date(2022, 2, 1), False),
    ],
)
def test_somebody_handles_a_file_from_its_first_day_through_its_last(
    until: date | None, day: date, runs: bool
) -> None:
    assert showing.runs(handled(date(2022, 2, 1), until), day) is runs
