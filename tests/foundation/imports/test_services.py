"""Each act on an import checks who acts and where the import is; whoever was first wins."""

from __future__ import annotations

import io
from uuid import UUID

import pytest

from huisvrede.core.tables.mapping import MappingError, from_json
from huisvrede.core.tables.sheet import Limits, TableError
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.gates.doors import Refused
from huisvrede.foundation.imports import services
from huisvrede.foundation.imports.shapes import shape_named
from huisvrede.foundation.walls.conflict import Gone
from huisvrede.foundation.walls.session import acting
from tests.cast import member
from tests.conftest import TODAY
from tests.importing import bring, checked, file_of, row, state_of, work

SEEKERS = shape_named("seekers")
ANNA = member("anna").acting("registration", TODAY)


def test_a_file_keeps_who_brought_it_and_no_folder(organisation: Organisation) -> None:
    found = state_of(organisation, bring(organisation, file_of(row()), name="C:\\Users\\anna\\zoekers.csv"))
    assert (found.hat_id, found.account, found.filename) == (ANNA.hat, ANNA.account, "zoekers.csv")
    assert (found.state, found.purpose, found.made_on) == ("checking", "registration", TODAY)


def test_a_file_that_is_too_large_is_refused_at_the_door(
    organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "LIMITS", Limits(file_bytes=1_000))
    for content in (b"a;b\r\n1;2\r\n" + b"\r\n" * 500, b"PK\x03\x04" + b"\0" * 1_000):
        with acting(organisation, ANNA), pytest.raises(TableError) as problem:
            services.bring(shape=SEEKERS, filename="x", content=io.BytesIO(content), source="oud")
        assert (problem.value.code, problem.value.facts) == ("file-too-large", {"limit": 1_000})


def test_a_choice_that_leaves_a_column_open_or_a_needed_field_out_is_refused(
    organisation: Organisation,
) -> None:
    run = bring(organisation, file_of({**row(), "Geloof": "x"}, extra=("Geloof",)))
    work(organisation)
    found = state_of(organisation, run)
    proposed = from_json(found.mapping, SEEKERS.shape)
    for mapping, code in (
        (proposed, "columns-open"),
        (proposed.leave_out("Geloof", "Achternaam"), "required-missing"),
    ):
        with acting(organisation, ANNA), pytest.raises(MappingError) as problem:
            services.choose(run=run, mapping=mapping, version=found.version)
        assert problem.value.code == code
    assert state_of(organisation, run).state == "choosing"


def test_the_second_of_two_who_confirm_is_told_so(organisation: Organisation) -> None:
    run = checked(organisation, file_of(row()))
    version = state_of(organisation, run).version
    with acting(organisation, ANNA):
        services.confirm(run=run, version=version)
    for act in (services.confirm, services.withdraw):
        with acting(organisation, ANNA), pytest.raises(Gone):
            act(run=run, version=version)


def test_nobody_acts_on_the_file_of_another(organisation: Organisation) -> None:
    run = checked(organisation, file_of(row()))
    for key in (run, UUID(int=7)):
        with acting(organisation, member("dubbel").acting("registration", TODAY)), pytest.raises(Refused):
            services.withdraw(run=key, version=3)


def test_only_what_waits_is_read_or_stored(organisation: Organisation) -> None:
    run = checked(organisation, file_of(row()))
    for act in (services.dry_run, services.store):
        with acting(organisation, ANNA), pytest.raises(Gone):
            act(run=run)
