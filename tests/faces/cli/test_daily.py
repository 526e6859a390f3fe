"""The night, by hand: for a day to come only where all is simulated."""

from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from rich.console import Console

from huisvrede.faces.cli.daily import _told, run
from huisvrede.faces.cli.errors import Stop
from huisvrede.faces.cli.nightly import PARTS
from huisvrede.foundation.audit.models import Seal
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.disposal.rules import Unruled
from huisvrede.foundation.disposal.services import Report
from huisvrede.foundation.gates.doors import open_one
from huisvrede.foundation.walls.session import acting
from huisvrede.modules.allocation.models import Registration
from tests.cast import member, system
from tests.conftest import as_login
from tests.faces.cli.shell import real, served, stop_of

TOMORROW = timezone.localdate() + timedelta(days=1)


def seals(organisation: Organisation) -> int:
    with acting(organisation, system("seal", timezone.localdate())):
        return Seal.objects.count()


def test_a_day_to_come_is_refused_for_a_real_organisation_before_anything_ran(
    organisation: Organisation, care_group: Organisation, tmp_path: Path
) -> None:
    with as_login(organisation, "worker"), as_login(care_group, "worker"):
        with served(tmp_path, organisation, real(care_group)), pytest.raises(Stop) as stopped:
            run("", TOMORROW, Console(file=io.StringIO()))
        sentence, code = stop_of(stopped)
        assert sentence.startswith(f"{care_group.key} is real: {TOMORROW} has yet to come")
        assert (code, seals(organisation), seals(care_group)) == (3, 0, 0)


def test_what_a_night_did_is_said_in_words_and_what_it_did_not_is_not() -> None:
    report = Report(3, 5, 2, 1, 5, 1, (Unruled("care.resident", "care-files", closed=False),))
    nothing = Report(0, 0, 0, 0, 0, 0, ())
    parts = {
        "destruction": report,
        "old months": ["2020-01", "2020-02"],
        "imports": 0,
        "answers": None,
        "destruction ": nothing,
    }
    said = io.StringIO()
    assert [_told(Console(file=said, width=80), *part) for part in parts.items()] == [True, True, False, False, False]
    assert said.getvalue().splitlines() == [
        "  destruction: 3 files had had their time; 5 rows destroyed; 2 persons of whom nothing is left; "
        "1 account closed long enough, and gone; 5 lines in the vault; 1 certificate made; "
        "no period, so kept: care.resident (care-files)",
        "  old months: 2020-01, 2020-02",
    ]


def test_a_simulated_organisation_lives_ahead_and_says_what_it_did(
    organisation: Organisation, tmp_path: Path
) -> None:
    said = io.StringIO()
    with acting(organisation, member("anna").acting("registration", timezone.localdate())):
        open_one(Registration, member("sanne").file)
    with as_login(organisation, "worker"), served(tmp_path, organisation):
        run(organisation.key, TOMORROW, Console(file=said, width=100))
        assert seals(organisation) >= 1
        assert said.getvalue().splitlines()[0] == f"Woonloket Zeggeland {TOMORROW}"
        told = {line.split(":")[0].strip() for line in said.getvalue().splitlines()[1:]}
        assert set() < told <= {name for name, _part in PARTS}
        quiet = io.StringIO()
        run(organisation.key, TOMORROW, Console(file=quiet, width=100))
    assert quiet.getvalue().splitlines()[1:] == ["  nothing was due"]
