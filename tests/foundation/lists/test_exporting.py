"""A file of a list: made under the hat of who asked, in the log of whoever is in it, and gone in time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from uuid import UUID, uuid4

import psycopg
import pytest
from django.db import DatabaseError
from django.utils import timezone

from huisvrede.core.tables.reading import read
from huisvrede.core.tables.sheet import Limits
from huisvrede.foundation.cluster import postgres
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.documents import shelf
from huisvrede.foundation.gates.doors import Refused
from huisvrede.foundation.lists import exporting
from huisvrede.foundation.lists.exporting import Pulled, end_over
from huisvrede.foundation.lists.models import Export, Form, State
from huisvrede.foundation.lists.services import TooMany, open_export
from huisvrede.foundation.people.models import Grant, Hat
from huisvrede.foundation.vault.sealing import Shut
from huisvrede.foundation.walls.session import acting
from huisvrede.modules.allocation.lists import SEEKERS
from huisvrede.modules.allocation.models import Registration
from tests.cast import member, system
from tests.conftest import TODAY, VAR, as_login
from tests.foundation.lists.asked import asked, hat, state, work
from tests.modules.allocation.cards import acts, job, many, restrict

SEEN = """
SELECT s.subject FROM audit_seen s JOIN audit_look l ON l.id = s.look AND l.at = s.at
 WHERE l.account = %s AND l.action = 'export' AND s.action = 'export' AND s.role = 'customer-service'
"""


def content(organisation: Organisation, export: Export, who: str = "anna") -> bytes:
    """What stands in the file, as whoever asked for it fetches it."""
    with acts(organisation, who):
        opened = open_export(of=SEEKERS, key=export.pk)
        found = b"".join(opened)
        opened.close()
    return found


def seen(organisation: Organisation, who: str = "anna") -> list[str]:
    """Who was told that they were exported."""
    running = postgres.running(VAR)
    assert running is not None
    with psycopg.connect(running.dsn(dbname=organisation.main)) as superuser:
        return sorted(str(key) for (key,) in superuser.execute(SEEN, [member(who).account]))


def persons(organisation: Organisation) -> list[str]:
    with job(organisation):
        return sorted(str(key) for key in Registration.objects.values_list("person", flat=True))


def on_the_shelf(organisation: Organisation, export: Export) -> bool:
    return shelf.path_of(organisation, export.place).exists()


def test_a_file_holds_the_list_as_it_was_asked_and_whoever_is_in_it_is_told(organisation: Organisation) -> None:
    many(organisation, 2, family_name="=SOM(A1)", ended_on=TODAY, end_reason="died")
    export = asked(organisation, query="volgorde=naam")
    assert work(organisation) == 1
    lines = content(organisation, export).decode("utf-8-sig").splitlines()
    assert lines[0].startswith('"Registration number";"First names"')
    assert [line.split(";")[3] for line in lines[1:]] == ["\"'=SOM(A1)\"", "\"'=SOM(A1)\"", '"Veldmarker"', '"Zandmarker"']
    assert lines[1].endswith(f'"{TODAY.isoformat()}";"Died"')
    assert seen(organisation) == persons(organisation)
    found = state(organisation, export)
    assert found is not None
    assert (found.state, found.total, found.left_out, found.size) == ("ready", 4, 0, len(content(organisation, export)))


def test_a_facet_narrows_the_file_and_the_log(organisation: Organisation) -> None:
    many(organisation, 3, ended_on=TODAY, end_reason="lapsed")
    export = asked(organisation, query="staat=lopend")
    work(organisation)
    assert content(organisation, export).count(b"marker") == 2
    assert seen(organisation) == sorted(str(member(name).person) for name in ("sanne", "tariq"))


def test_a_workbook_reads_back_as_it_was_written(organisation: Organisation) -> None:
    export = asked(organisation, query="volgorde=naam", form=Form.XLSX)
    work(organisation)
    sheet = read(BytesIO(content(organisation, export)), name="a.xlsx", limits=Limits())
    assert sheet.headers[:4] == ("Registration number", "First names", "Prefix of the surname", "Surname")
    rows = [cells for _line, cells in sheet.rows]
    assert [(row[0], row[3], row[4]) for row in rows] == [
        ("W-TARIQ", "Veldmarker", "1990-07-15"),
        ("W-SANNE", "Zandmarker", "1984-03-01"),
    ]


def test_on_disk_nothing_of_it_can_be_read(organisation: Organisation) -> None:
    export = asked(organisation)
    work(organisation)
    assert b"marker" not in shelf.path_of(organisation, export.place).read_bytes()


def test_restricted_people_are_left_out_and_counted(organisation: Organisation) -> None:
    restrict(organisation, "sanne")
    export = asked(organisation)
    work(organisation)
    found = state(organisation, export)
    assert found is not None
    assert (found.left_out, b"Zandmarker" in content(organisation, export)) == (1, False)
    assert seen(organisation) == [str(member("tariq").person)]


@pytest.mark.parametrize("who", ["bram", "chris", "petra"])
def test_who_has_no_right_to_export_asks_in_vain(organisation: Organisation, who: str) -> None:
    with pytest.raises(Refused):
        asked(organisation, who)


def on_its_place() -> dict[str, UUID]:
    key = uuid4()
    return {"id": key, "place": shelf.place_of(Export, key)}


@pytest.mark.parametrize("who", ["bram", "chris"])
def test_the_database_refuses_it_as_well(organisation: Organisation, who: str) -> None:
    row = {"key": "woningzoekenden", "activity": "home-seekers", "purpose": "registration", "form": "csv", "language": "nl"}
    with pytest.raises(DatabaseError), acts(organisation, who):
        Export.objects.create(**hat(who), **row, **on_its_place(), asked_at=timezone.now())
    with pytest.raises(DatabaseError), acts(organisation, "anna"):
        Export.objects.create(**hat(who), **row, **on_its_place(), asked_at=timezone.now())
    with pytest.raises(DatabaseError), acts(organisation, "anna"):
        Export.objects.create(**hat("anna"), **row, **on_its_place(), asked_at=timezone.now(), query="name=Zandmarker")


def test_another_does_not_fetch_it(organisation: Organisation) -> None:
    export = asked(organisation)
    work(organisation)
    for who in ("noor", "bram", "dubbel"):
        with pytest.raises(Refused), acts(organisation, who):
            open_export(of=SEEKERS, key=export.pk)


def test_more_people_than_the_policy_says_need_a_decision(organisation: Organisation) -> None:
    many(organisation, 99)
    with pytest.raises(TooMany) as refused:
        asked(organisation)
    assert refused.value.limit == 100
    export = asked(organisation, query="behandeling=mij")
    assert (work(organisation), content(organisation, export).count(b"\r\n")) == (1, 1)


def test_a_list_that_grew_past_it_meanwhile_is_not_made(organisation: Organisation) -> None:
    export = asked(organisation)
    many(organisation, 100)
    assert work(organisation) == 1
    found = state(organisation, export)
    assert found is not None
    assert (found.state, found.reason, on_the_shelf(organisation, export)) == ("refused", "too-many", False)
    assert seen(organisation) == []


def test_a_role_that_ended_meanwhile_ends_the_export(organisation: Organisation) -> None:
    export = asked(organisation)
    with as_login(organisation, "worker"), acting(organisation, system("test", TODAY)):
        Grant.objects.filter(hat=member("anna").hat).update(ends_on=TODAY - timedelta(days=1))
    work(organisation)
    found = state(organisation, export)
    assert found is not None
    assert (found.state, found.reason, seen(organisation)) == ("refused", "no-right", [])


def test_it_goes_with_the_hat(organisation: Organisation) -> None:
    export = asked(organisation)
    work(organisation)
    with as_login(organisation, "worker"), acting(organisation, system("test", TODAY)):
        Hat.objects.filter(pk=member("anna").hat).update(ends_on=TODAY - timedelta(days=1))
    assert work(organisation) == 1
    assert (state(organisation, export), on_the_shelf(organisation, export)) == (None, False)


def test_after_its_hours_row_key_and_file_are_gone(organisation: Organisation) -> None:
    export, now = asked(organisation), timezone.now()
    work(organisation)
    ready = state(organisation, export)
    assert ready is not None
    assert ready.ends_at is not None
    assert timedelta(hours=23) < ready.ends_at - now < timedelta(hours=25)
    with as_login(organisation, "worker"):
        assert end_over(organisation, on=TODAY, now=ready.ends_at - timedelta(minutes=1)) == 0
        assert end_over(organisation, on=TODAY, now=ready.ends_at) == 1
    assert (state(organisation, export), on_the_shelf(organisation, export)) == (None, False)
    with pytest.raises(Refused):
        content(organisation, export)


def test_a_file_that_is_lost_is_told(organisation: Organisation) -> None:
    export = asked(organisation)
    work(organisation)
    shelf.remove(organisation, export.place)
    with pytest.raises(Shut):
        content(organisation, export)


def test_two_workers_make_one_file(organisation: Organisation) -> None:
    export = asked(organisation)
    assert [work(organisation), work(organisation)] == [1, 0]
    assert content(organisation, export)


def test_one_that_fails_keeps_no_other_waiting(organisation: Organisation, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = asked(organisation)
    with as_login(organisation, "worker"), acting(organisation, system("test", TODAY)):
        Export.objects.filter(pk=broken.pk).update(key="weg")
    other = asked(organisation)
    assert work(organisation) == 2
    states = [found and (found.state, found.reason) for found in (state(organisation, one) for one in (broken, other))]
    assert states == [("refused", "failed"), (State.READY, "")]


def test_what_is_pulled_is_what_was_made() -> None:
    def parts() -> Iterator[bytes]:
        yield from (b"abc", b"", b"defgh", b"i")

    source = Pulled(parts())
    assert ([source.read(4), source.read(4), source.read(4), source.read(4)], source.size) == (
        [b"abcd", b"efgh", b"i", b""],
        9,
    )


def test_progress_is_told_by_the_thousand() -> None:
    told: list[int] = []
    rows = exporting._counted(iter([["a"]] * 5_000), told.append)
    assert (len(list(rows)), told) == (5_000, [2_000, 4_000])
