"""The record handed over: by whoever works here, as of a day, in four forms; each in the log."""

from __future__ import annotations

import json
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from django.utils import timezone
from python_calamine import CalamineWorkbook

from huisvrede.engines.transparency.record import header
from huisvrede.foundation.audit.models import Look
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.walls.session import acting
from tests.browsing import signed_in, visiting
from tests.cast import member
from tests.pdf import text
from tests.recorded import graph

PAGE = "/werk/register/overdragen/"


@pytest.fixture(scope="module")
def house(copies: Any) -> Iterator[Organisation]:
    with copies("allocation-service") as organisation:
        yield organisation


def test_each_form_holds_both_records_and_who_is_responsible(house: Organisation) -> None:
    chris, day = signed_in(house, "chris"), timezone.localdate().isoformat()
    got = {form: chris.get(f"{PAGE}?vorm={form}&dag={day}") for form in ("pdf", "xlsx", "csv", "jsonld")}
    for form, answer in got.items():
        assert answer["Content-Disposition"] == f'attachment; filename="register-1-{day}.{form}"'
    sheets = CalamineWorkbook.from_filelike(BytesIO(got["xlsx"].content))
    said = {
        "pdf": text(got["pdf"].content),
        "xlsx": json.dumps([sheets.get_sheet_by_name(name).to_python() for name in sheets.sheet_names]),
        "csv": got["csv"].content.decode("utf-8-sig"),
        "jsonld": got["jsonld"].content.decode(),
    }
    for form, content in said.items():
        for told in ("Woonloket Zeggeland", "privacy@allocation-service.example", "Woonstichting Elzenbroek", day[:4]):
            assert told in content, (form, told)
        assert "Each corporation sees its own homes and appointments alone." in content, form
        assert "Putting a home on the website" in content, form
    assert len(graph(said["jsonld"])) > 100
    assert said["csv"].splitlines()[0] == ";".join(f'"{name}"' for name in header())


def test_each_file_taken_is_a_line_in_the_log_and_a_look_at_the_page_is_none(house: Organisation) -> None:
    def taken() -> int:
        with acting(house, member("petra").acting("accountability", timezone.localdate())):
            return Look.objects.filter(activity="policy", action="export", purpose="register").count()

    before, chris = taken(), signed_in(house, "chris")
    assert chris.get(PAGE).status_code == 200
    assert taken() == before
    chris.get(f"{PAGE}?vorm=csv")
    assert taken() == before + 1


def test_a_day_without_a_policy_and_a_day_to_come_are_refused_with_what_to_do(house: Organisation) -> None:
    chris = signed_in(house, "chris")
    for day, said in (
        ("1999-01-01", "On this day no policy was in force here yet"),
        ("2999-01-01", "Choose today or an earlier day"),
        ("soon", "This is no date"),
    ):
        answer = chris.get(f"{PAGE}?vorm=pdf&dag={day}")
        assert "Content-Disposition" not in answer
        assert said in answer.content.decode()
    assert chris.get(f"{PAGE}?vorm=odt").status_code == 200


def test_whoever_does_not_work_here_gets_nothing(house: Organisation) -> None:
    for address in (f"{PAGE}?vorm=csv", "/werk/register/verwerker/"):
        assert visiting(house).get(address).status_code == 302
        assert signed_in(house, "sanne").get(address).status_code in {302, 403, 404}


def test_the_page_of_what_is_done_for_others(house: Organisation) -> None:
    shown = signed_in(house, "chris").get("/werk/register/verwerker/").content.decode()
    assert "Offering homes for the corporations that take part" in shown
    assert "Woonstichting Elzenbroek" in shown


def test_who_serves_nobody_reads_so(care_group: Organisation) -> None:
    shown = signed_in(care_group, "chris").get("/werk/register/verwerker/").content.decode()
    assert "no personal data for others as their processor" in shown
