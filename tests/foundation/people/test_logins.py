"""User names: how they look, how they are read, and that they are tried like addresses."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import IntegrityError

from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.people.logins import called, in_groups, plain, random_letters
from huisvrede.foundation.signin.models import Account
from tests.browsing import visiting
from tests.cast import PASSWORD, member
from tests.signing_in import text


def test_letters_are_read_as_they_are_shown() -> None:
    names = {random_letters() for _one in range(50)}
    assert len(names) == 50
    assert all(plain(in_groups(name).upper()) == name and len(name) == 8 for name in names)
    assert in_groups("ab2cd3ef") == "ab2c-d3ef"


def test_an_account_is_called_by_address_or_name(organisation: Organisation) -> None:
    made = Account.objects.create(name="ab2cd3ef", password="!")
    assert (made.login, Account.objects.get(pk=member("anna").account).login) == ("ab2cd3ef", "anna@example.org")
    assert called("AB2C D3EF") == called("ab2c-d3ef") == made
    assert called(" Anna@example.org") == Account.objects.get(pk=member("anna").account)
    assert called("zz2cd3ef") is None


@pytest.mark.parametrize("wrong", [{}, {"name": "Tariq"}, {"email": "anna@example.org"}])
def test_an_account_has_one_of_both_and_its_own(organisation: Organisation, wrong: dict[str, str]) -> None:
    with pytest.raises(IntegrityError):
        Account.objects.create(id=uuid4(), **wrong)


@pytest.mark.parametrize(("login", "password"), [("ab2c-d3ef", "wrong"), ("zz2c-d3ef", PASSWORD), ("", PASSWORD)])
def test_what_is_not_right_is_refused_alike(organisation: Organisation, login: str, password: str) -> None:
    made = Account(name="ab2cd3ef")
    made.set_password(PASSWORD)
    made.save()
    page = visiting(organisation).post("/aanmelden/", {"login": login, "password": password})
    assert "You are not signed in" in text(page)
