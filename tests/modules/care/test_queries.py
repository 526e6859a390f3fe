"""The list, page by page; its filters; who supports whom; until when a file is kept."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import chain

import pytest
from django.db import connections
from django.db.models import QuerySet

from huisvrede.core.duration import Period
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.disposal.rules import plans
from huisvrede.foundation.register.declarations import anchor_declaration
from huisvrede.foundation.ui.paging import Edge, Page, page
from huisvrede.foundation.walls.due import due
from huisvrede.foundation.walls.session import session
from huisvrede.modules.care import queries
from huisvrede.modules.care.lists import RESIDENTS
from huisvrede.modules.care.models import Resident, Support
from huisvrede.modules.care.queries import Asked, Keeping
from tests.cast import SINCE, member
from tests.conftest import TODAY
from tests.modules.care.files import FIRST, acts, job, many

YEAR, DECADE = Period.parse("P1Y"), Period.parse("P10Y")
ENDED, EARLIER, LATER = date(2016, 2, 29), date(2014, 5, 1), date(2018, 5, 1)


def matching(asked: Asked) -> QuerySet[Resident]:
    """The list, the newest first."""
    return queries.matching(Resident.objects.all(), asked).order_by(*RESIDENTS.sorts[0].order)


def names(found: Page[Resident]) -> list[str]:
    return [row.family_name for row in found.rows]


def walk(size: int) -> tuple[list[list[str]], list[list[str]]]:
    """The pages of the many from the first to the last, and back again."""
    rows = matching(Asked(name="velen"))
    found = page(rows, size=size)
    there = [names(found)]
    while found.next is not None:
        found = page(rows, Edge(after=found.next), size)
        there.append(names(found))
    back = [names(found)]
    while found.previous is not None:
        found = page(rows, Edge(before=found.previous), size)
        back.append(names(found))
    return there, back


def test_every_file_stands_on_one_page_there_and_back_newest_first(care_group: Organisation) -> None:
    many(care_group, 9)
    newest_first = [f"Velen{place:04}" for place in reversed(range(9))]
    with acts(care_group, "anna"):
        walks = {size: walk(size) for size in (1, 3, 4, 9, 50)}
    assert {size: [*chain(*there)] for size, (there, _back) in walks.items()} == dict.fromkeys(
        walks, newest_first
    )
    assert {size: back for size, (_there, back) in walks.items()} == {
        n: there[::-1] for n, (there, _b) in walks.items()
    }
    assert [len(there) for there, _back in walks.values()] == [9, 3, 3, 1, 1]


def test_files_of_one_day_are_told_apart(care_group: Organisation) -> None:
    many(care_group, 5, started_on=FIRST)
    with acts(care_group, "anna"):
        there, back = walk(2)
    assert (sorted([*chain(*there)]), back) == ([f"Velen{place:04}" for place in range(5)], there[::-1])


@pytest.mark.parametrize("who", ["bram", "anna", "chris"])
def test_a_filter_finds_what_it_says_among_what_one_may_see(care_group: Organisation, who: str) -> None:
    all_of_them = {
        Asked(): ["Veldmarker", "Zandmarker"],
        Asked(number="B-SANNE"): ["Zandmarker"],
        Asked(number="b-tariq"): ["Veldmarker"],
        Asked(number="B-SAN"): [],
        Asked(name="véld"): ["Veldmarker"],
        Asked(name="ZANDMARKER"): ["Zandmarker"],
        Asked(name="marker"): [],
        Asked(name="zand", number="B-TARIQ"): [],
    }
    seen = {"anna": {"Veldmarker", "Zandmarker"}, "bram": {"Veldmarker"}, "chris": set()}[who]
    with acts(care_group, who):
        found = {asked: sorted(names(page(matching(asked)))) for asked in all_of_them}
    assert found == {asked: [name for name in hits if name in seen] for asked, hits in all_of_them.items()}


def test_an_edge_nobody_may_see_tells_nothing(care_group: Organisation) -> None:
    """Otherwise somebody could find out, page by page, on which side of others a hidden row stands."""
    with acts(care_group, "bram"):
        hidden, rows = member("sanne").file, matching(Asked())
        pages = [page(rows, Edge(after=hidden)), page(rows, Edge(before=hidden))]
    assert [(names(one), one.previous, one.next) for one in pages] == [(["Veldmarker"], None, None)] * 2


def test_the_list_reaches_an_index_under_row_security(care_group: Organisation) -> None:
    with acts(care_group, "anna"), connections[care_group.key].cursor() as cursor:
        sql, params = matching(Asked(name="vel")).query.get_compiler(using=care_group.key).as_sql()
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off")
        cursor.execute(f"EXPLAIN {sql}", params)
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert ("Index Scan" in plan, "Index Cond" in plan) == (True, True)


def test_supporters_are_those_of_today(care_group: Organisation) -> None:
    with job(care_group):
        for name, since, until in (
            ("anna", TODAY, TODAY),
            ("chris", SINCE, TODAY - timedelta(days=1)),
            ("petra", TODAY + timedelta(days=1), None),
        ):
            Support.objects.create(
                resident_id=member("tariq").file, worker_id=member(name).hat, starts_on=since, ends_on=until
            )
    with acts(care_group, "bram"):
        assert [one.worker.name for one in queries.supporters(Resident.objects.get())] == ["Bram", "Anna"]


@pytest.mark.parametrize(
    ("periods", "ended", "last", "until"),
    [
        ({"ended": YEAR, "last-contact": DECADE}, None, LATER, None),
        ({"ended": YEAR, "last-contact": DECADE}, ENDED, EARLIER, date(2024, 5, 1)),
        ({"ended": DECADE, "last-contact": YEAR}, ENDED, LATER, date(2026, 2, 28)),
        ({"ended": YEAR, "last-contact": YEAR}, ENDED, LATER, date(2019, 5, 1)),
        ({"ended": YEAR, "last-contact": DECADE}, ENDED, None, date(2017, 2, 28)),
        ({"ended": YEAR}, ENDED, LATER, date(2017, 2, 28)),
        ({"last-contact": YEAR}, ENDED, EARLIER, ENDED),
    ],
)
def test_a_file_is_kept_until_its_last_period_ends(
    periods: dict[str, Period], ended: date | None, last: date | None, until: date | None
) -> None:
    assert Keeping(periods, ()).until(Resident(ended_on=ended, last_contact_on=last)) == until


def test_the_day_we_tell_is_the_day_before_the_file_is_destroyed(care_group: Organisation) -> None:
    """The page and the sweep (`walls.due`) read the same two clocks."""
    for ended in (ENDED, LATER):
        for last in (None, EARLIER, ENDED, date(2017, 12, 31)):
            with job(care_group):
                Support.objects.all().delete()
                Resident.objects.all().delete()
            many(care_group, 2, started_on=date(2008, 1, 7), ended_on=ended, last_contact_on=last)
            with job(care_group):
                keeping, resident = queries.keeping(), Resident.objects.first()
                assert keeping is not None
                assert resident is not None
                until = keeping.until(resident)
                assert until is not None
                assert [due_on(until), due_on(until + timedelta(days=1))] == [0, 2]


def due_on(day: date) -> int:
    """How many files the sweep would find on a day."""
    (plan,) = (one for one in plans(day) if one.model is Resident)
    where = due(Resident, anchor_declaration(Resident), cuts="%s::date[]", activity="''")
    with connections[session().organisation.key].cursor() as cursor:
        cursor.execute(
            f"SELECT count(*) FROM care_resident a WHERE {where}", [list(plan.cuts)] * where.count("%s")
        )
        return int(cursor.fetchone()[0])


def test_a_file_is_kept_by_two_rules_with_their_sources(care_group: Organisation) -> None:
    with acts(care_group, "sanne"):
        keeping = queries.keeping()
    assert keeping is not None
    assert {clock: str(period) for clock, period in keeping.periods.items()} == {
        "last-contact": "P15Y",
        "ended": "P15Y",
    }
    assert [source for _reason, source in keeping.reasons] == [
        "het beleid van de organisatie, art. 11.2",
        "het beleid van de organisatie, art. 11.3",
    ]


def test_without_a_rule_in_the_policy_nothing_is_promised(organisation: Organisation) -> None:
    with acts(organisation, "sanne", "registration"):
        assert queries.keeping() is None
