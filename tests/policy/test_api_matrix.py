"""Per member of the cast and address of the API: what a key opens equals what the profile says of its hat (COR-44, ALL-05).

The expectation is read from the TOML files; nothing of the software computes it.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from huisvrede.foundation.cluster.organisations import Organisation
from tests.bearing import Program, program
from tests.cast import STAFF, SUBJECTS
from tests.policy.test_matrix import FILES, WITHOUT_BOND, policy

PLACES = {
    "/api/v1/processing-activities": ("", ""),
    "/api/v1/register": ("", ""),
    "/api/v1/requests": ("rights", "rights"),
    "/api/v1/own-requests": ("rights", "rights"),
    "/api/v1/own-log-lines": ("logging", "accountability"),
    "/api/ldv/v1/processing-activities": ("logging", "accountability"),
}
"""Address -> the activity and the purpose it is for; none for the register, which is for everybody who works here."""


def expected(profile: str, who: str, place: str, activities: dict[str, dict[str, object]]) -> int:
    """What is answered: 403 where no key of this hat opens it, 404 where the policy gives its roles nothing."""
    if ("own-" in place) is not (who in SUBJECTS) or who in WITHOUT_BOND:
        return 403
    activity, purpose = PLACES[place]
    said = activities[activity]["roles"] if activity else {}
    assert isinstance(said, dict)
    rows = [(role, row) for role, one in said.items() for row in (one if isinstance(one, list) else [one])]
    mine = [row for role, row in rows if (row["reach"] == "own" if who in SUBJECTS else role in STAFF[profile][who])]
    may = any("view" in row["actions"] and purpose in [*row["purposes"], "rights"] for row in mine)
    return 200 if may or not activity else 404


def asked(client: Program, place: str) -> int:
    if "ldv" in place:
        return int(client.post(place, {"traceId": "0" * 32}, content_type="application/json").status_code)
    return int(client.get(place).status_code)


@pytest.mark.parametrize("profile", sorted(FILES))
@pytest.mark.clause("COR-44")
@pytest.mark.clause("ALL-05")
def test_what_a_key_opens_equals_the_policy(
    profile: str, copies: Callable[[str], AbstractContextManager[Organisation]]
) -> None:
    activities = policy(profile)
    with copies(profile) as organisation:
        clients = {who: program(organisation, who) for who in (*STAFF[profile], *SUBJECTS)}
        found = {(who, place): asked(client, place) for who, client in clients.items() for place in PLACES}
        assert found == {(who, place): expected(profile, who, place, activities) for who, place in found}
        assert {200, 403, 404} == set(found.values())
