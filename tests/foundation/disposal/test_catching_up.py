"""A backup of main is put back: what the vault knows to be irrevocable is done again, once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from allauth.mfa.models import Authenticator
from django.contrib.sessions.backends.db import SessionStore

from huisvrede.core.vocabulary import Outcome
from huisvrede.engines.access.services import end_colleague
from huisvrede.engines.retention.verification import verify_organisation
from huisvrede.engines.rights import services
from huisvrede.engines.rights.restricting import put_back
from huisvrede.foundation.cases.models import Case
from huisvrede.foundation.cluster import postgres
from huisvrede.foundation.cluster.connections import join
from huisvrede.foundation.cluster.organisations import Organisation, inside
from huisvrede.foundation.disposal.catching_up import Caught, catch_up
from huisvrede.foundation.disposal.ledger import copy
from huisvrede.foundation.disposal.services import nightly
from huisvrede.foundation.people.models import Grant, Hat, Person
from huisvrede.foundation.people.recovering import waits
from huisvrede.foundation.signin.models import Account
from huisvrede.foundation.vault.models import Line as VaultLine
from huisvrede.foundation.walls.session import acting
from huisvrede.modules.allocation.models import Registration
from tests import recovering
from tests.asking import restricted
from tests.bearing import key_of
from tests.cast import member, system
from tests.conftest import TODAY, VAR, as_login
from tests.signing_in import letterbox

AT = datetime(2026, 11, 23, 12, tzinfo=UTC)
LONG_AGO = TODAY - timedelta(days=3 * 365)


def server() -> postgres.Server:
    running = postgres.running(VAR)
    assert running is not None
    return running


@pytest.fixture
def back(organisation: Organisation) -> Callable[[], None]:
    """Main as it stands now; calling it puts this back in its place, as a backup would."""
    kept = f"{organisation.main}_kept"
    clone(kept, organisation.main, organisation)

    def put() -> None:
        with psycopg.connect(server().dsn(), autocommit=True) as superuser:
            superuser.execute(f'DROP DATABASE "{organisation.main}" WITH (FORCE)'.encode())
        clone(organisation.main, kept, organisation)
        with psycopg.connect(server().dsn(), autocommit=True) as superuser:
            superuser.execute(f'DROP DATABASE "{kept}"'.encode())

    return put


def clone(new: str, old: str, organisation: Organisation) -> None:
    join(organisation, VAR, "web")
    with psycopg.connect(server().dsn(), autocommit=True) as superuser:
        superuser.execute(
            f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{old}'".encode()
        )
        superuser.execute(f'CREATE DATABASE "{new}" TEMPLATE "{old}"'.encode())


def into_the_vault(organisation: Organisation) -> None:
    with as_login(organisation, "worker"):
        copy(organisation, on=TODAY, at=AT)


def caught(organisation: Organisation) -> Caught:
    with as_login(organisation, "worker"), inside(organisation):
        return catch_up(organisation, on=TODAY, at=AT)


def findings(organisation: Organisation) -> list[str]:
    with as_login(organisation, "worker"):
        return [one.code for one in verify_organisation(organisation)]


def test_what_was_destroyed_goes_again(organisation: Organisation, back: Callable[[], None]) -> None:
    with as_login(organisation, "worker"), acting(organisation, system("rights", TODAY)):
        Registration.objects.filter(pk=member("tariq").file).update(ended_on=LONG_AGO, end_reason="deregistered")
    with as_login(organisation, "worker"):
        assert nightly(organisation, on=TODAY).files == 1
    back()
    assert set(findings(organisation)) == {"unknown", "alive"}
    done = caught(organisation)
    assert (done.rows, done.accesses, done.restricted) == (2, 0, ())
    assert findings(organisation) == []
    # the rows of everybody else are there, and the next night certifies what went once more
    with as_login(organisation, "worker"):
        with acting(organisation, system("rights", TODAY)):
            assert list(Registration.objects.values_list("pk", flat=True)) == [member("sanne").file]
        assert nightly(organisation, on=TODAY).certificates == 2
    assert findings(organisation) == []
    assert caught(organisation) == Caught(0, 0, 0, (), 0)


def test_a_restriction_begins_again_as_a_request(organisation: Organisation, back: Callable[[], None]) -> None:
    restricted(organisation)
    key = restricted(organisation, "tariq")
    with acting(organisation, member("tariq").acting("rights", TODAY)):
        case = Case.objects.get(pk=key)
        services.withdraw(case=case, version=case.version)
    into_the_vault(organisation)
    back()
    done = caught(organisation)
    assert done.restricted == (member("sanne").person,)
    with as_login(organisation, "worker"), acting(organisation, system("rights", TODAY)):
        put_back(Person.objects.get(pk=done.restricted[0]))
    with acting(organisation, member("petra").acting("rights", TODAY)):
        case = Case.objects.get()
        assert (case.workflow, case.state, case.person_id) == ("restriction", "examined", member("sanne").person)
        assert case.person.restricted_since == TODAY
        services.advise(case=case, version=case.version, outcome=Outcome.GRANTED, text="She says it still holds.")
    into_the_vault(organisation)
    assert caught(organisation).restricted == ()


def test_somebody_may_be_restricted_twice(organisation: Organisation) -> None:
    for _time in range(2):
        key = restricted(organisation)
        with acting(organisation, member("sanne").acting("rights", TODAY)):
            case = Case.objects.get(pk=key)
            services.withdraw(case=case, version=case.version)
    into_the_vault(organisation)
    with as_login(organisation, "worker"), inside(organisation):
        verbs = list(VaultLine.objects.order_by("at").values_list("verb", flat=True))
    assert verbs == ["restriction", "lifting"] * 2


def test_who_was_sent_away_does_not_come_back(organisation: Organisation, back: Callable[[], None]) -> None:
    with acting(organisation, member("ada").acting("account-management", TODAY)):
        end_colleague(hat=Hat.objects.get(pk=member("anna").hat), on=TODAY - timedelta(days=1))
    with as_login(organisation, "worker"), acting(organisation, system("rights", TODAY)):
        role = Grant.objects.filter(hat=member("bram").hat)
        assert role.update(ends_on=TODAY - timedelta(days=1)) == 1
    into_the_vault(organisation)
    back()
    assert caught(organisation).accesses == 2
    with as_login(organisation, "worker"), acting(organisation, system("rights", TODAY)):
        assert Hat.objects.get(pk=member("anna").hat).ends_on == TODAY - timedelta(days=1)
        assert Grant.objects.get(hat=member("bram").hat).ends_on == TODAY - timedelta(days=1)
        assert Hat.objects.get(pk=member("bram").hat).ends_on is None


def test_a_stolen_phone_does_not_come_back(organisation: Organisation, back: Callable[[], None], tmp_path: Path) -> None:
    # Given: Chris was let in again by two, and the backup is of before.
    with letterbox(tmp_path):
        recovering.ask(organisation, "chris")
        recovering.decide(organisation)
    into_the_vault(organisation)
    back()
    # Then: the old password and app are gone again, once, and nobody else's.
    assert caught(organisation).shut == 1
    assert caught(organisation).shut == 0
    with inside(organisation):
        chris, anna = (Account.objects.get(pk=member(name).account) for name in ("chris", "anna"))
        assert (chris.has_usable_password(), waits(chris)) == (False, True)
        assert (anna.has_usable_password(), waits(anna)) == (True, False)
        assert not Authenticator.objects.filter(user=chris).exists()


def test_an_end_on_a_day_to_come_is_no_line(organisation: Organisation) -> None:
    with acting(organisation, member("ada").acting("account-management", TODAY)):
        end_colleague(hat=Hat.objects.get(pk=member("anna").hat), on=TODAY + timedelta(days=1))
    into_the_vault(organisation)
    with as_login(organisation, "worker"), inside(organisation):
        assert not VaultLine.objects.exists()


def test_everybody_signs_in_anew(organisation: Organisation) -> None:
    with inside(organisation):
        kept = SessionStore()
        kept["a"] = "b"
        kept.save()
    key_of(organisation, "anna")
    done = caught(organisation)
    assert (done.sessions, done.keys) == (1, 1)
    with inside(organisation):
        assert not SessionStore().exists(str(kept.session_key))
