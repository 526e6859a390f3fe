"""Acts on a registration: who may, what changes, what is recorded, and what is refused."""

from __future__ import annotations

from datetime import timedelta
from itertools import chain, repeat

import pytest
from django.db import IntegrityError

from huisvrede.foundation.audit.models import Seen
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.gates.doors import Refused
from huisvrede.foundation.people.models import Hat, Person
from huisvrede.foundation.walls.conflict import Gone
from huisvrede.foundation.walls.session import acting
from huisvrede.modules.allocation import services
from huisvrede.modules.allocation.models import Assignment, EndReason, HouseholdMember, Registration
from huisvrede.modules.allocation.services import (
    AlreadyEnded,
    AlreadyRegistered,
    ImpossibleDay,
    NoHandler,
    Restricted,
    add_member,
    assign,
    change,
    deregister,
    end_assignment,
    register,
    register_for,
    remove_member,
)
from tests.cast import member, system
from tests.conftest import TODAY, as_login
from tests.modules.allocation.cards import CARD, acts, job, registration_of, restrict

YESTERDAY = TODAY - timedelta(days=1)
MEMBER = {"given_name": "Kim", "family_name": "Huisgenoot", "birth_date": CARD["birth_date"]}


def done_to(organisation: Organisation, name: str) -> list[str]:
    """What the log says was done to somebody, as they are shown it themselves."""
    with acting(organisation, member(name).acting("accountability", TODAY)):
        return list(Seen.objects.order_by("at").values_list("action", flat=True))


def end(organisation: Organisation, name: str) -> None:
    with acts(organisation, name):
        deregister(registration=Registration.objects.get())


def test_a_home_seeker_registers_with_a_card_and_gets_a_number_and_the_day(
    organisation: Organisation,
) -> None:
    end(organisation, "sanne")
    with acts(organisation, "sanne"):
        made = register(card=CARD)
        kept = Registration.objects.get(pk=made.pk)
    assert {name: getattr(kept, name) for name in CARD} == CARD
    assert (kept.person_id, kept.registered_on, kept.ended_on) == (member("sanne").person, TODAY, None)
    assert (kept.search_name, kept.version) == ("meer", 1)


def test_registering_is_recorded(organisation: Organisation) -> None:
    end(organisation, "sanne")
    with acts(organisation, "sanne"):
        register(card=CARD)
    assert done_to(organisation, "sanne") == ["deregister", "create"]


def test_a_second_running_registration_is_refused_in_a_sentence(organisation: Organisation) -> None:
    with (
        acts(organisation, "sanne"),
        pytest.raises(AlreadyRegistered, match="U hebt al een inschrijving"),
    ):
        register(card=CARD)


def test_a_number_that_is_taken_is_drawn_again(
    organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = chain(repeat("W-TARIQ", 2), ["W-1000-0000-07"])
    monkeypatch.setattr(services, "new_number", lambda: next(drawn))
    with acts(organisation, "anna"):
        assert register_for(card=CARD).number == "W-1000-0000-07"


@pytest.mark.parametrize(
    "name", ["number", "registered_on", "ended_on", "end_reason", "person_id", "version"]
)
def test_no_card_smuggles_anything_else_along(organisation: Organisation, name: str) -> None:
    with acts(organisation, "sanne"), pytest.raises(ValueError, match=name):
        change(registration=Registration.objects.get(), version=1, card={**CARD, name: "1"})
    assert registration_of(organisation, "sanne").version == 1


def test_staff_at_the_counter_make_a_person_and_a_registration(organisation: Organisation) -> None:
    with acts(organisation, "anna"):
        made = register_for(card=CARD)
        assert Person.objects.filter(pk=made.person_id).exists()
        assert Registration.objects.get(pk=made.pk).family_name == "Meer"


@pytest.mark.parametrize("name", ["bram", "chris", "petra", "noor", "sanne"])
def test_nobody_else_registers_somebody(organisation: Organisation, name: str) -> None:
    with acts(organisation, name), pytest.raises(Refused):
        register_for(card=CARD)
    with job(organisation):
        assert Registration.objects.count() == 2


@pytest.mark.parametrize("name", ["anna", "chris"])
def test_staff_never_register_themselves(organisation: Organisation, name: str) -> None:
    with acts(organisation, name), pytest.raises(Refused):
        register(card=CARD)


def test_a_change_is_kept_found_by_its_new_name_and_recorded(organisation: Organisation) -> None:
    with acts(organisation, "sanne"):
        changed = change(
            registration=Registration.objects.get(), version=1, card={"family_name": "de Wít-Bos"}
        )
    assert (changed.family_name, changed.search_name, changed.version) == ("de Wít-Bos", "de wit bos", 2)
    assert (changed.number, changed.registered_on) == (
        "W-SANNE",
        registration_of(organisation, "tariq").registered_on,
    )
    assert done_to(organisation, "sanne") == ["edit"]


def test_whoever_was_second_gets_what_the_first_wrote(organisation: Organisation) -> None:
    with acts(organisation, "sanne"):
        change(registration=Registration.objects.get(), version=1, card={"city": "Eerstdorp"})
    with acts(organisation, "anna"), pytest.raises(Gone) as gone:
        change(
            registration=Registration.objects.get(number="W-SANNE"), version=1, card={"city": "Tweededorp"}
        )
    assert (gone.value.theirs.city, gone.value.theirs.version) == ("Eerstdorp", 2)  # type: ignore[attr-defined]
    assert registration_of(organisation, "sanne").city == "Eerstdorp"


def test_an_advisor_sees_a_registration_and_changes_nothing(organisation: Organisation) -> None:
    with acts(organisation, "bram"), pytest.raises(Refused):
        change(registration=Registration.objects.get(), version=1, card={"city": "Elders"})
    assert registration_of(organisation, "tariq").city == "Zeggedam"


def test_a_home_seeker_changes_nothing_of_somebody_else(organisation: Organisation) -> None:
    theirs = registration_of(organisation, "tariq")
    with acts(organisation, "sanne"), pytest.raises(Refused):
        change(registration=theirs, version=1, card={"city": "Elders"})
    assert registration_of(organisation, "tariq").city == "Zeggedam"


def test_deregistering_starts_the_clock_today(organisation: Organisation) -> None:
    with acts(organisation, "sanne"):
        ended = deregister(registration=Registration.objects.get())
    assert (ended.ended_on, ended.end_reason, ended.version) == (TODAY, "deregistered", 2)
    assert done_to(organisation, "sanne") == ["deregister"]


@pytest.mark.parametrize("reason", list(EndReason))
def test_staff_say_how_and_when_it_ended(organisation: Organisation, reason: EndReason) -> None:
    with acts(organisation, "anna"):
        row = Registration.objects.get(number="W-TARIQ")
        ended = deregister(registration=row, reason=reason, on=YESTERDAY)
    assert (ended.ended_on, ended.end_reason) == (YESTERDAY, reason.value)


def test_an_end_is_not_moved_by_ending_again(organisation: Organisation) -> None:
    with acts(organisation, "anna"):
        row = Registration.objects.get(number="W-SANNE")
        deregister(registration=row, reason=EndReason.HOUSED, on=YESTERDAY)
        with pytest.raises(AlreadyEnded, match="al beëindigd"):
            deregister(registration=row, reason=EndReason.DIED)
    kept = registration_of(organisation, "sanne")
    assert (kept.ended_on, kept.end_reason) == (YESTERDAY, "housed")


@pytest.mark.parametrize("days", [1, -2000])
def test_no_registration_ends_after_today_or_before_it_began(organisation: Organisation, days: int) -> None:
    with acts(organisation, "anna"), pytest.raises(ImpossibleDay):
        row = Registration.objects.get(number="W-SANNE")
        deregister(registration=row, reason=EndReason.LAPSED, on=TODAY + timedelta(days=days))
    assert registration_of(organisation, "sanne").ended_on is None


def test_a_home_seeker_chooses_neither_reason_nor_day(organisation: Organisation) -> None:
    with acts(organisation, "sanne"):
        row = Registration.objects.get()
        with pytest.raises(Refused):
            deregister(registration=row, on=YESTERDAY)
        with pytest.raises(Refused):
            deregister(registration=row, reason=EndReason.HOUSED)
    assert registration_of(organisation, "sanne").ended_on is None


def test_what_has_ended_the_home_seeker_changes_no_more_and_staff_may_correct(
    organisation: Organisation,
) -> None:
    end(organisation, "sanne")
    with acts(organisation, "sanne"), pytest.raises(AlreadyEnded):
        change(registration=Registration.objects.get(), version=2, card={"city": "Elders"})
    with acts(organisation, "anna"):
        row = Registration.objects.get(number="W-SANNE")
        assert change(registration=row, version=2, card={"city": "Elders"}).city == "Elders"


def test_a_restricted_person_is_told_why_nothing_changes(organisation: Organisation) -> None:
    restrict(organisation, "sanne")
    with acts(organisation, "sanne"):
        row = Registration.objects.get()
        with pytest.raises(Restricted, match="artikel 18"):
            change(registration=row, version=1, card={"city": "Elders"})
        with pytest.raises(Restricted):
            deregister(registration=row)
        with pytest.raises(Restricted):
            add_member(registration=row, **MEMBER)
    kept = registration_of(organisation, "sanne")
    assert (kept.city, kept.ended_on, kept.version) == ("Zeggedam", None, 1)


def test_staff_do_not_reach_a_restricted_person_at_all(organisation: Organisation) -> None:
    row = registration_of(organisation, "sanne")
    restrict(organisation, "sanne")
    with acts(organisation, "anna"), pytest.raises(Refused):
        change(registration=row, version=1, card={"city": "Elders"})
    assert registration_of(organisation, "sanne").city == "Zeggedam"


def test_a_member_of_the_household_is_added_and_wiped_when_taken_off(organisation: Organisation) -> None:
    with acts(organisation, "sanne"):
        kept = add_member(registration=Registration.objects.get(), **MEMBER)
        remove_member(member=HouseholdMember.objects.get(pk=kept.pk))
        row = HouseholdMember.objects.get(pk=kept.pk)
    assert (row.given_name, row.family_name, row.birth_date, row.removed_on) == ("", "", None, TODAY)
    assert done_to(organisation, "sanne") == ["edit", "edit"]


def test_nobody_joins_the_household_of_another(organisation: Organisation) -> None:
    row = registration_of(organisation, "tariq")
    with acts(organisation, "sanne"), pytest.raises(Refused):
        add_member(registration=row, **MEMBER)


def test_taking_somebody_off_twice_is_recorded_once(organisation: Organisation) -> None:
    with acts(organisation, "sanne"):
        kept = add_member(registration=Registration.objects.get(), **MEMBER)
        for _ in range(2):
            remove_member(member=kept)
    assert done_to(organisation, "sanne") == ["edit", "edit"]


def test_the_database_keeps_no_name_of_whoever_was_taken_off(organisation: Organisation) -> None:
    with acts(organisation, "sanne"):
        kept = add_member(registration=Registration.objects.get(), **MEMBER)
    with job(organisation), pytest.raises(IntegrityError, match="household_member_removed_is_wiped"):
        HouseholdMember.objects.filter(pk=kept.pk).update(removed_on=TODAY)


def test_nobody_joins_a_household_that_has_ended(organisation: Organisation) -> None:
    end(organisation, "sanne")
    with acts(organisation, "sanne"), pytest.raises(AlreadyEnded):
        add_member(registration=Registration.objects.get(), **MEMBER)


def test_handling_a_file_gives_a_look_at_it_until_it_is_ended(organisation: Organisation) -> None:
    def seen_by_bram() -> list[str]:
        with acts(organisation, "bram"):
            return sorted(Registration.objects.values_list("number", flat=True))

    assert seen_by_bram() == ["W-TARIQ"]
    with acts(organisation, "anna"):
        row = Registration.objects.get(number="W-SANNE")
        made = assign(registration=row, worker=Hat.objects.get(pk=member("bram").hat))
    assert seen_by_bram() == ["W-SANNE", "W-TARIQ"]
    with acts(organisation, "anna"):
        end_assignment(assignment=Assignment.objects.select_related("registration").get(pk=made.pk))
    assert seen_by_bram() == ["W-TARIQ"]
    assert done_to(organisation, "sanne") == ["assign", "assign"]


def test_only_staff_who_are_here_handle_a_file(organisation: Organisation) -> None:
    with as_login(organisation, "worker"), acting(organisation, system("accounts", TODAY)):
        Hat.objects.filter(pk=member("bram").hat).update(ends_on=YESTERDAY)
        hats = list(Hat.objects.filter(pk__in=[member("bram").hat, member("tariq").hat]))
    for hat in hats:
        with acts(organisation, "anna"), pytest.raises(NoHandler):
            assign(registration=Registration.objects.get(number="W-SANNE"), worker=hat)


def test_an_assignment_does_not_end_before_it_begins(organisation: Organisation) -> None:
    with acts(organisation, "anna"), pytest.raises(ImpossibleDay):
        worker = Hat.objects.get(pk=member("bram").hat)
        assign(registration=Registration.objects.get(number="W-SANNE"), worker=worker, until=YESTERDAY)


@pytest.mark.parametrize("name", ["bram", "chris", "sanne"])
def test_nobody_gives_themselves_a_look_by_handling_a_file(organisation: Organisation, name: str) -> None:
    row = registration_of(organisation, "sanne")
    with acts(organisation, "anna"):
        worker = Hat.objects.get(pk=member("bram").hat)
    with acts(organisation, name), pytest.raises(Refused):
        assign(registration=row, worker=worker)


def test_the_wall_below_refuses_a_second_running_registration_too(organisation: Organisation) -> None:
    with job(organisation), pytest.raises(IntegrityError, match="registration_one_running"):
        row = Registration(person_id=member("sanne").person, number="W-1", registered_on=TODAY, **CARD)
        row.save(force_insert=True)
