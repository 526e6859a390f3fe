"""The keys of whoever is signed in: what each opens and when it was used; one more, or one less."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from allauth.account.authentication import get_authentication_records
from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from huisvrede.core.vocabulary import Kind
from huisvrede.foundation.audit import signin
from huisvrede.foundation.cluster.organisations import current
from huisvrede.foundation.people import keys as kept
from huisvrede.foundation.people.adapter import attempt
from huisvrede.foundation.people.forms import KeyForm
from huisvrede.foundation.people.keys import SCOPES, Worn
from huisvrede.foundation.signin.models import Account, Token


@login_required
@reauthentication_required  # type: ignore[untyped-decorator]
@never_cache
@require_http_methods(["GET", "POST"])
def keys(request: HttpRequest) -> HttpResponse:
    """The keys of the hat that is worn. A new one is shown once, to whoever came in by a second factor."""
    owner = _owner(request)
    if owner is None:
        return redirect("/aan/")
    if request.method == "POST" and "key" in request.POST:
        _withdrawn(request, owner)
        return redirect("account_keys")
    strong, posted = _came_in_twice(request), request.POST if request.method == "POST" else None
    form = KeyForm(posted, scopes=SCOPES[owner.kind], last=kept.last_day())
    shown = _made(request, owner, form) if strong and form.is_valid() else ""
    context = {
        "form": form if strong else None,
        "shown": shown,
        "kept": [_told(one) for one in kept.keys_of(owner)],
        "address": f"{current().origin}/api/v1",
    }
    status = 403 if posted is not None and not strong else 200
    return render(request, "account/keys.html", context, status=status)


def _owner(request: HttpRequest) -> Worn | None:
    """Who is signed in, with the hat that is worn; None before there is one that has keys."""
    account, worn = request.user, request.worn  # type: ignore[attr-defined]
    assert isinstance(account, Account)
    return Worn(account, worn.hat, worn.kind) if worn.kind in SCOPES else None


def _came_in_twice(request: HttpRequest) -> bool:
    """Whether a second factor was asked in this session: for a key it is, whatever the role asks."""
    return any(step["method"] == "mfa" for step in get_authentication_records(request, request.user))


def _made(request: HttpRequest, owner: Worn, form: KeyForm) -> str:
    """The new key, of which the worker tells its owner by mail; "" where it was not made, which the form then says."""
    try:
        shown = kept.make(owner=owner, **form.cleaned_data)
    except kept.Enough:
        form.add_error(None, _("You have %(most)d keys, which is the most. Withdraw one first.") % {"most": kept.MOST})
        return ""
    _noted(request, owner, signin.Outcome.KEY_MADE)
    return shown


def _withdrawn(request: HttpRequest, owner: Worn) -> None:
    if kept.withdraw(owner=owner, key=_key(request.POST["key"])):
        _noted(request, owner, signin.Outcome.KEY_WITHDRAWN)
        messages.success(request, _("That key works no more."))


def _noted(request: HttpRequest, owner: Worn, outcome: signin.Outcome) -> None:
    signin.note(current(), attempt(request, owner.account.login, owner.account), outcome, at=timezone.now())


def _key(text: str) -> UUID:
    """The key in a field; one that is none belongs to nobody."""
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)


def _told(token: Token) -> dict[str, Any]:
    words, last = SCOPES[Kind(token.kind)], timezone.localdate(token.ends_at - timedelta(seconds=1))
    works = token.ends_at > timezone.now()
    return {"token": token, "opens": [words[one] for one in token.scopes], "last": last, "works": works}
