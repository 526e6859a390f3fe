"""What one person alone, or a copied cookie, tries at the doors that roles, bonds, reviews and sign-in go through."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import psycopg
import pytest
from django.db import DatabaseError, IntegrityError, ProgrammingError
from django.utils import timezone

from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.cluster.routing import savepoint
from huisvrede.foundation.people.models import BOND_VERSION, Bond, Grant, Hat, Opening, Proposal
from huisvrede.foundation.people.services import grant
from huisvrede.foundation.walls.session import acting
from tests.asking import advised, answered, asked, decided
from tests.browsing import signed_in
from tests.cast import member, system
from tests.conftest import TODAY, as_login
from tests.foundation.gates.test_proving import refused, thief
from tests.injecting import injected, show
from tests.opening import three_cases
from tests.stories.test_exceptional_access import NOW, opened

YESTERDAY = TODAY - timedelta(days=1)


def test_nobody_alone_brings_a_colleague_back(organisation: Organisation) -> None:
    with acting(organisation, member("ada").acting("account-management", TODAY)):
        anna = Hat.objects.filter(pk=member("anna").hat)
        assert anna.update(ends_on=YESTERDAY) == 1
        for day in (None, TODAY, TODAY + timedelta(days=30)):
            with pytest.raises(DatabaseError, match="never changes"), savepoint():
                anna.update(ends_on=day)


GIVE = ("petra", "dirk", "dubbel")
"""Who may give roles here; Ada alone asks them."""


@pytest.mark.parametrize("day", [YESTERDAY, TODAY, TODAY + timedelta(days=30)])
@pytest.mark.parametrize("table", ["people_hat", "people_grant"])
def test_nobody_alone_ends_everybody_who_gives_roles(organisation: Organisation, table: str, day: date) -> None:
    """All at once, or one after another: the last one stays, and who is of no account for that goes as before."""
    ada, key = member("ada"), "id" if table == "people_hat" else "hat_id"
    end = f"UPDATE {table} SET ends_on = '{day}' WHERE {key} <> '{ada.hat}' AND {key} = ANY (%s)"

    def said(*names: str) -> str:
        try:
            return str(connection.execute(end.encode(), [[member(name).hat for name in names]]).rowcount > 0)
        except psycopg.Error as refused:
            connection.rollback()
            show(connection, ada.acting("account-management", TODAY), organisation)
            return str(refused.sqlstate)

    with injected(organisation) as connection:
        show(connection, ada.acting("account-management", TODAY), organisation)
        assert said("anna", "bram", *GIVE) == "HV020"
        assert said("anna", "bram", "petra", "dirk") == "True"
        assert said("dubbel") == "HV020"


def test_of_two_who_end_somebody_at_once_the_second_sees_what_the_first_did(organisation: Organisation) -> None:
    """Each alone would leave two; together they would leave Dubbel, who asks and gives, with nobody else."""
    ada, dubbel, dirk = (member(name) for name in ("ada", "dubbel", "dirk"))
    with as_login(organisation, "worker"), acting(organisation, system("cast", TODAY)):
        Grant.objects.filter(hat_id=member("petra").hat).update(ends_on=YESTERDAY)
        Grant.objects.create(hat_id=dubbel.hat, role="administrator", starts_on=YESTERDAY, reason="both")
    end = f"UPDATE people_hat SET ends_on = '{YESTERDAY}' WHERE id = '{{}}'"
    with injected(organisation) as first, injected(organisation) as second:
        show(first, ada.acting("account-management", TODAY), organisation)
        show(second, dubbel.acting("account-management", TODAY), organisation)
        first.execute(end.format(dirk.hat).encode())
        with ThreadPoolExecutor(1) as apart:
            waits = apart.submit(second.execute, end.format(ada.hat).encode())
            with pytest.raises(TimeoutError):
                waits.result(timeout=1)
            first.commit()
            with pytest.raises(psycopg.Error) as late:
                waits.result(timeout=20)
    assert late.value.sqlstate == "HV020"


def test_the_last_one_is_told_on_the_page(organisation: Organisation) -> None:
    now = timezone.localdate()
    with as_login(organisation, "worker"), acting(organisation, system("cast", now)):
        Grant.objects.filter(hat_id__in=[member(name).hat for name in ("petra", "dubbel")]).update(ends_on=now - timedelta(days=1))
    ada = signed_in(organisation, "ada")
    page = ada.post(f"/werk/collegas/{member('dirk').hat}/stoppen/", {"when": "now"}).content.decode()
    assert "First give such a role to somebody else." in page
    with as_login(organisation, "worker"), acting(organisation, system("count", now)):
        assert Hat.objects.get(pk=member("dirk").hat).ends_on is None


def test_what_was_asked_once_is_given_once(organisation: Organisation) -> None:
    ada, petra = member("ada"), member("petra")
    with acting(organisation, ada.acting("account-management", TODAY)):
        proposal = Proposal.objects.create(
            hat_id=member("chris").hat,
            role="advisor",
            starts_on=TODAY,
            reason="Helps out",
            account=ada.account,
            proposed_by=ada.hat,
            made_on=TODAY,
        )
    with acting(organisation, petra.acting("account-management", TODAY)):
        grant(proposal=proposal)
        with pytest.raises(IntegrityError), savepoint():
            grant(proposal=proposal)
        Proposal.objects.filter(pk=proposal.pk).update(outcome="granted", decided_by=petra.hat, decided_on=TODAY)
    with acting(organisation, ada.acting("account-management", TODAY)):
        Grant.objects.filter(proposal=proposal.pk).update(ends_on=YESTERDAY)
    with acting(organisation, petra.acting("account-management", TODAY)):
        with pytest.raises((ProgrammingError, IntegrityError)), savepoint():
            grant(proposal=proposal)


@pytest.mark.parametrize("wrong", [{"text_version": "another text"}, {"ends_on": TODAY + timedelta(days=1100)}, {"ends_on": None}])
def test_nobody_writes_a_bond_of_their_own(organisation: Organisation, wrong: dict[str, object]) -> None:
    row = {"hat_id": member("noor").hat, "text_version": BOND_VERSION, "signed_on": TODAY, "ends_on": TODAY + timedelta(days=9)}
    with acting(organisation, member("noor").acting("account-management", TODAY)):
        with pytest.raises(ProgrammingError, match="row-level security"), savepoint():
            Bond.objects.create(**{**row, **wrong})
        assert Bond.objects.create(**row).signed_on == TODAY


def test_a_review_is_signed_by_its_writer_and_never_taken_back(care_group: Organisation) -> None:
    three_cases(care_group)
    opened(care_group)
    petra, dubbel = member("petra"), member("dubbel")
    with acting(care_group, petra.acting("accountability", NOW)):
        with pytest.raises(DatabaseError), savepoint():
            Opening.objects.update(finding="x", withheld="later", reviewed_by=dubbel.hat, reviewed_on=NOW)
        assert Opening.objects.update(finding="x", withheld="later", reviewed_by=petra.hat, reviewed_on=NOW) == 1
    for who in (petra, dubbel):
        with acting(care_group, who.acting("accountability", NOW)), pytest.raises(DatabaseError), savepoint():
            Opening.objects.update(finding="", withheld="", reviewed_by=None, reviewed_on=None)
    with as_login(care_group, "worker"), acting(care_group, system("count", timezone.localdate())):
        assert Opening.objects.get().reviewed_by == petra.hat


@pytest.mark.parametrize("path", ["/account/2fa/", "/account/2fa/totp/activate/", "/account/browsers/"])
def test_a_copied_cookie_changes_nothing_of_how_somebody_signs_in(care_group: Organisation, path: str) -> None:
    bram = signed_in(care_group, "bram")
    assert bram.get(path).status_code in {200, 302}
    assert refused(thief(bram).get(path))
    assert refused(thief(bram).post(path, {"browser": "all"}))


@pytest.mark.parametrize("name", ["besluit.pdf", "gegevens.pdf", "gegevens.json"])
@pytest.mark.parametrize("house", ["care_group", "organisation"])
def test_a_copied_cookie_does_not_take_an_answer_away(request: pytest.FixtureRequest, house: str, name: str) -> None:
    """Everything together is sensitive, also where no activity of the house is."""
    place: Organisation = request.getfixturevalue(house)
    key = asked(place, "tariq")
    advised(place, key)
    decided(place, key)
    answered(place)
    tariq = signed_in(place, "tariq")
    path = f"/mijn/verzoeken/{key}/{name}"
    assert tariq.get(path).headers["Content-Disposition"].startswith("attachment")
    assert refused(thief(tariq).get(path))
