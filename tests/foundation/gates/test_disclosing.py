"""What is passed on is recorded with a ground that stands, or not at all: by the verb, and by the database below it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, DataError, IntegrityError, ProgrammingError, connections

from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.cluster.routing import savepoint
from huisvrede.foundation.gates.disclosing import Unfounded, allowed, disclose, disclosed
from huisvrede.foundation.gates.doors import Refused
from huisvrede.foundation.register.queries import version_on
from huisvrede.foundation.walls.session import acting, session
from huisvrede.modules.allocation.models import Disclosure, HouseholdMember, Registration
from huisvrede.modules.care.models import Disclosure as CareDisclosure
from huisvrede.modules.care.models import Resident
from tests.browsing import signed_in
from tests.cast import member
from tests.conftest import TODAY, as_login
from tests.foundation.gates.disclosures import (
    BY_LAW,
    CORPORATIONS,
    THERAPISTS,
    TO_A_CORPORATION,
    stored,
    typed,
)
from tests.modules.allocation.cards import acts, restrict

TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture(scope="module")
def house(copies: Callable[..., AbstractContextManager[Organisation]]) -> Iterator[Organisation]:
    """An organisation for what is refused."""
    with copies("allocation-service") as one:
        yield one


def file_of(name: str) -> Registration:
    return Registration.objects.get(pk=member(name).file)


def test_a_ground_is_the_law_or_the_one_of_the_policy(organisation: Organisation) -> None:
    with acts(organisation, "anna"):
        for facts in (BY_LAW, {**TO_A_CORPORATION, "provision": "because we like to"}):
            disclose(file=file_of("sanne"), **facts)
    assert stored(organisation) == [
        ("Gemeente Zeggedam", "legal-duty", "art. 64 Participatiewet", ["identity", "housing"]),
        ("Woonstichting De Kade", "task", "GDPR 28(3)", ["identity", "housing"]),
    ]


def test_a_row_is_called_by_its_key(organisation: Organisation) -> None:
    with acts(organisation, "anna"):
        row = disclose(file=file_of("sanne"), **BY_LAW)
        assert str(row) == str(row.pk)


def test_what_the_database_refuses_for_another_reason_is_no_refusal_of_a_right(house: Organisation) -> None:
    with acts(house, "anna"), pytest.raises(DataError):
        disclose(file=file_of("sanne"), **{**BY_LAW, "recipient": "x" * 161})


@pytest.mark.parametrize(
    ("field", "changed"),
    [
        ("provision", {"provision": " "}),
        ("given_on", {"given_on": TOMORROW}),
        ("given_on", {"given_on": date(2001, 1, 1)}),
        ("standing", {"standing": "Somebody else"}),
        ("categories", {"categories": []}),
        ("categories", {"categories": ["health"]}),
        ("categories", {"standing": CORPORATIONS, "categories": ["identity", "correspondence"]}),
    ],
)
def test_what_is_wrong_is_told_with_its_field(
    house: Organisation, field: str, changed: dict[str, Any]
) -> None:
    with acts(house, "anna"), pytest.raises(Unfounded) as refused:
        disclose(file=file_of("sanne"), **{**BY_LAW, **changed})
    assert (refused.value.field, str(refused.value) != "") == (field, True)
    assert stored(house) == []


@pytest.mark.parametrize("name", ["bram", "petra", "dirk", "tariq"])
def test_who_may_not_pass_on_records_nothing(house: Organisation, name: str) -> None:
    """Bram may see Tariq's file, and Tariq his own; seeing is not passing on."""
    with acts(house, name):
        file = Registration.objects.filter(pk=member("tariq").file).first() or Registration()
        with pytest.raises(Refused):
            disclose(file=file, **BY_LAW)
    assert stored(house) == []


def test_of_a_file_that_one_sees_and_may_not_pass_on_the_database_refuses(organisation: Organisation) -> None:
    """Bram advises, sees every file by a second right, and may pass on what is assigned to him alone."""
    with as_login(organisation, "owner"), connections[organisation.key].cursor() as cursor:
        for action, reach in (("view", "organisation"), ("disclose", "assigned")):
            cursor.execute(
                "INSERT INTO register_right (id, version_id, activity, role, kind, purpose, action, reach)"
                " SELECT gen_random_uuid(), id, 'home-seekers', 'advisor', 'staff', 'registration', %s, %s"
                "   FROM register_version",
                [action, reach],
            )
    with acts(organisation, "bram"):
        with pytest.raises(Refused):
            disclose(file=file_of("sanne"), **BY_LAW)
        disclose(file=file_of("tariq"), **BY_LAW)
        assert Disclosure.objects.get().registration_id == member("tariq").file


def test_of_a_restricted_person_nothing_is_passed_on(organisation: Organisation) -> None:
    with acts(organisation, "anna"):
        file = file_of("sanne")
    restrict(organisation, "sanne")
    with acts(organisation, "anna"), pytest.raises(Unfounded) as refused:
        disclose(file=file, **BY_LAW)
    assert (refused.value.field, "artikel 18" in str(refused.value)) == ("", True)
    with acts(organisation, "anna"), pytest.raises(DatabaseError):
        insert(registration=file)


def insert(**changed: Any) -> None:
    """A row as somebody with Anna's page and no respect for the verb would write it."""
    acting_now = session().acting
    row = {
        **BY_LAW,
        "version": version_on(TODAY),
        "ground": "legal-duty",
        "recorded_on": TODAY,
        "account": acting_now.account,
        "hat": acting_now.hat,
        "registration_id": member("sanne").file,
    }
    Disclosure(**{**row, **changed}).save(force_insert=True)


def test_the_row_that_the_next_test_spoils_is_right(organisation: Organisation) -> None:
    with acts(organisation, "anna"):
        insert()
        insert(ground="task", standing=CORPORATIONS, provision="GDPR 28(3)")
    assert len(stored(organisation)) == 2


@pytest.mark.parametrize(
    "changed",
    [
        {"account": member("bram").account},
        {"hat": member("bram").hat},
        {"recorded_on": TODAY - timedelta(days=1), "given_on": TODAY - timedelta(days=1)},
        {"given_on": TOMORROW},
        {"given_on": date(2001, 1, 1)},
        {"recipient": " "},
        {"purpose": ""},
        {"provision": ""},
        {"ground": "task"},
        {"ground": "because"},
        {"standing": CORPORATIONS},
        {"ground": "task", "standing": CORPORATIONS},
        {"ground": "task", "standing": "Somebody else", "provision": "GDPR 28(3)"},
        {
            "ground": "task",
            "standing": CORPORATIONS,
            "provision": "GDPR 28(3)",
            "categories": ["correspondence"],
        },
        {"categories": ["health"]},
        {"categories": []},
        {"categories": "identity"},
        {"categories": None},
    ],
    ids=str,
)
def test_the_database_refuses_a_row_without_a_valid_ground(
    house: Organisation, changed: dict[str, Any]
) -> None:
    with acts(house, "anna"):
        with pytest.raises(DatabaseError), savepoint():
            insert(**changed)
        assert Disclosure.objects.count() == 0


def test_a_recipient_inside_is_no_outsider(organisation: Organisation) -> None:
    with as_login(organisation, "owner"), connections[organisation.key].cursor() as cursor:
        cursor.execute(
            "UPDATE register_activity SET content = jsonb_set(content, '{recipients,1,role}', '\"internal\"')"
            " WHERE key = 'home-seekers'"
        )
    with acts(organisation, "anna"):
        assert CORPORATIONS not in allowed("home-seekers", TODAY).standing
        with pytest.raises(DatabaseError), savepoint():
            insert(ground="task", standing=CORPORATIONS, provision="GDPR 28(3)")


@pytest.mark.parametrize("name", ["anna", "sanne"])
def test_nobody_changes_or_removes_a_row(house: Organisation, name: str) -> None:
    with acts(house, name), connections[house.key].cursor() as cursor:
        for statement in (
            "UPDATE allocation_disclosure SET recipient = 'x'",
            "DELETE FROM allocation_disclosure",
        ):
            with pytest.raises(DatabaseError, match="permission denied"), savepoint():
                cursor.execute(statement)


def test_who_sees_the_file_sees_what_was_passed_on_of_it(organisation: Organisation) -> None:
    with acts(organisation, "anna"):
        for name in ("sanne", "tariq"):
            disclose(file=file_of(name), **{**BY_LAW, "recipient": f"About {name}"})
    seen = {}
    for name in ("anna", "bram", "chris", "petra", "noor", "sanne", "tariq"):
        with acts(organisation, name):
            seen[name] = {row.recipient for row in Disclosure.objects.all()}
    both = {"About sanne", "About tariq"}
    nobody: set[str] = set()
    assert seen == {
        "anna": both,
        "bram": {"About tariq"},
        "chris": nobody,
        "petra": nobody,
        "noor": nobody,
        "sanne": {"About sanne"},
        "tariq": {"About tariq"},
    }


def test_rows_are_read_by_file_the_newest_first(organisation: Organisation) -> None:
    with acts(organisation, "anna"):
        for day in (TODAY - timedelta(days=2), TODAY):
            disclose(file=file_of("sanne"), **{**BY_LAW, "given_on": day})
        found = disclosed([file_of("sanne"), file_of("tariq")])
    days = {key: [row.given_on for row in rows] for key, rows in found.items()}
    assert days == {
        member("sanne").file: [TODAY, TODAY - timedelta(days=2)],
        member("tariq").file: [],
    }
    assert disclosed([]) == {}


def test_a_kind_of_row_on_which_nothing_hangs_has_no_record(house: Organisation) -> None:
    with pytest.raises(TypeError):
        disclosed([HouseholdMember()])


def test_a_day_of_agreeing_stands_where_that_is_the_ground_and_nowhere_else(organisation: Organisation) -> None:
    with acts(organisation, "anna"):
        row = disclose(file=file_of("sanne"), **TO_A_CORPORATION, agreed_on=TODAY)
        assert (row.ground, row.agreed_on) == ("task", None)
        row = disclose(file=file_of("sanne"), **BY_LAW, agreed_on=TODAY)
        assert (row.ground, row.agreed_on) == ("legal-duty", None)


def test_the_database_refuses_a_consent_that_nobody_gave(care_group: Organisation) -> None:
    facts = {"recipient": "Praktijk De Wilg", "standing": THERAPISTS, "provision": "GDPR 9(2)(a)", "purpose": "Talk."}
    bram = member("bram")
    for ground, agreed_on, error in (("task", None, ProgrammingError), ("consent", None, IntegrityError)):
        with (
            acting(care_group, bram.acting("third-party-contact", TODAY)),
            pytest.raises(error),
            savepoint(),
        ):
            CareDisclosure.objects.create(
                resident_id=member("tariq").file, version=version_on(TODAY), given_on=TODAY, categories=["health"],
                manner="spoken", bound_by="law", recorded_on=TODAY, account=bram.account, hat=bram.hat, ground=ground,
                agreed_on=agreed_on, **facts,
            )  # fmt: skip


@pytest.mark.clause("CAR-11", part="recipient")
@pytest.mark.parametrize("bound_by", ["", "trust"])
def test_nothing_is_passed_on_to_whoever_is_not_bound_to_secrecy(care_group: Organisation, bound_by: str) -> None:
    client = signed_in(care_group, "bram")
    page = client.post(f"/werk/bewoners/{member('tariq').file}/doorgeven/", typed({**BY_LAW, "bound_by": bound_by}))
    assert "Record what was passed on" in page.content.decode()
    bram = member("bram").acting("third-party-contact", TODAY)
    with acting(care_group, bram), pytest.raises((Refused, IntegrityError)):
        disclose(file=Resident.objects.get(pk=member("tariq").file), **{**BY_LAW, "bound_by": bound_by})
    assert stored(care_group, "care_disclosure") == []
