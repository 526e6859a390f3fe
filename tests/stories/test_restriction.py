"""Somebody asks that their data are kept and not used: from that moment nobody sees or changes them, in any way."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import psycopg
import pytest
from django.utils import timezone

from huisvrede.core.vocabulary import Outcome
from huisvrede.engines.rights.models import Ground
from huisvrede.foundation.cases.models import Case
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.disposal.services import nightly
from huisvrede.foundation.people.models import Person
from huisvrede.foundation.walls.session import acting
from huisvrede.modules.allocation import services
from huisvrede.modules.allocation.models import HouseholdMember, Registration
from huisvrede.modules.allocation.services import Restricted
from tests.asking import advised, answered, decided, restricted, state
from tests.browsing import signed_in
from tests.cast import member, system
from tests.conftest import TODAY, as_login
from tests.injecting import injected, show
from tests.opening import three_cases
from tests.signing_in import text

ASK = "/mijn/verzoeken/beperking/"
GIVEN = {"ground": "accuracy", "wording": "My income is wrong."}
FILE = f"/werk/woningzoekenden/{member('sanne').file}/"


def count(connection: psycopg.Connection, asked: str) -> int:
    row = connection.execute(asked.encode()).fetchone()
    assert row is not None
    return int(row[0])


@pytest.mark.clause("COR-29")
def test_from_the_request_on_nobody_uses_the_data(organisation: Organisation) -> None:
    # given a home seeker, whose file customer service sees
    sanne, anna = signed_in(organisation, "sanne"), signed_in(organisation, "anna")
    assert anna.get(FILE).status_code == 200
    assert "on hold" not in text(anna.get("/werk/woningzoekenden/"))
    # when she reads what it means and asks, with a reason and without
    assert "This has consequences" in text(sanne.get(ASK))
    assert "This field is required" in text(sanne.post(ASK, {"wording": "Something"}))
    own = sanne.post(ASK, GIVEN).headers["Location"]
    # then at once her file is closed to customer service, and the list says that one is left out, not whose
    refused = anna.get(FILE)
    listed = text(anna.get("/werk/woningzoekenden/"))
    assert refused.status_code == 404
    nobody = str(uuid4())
    unknown = text(anna.get(f"/werk/woningzoekenden/{nobody}/")).replace(nobody, str(member("sanne").file))
    assert text(refused) == unknown
    assert ("1 file is on hold" in listed, "Zandmarker" in listed) == (True, False)
    # and an advisor who never saw her file hears of no file on hold
    assert "on hold" not in text(signed_in(organisation, "bram").get("/werk/woningzoekenden/"))
    # and she sees her own data and request, and can't change her data herself
    assert "Zandmarker" in text(sanne.get("/mijn/gegevens/"))
    assert "Your data are on hold" in text(sanne.get(own))
    assert sanne.get(ASK).headers["Location"] == own
    assert "your data are on hold" in text(sanne.get("/mijn/"))
    # and the privacy officer has the request on the desk; nobody else has
    assert "My income is wrong." in text(signed_in(organisation, "petra").get(own.replace("/mijn/", "/werk/")))
    assert signed_in(organisation, "chris").get(own.replace("/mijn/", "/werk/")).status_code in {403, 404}


@pytest.mark.clause("COR-29")
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE allocation_registration SET email = 'x@example.org' WHERE id = '{file}'",
        "DELETE FROM allocation_registration WHERE id = '{file}'",
        (
            "INSERT INTO allocation_householdmember (id, registration_id, given_name, family_name, search_name, birth_date)"
            " VALUES (gen_random_uuid(), '{file}', 'Ilse', 'Dorp', 'dorp', '2001-01-01')"
        ),
    ],
)
@pytest.mark.parametrize("purpose", ["registration", "retention", "import"])
def test_no_job_or_import_changes_the_data(organisation: Organisation, statement: str, purpose: str) -> None:
    restricted(organisation)
    with injected(organisation, "worker") as connection:
        show(connection, system(purpose, TODAY), organisation)
        with pytest.raises(psycopg.Error) as refused:
            connection.execute(statement.format(file=member("sanne").file))
    assert refused.value.sqlstate == "HV018"


@pytest.mark.clause("COR-29")
def test_neither_staff_nor_the_person_get_past_it_by_sql(organisation: Organisation) -> None:
    key = restricted(organisation)
    with injected(organisation) as connection:
        show(connection, member("anna").acting("registration", TODAY), organisation)
        assert count(connection, f"SELECT count(*) FROM allocation_registration WHERE id = '{member('sanne').file}'") == 0
    for name, purpose in (("sanne", "registration"), ("sanne", "rights"), ("anna", "registration"), ("petra", "rights")):
        with injected(organisation) as connection:
            show(connection, member(name).acting(purpose, TODAY), organisation)
            with pytest.raises(psycopg.Error):
                connection.execute("UPDATE people_person SET restricted_since = NULL")
    for name in ("petra", "dirk", "dubbel", "sanne"):
        with injected(organisation) as connection:
            show(connection, member(name).acting("rights", TODAY), organisation)
            with pytest.raises(psycopg.Error):
                connection.execute(f"UPDATE cases_case SET state = 'lifted', closed_on = '{TODAY}' WHERE id = '{key}'")
    with as_login(organisation, "worker"), acting(organisation, system("rights", TODAY)):
        assert Registration.objects.get(pk=member("sanne").file).person.restricted_since == TODAY


@pytest.mark.clause("COR-29")
@pytest.mark.parametrize(
    ("name", "statement"),
    [
        ("anna", "INSERT INTO cases_case (id, version, activity, workflow, state, received_on, person_id) SELECT"
         " gen_random_uuid(), 1, 'rights', 'restriction', 'examined', walls.day(), id FROM people_person"),
        ("petra", "UPDATE cases_case SET state = 'received', version = version + 1"),
        ("dirk", "UPDATE cases_case SET state = 'received', version = version + 1"),
        ("petra", "UPDATE cases_case SET state = 'withdrawn', closed_on = walls.day(), version = version + 1"),
    ],
)
def test_nobody_alone_restricts_another_or_lets_them_go(organisation: Organisation, name: str, statement: str) -> None:
    restricted(organisation)
    with injected(organisation) as connection:
        show(connection, member(name).acting("rights", TODAY), organisation)
        with pytest.raises(psycopg.Error):
            connection.execute(statement.encode())
    with as_login(organisation, "worker"), acting(organisation, system("rights", TODAY)):
        held = Person.objects.filter(restricted_since__isnull=False)
        assert list(held.values_list("pk", flat=True)) == [member("sanne").person]


@pytest.mark.clause("COR-29")
def test_who_is_restricted_is_told_to_nobody_without_a_task(organisation: Organisation) -> None:
    restricted(organisation)
    with injected(organisation) as connection:
        show(connection, member("chris").acting("registration", TODAY), organisation)
        assert count(connection, "SELECT count(*) FROM people_person") == 0


@pytest.mark.clause("COR-29")
def test_they_stay_stored_beyond_their_period(organisation: Organisation) -> None:
    long_ago = TODAY - timedelta(days=3 * 365)
    with as_login(organisation, "worker"), acting(organisation, system("rights", TODAY)):
        Registration.objects.update(ended_on=long_ago, end_reason="deregistered")
    restricted(organisation)
    with as_login(organisation, "worker"):
        nightly(organisation, on=TODAY)
        with acting(organisation, system("rights", TODAY)):
            left = set(Registration.objects.values_list("pk", flat=True))
    assert (member("sanne").file in left, member("tariq").file in left) == (True, False)


@pytest.mark.clause("COR-29")
@pytest.mark.parametrize("ground", [one.value for one in Ground])
def test_each_ground_holds_the_data_at_once_an_objection_too(organisation: Organisation, ground: str) -> None:
    """Article 18(1)(d): while an objection is decided on; the page says how to object, and how to ask what it does not do."""
    sanne, anna = signed_in(organisation, "sanne"), signed_in(organisation, "anna")
    asked = text(sanne.get(ASK))
    assert ("Do you object to our use of your data?" in asked, "corrected or erased" in asked) == (True, True)
    assert sanne.post(ASK, {"ground": ground, "wording": "I object: it harms me."}).status_code == 302
    assert anna.get(FILE).status_code == 404
    with as_login(organisation, "worker"), acting(organisation, system("rights", TODAY)):
        assert Person.objects.get(pk=member("sanne").person).restricted_since is not None
    # and the privacy officer reads why
    with acting(organisation, member("petra").acting("rights", TODAY)):
        case = Case.objects.get()
    assert "I object: it harms me." in text(signed_in(organisation, "petra").get(f"/werk/verzoeken/{case.pk}/"))


@pytest.mark.clause("COR-29")
@pytest.mark.parametrize(("ground", "opens"), [("authority", False), ("legal-claim", True)])
def test_an_exceptional_opening_shows_them_for_a_legal_claim_alone(
    care_group: Organisation, ground: str, opens: bool
) -> None:
    """Article 18(2); whoever opens it exceptionally changes nothing in it."""
    three_cases(care_group)
    restricted(care_group, "tariq", on=timezone.localdate())
    dirk = signed_in(care_group, "dirk")
    given = {"ground": f"care-files/{ground}", "number": "b-tariq", "because": "The court asks what was agreed."}
    answer = dirk.post("/werk/bij-uitzondering/nieuw/", given)
    if not opens:
        assert "asked that their data are not used" in text(answer)
        return
    assert "Veldmarker" in text(dirk.get(answer.headers["Location"]))


def test_decided_and_ended_on_screen(organisation: Organisation) -> None:
    # given a restriction that was asked for
    day = timezone.localdate()
    sanne, petra, dirk = (signed_in(organisation, name) for name in ("sanne", "petra", "dirk"))
    own = sanne.post(ASK, GIVEN).headers["Location"]
    work, key = own.replace("/mijn/", "/werk/"), own.split("/")[-2]
    # when it is advised on, granted and told
    petra.post(work, {"action": "advise", "version": 1, "outcome": "granted", "text": "It is in dispute."})
    dirk.post(work, {"action": "decide", "version": 2, "outcome": "granted", "reasons": "You are right to ask."})
    assert answered(organisation, on=day) == 1
    # then it is in force on both sides, with a letter
    assert "The restriction is in force" in text(sanne.get(own))
    assert sanne.get(f"{own}besluit.pdf").content[:4] == b"%PDF"
    assert "Restrictions that go on" in text(petra.get("/werk/verzoeken/"))
    # when the privacy officer proposes the end of it, then the management decides, with reasons where it goes on
    petra.post(work, {"action": "propose-end", "version": 4, "reasons": "Your income was put right."})
    assert "Decide whether the restriction ends" not in text(petra.get(work))
    assert "Say why it goes on" in text(dirk.post(work, {"action": "decide-end", "version": 5, "outcome": "go-on"}))
    dirk.post(work, {"action": "decide-end", "version": 5, "outcome": "go-on", "reasons": "Not yet."})
    petra.post(work, {"action": "propose-end", "version": 6, "reasons": "Your income was put right."})
    dirk.post(work, {"action": "decide-end", "version": 7, "outcome": "end"})
    assert answered(organisation, on=day) == 1
    # then she reads the day before it comes, and can't be surprised
    assert "The restriction ends on" in text(sanne.get(own))
    assert "Your income was put right." in text(sanne.get(own))
    assert signed_in(organisation, "anna").get(FILE).status_code == 404
    # and after that day everything is as it was
    answered(organisation, on=day + timedelta(days=8))
    assert state(organisation, key) == "lifted"
    assert signed_in(organisation, "anna").get(FILE).status_code == 200


def test_passed_on_by_telephone_with_its_ground(organisation: Organisation) -> None:
    given = {
        "what": "restriction",
        "ground": "claim",
        "asked_by": "T. Brief",
        "reach": "06 12345678",
        "channel": "phone",
        "received_on": timezone.localdate().isoformat(),
        "language": "nl",
    }
    assert signed_in(organisation, "anna").post("/werk/verzoeken/doorgeven/", given).status_code == 302
    listed = text(signed_in(organisation, "petra").get("/werk/verzoeken/"))
    assert "Request for restriction" in listed
    # a ground has no meaning with another request
    given = {**given, "what": "access"}
    assert signed_in(organisation, "anna").post("/werk/verzoeken/doorgeven/", given).status_code == 302


def test_a_refusal_in_the_end_lets_the_data_be_used(organisation: Organisation) -> None:
    key = restricted(organisation)
    advised(organisation, key, outcome=Outcome.REFUSED)
    decided(organisation, key, outcome=Outcome.REFUSED)
    answered(organisation)
    with acting(organisation, member("anna").acting("registration", TODAY)):
        assert not Registration.objects.filter(pk=member("sanne").file).exists()
    answered(organisation, on=TODAY + timedelta(days=8))
    with acting(organisation, member("anna").acting("registration", TODAY)):
        assert Registration.objects.filter(pk=member("sanne").file).exists()


@pytest.mark.clause("COR-29")
def test_somebody_of_a_household_is_left_alone_in_the_file_of_another(organisation: Organisation) -> None:
    # given somebody who stands in the file of another, and asked on paper
    with as_login(organisation, "worker"), acting(organisation, system("rights", TODAY)):
        whose = Person.objects.create()
        row = HouseholdMember.objects.create(
            registration_id=member("tariq").file, person=whose, given_name="Kees", family_name="Dorp",
            search_name="dorp", birth_date=date(2001, 1, 1),
        )
        Case.objects.create(
            activity="rights", workflow="restriction", state="examined", person=whose, received_on=TODAY
        )
    # then staff see the file without this person, and nobody changes or removes the row
    for name in ("anna", "bram"):
        with acting(organisation, member(name).acting("registration", TODAY)):
            assert Registration.objects.filter(pk=member("tariq").file).exists()
            assert not HouseholdMember.objects.filter(pk=row.pk).exists()
    for purpose in ("registration", "retention"):
        with injected(organisation, "worker") as connection:
            show(connection, system(purpose, TODAY), organisation)
            with pytest.raises(psycopg.Error) as refused:
                connection.execute(f"DELETE FROM allocation_householdmember WHERE id = '{row.pk}'".encode())
            assert refused.value.sqlstate == "HV018"
    with acting(organisation, member("tariq").acting("registration", TODAY)), pytest.raises(Restricted):
        services.remove_member(member=HouseholdMember.objects.get(pk=row.pk))
    # and the file stays beyond its period, as long as that lasts
    long_ago = TODAY - timedelta(days=3 * 365)
    with as_login(organisation, "worker"):
        with acting(organisation, system("rights", TODAY)):
            Registration.objects.update(ended_on=long_ago, end_reason="deregistered")
        nightly(organisation, on=TODAY)
        with acting(organisation, system("rights", TODAY)):
            assert set(Registration.objects.values_list("pk", flat=True)) == {member("tariq").file}
            assert HouseholdMember.objects.filter(pk=row.pk).exists()
