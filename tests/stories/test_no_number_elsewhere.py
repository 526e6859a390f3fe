"""A citizen service number that somebody types where it has no place is refused beside the field, whoever types it (COR-14)."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest
from django import forms

import huisvrede
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.ui.forms import Form
from tests.browsing import signed_in
from tests.modules.allocation.cards import TYPED, text

REFUSED = "This looks like a citizen service number (BSN), which may not stand here."
BSN = "111222333"
HOUSE = Path(huisvrede.__file__).parent
KEEP_NOTHING = {
    *("WordsForm", "SearchForm", "LooksForm"),
    *("SignupForm", "LoginForm", "ReauthenticateForm", "AuthenticateForm", "ResetPasswordForm", "PasswordForm"),
    *("AddressForm", "InvitationForm", "RecoveryForm"),
}
"""Forms that are searched by or signed in with: nothing of what is typed in a text of theirs is kept where others read it."""


@pytest.mark.clause("COR-14", part="typed")
def test_a_number_that_is_typed_anywhere_else_is_refused_beside_its_field(organisation: Organisation) -> None:
    # given a home seeker who asks something, and changes what we keep of her; and somebody who passes on a request
    sanne, anna = signed_in(organisation, "sanne"), signed_in(organisation, "anna")
    asked = {
        "what": "access",
        "asked_by": "S. Zandmarker",
        "reach": "telefoon",
        "channel": "letter",
        "received_on": "2-11-2026",
        "language": "nl",
    }
    typed = (
        (sanne, "/mijn/verzoeken/", {"wording": f"Mijn BSN is {BSN}, wat hebt u?"}),
        (
            sanne,
            "/mijn/verzoeken/beperking/",
            {"ground": "accuracy", "wording": f"Het nummer 1112.22.333 {BSN} klopt niet."},
        ),
        (sanne, "/mijn/gegevens/wijzigen/", {**TYPED, "street": BSN}),
        (anna, "/werk/verzoeken/doorgeven/", {**asked, "wording": f"Zij noemde {BSN}."}),
    )
    for client, address, form in typed:
        # when a number stands in it, then it is refused beside the field, with what to do
        page = client.post(address, form)
        assert (page.status_code in {200, 422}, REFUSED in text(page)) == (True, True), address
    # and another number is no problem
    assert (
        sanne.post("/mijn/verzoeken/", {"wording": "Mijn inschrijfnummer is 111222334."}).status_code == 302
    )


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
    assert {one.__name__ for one in texts if not issubclass(one, Form)} <= KEEP_NOTHING
    assert len([one for one in texts if issubclass(one, Form)]) > 20
