"""The text of the policy says of each activity in use what whoever works here must know, and no more."""

from __future__ import annotations

from django.utils.translation import override

from huisvrede.engines.transparency.queries import rows_in_use, rows_with_rights
from huisvrede.engines.transparency.reading import PUBLIC, SAID, _own_roles, _text, terms_said
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.register.queries import version_on
from huisvrede.foundation.walls.session import acting
from tests.cast import member
from tests.conftest import TODAY


def test_each_activity_in_use_says_what_for_how_long_and_who(organisation: Organisation) -> None:
    with acting(organisation, member("bram").acting("account-management", TODAY)), override("en"):
        version = version_on(TODAY)
        told = {one["key"]: one for one in _text(rows_with_rights(version), SAID)}
        assert list(told) == [rows.activity.key for rows in rows_with_rights(version)]
        labels = [part[0] for part in told["home-seekers"]["parts"]]
        assert {"Security measures", "How each principle is met", "Who may do what"} <= set(labels)
        assert [part[:2] for one in told.values() for part in one["parts"]].count(("Purposes", "purpose")) == 1
        assert _own_roles(version) == ["Advisor of a corporation"]


def test_everybody_reads_grounds_and_terms_but_not_who_may_do_what(care_group: Organisation) -> None:
    with acting(care_group, member("bram").acting("account-management", TODAY)), override("en"):
        version = version_on(TODAY)
        told = {one["key"]: dict(part[::2] for part in one["parts"]) for one in _text(rows_in_use(version), PUBLIC)}
        assert {"Grounds to open a file exceptionally", "Grounds for data that the law protects more"} <= set(told["care-files"])
        assert [key for key, parts in told.items() if "Who may do what" in parts] == []
        assert ("A complaint is answered within", "4 weeks") in terms_said(version)
