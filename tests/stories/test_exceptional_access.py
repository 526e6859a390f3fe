"""A director opens a file that is not theirs to see: in a few cases, for hours, in the open, and somebody else judges it."""

from __future__ import annotations

from datetime import timedelta

import psycopg
import pytest
from django.db import DatabaseError, ProgrammingError, connections
from django.utils import timezone
from psycopg import sql

from huisvrede.core.policy import load
from huisvrede.engines.access.opening import tell_of_openings
from huisvrede.engines.rights.package import collect
from huisvrede.foundation.audit.models import Look, Seen
from huisvrede.foundation.cluster import postgres
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.cluster.routing import savepoint
from huisvrede.foundation.messages.models import Message
from huisvrede.foundation.people.models import Opening
from huisvrede.foundation.walls.session import acting
from huisvrede.modules.care.models import Identifier, Resident
from tests.browsing import signed_in
from tests.cast import member, system
from tests.conftest import ROOT, VAR, as_login
from tests.opening import three_cases
from tests.signing_in import text

PLACE = "/werk/bij-uitzondering/"
OWN = "/mijn/inzage-log/"
NOW = timezone.localdate()
ASKED = {
    "ground": "care-files/fraud",
    "investigator": "Bureau Helder, external",
    "number": "b-tariq",
    "because": "Signals about invoices for help that was never given.",
}
NAME = "Veldmarker"


@pytest.fixture
def care_group(care_group: Organisation) -> Organisation:
    """The care group with three cases in its policy."""
    three_cases(care_group)
    return care_group


def opened(house: Organisation, **changes: str) -> str:
    """The page of the file that Dirk opened."""
    return str(signed_in(house, "dirk").post(f"{PLACE}nieuw/", {**ASKED, **changes}).headers["Location"])


def change(house: Organisation, **values: object) -> None:
    running = postgres.running(VAR)
    assert running is not None
    with psycopg.connect(running.dsn(dbname=house.main)) as superuser:  # no login of the house turns a clock
        superuser.execute("SET session_replication_role = replica")
        for column, value in values.items():
            superuser.execute(sql.SQL("UPDATE people_opening SET {} = %s").format(sql.Identifier(column)), [value])


@pytest.mark.clause("ALL-20")
def test_a_file_opens_for_a_reason_for_hours_and_in_the_open(care_group: Organisation) -> None:
    # Given: a director sees no file, whichever way.
    dirk, petra, tariq = (signed_in(care_group, name) for name in ("dirk", "petra", "tariq"))
    assert dirk.get(f"/werk/bewoners/{member('tariq').file}/").status_code == 404
    # When: the director opens one, in one of the cases of the policy, with a reason.
    page = opened(care_group)
    # Then: that file is seen, and nothing of it can be changed; no other one is.
    shown = text(dirk.get(page))
    assert NAME in shown
    with acting(care_group, member("dirk").acting("exceptional-access", NOW)):
        assert list(Resident.objects.values_list("pk", flat=True)) == [member("tariq").file]
        assert Resident.objects.update(city="Elders") == 0
        assert not Identifier.objects.exists()
    with acting(care_group, member("dirk").acting("care-plan", NOW)):
        assert not Resident.objects.exists()
    # And: the privacy officer is told by the worker that was woken, once, and the look is in the log with its purpose.
    with as_login(care_group, "worker"):
        assert [tell_of_openings(care_group, on=NOW) for _ in range(2)] == [1, 0]
    with as_login(care_group, "worker"), acting(care_group, system("count", NOW)):
        told = set(Message.objects.filter(notice="exceptional-opened").values_list("account", flat=True))
        assert told == {member("petra").account, member("dubbel").account}
        looks = Look.objects.filter(hat=member("dirk").hat, purpose="exceptional-access", activity="care-files")
        assert set(looks.values_list("action", flat=True)) == {"open-exceptionally", "view"}
        assert Seen.objects.filter(subject=member("tariq").person, purpose="exceptional-access").exists()
    # And: nobody else sees it by that: not another director, nor the colleague who reviews.
    assert signed_in(care_group, "dubbel").get(page).status_code == 404
    assert NAME not in text(petra.get(PLACE))
    # And: the person is not told before the review.
    assert "Nothing stands here now" in text(tariq.get(f"{OWN}bij-uitzondering/"))
    assert "exception" not in text(tariq.get(OWN)).split("<main")[1].split("Files that were opened")[0]
    # When: the hours have passed, then: it is shut by itself.
    change(care_group, ends_at=timezone.now())
    assert NAME not in text(dirk.get(page))
    with acting(care_group, member("dirk").acting("exceptional-access", NOW)):
        assert not Resident.objects.exists()
    # When: somebody else judged it, then: the person reads who, when and why.
    judge = f"{page}beoordelen/"
    petra.post(judge, {"finding": "Necessary, and no more was looked at."})
    mine = text(tariq.get(f"{OWN}bij-uitzondering/"))
    assert "invoices for help" in mine
    assert "Bureau Helder" in mine
    assert "Dirk" not in mine
    assert text(tariq.get(OWN)).count("exceptional") > 1


@pytest.mark.clause("ALL-20")
def test_the_allocation_service_has_three_cases_and_no_corporation_has_one() -> None:
    policy = load(ROOT / "profiles" / "allocation-service")
    urgency = policy.activities["urgency"]
    assert {one["key"] for one in urgency.exceptional} == {"fraud", "authority", "legal-claim"}
    may = {right.role for right in urgency.rights if right.action == "open-exceptionally"}
    assert may == {"customer-service", "management"}
    assert "advisor" not in may  # who works for a corporation


@pytest.mark.parametrize(
    ("profile", "named"),
    [
        ("care-group", {"authority": "art. 4.3, 7.1; GDPR art. 58(1)(e)"}),
        ("contracting", {}),
        ("corporation", {}),
        ("survey-bureau", {}),
    ],
)
def test_no_other_organisation_has_a_case_that_its_own_document_does_not_give(profile: str, named: dict[str, str]) -> None:
    activities = load(ROOT / "profiles" / profile).activities.values()
    assert {one["key"]: one["source"] for activity in activities for one in activity.exceptional} == named
    may = {right.role for activity in activities for right in activity.rights if right.action == "open-exceptionally"}
    assert bool(may) is bool(named)


@pytest.mark.clause("ALL-21")
def test_a_suspicion_of_fraud_needs_an_external_investigator(care_group: Organisation) -> None:
    # Given: no investigator is named, then: the file stays shut, and it is said why.
    page = signed_in(care_group, "dirk").post(f"{PLACE}nieuw/", {**ASKED, "investigator": "  "})
    assert "an external investigator is engaged first" in text(page)
    assert NAME not in text(page)
    # And: the database says no as well; on another ground nobody needs to be named.
    for ground, said in (("fraud", True), ("curiosity", True), ("legal-claim", False)):
        with acting(care_group, member("dirk").acting("exceptional-access", NOW)):
            if said:
                with pytest.raises(ProgrammingError, match="row-level security"), savepoint():
                    by_hand(care_group, ground=ground)
            else:
                by_hand(care_group, ground=ground)


def by_hand(house: Organisation, **changes: object) -> None:
    """An opening as a statement of SQL makes it."""
    row = {
        "person_id": member("tariq").person,
        "activity": "care-files",
        "model": "care.Resident",
        "anchor": member("tariq").file,
        "ground": "legal-claim",
        "investigator": "",
        "account": member("dirk").account,
        "hat": member("dirk").hat,
        "hours": 2,
        "review_by": NOW + timedelta(days=7),
        **changes,
    }
    with connections[house.key].cursor() as cursor:
        cursor.execute(
            "INSERT INTO people_opening (id, person_id, activity, model, anchor, ground, investigator, reason, account, hat,"
            " opened_at, ends_at, review_by, finding, withheld, told) VALUES (gen_random_uuid(), %(person_id)s, %(activity)s,"
            " %(model)s, %(anchor)s, %(ground)s, %(investigator)s, 'because', %(account)s, %(hat)s, statement_timestamp(),"
            " statement_timestamp() + make_interval(hours => %(hours)s), %(review_by)s, '', '', false)",
            row,
        )


@pytest.mark.parametrize(
    ("who", "changes"),
    [
        ("dirk", {"hours": 9}),
        ("dirk", {"person_id": member("sanne").person}),
        ("dirk", {"anchor": member("nobody").file}),
        ("dirk", {"model": "care.Support"}),
        ("dirk", {"activity": "rights"}),
        ("dirk", {"hat": member("petra").hat}),
        ("dirk", {"account": member("petra").account}),
        ("dirk", {"review_by": NOW + timedelta(days=400)}),
        ("dirk", {"review_by": NOW + timedelta(days=13)}),
        ("petra", {"hat": member("petra").hat, "account": member("petra").account}),
        ("bram", {"hat": member("bram").hat, "account": member("bram").account}),
    ],
)
def test_the_database_opens_nothing_else(care_group: Organisation, who: str, changes: dict[str, object]) -> None:
    with acting(care_group, member(who).acting("exceptional-access", NOW)):
        with pytest.raises(ProgrammingError, match="row-level security"), savepoint():
            by_hand(care_group, **changes)


def test_the_person_is_told_later_only_for_a_recorded_reason(care_group: Organisation) -> None:
    page = opened(care_group)
    petra, tariq = signed_in(care_group, "petra"), signed_in(care_group, "tariq")
    judge = f"{page}beoordelen/"
    # Given: telling now would spoil the investigation, and that is written down.
    petra.post(judge, {"finding": "Necessary.", "withheld": "The investigation runs."})
    assert "Nothing stands here now" in text(tariq.get(f"{OWN}bij-uitzondering/"))
    assert "reviewed, not told yet" in text(petra.get(PLACE))
    # When: the reason is over, then: the person sees it, and the review stands.
    petra.post(judge, {"finding": "Necessary.", "withheld": ""})
    assert "Necessary." in text(tariq.get(f"{OWN}bij-uitzondering/"))
    assert "Record this review" not in text(petra.get(judge))


def test_a_review_that_is_late_tells_the_person_by_itself(care_group: Organisation) -> None:
    opened(care_group)
    tariq = signed_in(care_group, "tariq")
    change(care_group, review_by=NOW)
    assert "Nothing stands here now" in text(tariq.get(f"{OWN}bij-uitzondering/"))
    change(care_group, review_by=NOW - timedelta(days=1))
    assert "invoices for help" in text(tariq.get(f"{OWN}bij-uitzondering/"))
    assert "review is late" in text(signed_in(care_group, "petra").get(PLACE))


def test_nobody_judges_what_they_opened_themselves(care_group: Organisation) -> None:
    page = str(signed_in(care_group, "dubbel").post(f"{PLACE}nieuw/", ASKED).headers["Location"])
    answer = signed_in(care_group, "dubbel").post(f"{page}beoordelen/", {"finding": "I did well."})
    assert "you opened the file yourself" in text(answer)
    with acting(care_group, member("dubbel").acting("accountability", NOW)):
        with pytest.raises(DatabaseError), savepoint():
            Opening.objects.update(finding="x", reviewed_by=member("petra").hat, reviewed_on=NOW)


def test_whoever_is_done_shuts_the_file(care_group: Organisation) -> None:
    page, dirk = opened(care_group), signed_in(care_group, "dirk")
    assert "The file is shut." in text(dirk.post(f"{page}sluiten/", follow=True))
    assert NAME not in text(dirk.get(page))
    assert "shut already" in text(dirk.post(f"{page}sluiten/", follow=True))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"number": "B-NOBODY"}, "We know no file with this number."),
        ({"because": " "}, "This field is required"),
        ({"ground": "care-files/curiosity"}, "Select a valid choice"),
        ({"number": ""}, "This field is required"),
    ],
)
def test_what_cannot_be_opened_is_said(care_group: Organisation, changes: dict[str, str], said: str) -> None:
    page = signed_in(care_group, "dirk").post(f"{PLACE}nieuw/", {**ASKED, **changes})
    assert (page.status_code, said in text(page)) == (200, True)


@pytest.mark.parametrize("name", ["bram", "chris", "petra"])
def test_whoever_has_no_right_to_it_opens_nothing(care_group: Organisation, name: str) -> None:
    answer = signed_in(care_group, name).post(f"{PLACE}nieuw/", ASKED)
    assert (answer.status_code, NAME in text(answer)) == (404, False)


def test_what_the_person_is_not_told_yet_is_in_no_answer_either(care_group: Organisation) -> None:
    """An answer to a request for access is made by a job that sees all rows (ALL-20, UAVG article 41)."""
    # Given: a file that was opened, looked at and not reviewed yet, and one whose notice is put off.
    dirk, petra = (signed_in(care_group, name) for name in ("dirk", "petra"))
    page = opened(care_group)
    assert NAME in text(dirk.get(page))

    def answer() -> str:
        with as_login(care_group, "worker"), acting(care_group, system("rights", NOW)):
            package = collect(member("tariq").person, language="en", day=NOW)
        return str(package.as_json())

    secrets = ("Signals about invoices", "Bureau Helder", "people.Opening")
    assert [one for one in secrets if one in answer()] == []
    # When: it is reviewed, and the notice put off; then: still nothing.
    withheld = {"finding": "It was needed.", "withheld": "The police asks for silence."}
    assert petra.post(f"{page}beoordelen/", withheld).status_code == 302
    assert [one for one in (*secrets, "police") if one in answer()] == []
    # And: once it is told, it is in the answer as it is on the person's own page.
    change(care_group, withheld="")
    assert "Signals about invoices" in answer()
