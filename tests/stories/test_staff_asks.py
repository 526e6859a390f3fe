"""Somebody who works here asks what is held of them, from their own account to the answer on paper (article 15)."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from django.utils import timezone

from huisvrede.engines.rights.models import Answer
from huisvrede.engines.rights.package import collect
from huisvrede.engines.rights.queries import person_who_worked
from huisvrede.foundation.audit.services import record
from huisvrede.foundation.cases.models import Case
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.people.models import Hat, Recovery, Review
from huisvrede.foundation.walls.session import acting
from tests.asking import advised, answered, decided, passed_on
from tests.browsing import signed_in
from tests.cast import member, system
from tests.conftest import TODAY, as_login
from tests.pdf import text
from tests.signing_in import text as words

DOOR = "/aan/zelf/"
ASK = "/mijn/verzoeken/"


def let_in_again(organisation: Organisation, name: str) -> None:
    """Two colleagues once gave somebody a way in anew, and one looked at their roles."""
    with as_login(organisation, "worker"), acting(organisation, system("accounts", TODAY)):
        Recovery.objects.create(
            whose=member(name).account,
            by_file=False,
            seen="known",
            reason="Telephone lost",
            account=member("anna").account,
            asked_by=member("anna").hat,
            asked_at=timezone.now(),
            told=True,
            outcome="used",
            decided_account=member("ada").account,
            decided_by=member("ada").hat,
            decided_at=timezone.now(),
        )
        Review.objects.create(
            hat_id=member(name).hat,
            account=member("petra").account,
            reviewed_by=member("petra").hat,
            reviewed_on=TODAY,
            finding="Still needed",
        )


@pytest.mark.clause("COR-16")
@pytest.mark.clause("ALL-36", part="access")
def test_a_support_worker_asks_and_reads_what_is_held_of_them(care_group: Organisation) -> None:
    # given a support worker who opened files, was let in again by two and whose roles were looked at
    let_in_again(care_group, "bram")
    for _time in range(2):
        with acting(care_group, member("bram").acting("care-plan", TODAY)):
            record("care-files", "view", [member("tariq").person])
    # when they go through the door on the page of their account, and ask
    bram = signed_in(care_group, "bram")
    assert DOOR in bram.get("/account/2fa/").content.decode()
    assert ASK in bram.get(DOOR).content.decode()
    gone_on = bram.post(DOOR, {"next": ASK})
    assert (gone_on.status_code, gone_on.headers["Location"]) == (302, ASK)
    assert bram.post(ASK, {"wording": ""}).status_code == 302
    with as_login(care_group, "worker"), acting(care_group, system("rights", TODAY)):
        case = Case.objects.get()
    # and one advises and another decides
    advised(care_group, case.pk)
    decided(care_group, case.pk)
    assert answered(care_group, on=timezone.localdate()) == 1
    # then the answer has their account, roles with who gave them, bond, look at roles, recovery, sign-ins and how often they did what
    package = json.loads(bram.get(f"{ASK}{case.pk}/gegevens.json").content)
    rows = [
        (one["kind"], {value["field"]: value["text"] for value in row["values"]})
        for one in package["held"]
        for row in one["rows"]
    ]
    of = {kind for kind, _row in rows}
    assert {"signin.Account", "people.Hat", "people.Grant", "people.Bond", "people.Review", "people.Recovery", "audit.Look"} <= of
    told = {kind: row for kind, row in rows if kind in {"people.Grant", "people.Review", "people.Recovery"}}
    assert told["people.Grant"]["role"] == "Support worker"
    assert (told["people.Review"]["finding"], told["people.Review"]["reviewed_by"]) == (
        "Still needed",
        "Data protection officer",
    )
    assert (told["people.Recovery"]["asked_by"], told["people.Recovery"]["decided_by"]) == ("Coordinator", "Administrator")
    seen = [row for kind, row in rows if kind == "audit.Look" and row.get("activity") == "Care files of residents"]
    assert [row["times"] for row in seen] == ["2"]
    # and on paper it reads the same, and says that there is something
    pdf = text(bram.get(f"{ASK}{case.pk}/gegevens.pdf").content)
    assert "Support worker" in pdf
    assert "We hold no file" not in pdf
    # and nothing of whose files they opened, nor of a colleague by name
    everything = json.dumps(package)
    assert [name for name in ("Veldmarker", "Tariq", "Anna", "Petra", str(member("tariq").person)) if name in everything] == []
    # and the others read nothing of it, colleagues nor residents
    for name in ("anna", "petra", "tariq"):
        with acting(care_group, member(name).acting("rights", TODAY)):
            assert not Answer.objects.exists()


def test_who_works_here_becomes_a_data_subject_once_and_keeps_their_work(care_group: Organisation) -> None:
    bram = signed_in(care_group, "bram")
    for _time in range(2):
        bram.post(DOOR, {"next": ASK})
    with as_login(care_group, "worker"), acting(care_group, system("rights", TODAY)):
        hats = Hat.objects.filter(account=member("bram").account)
        assert sorted(hats.values_list("kind", flat=True)) == ["staff", "subject"]
    # and nothing of their work opens meanwhile, until they change back
    assert bram.get("/werk/").status_code == 302


def test_a_resident_with_an_account_needs_no_second_hat(care_group: Organisation) -> None:
    tariq = signed_in(care_group, "tariq")
    assert DOOR not in tariq.get("/account/2fa/").content.decode()
    tariq.post(DOOR, {"next": ASK})
    with as_login(care_group, "worker"), acting(care_group, system("rights", TODAY)):
        assert Hat.objects.get(account=member("tariq").account).pk == member("tariq").hat


def test_a_former_colleague_who_asks_on_paper_is_found_by_the_work_they_did(organisation: Organisation) -> None:
    # given Bram, whose work ended, who writes a letter; a colleague passes it on
    with as_login(organisation, "worker"), acting(organisation, system("cast", TODAY)):
        Hat.objects.filter(pk=member("bram").hat).update(starts_on=TODAY - timedelta(days=400), ends_on=TODAY - timedelta(days=40))
    key = passed_on(organisation)
    petra = signed_in(organisation, "petra")
    desk = f"/werk/verzoeken/{key}/"
    page = words(petra.get(desk))
    assert ("Somebody who worked here" in page, str(member("bram").hat) in page, str(member("anna").hat) in page) == (True, True, False)
    # when the privacy officer establishes that it is him
    version = re.search(r'name="version" value="(\d+)"', page)
    assert version is not None
    said = {"action": "establish-identity", "version": version.group(1), "how": "known"}
    assert petra.post(desk, {**said, "no_file": "on", "worked_here": str(member("bram").hat)}).status_code == 200
    assert "Found." in words(petra.post(desk, {**said, "worked_here": str(member("bram").hat)}, follow=True))
    # then the answer tells of his account, his role and what he did, and not that nothing is held
    with as_login(organisation, "worker"), acting(organisation, system("rights", TODAY)):
        package = collect(Case.objects.get(pk=key).whose, language="en", day=TODAY)
    assert not package.nothing_else
    assert {"people.Hat", "people.Grant"} <= {one.kind for one in package.held}


@pytest.mark.parametrize(("who", "hat"), [("anna", "bram"), ("petra", "anna"), ("petra", "nobody")])
def test_nobody_else_is_found_so_and_nobody_at_work(organisation: Organisation, who: str, hat: str) -> None:
    with as_login(organisation, "worker"), acting(organisation, system("cast", TODAY)):
        Hat.objects.filter(pk=member("bram").hat).update(starts_on=TODAY - timedelta(days=400), ends_on=TODAY - timedelta(days=40))
    key = passed_on(organisation)
    with acting(organisation, member(who).acting("rights", TODAY)):
        assert person_who_worked(key, member(hat).hat) is None
