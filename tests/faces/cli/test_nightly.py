"""Each night policy and code are joined anew, first of all."""

from __future__ import annotations

import psycopg

from huisvrede.faces.cli.nightly import PARTS, joined, nightly
from huisvrede.foundation.cluster import postgres
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.register.models import Activity
from huisvrede.foundation.register.queries import version_on
from huisvrede.foundation.walls.session import acting
from tests.cast import member, system
from tests.conftest import TODAY, VAR, as_login


def test_the_policy_is_joined_before_what_it_rules() -> None:
    """A change whose day has come binds that night, so it goes even before."""
    assert [name for name, _part in PARTS][:2] == ["changes of the policy", "policy joined with the code"]
    assert [name for name, _part in PARTS].index("destruction") < [name for name, _part in PARTS].index(
        "seal"
    )


def test_an_activity_that_code_and_policy_disagree_on_changes_in_a_night(organisation: Organisation) -> None:
    """As rows stood before a release that mended what had kept the activity closed."""
    with as_login(organisation, "worker"):
        assert joined(organisation, TODAY) == 0
        with acting(organisation, system("adoption", TODAY)):
            version = version_on(TODAY)
    closed_by_hand(organisation, version.pk)
    with as_login(organisation, "worker"):
        assert [joined(organisation, TODAY), joined(organisation, TODAY)] == [2, 0]
    with acting(organisation, member("petra").acting("register", TODAY)):
        assert Activity.objects.get(version=version_on(TODAY), key="home-seekers").open
        assert not Activity.objects.get(version=version, key="home-seekers").open


def closed_by_hand(organisation: Organisation, version: object) -> None:
    server = postgres.running(VAR)
    assert server is not None
    with psycopg.connect(server.dsn(dbname=organisation.main)) as superuser:
        superuser.execute(
            "UPDATE register_activity SET open = false WHERE version_id = %s AND key = 'home-seekers'",
            [version],
        )


def test_whoever_runs_the_night_hears_of_each_part(organisation: Organisation) -> None:
    heard: list[str] = []
    with as_login(organisation, "worker"):
        nightly(organisation, on=TODAY, told=lambda name, _outcome: heard.append(name))
    assert heard == [name for name, _part in PARTS]
