"""A restriction ends by two people, is told before, and is looked at again."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from uuid import UUID

import psycopg
import pytest
from django.db import ProgrammingError
from django.db.models import F
from django.db.models.functions import Now
from django.utils import timezone

from huisvrede.core.vocabulary import Outcome
from huisvrede.core.workflow import StepRefused, Why
from huisvrede.engines.rights import restricting, services
from huisvrede.engines.rights.models import Ground, Handed
from huisvrede.engines.rights.queries import lifts_on
from huisvrede.engines.rights.rules import CLOCKS, RECIPIENTS, WEIGH
from huisvrede.foundation.cases.models import Case, Letter, StepTaken
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.duties.models import Duty
from huisvrede.foundation.gates.disclosing import disclose
from huisvrede.foundation.messages.models import Message
from huisvrede.foundation.people.models import Person
from huisvrede.foundation.walls.session import acting
from huisvrede.modules.allocation.models import Registration
from tests.asking import (
    PAPER,
    advised,
    answered,
    decided,
    identified,
    paper_file,
    passed_on,
    restricted,
    state,
)
from tests.browsing import signed_in
from tests.cast import member, system
from tests.conftest import TODAY, as_login
from tests.foundation.gates.disclosures import BY_LAW
from tests.injecting import injected, show


def held(organisation: Organisation, name: str = "sanne") -> date | None:
    """Since when this person's data are restricted."""
    with as_login(organisation, "worker"), acting(organisation, system("rights", TODAY)):
        return Person.objects.get(pk=member(name).person).restricted_since


def in_force(organisation: Organisation, outcome: Outcome = Outcome.GRANTED) -> UUID:
    key = restricted(organisation)
    advised(organisation, key, outcome=outcome)
    decided(organisation, key, outcome=outcome)
    answered(organisation)
    return key


def proposed(organisation: Organisation, key: UUID, by: str = "petra", on: date = TODAY) -> None:
    with acting(organisation, member(by).acting("rights", on)):
        case = Case.objects.get(pk=key)
        restricting.propose_end(case=case, version=case.version, reasons="It was put right.")


def settled(organisation: Organisation, key: UUID, *, ends: bool, by: str = "dirk", on: date = TODAY) -> None:
    with acting(organisation, member(by).acting("rights", on)):
        case = Case.objects.get(pk=key)
        if ends:
            restricting.end(case=case, version=case.version)
        else:
            restricting.go_on(case=case, version=case.version, reasons="It is still looked into.")


def clocks(organisation: Organisation, key: UUID) -> set[tuple[str, date]]:
    with as_login(organisation, "worker"), acting(organisation, system("rights", TODAY)):
        found = Duty.objects.filter(case=key, done_on=None).values_list("what", "due_on")
        return set(found)


def test_it_begins_with_the_request_and_has_the_terms_of_every_request(organisation: Organisation) -> None:
    assert held(organisation) is None
    key = restricted(organisation)
    assert (held(organisation), held(organisation, "tariq")) == (TODAY, None)
    assert {what for what, _due in clocks(organisation, key)} == set(CLOCKS[:2])


def test_asking_again_changes_nothing(organisation: Organisation) -> None:
    assert restricted(organisation) == restricted(organisation)


def test_who_asked_for_restriction_can_ask_for_access_besides(organisation: Organisation) -> None:
    key = restricted(organisation)
    with acting(organisation, member("sanne").acting("rights", TODAY)):
        assert services.ask(what="access", wording="", language="nl").pk != key


def test_granted_it_goes_on_and_somebody_looks_again_in_three_months(organisation: Organisation) -> None:
    key = in_force(organisation)
    assert (state(organisation, key), held(organisation)) == ("told", TODAY)
    assert clocks(organisation, key) == {(WEIGH, date(2027, 2, 23))}
    assert answered(organisation, on=TODAY + timedelta(days=90)) == 0
    assert held(organisation) == TODAY


def test_it_ends_by_two_and_is_lifted_seven_days_after_it_was_told(organisation: Organisation) -> None:
    key = in_force(organisation)
    proposed(organisation, key)
    with pytest.raises(StepRefused):
        settled(organisation, key, ends=True, by="petra")
    settled(organisation, key, ends=True)
    # the data stay untouched until the person has been told, and seven days after that
    assert held(organisation) == TODAY
    assert answered(organisation) == 1
    with acting(organisation, member("sanne").acting("rights", TODAY)):
        assert lifts_on(Case.objects.get(pk=key)) == TODAY + timedelta(days=8)
        assert list(Letter.objects.filter(case=key).order_by("at").values_list("title", flat=True)) == [
            "Besluit op uw verzoek om beperking",
            "De beperking van uw gegevens eindigt",
        ]
    assert answered(organisation, on=TODAY + timedelta(days=7)) == 0
    assert held(organisation) == TODAY
    assert answered(organisation, on=TODAY + timedelta(days=8)) == 1
    assert (state(organisation, key), held(organisation), {what for what, _due in clocks(organisation, key)} - {RECIPIENTS}) == (
        "lifted",
        None,
        set(),
    )


def test_refused_it_goes_on_until_the_person_knows_and_has_had_seven_days(organisation: Organisation) -> None:
    key = in_force(organisation, Outcome.REFUSED)
    assert (held(organisation), clocks(organisation, key)) == (TODAY, set())
    with pytest.raises(StepRefused):
        proposed(organisation, key)
    assert answered(organisation, on=TODAY + timedelta(days=7)) == 0
    assert answered(organisation, on=TODAY + timedelta(days=8)) == 1
    assert held(organisation) is None


def test_decided_that_it_goes_on_it_is_looked_at_again(organisation: Organisation) -> None:
    key = in_force(organisation)
    later = TODAY + timedelta(days=60)
    proposed(organisation, key, on=later)
    settled(organisation, key, ends=False, on=later)
    assert (state(organisation, key), held(organisation)) == ("told", TODAY)
    assert (WEIGH, date(2027, 4, 22)) in clocks(organisation, key)
    proposed(organisation, key, on=later)


def test_the_person_ends_it_at_once(organisation: Organisation) -> None:
    key = in_force(organisation)
    with acting(organisation, member("sanne").acting("rights", TODAY)):
        case = Case.objects.get(pk=key)
        services.withdraw(case=case, version=case.version)
    assert (state(organisation, key), held(organisation)) == ("withdrawn", None)


def test_who_asks_and_takes_back_all_day_fills_no_ledger(organisation: Organisation) -> None:
    """By screen and by SQL, one after another or at once; access is asked as before, and another person asks theirs."""
    for _time in range(5):
        with acting(organisation, member("sanne").acting("rights", TODAY)):
            case = services.ask(what="restriction", wording="", language="nl", ground=Ground.ACCURACY)
            services.withdraw(case=case, version=case.version)
    with acting(organisation, member("sanne").acting("rights", TODAY)):
        with pytest.raises(services.OftenEnough):
            services.ask(what="restriction", wording="", language="nl", ground=Ground.ACCURACY)
        services.ask(what="access", wording="", language="nl")
    assert held(organisation) is None
    restricted(organisation, "tariq")
    six = (
        "INSERT INTO cases_case (id, version, activity, workflow, state, received_on, person_id)"
        f" SELECT gen_random_uuid(), 1, 'rights', 'restriction', 'examined', '{TODAY}', '{member('tariq').person}'"
        " FROM generate_series(1, 6)"
    )
    with injected(organisation) as connection:
        show(connection, member("tariq").acting("rights", TODAY), organisation)
        with pytest.raises(psycopg.Error) as refused:
            connection.execute(six.encode())
    assert refused.value.sqlstate == "HV021"
    # tomorrow, and on paper today, it begins as ever
    restricted(organisation, on=TODAY + timedelta(days=1))
    key = passed_on(organisation, what="restriction")
    identified(organisation, key, services.KnownBy("W-SANNE", date(1984, 3, 1), "Zandmarker"))


def test_who_asks_too_often_reads_what_to_do(organisation: Organisation) -> None:
    page = "/mijn/verzoeken/beperking/"
    now, sanne = timezone.localdate(), signed_in(organisation, "sanne")
    for _time in range(5):
        with acting(organisation, member("sanne").acting("rights", now)):
            case = services.ask(what="restriction", wording="", language="nl", ground=Ground.ACCURACY)
            services.withdraw(case=case, version=case.version)
    answer = sanne.post(page, {"ground": "accuracy", "wording": ""})
    assert answer.status_code == 200
    assert "five times today" in answer.content.decode()


def test_of_somebody_on_paper_it_begins_when_it_is_known_who_asks(organisation: Organisation) -> None:
    key = passed_on(organisation, what="restriction")
    with as_login(organisation, "worker"), acting(organisation, system("rights", TODAY)):
        person = paper_file("W-PAPER")
    identified(organisation, key, PAPER)
    with as_login(organisation, "worker"), acting(organisation, system("rights", TODAY)):
        assert Person.objects.get(pk=person).restricted_since == TODAY
    # wrongly identified: whoever was taken for them is free again
    with acting(organisation, member("dirk").acting("rights", TODAY)):
        case = Case.objects.get(pk=key)
        services.look_again(case=case, version=case.version, reasons="A namesake.")
    with as_login(organisation, "worker"), acting(organisation, system("rights", TODAY)):
        assert Person.objects.get(pk=person).restricted_since is None


def on_paper(organisation: Organisation, outcome: Outcome = Outcome.GRANTED) -> UUID:
    key = passed_on(organisation, what="restriction")
    with as_login(organisation, "worker"), acting(organisation, system("rights", TODAY)):
        paper_file("W-PAPER")
    identified(organisation, key, PAPER)
    advised(organisation, key, outcome=outcome)
    decided(organisation, key, outcome=outcome)
    assert (answered(organisation), answered(organisation), state(organisation, key)) == (1, 0, "kept")
    return key


def handed_over(organisation: Organisation, key: UUID) -> None:
    with acting(organisation, member("anna").acting("rights", TODAY)):
        case = Case.objects.get(pk=key)
        services.hand_over(case=case, version=case.version, how=Handed.COUNTER)


def test_on_paper_the_clocks_stop_when_it_was_handed_over(organisation: Organisation) -> None:
    key = on_paper(organisation)
    handed_over(organisation, key)
    assert (answered(organisation), answered(organisation), state(organisation, key)) == (1, 0, "told")
    assert WEIGH in {what for what, _due in clocks(organisation, key)}
    assert not set(CLOCKS) & {what for what, _due in clocks(organisation, key)}
    # the end of it is told on paper as well
    proposed(organisation, key)
    settled(organisation, key, ends=True)
    assert (answered(organisation), state(organisation, key)) == (1, "kept")


def test_a_restriction_whose_end_nobody_could_be_told_goes_on(organisation: Organisation) -> None:
    key = on_paper(organisation, Outcome.REFUSED)
    with pytest.raises(StepRefused), acting(organisation, member("dirk").acting("rights", TODAY)):
        case = Case.objects.get(pk=key)
        services.not_inform(case=case, version=case.version, reasons="Nobody knows where this person is.")
    assert answered(organisation, on=TODAY + timedelta(days=60)) == 0
    assert state(organisation, key) == "kept"


def test_who_has_no_account_takes_it_back_by_telephone(organisation: Organisation) -> None:
    key = on_paper(organisation)
    handed_over(organisation, key)
    with acting(organisation, member("dirk").acting("rights", TODAY)):
        case = Case.objects.get(pk=key)
        services.take_back(case=case, version=case.version, reasons="Called back on the number in the file.")
    assert (answered(organisation), state(organisation, key)) == (1, "withdrawn")
    with as_login(organisation, "worker"), acting(organisation, system("rights", TODAY)):
        assert Case.objects.get(pk=key).person.restricted_since is None


def test_nobody_takes_back_what_was_asked_in_the_portal(organisation: Organisation) -> None:
    key = in_force(organisation)
    with pytest.raises(StepRefused), acting(organisation, member("dirk").acting("rights", TODAY)):
        case = Case.objects.get(pk=key)
        services.take_back(case=case, version=case.version, reasons="She said so.")


def test_who_received_the_data_is_told(organisation: Organisation) -> None:
    with acting(organisation, member("anna").acting("registration", TODAY)):
        disclose(file=Registration.objects.get(pk=member("sanne").file), **BY_LAW)
    key = in_force(organisation)
    assert {what for what, _due in clocks(organisation, key)} == {WEIGH, RECIPIENTS}
    with acting(organisation, member("petra").acting("rights", TODAY)):
        case = Case.objects.get(pk=key)
        assert BY_LAW["recipient"] in StepTaken.objects.get(case=case, action="recipients").note
        restricting.recipients_told(case=case, version=case.version)
    assert {what for what, _due in clocks(organisation, key)} == {WEIGH}
    assert answered(organisation) == 0


def test_one_person_with_both_tasks_does_not_end_it_alone_in_the_database(organisation: Organisation) -> None:
    key = in_force(organisation)
    proposed(organisation, key, by="dubbel")
    with pytest.raises(ProgrammingError), acting(organisation, member("dubbel").acting("rights", TODAY)):
        who = member("dubbel")
        StepTaken(
            case_id=key, activity="rights", account=who.account, hat=who.hat, at=Now(), on=TODAY,
            action="end", before="end-proposed", after="to-end",
        ).save(force_insert=True)


def test_the_worker_tells_no_end_that_one_person_decided(organisation: Organisation) -> None:
    """Whatever got the rows in: the worker looks itself."""
    key = in_force(organisation)
    proposed(organisation, key, by="dubbel")
    with as_login(organisation, "worker"), acting(organisation, system("rights", TODAY)):
        who = member("dubbel")
        Case.objects.filter(pk=key).update(state="to-end")
        StepTaken(
            case_id=key, activity="rights", account=who.account, hat=who.hat, at=Now(), on=TODAY,
            action="end", before="end-proposed", after="to-end",
        ).save(force_insert=True)
    assert answered(organisation) == 0
    assert (state(organisation, key), held(organisation)) == ("to-end", TODAY)


def test_nothing_is_lifted_without_a_letter_that_told_it(organisation: Organisation) -> None:
    """Whoever decides may write a step that leads there; the letter is a job's."""
    key = in_force(organisation)
    proposed(organisation, key)
    settled(organisation, key, ends=True)
    with acting(organisation, member("dirk").acting("rights", TODAY)):
        who = member("dirk")
        Case.objects.filter(pk=key).update(state="told", version=F("version") + 1)
        StepTaken(
            case_id=key, activity="rights", account=who.account, hat=who.hat, at=Now(), on=TODAY,
            action="go-on", before="end-proposed", after="told", note="It goes on.",
        ).save(force_insert=True)
    assert answered(organisation, on=TODAY + timedelta(days=8)) == 0
    assert held(organisation) == TODAY


def test_whoever_has_an_account_hears_that_somebody_took_it_back_for_them(organisation: Organisation) -> None:
    key = passed_on(organisation, what="restriction")
    identified(organisation, key, services.KnownBy("W-SANNE", date(1984, 3, 1), "Zandmarker"))
    with acting(organisation, member("dirk").acting("rights", TODAY)):
        case = Case.objects.get(pk=key)
        services.take_back(case=case, version=case.version, reasons="She rang.")
    assert held(organisation) == TODAY
    answered(organisation)
    assert held(organisation) is None
    with as_login(organisation, "worker"), acting(organisation, system("rights", TODAY)):
        assert Message.objects.filter(account=member("sanne").account, notice="request-answered").count() == 1


def test_a_state_without_its_step_closes_nothing(organisation: Organisation) -> None:
    key = passed_on(organisation, what="restriction")
    identified(organisation, key, services.KnownBy("W-SANNE", date(1984, 3, 1), "Zandmarker"))
    with acting(organisation, member("dirk").acting("rights", TODAY)):
        Case.objects.filter(pk=key).update(state="taken-back", version=F("version") + 1)
    assert answered(organisation) == 0
    assert held(organisation) == TODAY


@pytest.mark.parametrize("place", ["taken-back", "received"])
def test_one_pair_of_hands_ends_no_restriction_that_was_asked_on_paper(
    organisation: Organisation, place: str
) -> None:
    """Who has both tasks and established who asks, by screen and by SQL; another may."""
    key = passed_on(organisation, what="restriction")
    with acting(organisation, member("dubbel").acting("rights", TODAY)):
        case = Case.objects.get(pk=key)
        file = services.KnownBy("W-SANNE", date(1984, 3, 1), "Zandmarker")
        assert services.establish_identity(case=case, version=case.version, how="known", file=file)
        verb = services.take_back if place == "taken-back" else services.look_again
        with pytest.raises(StepRefused) as refused:
            verb(case=case, version=case.version, reasons="She rang.")
        assert refused.value.why is Why.SAME_PERSON
    move = f"UPDATE cases_case SET state = '{place}', version = version + 1 WHERE id = '{key}'"
    step = (
        'INSERT INTO cases_steptaken (id, case_id, activity, account, hat, at, "on", action, before, after, note) VALUES'
        f" (gen_random_uuid(), '{key}', 'rights', '{{}}', '{{}}', statement_timestamp(), '{TODAY}',"
        f" '{'take-back' if place == 'taken-back' else 'look-again'}', 'examined', '{place}', '')"
    )
    said = {}
    for name in ("dubbel", "petra", "anna", "dirk"):
        who = member(name)
        for what, statement in (("move", move), ("step", step.format(who.account, who.hat))):
            with injected(organisation) as connection:
                show(connection, who.acting("rights", TODAY), organisation)
                try:
                    said[name, what] = str(connection.execute(statement.encode()).rowcount)
                except psycopg.Error as problem:
                    said[name, what] = str(problem.sqlstate)
    assert said == {
        ("dubbel", "move"): "HV004", ("dubbel", "step"): "42501",
        ("petra", "move"): "42501" if place == "taken-back" else "1", ("petra", "step"): "42501",
        ("anna", "move"): "0", ("anna", "step"): "42501",
        ("dirk", "move"): "1", ("dirk", "step"): "1",
    }  # fmt: skip
    assert held(organisation) == TODAY


@pytest.mark.parametrize("who", ["dirk", "petra", "dubbel"])
@pytest.mark.parametrize("place", ["taken-back", "received"])
def test_what_was_asked_in_the_portal_is_undone_by_nobody_else_in_the_database(organisation: Organisation, who: str, place: str) -> None:
    restricted(organisation)
    with injected(organisation) as connection:
        show(connection, member(who).acting("rights", TODAY), organisation)
        with pytest.raises(psycopg.Error) as refused:
            connection.execute(f"UPDATE cases_case SET state = '{place}', version = version + 1".encode())
    assert refused.value.sqlstate == "HV004"
    assert held(organisation) == TODAY


def test_of_one_that_begins_and_one_that_ends_at_once_the_first_is_seen_by_the_second(organisation: Organisation) -> None:
    ends = restricted(organisation)
    begins = (
        "INSERT INTO cases_case (id, version, activity, workflow, state, received_on, person_id) VALUES"
        f" (gen_random_uuid(), 1, 'rights', 'restriction', 'examined', '{TODAY}', '{member('sanne').person}')"
    )
    closes = f"UPDATE cases_case SET state = 'withdrawn', closed_on = '{TODAY}', version = 2 WHERE id = '{ends}'"
    with injected(organisation, "worker") as first, injected(organisation, "worker") as second:
        for connection in (first, second):
            show(connection, system("rights", TODAY), organisation)
        first.execute(begins.encode())
        with ThreadPoolExecutor(1) as apart:
            waits = apart.submit(second.execute, closes.encode())
            with pytest.raises(TimeoutError):
                waits.result(timeout=1)
            first.commit()
            waits.result(timeout=20)
        second.commit()
    assert (state(organisation, ends), held(organisation)) == ("withdrawn", TODAY)
