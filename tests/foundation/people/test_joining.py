"""An invitation opens one account, once; that somebody has an account already is told to nobody."""

from __future__ import annotations

from threading import Barrier, Thread

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import connections
from django.utils import timezone

from huisvrede.foundation.audit.signin import nobody
from huisvrede.foundation.cluster.organisations import Organisation, inside
from huisvrede.foundation.people.joining import Lapsed, accept, account_for, behind, token_for
from huisvrede.foundation.signin.models import Account
from huisvrede.foundation.walls.session import acting
from tests.cast import member

EMAIL = "Kim@Example.org"
PASSWORD = "vier-woorden-zonder-verband-molen"


def test_an_address_has_one_account_that_waits_for_its_owner(organisation: Organisation) -> None:
    with inside(organisation):
        account = account_for(EMAIL)
        assert account_for(EMAIL.lower()).pk == account.pk
        assert (account.has_usable_password(), account.email) == (False, "kim@example.org")
        assert not EmailAddress.objects.get(user=account).verified
        assert account_for(member("sanne").email).pk == member("sanne").account
        assert Account.objects.get(pk=member("sanne").account).has_usable_password()


def test_an_account_that_somebody_made_on_anothers_address_opens_nothing(organisation: Organisation) -> None:
    with inside(organisation):
        squatter = Account.objects.create(email=EMAIL.lower(), password=make_password("chosen-by-somebody-else"))
        EmailAddress.objects.create(user=squatter, email=EMAIL.lower(), verified=False, primary=True)
        account = account_for(EMAIL)
        assert account.pk == squatter.pk
        assert not Account.objects.get(pk=account.pk).has_usable_password()
        accept(account=account, password=PASSWORD)
        assert Account.objects.get(pk=account.pk).check_password(PASSWORD)


def test_the_link_opens_it_once_and_shows_that_the_address_is_its_owners(organisation: Organisation) -> None:
    with inside(organisation):
        account = account_for(EMAIL)
        token = token_for(account)
        with acting(organisation, nobody(timezone.now())):
            assert behind(token) == account
        accept(account=account, password=PASSWORD)
        assert Account.objects.get(pk=account.pk).check_password(PASSWORD)
        assert EmailAddress.objects.get(user=account).verified
        with acting(organisation, nobody(timezone.now())), pytest.raises(Lapsed):
            behind(token)


def test_of_two_at_once_one_chooses_the_password(organisation: Organisation) -> None:
    with inside(organisation):
        account = account_for(EMAIL)
    together, ended = Barrier(2, timeout=30), list[str]()

    def choose(password: str) -> None:
        with inside(organisation):
            together.wait()
            try:
                accept(account=account, password=password)
                ended.append("in")
            except Lapsed:
                ended.append("lapsed")
        for one in connections.all(initialized_only=True):
            one.close()

    threads = [Thread(target=choose, args=(f"{PASSWORD}-{place}",)) for place in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ended) == ["in", "lapsed"]


def test_a_closed_account_has_no_invitation(organisation: Organisation) -> None:
    with inside(organisation):
        account = account_for(EMAIL)
        Account.objects.filter(pk=account.pk).update(is_active=False)
        with acting(organisation, nobody(timezone.now())), pytest.raises(Lapsed):
            behind(token_for(account))
