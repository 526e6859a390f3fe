"""Only what we use of allauth has an address."""

from __future__ import annotations

import pytest
from allauth.account.urls import urlpatterns as account
from allauth.mfa.urls import urlpatterns as mfa
from django.urls import NoReverseMatch, URLPattern, URLResolver, reverse

from huisvrede.foundation.people.urls import urlpatterns as ours

CLOSED = {
    "account_inactive",
    "account_email",
    "account_change_password",
    "account_set_password",
    "account_confirm_login_code",
    "mfa_list_webauthn",
}


OURS = {
    "account_browsers",
    "account_invitation",
    "account_keys",
    "account_new_password",
    "account_openid",
    "account_openid_callback",
    "account_address",
    "account_address_confirm",
    "account_recovery",
    "account_recovery_stop",
    "account_work",
}
"""Pages allauth has not."""


def names(patterns: list[URLPattern | URLResolver]) -> set[str]:
    found: set[str] = set()
    for one in patterns:
        found |= names(one.url_patterns) if isinstance(one, URLResolver) else {str(one.name)}
    return found


def test_what_is_not_ours_is_closed() -> None:
    assert names(account) | names(mfa) == (names(list(ours)) - OURS) | CLOSED


@pytest.mark.parametrize("name", sorted(CLOSED))
def test_a_closed_page_has_no_address(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_the_addresses_people_see_are_dutch() -> None:
    assert reverse("account_login") == "/aanmelden/"
    assert reverse("account_logout") == "/afmelden/"
    assert reverse("account_signup") == "/account/nieuw/"
