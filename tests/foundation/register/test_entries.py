"""An entry in the words of a profile reads as the profile did, from rows and back."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

import pytest

from huisvrede.core.policy import load
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.register.entries import known_roles, one_said_in, read, said_in
from huisvrede.foundation.register.queries import version_on
from huisvrede.foundation.walls.session import acting
from tests.cast import member
from tests.conftest import ROOT, TODAY


def sorted_rights(entry: Any) -> Any:
    return asdict(replace(entry, rights=tuple(sorted(entry.rights, key=str)), retention=tuple(sorted(entry.retention, key=str))))


def test_rows_read_as_the_profile_they_came_of(organisation: Organisation) -> None:
    whole = load(ROOT / "profiles" / organisation.profile)
    with acting(organisation, member("chris").acting("register", TODAY)):
        version = version_on(TODAY)
        known, said = known_roles(version), said_in(version)
        assert known == whole.roles
        assert one_said_in(version, "no-such") is None
        assert one_said_in(version, "home-seekers") == said["home-seekers"]
    assert set(said) == set(whole.activities)
    for key, entry in whole.activities.items():
        assert sorted_rights(read(said[key], known)) == sorted_rights(entry)


def test_what_an_older_version_lacks_is_nothing(organisation: Organisation) -> None:
    with acting(organisation, member("chris").acting("register", TODAY)):
        version = version_on(TODAY)
        said = {k: v for k, v in said_in(version)["home-seekers"].items() if k not in {"owner", "principles", "sources", "exceptional"}}
        entry = read(said, known_roles(version))
    assert (entry.owner, entry.sources, entry.exceptional) == ("", (), ())
    with pytest.raises(KeyError):
        read({**said, "state": "perhaps"}, {})
