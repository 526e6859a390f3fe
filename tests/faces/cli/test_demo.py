"""`huisvrede demo`: it tells what is in its way before it starts anything, and its people are invented."""

from __future__ import annotations

import socket
import tomllib
from pathlib import Path

import pytest
from django.test import override_settings

from huisvrede.faces.cli import demo, demo_people
from huisvrede.faces.cli.errors import Stop
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.people.models import Hat
from huisvrede.foundation.walls.session import acting
from huisvrede.modules.allocation.models import Registration
from tests.cast import system
from tests.conftest import ROOT, TODAY, as_login


def test_a_taken_port_is_told_with_another_to_try() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(Stop, match=rf"Port {port} is taken.*--port 8080"):
            demo._require_free(port)


def test_the_second_start_has_nothing_to_do(tmp_path: Path) -> None:
    assert demo._stale(tmp_path)
    demo._freshen(tmp_path)
    assert not demo._stale(tmp_path)


def test_every_profile_becomes_an_organisation() -> None:
    hosts = [
        tomllib.loads(p.read_text(encoding="utf-8"))["host"]
        for p in (ROOT / "profiles").glob("*/organisation.toml")
    ]
    assert sorted(hosts) == [
        "allocation-service",
        "care-group",
        "contracting",
        "corporation",
        "survey-bureau",
    ]


def test_its_people_are_let_in_once_and_all_invented(organisation: Organisation, tmp_path: Path) -> None:
    """Into an organisation that nobody works at yet; every address is of the reserved domain."""
    named = Organisation(**{**organisation.__dict__, "profile": "allocation-service"})
    demo_people.STAFF[named.key] = {
        n: (f"{n.title()} Proef", r) for n, r in (("anna2", "customer-service"), ("bram2", "advisor"))
    }
    office = {f"{name}2": row for name, row in demo_people.OFFICE.items()}
    with (
        as_login(organisation, "worker"),
        override_settings(VAR=tmp_path),
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setattr(demo_people, "OFFICE", office)
        patch.setitem(demo_people.FILES, named.key, lambda *_given: None)
        demo_people._populate(named)
        with acting(organisation, system("count", TODAY)):
            assert set(Hat.objects.filter(name__endswith="Proef").values_list("name", flat=True)) == {
                "Anna2 Proef",
                "Bram2 Proef",
            }
            assert all(
                e.endswith("@example.org") for e in Registration.objects.values_list("email", flat=True)
            )
    listed = tomllib.loads((tmp_path / "demo-accounts.toml").read_text(encoding="utf-8"))
    assert set(listed[named.key]) == {f"{n}@example.org" for n in ("anna2", "bram2", *office)}
