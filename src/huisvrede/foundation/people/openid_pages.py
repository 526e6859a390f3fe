"""Pages of signing in: with what, there and back to a provider, what is said when it went wrong, and what is linked."""

from __future__ import annotations

from contextlib import suppress
from smtplib import SMTPException
from typing import Any, Final

from allauth.account.adapter import get_adapter
from allauth.account.decorators import reauthentication_required
from allauth.account.views import LoginView
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from requests import ConnectionError as Unreachable
from requests import RequestException, Timeout

from huisvrede.foundation.people import browsers
from huisvrede.foundation.people.adapter import locked_sentence
from huisvrede.foundation.people.linked import LastWay, allow, linked_to, unlink
from huisvrede.foundation.people.openid import House, back, counted
from huisvrede.foundation.people.providers import providers
from huisvrede.foundation.signin.models import Account

LONGEST_KEY: Final = 10
"""Figures that the key of a linked account may have."""

NO_ANSWER = (AttributeError, LookupError, OAuth2Error, RequestException, TypeError, ValueError)
"""What reading an answer raises that no provider should give."""


def said(why: str) -> str:
    """What went wrong with a provider, as a sentence; "" for a word that is none of ours."""
    if why == "locked":
        return locked_sentence()
    return {
        "denied": _("You stopped at the other sign-in page, or it did not let you through."),
        "down": _("The other sign-in page cannot be reached now. Try again later, or use another way."),
        "late": _("It took too long, or this was used before. Begin again."),
        "wrong": _("The answer of the other sign-in page was not right. Begin again."),
        "unknown": str(get_adapter().error_messages["email_password_mismatch"]),
    }.get(why, "")


class SignIn(LoginView):  # type: ignore[misc]
    """Address and password, a passkey, or a provider of the organisation's own."""

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        """The providers there are, and what went wrong at one of them."""
        told = {"providers": providers(), "openid_said": said(self.request.GET.get("openid", ""))}
        return {**super().get_context_data(**more), **told}


@never_cache
@require_POST
def leave(request: HttpRequest, key: str) -> HttpResponse:
    """On to a provider, by a page of ours: a form may not be sent elsewhere, not even by a detour."""
    if request.user.is_authenticated:
        return redirect("/aan/")
    house = _house(request, key)
    try:
        address = house.redirect_from_request(request).headers["Location"]
    except NO_ANSWER:
        return _down()
    browsers.remember(request)
    return render(request, "account/openid_leave.html", {"provider": house.told, "address": address})


@never_cache
@require_GET
def arrive(request: HttpRequest, key: str) -> HttpResponse:
    """Back from a provider with a code, or without."""
    if request.user.is_authenticated:
        return redirect("/aan/")
    house = _house(request, key)
    if request.GET.get("iss", house.told.issuer) != house.told.issuer:
        return _refused(request, house)
    try:
        answer: HttpResponse = OAuth2CallbackView.adapter_view(house.get_oauth2_adapter(request))(request)
    except (Unreachable, Timeout):
        return _down()
    except NO_ANSWER:
        return _refused(request, house)
    return answer


@reauthentication_required  # type: ignore[untyped-decorator]
@never_cache
@require_http_methods(["GET", "POST"])
def work_accounts(request: HttpRequest) -> HttpResponse:
    """The work accounts with which somebody signs in; one is taken away, or may be linked again."""
    account = request.user
    assert isinstance(account, Account)
    if request.method == "POST":
        _changed(request, account)
        return redirect("account_work")
    return render(request, "account/work.html", {"linked": linked_to(account)})


def _changed(request: HttpRequest, account: Account) -> None:
    key = request.POST.get("account", "")
    if not (key.isascii() and key.isdigit() and len(key) < LONGEST_KEY):
        return
    if request.POST.get("act") == "allow":
        if allow(account=account, key=int(key)):
            messages.success(request, _("Sign in once with your work account, and it is linked again."))
        return
    try:
        gone = unlink(account=account, key=int(key))
    except LastWay:
        messages.error(request, _("This is the last way in that you have. Choose a password or add a passkey first."))
        return
    if gone:
        messages.success(request, _("Your work account is not linked any more. You sign in with your password or passkey."))
        with suppress(OSError, SMTPException):
            get_adapter().send_notification_mail("", account)


def _house(request: HttpRequest, key: str) -> House:
    found = next((one for one in providers() if one.key == key), None)
    if found is None:
        raise Http404
    return House(request, found)


def _down() -> HttpResponse:
    answer: HttpResponse = back("down").response
    return answer


def _refused(request: HttpRequest, house: House) -> HttpResponse:
    answer: HttpResponse = counted(request, house, "wrong").response
    return answer
