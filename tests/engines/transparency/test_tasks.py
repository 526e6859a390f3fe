"""The worker makes a version of what was decided, once, and of nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from django.db import connections
from django.utils import timezone

from huisvrede.core.policy import load
from huisvrede.core.vocabulary import NOWHERE
from huisvrede.engines.transparency.tasks import LOOK_AGAIN, adopt_decided, call_to_look_again
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.duties.queries import open_duties
from huisvrede.foundation.duties.services import remind
from huisvrede.foundation.register.models import Activity, Right, Version
from huisvrede.foundation.register.queries import newest_version, version_on
from huisvrede.foundation.register.services import adopt, adopt_profile, rejoin
from huisvrede.foundation.walls.session import acting
from tests.cast import member
from tests.conftest import ROOT, as_login
from tests.drafting import begun, case_of, changed, stepped, system, worked

DAY = timedelta(days=1)


def decided(organisation: Organisation, **days: int) -> None:
    petra = begun(organisation)
    changed(organisation, petra, "algemeen", name_nl="Wie een woning zoekt", name_en="Who looks for a home")
    stepped(organisation, "petra", "send")
    stepped(organisation, "dubbel", "advise", outcome="granted", text="Fine.")
    starts_on = timezone.localdate() + timedelta(**days)
    stepped(organisation, "dirk", "decide", outcome="granted", reasons="Yes.", starts_on=starts_on.isoformat())


def tampered(organisation: Organisation, content: str) -> None:
    """Whoever runs the database writes in a draft; the triggers of the walls would refuse everybody else."""
    with as_login(organisation, "owner"), connections[organisation.key].cursor() as cursor:
        cursor.execute(f"UPDATE transparency_draft SET content = content || '{content}'")


def test_a_version_is_the_one_before_with_what_was_decided(organisation: Organisation) -> None:
    decided(organisation)
    assert worked(organisation) == 1
    today = timezone.localdate()
    with acting(organisation, member("petra").acting("policy", today)):
        newest = version_on(today)
        before = Version.objects.get(number=newest.number - 1)
        assert (newest.adopted_on, newest.effective_on, newest.adopted_in) == (today, today, case_of_key())
        assert Activity.objects.get(version=newest, key="home-seekers").name_en == "Who looks for a home"
        assert Activity.objects.get(version=newest, key="home-seekers").open
        for model in (Activity, Right):
            assert model.objects.filter(version=newest).count() == model.objects.filter(version=before).count()
        rights = [set(Right.objects.filter(version=v).values_list("activity", "role", "purpose", "action", "reach")) for v in (before, newest)]
        assert rights[0] == rights[1]
        assert newest.digest != before.digest
        assert newest.served == before.served != []


def case_of_key() -> object:
    return Version.objects.exclude(adopted_in=None).get().adopted_in


def test_who_may_do_what_and_what_is_new_come_from_no_draft(organisation: Organisation) -> None:
    decided(organisation)
    tampered(organisation, '{"roles": {"advisor": {"purposes": ["registration"], "actions": ["decide"], "reach": "organisation"}}}')
    assert worked(organisation) == 1
    with acting(organisation, member("petra").acting("policy", timezone.localdate())):
        assert not Right.objects.filter(activity="home-seekers", role="advisor", action="decide").exists()


def test_what_can_not_be_read_as_a_policy_changes_nothing(organisation: Organisation) -> None:
    decided(organisation)
    tampered(organisation, '{"legal_bases": []}')
    assert worked(organisation) == 0
    assert case_of(organisation).state == "failed"
    with acting(organisation, member("petra").acting("policy", timezone.localdate())):
        assert not Version.objects.exclude(adopted_in=None).exists()


def test_a_job_that_is_late_binds_nobody_backwards(organisation: Organisation) -> None:
    decided(organisation)
    later = timezone.localdate() + DAY * 2
    with as_login(organisation, "worker"):
        assert adopt_decided(organisation, on=later) == 1
    with acting(organisation, member("petra").acting("policy", timezone.localdate())):
        newest = newest_version()
        assert newest is not None
        assert newest.effective_on == later


def test_a_profile_goes_over_nothing_that_was_decided_here(organisation: Organisation) -> None:
    """Given a policy changed here, when it is started again with its profile, then it stays; joining with code goes on."""
    folder, today = ROOT / "profiles" / organisation.profile, timezone.localdate()
    with as_login(organisation, "worker"), acting(organisation, system()):
        first = adopt_profile(folder, on=today)
        assert first.digest == load(folder).digest
    decided(organisation, days=30)
    with as_login(organisation, "worker"), acting(organisation, system()):
        assert adopt_profile(folder, on=today).pk == first.pk
    assert worked(organisation) == 1
    with as_login(organisation, "worker"), acting(organisation, system()):
        kept = adopt_profile(folder, on=today)
        assert kept.adopted_in is not None
        assert version_on(today).pk == first.pk
        assert version_on(today + DAY * 30).pk == kept.pk
        assert rejoin(on=today).pk == first.pk


def test_two_drafts_in_a_row_keep_what_both_changed(organisation: Organisation) -> None:
    """The second is of the first, which binds later still; neither undoes the other."""
    decided(organisation, days=30)
    worked(organisation)
    petra = begun(organisation)
    changed(organisation, petra, "afweging", proportionality_nl="Klein genoeg.", proportionality_en="Small enough.")
    stepped(organisation, "petra", "send")
    stepped(organisation, "dubbel", "advise", outcome="granted", text="Fine.")
    stepped(organisation, "dirk", "decide", outcome="granted", reasons="Yes.", starts_on=timezone.localdate().isoformat())
    assert worked(organisation) == 1
    with acting(organisation, member("petra").acting("policy", timezone.localdate())):
        newest = newest_version()
        assert newest is not None
        assert newest.effective_on == timezone.localdate() + DAY * 30
        entry = Activity.objects.get(version=newest, key="home-seekers")
        assert (entry.name_en, entry.content["proportionality"]["en"]) == ("Who looks for a home", "Small enough.")


def looked_at(organisation: Organisation, **days: date) -> None:
    """The profile as the next version, each of these entries looked at on a day, and again each year."""
    today, whole = timezone.localdate(), load(ROOT / "profiles" / organisation.profile)
    entries = {key: replace(entry, reviewed_on=days.get(key.replace("-", "_"), today)) for key, entry in whole.activities.items()}
    entries["planned"] = replace(entries["newsletter"], key="planned", held_in=NOWHERE, reviewed_on=days.get("planned", today))
    with as_login(organisation, "worker"), acting(organisation, system()):
        adopt(replace(whole, activities=entries, digest=f"looked at {len(days)}"), on=today)


def desk(organisation: Organisation, name: str) -> dict[UUID | None, str]:
    with acting(organisation, member(name).acting("rights", timezone.localdate())):
        return {one.about: one.path for one in open_duties() if one.what == LOOK_AGAIN}


def test_a_look_at_an_entry_stands_on_the_desk_of_who_may_change_it_until_the_next_version_says_it_was_done(
    organisation: Organisation,
) -> None:
    today = timezone.localdate()
    looked_at(organisation, home_seekers=today - DAY * 340, personnel=today - DAY * 400, rights=today - DAY * 300, planned=today - DAY * 900)
    with as_login(organisation, "worker"):
        assert call_to_look_again(organisation, on=today) == 2
        assert call_to_look_again(organisation, on=today) == 0
    assert sorted(desk(organisation, "petra").values()) == ["/werk/register/home-seekers/", "/werk/register/personnel/"]
    assert desk(organisation, "anna") == {}
    looked_at(organisation, personnel=today - DAY * 380)
    assert desk(organisation, "petra") == {}
    with as_login(organisation, "worker"):
        assert call_to_look_again(organisation, on=today) == 1
        remind(organisation, on=today)
    assert list(desk(organisation, "petra").values()) == ["/werk/register/personnel/"]
