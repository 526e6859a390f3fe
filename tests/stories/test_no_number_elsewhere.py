"""A citizen service number that somebody types is refused in every form that keeps a text, whoever types it (COR-14)."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest
from django import forms

import huisvrede
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.ui.fields import NumberlessForm
from tests.browsing import signed_in
from tests.modules.allocation.cards import text

HOUSE = Path(huisvrede.__file__).parent
KEEP_NOTHING = {
    *("WordsForm", "SearchForm", "LooksForm"),
    *("SignupForm", "LoginForm", "ReauthenticateForm", "AuthenticateForm", "ResetPasswordForm", "PasswordForm"),
    *("AddressForm", "InvitationForm", "RecoveryForm", "IdentityForm", "NumberForm"),
    *("_Answer", "_Counted", "AddForm", "RenameForm"),
}
"""Forms that are searched by or signed in with, of which no other person reads a text; and the one made for numbers."""


@pytest.mark.clause("COR-14", part="typed")
def test_who_works_here_types_it_nowhere_either(organisation: Organisation) -> None:
    # given somebody who invites a colleague; when a number stands in a field
    ada = signed_in(organisation, "ada")
    refused = text(ada.post("/werk/collegas/nieuw/", {"name": "Iris", "email": "iris@example.org", "works_for": "BSN 111222333"}))
    # then it is refused at its field
    assert "Leave the citizen service number (BSN) out." in refused


@pytest.mark.clause("COR-14", part="typed")
def test_every_form_with_a_text_that_is_kept_refuses_one() -> None:
    for path in HOUSE.rglob("*.py"):
        if "forms.Form" in path.read_text(encoding="utf-8") or path.name == "forms.py":
            import_module(".".join(path.relative_to(HOUSE.parent).with_suffix("").parts))
    found, waiting = set[type[forms.Form]](), [forms.Form]
    while waiting:
        below = waiting.pop().__subclasses__()
        found |= set(below)
        waiting += below
    house = {one for one in found if one.__module__.startswith("huisvrede")}
    texts = {
        one for one in house if any(isinstance(field, forms.CharField) for field in one.base_fields.values())
    }
    assert {one.__name__ for one in texts if not issubclass(one, NumberlessForm)} <= KEEP_NOTHING
    assert len([one for one in texts if issubclass(one, NumberlessForm)]) > 20
