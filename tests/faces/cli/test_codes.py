"""`huisvrede demo code` gives the code of an invented person, and of nobody else."""

from __future__ import annotations

import dataclasses

import pytest
from django.conf import settings

from huisvrede.faces.cli.codes import code_for
from huisvrede.faces.cli.errors import Stop
from huisvrede.foundation.cluster.organisations import Organisation, read, write
from tests.browsing import visiting
from tests.signing_in import code, give_code, give_password


def test_the_code_lets_an_invented_person_in(organisation: Organisation) -> None:
    client = visiting(organisation)
    give_password(client, "anna")
    code()
    assert give_code(client, code_for(organisation.key, "anna")).headers["Location"] == "/aan/"


def test_the_whole_address_will_do(organisation: Organisation) -> None:
    visiting(organisation)
    assert code_for(organisation.key, "Anna@example.org") in {code(), code(ago=1)}


def test_without_an_organisation_the_person_is_found_where_they_are(organisation: Organisation) -> None:
    visiting(organisation)
    before = read(settings.VAR)
    write(settings.VAR, {organisation.key: organisation})
    try:
        assert code_for("", "anna") in {code(), code(ago=1)}
        with pytest.raises(Stop, match="Nobody called sanne has a second factor at any organisation"):
            code_for("", "sanne")
    finally:
        write(settings.VAR, before)


def test_outside_a_simulated_organisation_it_is_refused(organisation: Organisation) -> None:
    visiting(organisation)
    write(
        settings.VAR,
        read(settings.VAR) | {organisation.key: dataclasses.replace(organisation, simulated=False)},
    )
    with pytest.raises(Stop, match="is no demo"):
        code_for(organisation.key, "anna")


def test_who_has_no_second_factor_has_no_code(organisation: Organisation) -> None:
    visiting(organisation)
    with pytest.raises(Stop, match="Nobody called sanne"):
        code_for(organisation.key, "sanne")
