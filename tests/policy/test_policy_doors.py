"""What one person alone, or a statement injected as `web`, tries at the doors of the policy: none of it makes or bends a version."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connections
from django.db.models.functions import Now
from django.utils import timezone

from huisvrede.engines.transparency.models import Draft
from huisvrede.foundation.cases.models import Advice, Case, Decision, StepTaken
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.cluster.routing import savepoint
from huisvrede.foundation.register.models import Retention, Right, Version
from huisvrede.foundation.register.queries import version_on
from huisvrede.foundation.walls.session import acting
from tests.browsing import signed_in
from tests.cast import Member, member
from tests.conftest import as_login
from tests.drafting import begun, case_of, changed, stepped, system, worked


def by_hand(who: Member, case: Case) -> dict[str, Any]:
    return {
        "case": case, "activity": "policy", "account": who.account, "hat": who.hat, "at": Now(), "on": timezone.localdate(),
    }  # fmt: skip


def as_policy(name: str) -> Any:
    return member(name).acting("policy", timezone.localdate())


def sent(organisation: Organisation, who: str = "petra") -> Case:
    """A draft that shortens a period, sent for advice."""
    changed(organisation, begun(organisation, who), "termijnen", **{"item-1-period": "1 jaar"})
    stepped(organisation, who, "send")
    return case_of(organisation)


def test_web_writes_no_version_and_no_rule(organisation: Organisation) -> None:
    today = timezone.localdate()
    for who in ("petra", "dirk", "dubbel"):
        with acting(organisation, as_policy(who)):
            version = version_on(today)
            rows = (
                Version(number=9, adopted_on=today, effective_on=today, digest="x", organisation={}),
                Right(version=version, activity="policy", role="advisor", kind="staff", purpose="policy", action="decide", reach="organisation"),
                Retention(version=version, activity="policy", clock="x", period="P1D", source="x", content={}),
            )
            for row in rows:
                with pytest.raises(DatabaseError), savepoint():
                    row.save(force_insert=True)
            with pytest.raises(DatabaseError), savepoint():
                Retention.objects.filter(version=version).update(period="P99Y")


def test_a_draft_is_written_in_ones_own_name_while_it_is_one(organisation: Organisation) -> None:
    case = sent(organisation)
    petra, dubbel, chris = member("petra"), member("dubbel"), member("chris")
    content = {"key": "home-seekers"}
    with acting(organisation, as_policy("petra")), pytest.raises(DatabaseError, match="not open"), savepoint():
        Draft.objects.create(**by_hand(petra, case), key="home-seekers", number=2, content=content)
    stepped(organisation, "petra", "recall")
    for writer, whose in ((petra, dubbel), (chris, chris), (member("dirk"), member("dirk"))):
        with acting(organisation, as_policy(writer.name)), pytest.raises(DatabaseError), savepoint():
            Draft.objects.create(**by_hand(whose, case), key="home-seekers", number=2, content=content)
    with acting(organisation, as_policy("petra")):
        with pytest.raises(DatabaseError), savepoint():
            Draft.objects.filter(case=case).update(content={})
        with pytest.raises(DatabaseError), savepoint():
            Draft.objects.create(**by_hand(petra, case), key="home-seekers", number=3, content={"key": "care-files"})
        with pytest.raises(DatabaseError), savepoint():
            Draft.objects.filter(case=case).delete()


def test_who_wrote_gives_no_advice_and_no_decision_by_sql(organisation: Organisation) -> None:
    case, dubbel = sent(organisation, "dubbel"), member("dubbel")
    with acting(organisation, as_policy("dubbel")):
        for row in (
            Advice(**by_hand(dubbel, case), outcome="granted", text="x"),
            Decision(**by_hand(dubbel, case), outcome="granted", reasons="x", starts_on=timezone.localdate()),
            StepTaken(**by_hand(dubbel, case), action="advise", before="sent", after="advised"),
        ):
            with pytest.raises(DatabaseError), savepoint():
                row.save(force_insert=True)


def test_a_state_without_advice_and_decision_makes_no_version(organisation: Organisation) -> None:
    """Dirk moves the case on by SQL, without the acts; the worker makes nothing of it, and nothing else of it becomes a version."""
    case = sent(organisation)
    with acting(organisation, as_policy("dubbel")):
        assert Case.objects.filter(pk=case.pk).update(state="advised", version=case.version + 1) == 1
    with acting(organisation, as_policy("dirk")):
        assert Case.objects.filter(pk=case.pk).update(state="granted", version=case.version + 2) == 1
    assert worked(organisation) == 0
    with acting(organisation, as_policy("dirk")):
        Decision.objects.create(**by_hand(member("dirk"), case), outcome="granted", reasons="x", starts_on=timezone.localdate())
    assert worked(organisation) == 0
    assert case_of(organisation).state == "granted"


def test_a_decision_binds_nobody_backwards(organisation: Organisation) -> None:
    case = sent(organisation)
    stepped(organisation, "dubbel", "advise", outcome="granted", text="Fine.")
    yesterday = timezone.localdate() - timedelta(days=1)
    with acting(organisation, as_policy("dirk")), pytest.raises(DatabaseError), savepoint():
        Decision.objects.create(**by_hand(member("dirk"), case), outcome="granted", reasons="x", starts_on=yesterday)


def test_one_change_runs_at_a_time_and_is_about_nobody(organisation: Organisation) -> None:
    begun(organisation)
    today = timezone.localdate()
    with acting(organisation, as_policy("ada")):
        with pytest.raises(DatabaseError), savepoint():
            Case.objects.create(activity="policy", workflow="policy", state="draft", received_on=today)
    stepped(organisation, "petra", "drop")
    with acting(organisation, as_policy("ada")):
        with pytest.raises(DatabaseError), savepoint():
            Case.objects.create(activity="policy", workflow="policy", state="draft", received_on=today, person_id=member("sanne").person)
        with pytest.raises(DatabaseError), savepoint():
            Case.objects.create(activity="policy", workflow="access", state="received", received_on=today)


def test_no_job_makes_a_version_of_other_content_once_it_is_kept_here(organisation: Organisation) -> None:
    begun(organisation)
    today = timezone.localdate()
    with as_login(organisation, "worker"), acting(organisation, system()):
        newest = Version.objects.order_by("number").last()
        assert newest is not None
        for wrong in ({"digest": "other"}, {"digest": newest.digest, "adopted_in": case_of_worker().pk}):
            row = {"number": 99, "adopted_on": today, "effective_on": today, "organisation": {}, **wrong}
            with pytest.raises(DatabaseError, match="comes of a decision"), savepoint():
                Version.objects.create(**row)
        assert Version.objects.create(
            number=99, adopted_on=today, effective_on=today, organisation=newest.organisation, digest=newest.digest
        ).adopted_in is None


def case_of_worker() -> Case:
    return Case.objects.get(workflow="policy", closed_on=None)


def test_a_restricted_person_hides_no_change_of_the_policy(organisation: Organisation) -> None:
    begun(organisation)
    with as_login(organisation, "owner"), connections[organisation.key].cursor() as cursor:
        cursor.execute("UPDATE people_person SET restricted_since = current_date WHERE id = %s", [member("sanne").person])
    assert signed_in(organisation, "petra").get("/werk/beleid/").content.decode().count("/werk/beleid/") > 1
    with acting(organisation, as_policy("petra")):
        assert Case.objects.filter(workflow="policy").count() == 1
