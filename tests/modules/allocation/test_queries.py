"""The list, page by page; the filters; how long a registration is kept."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from django.db import connections
from django.db.models import QuerySet

from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.ui.paging import SIZE, Edge, Page, page
from huisvrede.modules.allocation import queries
from huisvrede.modules.allocation.lists import SEEKERS
from huisvrede.modules.allocation.models import HouseholdMember, Registration
from huisvrede.modules.allocation.queries import Asked, matching
from huisvrede.modules.allocation.services import add_member
from tests.cast import member
from tests.conftest import TODAY
from tests.modules.allocation.cards import acts, many

NINE = [f"Velen{place:04}" for place in range(9)]
FIRST_CAST = ["Zandmarker", "Veldmarker"]


def listed(asked: Asked, sort: str = "nieuwste") -> QuerySet[Registration]:
    """The list in the order of its address."""
    order = {one.code: one.order for one in SEEKERS.sorts}[sort]
    return matching(SEEKERS.rows(), asked).order_by(*order)


def names(found: Page[Registration]) -> list[str]:
    return [row.family_name for row in found.rows]


def walk(asked: Asked, size: int, sort: str = "nieuwste") -> tuple[list[list[str]], list[list[str]]]:
    """The pages from the first to the last, and back again."""
    rows = listed(asked, sort)
    there, found = [], page(rows, size=size)
    there.append(names(found))
    while found.next is not None:
        found = page(rows, Edge(after=found.next), size)
        there.append(names(found))
    back = [names(found)]
    while found.previous is not None:
        found = page(rows, Edge(before=found.previous), size)
        back.append(names(found))
    return there, back


@pytest.mark.parametrize("sort", ["nieuwste", "oudste", "naam"])
@pytest.mark.parametrize("size", [1, 3, 4, 9, 50])
def test_every_row_stands_on_one_page_there_and_back(
    organisation: Organisation, sort: str, size: int
) -> None:
    many(organisation, 9)
    ordered = sorted(NINE, reverse=sort == "nieuwste")
    with acts(organisation, "anna"):
        there, back = walk(Asked(name="velen"), size, sort)
    assert sum(there, []) == ordered
    assert back == there[::-1]


def test_rows_of_one_day_are_told_apart(organisation: Organisation) -> None:
    many(organisation, 9, registered_on=date(2023, 5, 1))
    with acts(organisation, "anna"):
        there, back = walk(Asked(name="velen"), 2)
    assert (sorted(sum(there, [])), back) == (NINE, there[::-1])


def test_a_page_whose_first_row_is_gone_is_the_first_page(organisation: Organisation) -> None:
    many(organisation, 3)
    with acts(organisation, "anna"):
        rows = listed(Asked())
        gone = page(rows, Edge(before=uuid4()), 2)
        assert names(gone) == names(page(rows, size=2)) == ["Velen0002", "Velen0001"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (Asked(number="W-SANNE"), ["Zandmarker"]),
        (Asked(number="W-SAN"), []),
        (Asked(name="zánd"), ["Zandmarker"]),
        (Asked(name="ZANDMARKER"), ["Zandmarker"]),
        (Asked(name="marker"), []),
        (Asked(birth_date=date(1990, 7, 15)), ["Veldmarker"]),
        (Asked(postcode="9999 ZA", name="v"), ["Veldmarker"]),
        (Asked(postcode="1234 AB"), ["Velen0000"]),
        (Asked(name="zand", birth_date=date(1990, 7, 15)), []),
    ],
)
def test_a_filter_finds_what_it_says(organisation: Organisation, asked: Asked, found: list[str]) -> None:
    many(organisation, 1, ended_on=date(2024, 1, 1), end_reason="lapsed")
    with acts(organisation, "anna"):
        assert names(page(listed(asked))) == found


@pytest.mark.parametrize(("who", "found"), [("anna", FIRST_CAST), ("bram", ["Veldmarker"]), ("chris", [])])
def test_everyone_pages_through_what_they_may_see(
    organisation: Organisation, who: str, found: list[str]
) -> None:
    with acts(organisation, who):
        assert sorted(names(page(listed(Asked())))) == sorted(found)


def test_an_edge_nobody_may_see_tells_nothing(organisation: Organisation) -> None:
    """Otherwise somebody could find out, page by page, on which side of others a hidden row stands."""
    with acts(organisation, "bram"):
        assert names(page(listed(Asked()), Edge(after=member("sanne").file))) == ["Veldmarker"]


@pytest.mark.parametrize(("asked", "sort"), [(Asked(), "nieuwste"), (Asked(), "oudste"), (Asked(), "naam"), (Asked(name="vel"), "naam")])
def test_the_list_reaches_an_index_under_row_security(organisation: Organisation, asked: Asked, sort: str) -> None:
    """Comparisons that are not leakproof would be tried after the policy, on every row of the table."""
    many(organisation, 1)
    with acts(organisation, "anna"), connections[organisation.key].cursor() as cursor:
        sql, params = listed(asked, sort)[: SIZE + 1].query.get_compiler(using=organisation.key).as_sql()
        cursor.execute(
            "SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off; SET LOCAL enable_bitmapscan = off"
        )
        cursor.execute(f"EXPLAIN {sql}", params)
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "Index Scan" in plan
    assert ("Index Cond" in plan) == bool(asked.name)


def test_a_household_is_listed_oldest_first_without_whoever_was_taken_off(organisation: Organisation) -> None:
    with acts(organisation, "sanne"):
        row = Registration.objects.get()
        for name, born in (("Jong", date(2020, 1, 1)), ("Oud", date(1950, 1, 1))):
            add_member(registration=row, given_name="Kim", family_name=name, birth_date=born)
        assert [one.family_name for one in queries.household(row)] == ["Oud", "Jong"]
        HouseholdMember.objects.filter(family_name="Oud").update(
            given_name="", family_name="", search_name="", birth_date=None, removed_on=TODAY
        )
        assert [one.family_name for one in queries.household(row)] == ["Jong"]


def test_only_whom_handling_gives_a_look_can_be_chosen(organisation: Organisation) -> None:
    with acts(organisation, "anna"):
        assert [hat.name for hat in queries.possible_handlers()] == ["Bram"]


def test_a_registration_is_kept_two_years_after_its_end(organisation: Organisation) -> None:
    with acts(organisation, "sanne"):
        keeping = queries.keeping()
        assert keeping is not None
        assert (str(keeping.period), keeping.source) == ("P2Y", "het beleid van de organisatie, art. 6")
        assert (keeping.until(None), keeping.until(date(2024, 2, 29))) == (None, date(2026, 2, 28))


def test_without_a_clock_in_the_policy_nothing_is_promised(care_group: Organisation) -> None:
    with acts(care_group, "sanne"):
        assert queries.keeping() is None
