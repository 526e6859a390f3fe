"""The text of the policy says of each activity in use what whoever works here must know, and no more."""

from __future__ import annotations

from django.utils.translation import override

from huisvrede.engines.transparency.queries import rows_with_rights
from huisvrede.engines.transparency.reading import SAID, _own_roles, _text
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.register.queries import version_on
from huisvrede.foundation.walls.session import acting
from tests.cast import member
from tests.conftest import TODAY


def test_each_activity_in_use_says_what_for_how_long_and_who(organisation: Organisation) -> None:
    with acting(organisation, member("bram").acting("account-management", TODAY)), override("en"):
        version = version_on(TODAY)
        told = {one["key"]: one for one in _text(version)}
        assert list(told) == [rows.activity.key for rows in rows_with_rights(version)]
        assert len(told["home-seekers"]["parts"]) == len(SAID)
        assert ("Purposes", "purpose") in [part[:2] for part in told["home-seekers"]["parts"]]
        assert _own_roles(version) == ["Advisor of a corporation"]
