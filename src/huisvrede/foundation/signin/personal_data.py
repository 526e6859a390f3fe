"""Sign-in tables can't be walled: they are read before anybody is known. They stand in a schema of their own."""

from collections.abc import Mapping

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django.contrib.sessions.models import Session
from django.db.models import Model
from django.utils.translation import gettext_noop as _

from huisvrede.core.declaration import KEY, Ground
from huisvrede.core.vocabulary import Category
from huisvrede.foundation.register.declarations import declare
from huisvrede.foundation.signin.models import Account, Browser, Rescue, Token

WHY = "Login and secrets (activity accounts); readable by the login `signin` alone."


def _signin(
    model: type[Model], fields: dict[str, Category], called: str = "", labels: Mapping[str, str] | None = None
) -> None:
    """`called` and `labels`: what readers call what others named, for the answer that says it is not copied."""
    known = {f.name: KEY for f in model._meta.concrete_fields}
    declare(
        model,
        Ground(
            why=WHY,
            activity="accounts",
            clock="ended",
            fields={**known, **fields},
            policies={},
            schema="signin",
            called=called,
            labels=labels or {},
        ),
    )


_signin(
    Account,
    {
        "email": Category.CONTACT,
        "name": Category.ACCOUNT,
        "password": Category.ACCOUNT,
        "last_login": Category.TECHNICAL,
        "made_on": Category.TECHNICAL,
    },
)
_signin(
    EmailAddress,
    {"email": Category.CONTACT},
    _("e-mail address of an account"),
    {"email": _("E-mail address")},
)
_signin(
    EmailConfirmation,
    {"key": Category.ACCOUNT},
    _("confirmation of an e-mail address"),
    {"key": _("Code in the message")},
)
_signin(
    Authenticator,
    {"data": Category.ACCOUNT},
    _("second factor"),
    {"data": _("Secret of the second factor"), "type": _("Kind of second factor")},
)
_signin(
    Session,
    {"session_data": Category.TECHNICAL},
    _("session of a browser"),
    {"session_data": _("Contents of the session")},
)
_signin(
    Browser,
    {
        "key": Category.TECHNICAL,
        "label": Category.TECHNICAL,
        "first_at": Category.TECHNICAL,
        "seen_at": Category.TECHNICAL,
    },
)
_signin(
    Token,
    {
        "name": Category.TECHNICAL,
        "scopes": Category.TECHNICAL,
        "digest": Category.ACCOUNT,
        "made_at": Category.TECHNICAL,
        "ends_at": Category.TECHNICAL,
        "used_at": Category.TECHNICAL,
    },
)
_signin(Rescue, {"first": Category.ACCOUNT, "second": Category.ACCOUNT, "ends_at": Category.TECHNICAL})
_signin(
    SocialAccount,
    {
        "uid": Category.ACCOUNT,
        "extra_data": Category.ACCOUNT,
        "last_login": Category.TECHNICAL,
        "date_joined": Category.TECHNICAL,
    },
    _("account of somebody's work that they sign in with"),
    {
        "provider": _("Who provides it"),
        "uid": _("Key at who provides it"),
        "extra_data": _("What was told of it"),
        "last_login": _("Last signed in"),
        "date_joined": _("Linked at"),
    },
)
# Two tables of allauth that stay empty: providers stand in a file, and no token of theirs is kept.
_signin(
    SocialApp,
    {"secret": Category.ACCOUNT},
    _("provider of accounts of work"),
    {"secret": _("Secret of the provider")},
)
_signin(
    SocialToken,
    {"token": Category.ACCOUNT, "token_secret": Category.ACCOUNT},
    _("token of an account of work"),
    {"token": _("Token"), "token_secret": _("Secret of the token")},
)
