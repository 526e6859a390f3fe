"""Who asks is looked into once more: the wrong file was found, or somebody can be identified after all."""

from __future__ import annotations

from uuid import UUID

import pytest

from huisvrede.core.vocabulary import Outcome
from huisvrede.core.workflow import StepRefused, Why
from huisvrede.engines.rights import services
from huisvrede.foundation.cases.models import Case
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.walls.session import acting
from tests.asking import PAPER, advised, answered, asked, decided, identified, paper_file, passed_on, state
from tests.browsing import signed_in
from tests.cast import member, system
from tests.conftest import TODAY, as_login
from tests.pdf import text


@pytest.fixture
def wrong(organisation: Organisation) -> UUID:
    """A request of Pier, on paper, of which somebody else's file was found."""
    with as_login(organisation, "worker"), acting(organisation, system("rights", TODAY)):
        paper_file("W-PAPER")
        kept = paper_file("W-OTHER")
    key = passed_on(organisation)
    identified(organisation, key, PAPER._replace(number="W-OTHER"))
    assert person_of(organisation, key) == kept
    return key


def person_of(organisation: Organisation, key: UUID) -> UUID:
    with as_login(organisation, "worker"), acting(organisation, system("rights", TODAY)):
        return Case.objects.get(pk=key).person_id


def again(organisation: Organisation, key: UUID, who: str = "dirk") -> None:
    with acting(organisation, member(who).acting("rights", TODAY)):
        case = Case.objects.get(pk=key)
        services.look_again(case=case, version=case.version, reasons="A number was misread.")


@pytest.mark.clause("ALL-35", part="access")
def test_a_file_that_was_found_by_mistake_is_let_go(organisation: Organisation, wrong: UUID) -> None:
    found = person_of(organisation, wrong)
    # when somebody else than who found it says on the page what was wrong
    petra, dirk, page = signed_in(organisation, "petra"), signed_in(organisation, "dirk"), f"/werk/verzoeken/{wrong}/"
    assert "If this turns out to be somebody else" not in petra.get(page).content.decode()
    assert "Somebody else records that: Management" in petra.get(page).content.decode()
    assert "If this turns out to be somebody else" in dirk.get(page).content.decode()
    sent = {"action": "look-again", "version": 2, "reasons": "A number was misread."}
    petra.post(page, sent)
    assert state(organisation, wrong) == "examined"
    assert dirk.post(page, sent).status_code == 302
    # then the request is nobody's we know, and waits to be identified
    assert state(organisation, wrong) == "received"
    assert person_of(organisation, wrong) != found
    shown = petra.get(page).content.decode()
    assert "Establish who asks" in shown
    assert "A number was misread." in shown
    # and once it is, it is answered with the right file
    identified(organisation, wrong, PAPER)
    advised(organisation, wrong)
    decided(organisation, wrong)
    assert answered(organisation) == 1
    data = signed_in(organisation, "anna").get(f"/werk/verzoeken/{wrong}/afgeven/gegevens.pdf")
    assert ("W-PAPER" in text(data.content), "W-OTHER" in text(data.content)) == (True, False)


def test_somebody_who_can_be_identified_after_all_reads_nothing_of_the_first_time(
    organisation: Organisation,
) -> None:
    with as_login(organisation, "worker"), acting(organisation, system("rights", TODAY)):
        paper_file("W-PAPER")
    key = passed_on(organisation)
    with acting(organisation, member("petra").acting("rights", TODAY)):
        services.not_identified(case=Case.objects.get(pk=key), version=1, reasons="Nobody answered.")
    again(organisation, key)
    identified(organisation, key, PAPER)
    advised(organisation, key)
    decided(organisation, key)
    answered(organisation)
    letter = text(signed_in(organisation, "anna").get(f"/werk/verzoeken/{key}/afgeven/brief.pdf").content)
    assert "Nobody answered." not in letter
    assert "It is your right." in letter


def test_not_of_somebody_who_signed_in_and_not_after_the_advice(organisation: Organisation, wrong: UUID) -> None:
    own = asked(organisation, "tariq")
    with pytest.raises(StepRefused) as refused:
        again(organisation, own)
    assert refused.value.why is Why.NEEDS
    assert person_of(organisation, own) == member("tariq").person
    page = signed_in(organisation, "petra").get(f"/werk/verzoeken/{own}/").content.decode()
    assert "If this turns out to be somebody else" not in page
    advised(organisation, wrong, outcome=Outcome.REFUSED)
    with pytest.raises(StepRefused) as refused:
        again(organisation, wrong)
    assert refused.value.why is Why.NO_SUCH_STEP


def test_who_found_the_wrong_file_does_not_undo_it(organisation: Organisation, wrong: UUID) -> None:
    for who, why in (("petra", Why.NO_RIGHT), ("anna", Why.NO_RIGHT)):
        with pytest.raises((StepRefused, Case.DoesNotExist)) as refused:
            again(organisation, wrong, who)
        assert not isinstance(refused.value, StepRefused) or refused.value.why is why
    other = passed_on(organisation)
    with acting(organisation, member("dubbel").acting("rights", TODAY)):
        case = Case.objects.get(pk=other)
        services.not_identified(case=case, version=case.version, reasons="Nobody answered.")
    with pytest.raises(StepRefused) as alone:
        again(organisation, other, "dubbel")
    assert alone.value.why is Why.SAME_PERSON
