"""An answer goes to the data subject, stops the clocks, and waits where nobody can be told."""

from __future__ import annotations

from huisvrede.engines.rights.models import Answer
from huisvrede.foundation.cases.models import Case
from huisvrede.foundation.cluster.organisations import Organisation, inside
from huisvrede.foundation.duties.models import Duty
from huisvrede.foundation.people.models import Hat
from huisvrede.foundation.signin.models import Account
from huisvrede.foundation.walls.session import acting
from tests.asking import PAPER, advised, answered, asked, decided, identified, paper_file, passed_on, state
from tests.cast import member, system
from tests.conftest import TODAY, as_login


def test_an_answer_stops_both_clocks(organisation: Organisation) -> None:
    key = asked(organisation)
    advised(organisation, key)
    decided(organisation, key)
    answered(organisation)
    with acting(organisation, member("sanne").acting("rights", TODAY)):
        assert list(Duty.objects.values_list("done_on", flat=True)) == [TODAY, TODAY]


def test_a_state_without_a_decision_is_not_answered(organisation: Organisation) -> None:
    """Whoever could change a state by SQL gets no package: the decision itself is asked for."""
    key = asked(organisation)
    with as_login(organisation, "worker"), acting(organisation, system("rights", TODAY)):
        for state in ("advised", "granted"):
            Case.objects.filter(pk=key).update(state=state)
    assert answered(organisation) == 0
    with acting(organisation, member("sanne").acting("rights", TODAY)):
        assert list(Answer.objects.all()) == []


def test_a_kept_answer_is_given_as_soon_as_there_is_an_account(organisation: Organisation) -> None:
    key = passed_on(organisation)
    with as_login(organisation, "worker"), acting(organisation, system("rights", TODAY)):
        person = paper_file("W-PAPER")
    identified(organisation, key, PAPER)
    advised(organisation, key)
    decided(organisation, key)
    assert [answered(organisation), answered(organisation)] == [1, 0]
    # an account without an address hears nothing of it: it goes on paper
    for login, expected in (({"name": "ab2cd3ef"}, (0, "kept")), ({"email": "pier@example.org"}, (1, "answered"))):
        with inside(organisation):
            account = Account.objects.create(**login).pk
        with as_login(organisation, "worker"), acting(organisation, system("rights", TODAY)):
            Hat.objects.create(account=account, kind="subject", person_id=person, starts_on=TODAY)
        assert (answered(organisation), state(organisation, key)) == expected
