"""`huisvrede demo code` gives the code of an invented person, and of nobody else."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import override_settings

from huisvrede.faces.cli.codes import code_for
from huisvrede.faces.cli.errors import Stop
from huisvrede.foundation.cluster.organisations import Organisation, write
from tests.browsing import visiting
from tests.signing_in import code, give_code, give_password


@pytest.fixture
def alone(organisation: Organisation, tmp_path: Path) -> Iterator[Organisation]:
    """An installation that serves this organisation and no other: the list of the tests' own is everybody's."""
    visiting(organisation)
    write(tmp_path, {organisation.key: organisation})
    with override_settings(VAR=tmp_path):
        yield organisation


def test_the_code_lets_an_invented_person_in(alone: Organisation) -> None:
    client = visiting(alone)
    give_password(client, "anna")
    code()
    assert give_code(client, code_for(alone.key, "anna")).headers["Location"] == "/aan/"


def test_the_whole_address_will_do(alone: Organisation) -> None:
    assert code_for(alone.key, "Anna@example.org") in {code(), code(ago=1)}


def test_without_an_organisation_the_person_is_found_where_they_are(alone: Organisation) -> None:
    assert code_for("", "anna") in {code(), code(ago=1)}
    with pytest.raises(Stop, match="Nobody called sanne has a second factor at any organisation"):
        code_for("", "sanne")


def test_outside_a_simulated_organisation_it_is_refused(alone: Organisation, tmp_path: Path) -> None:
    write(tmp_path, {alone.key: dataclasses.replace(alone, simulated=False)})
    with pytest.raises(Stop, match="is no demo"):
        code_for(alone.key, "anna")


def test_who_has_no_second_factor_has_no_code(alone: Organisation) -> None:
    with pytest.raises(Stop, match="Nobody called sanne"):
        code_for(alone.key, "sanne")
