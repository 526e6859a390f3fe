"""Sign-in tables can't be walled: they are read before anybody is known. They stand in a schema of their own."""

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django.contrib.sessions.models import Session
from django.db.models import Model

from huisvrede.core.declaration import KEY, Ground
from huisvrede.core.vocabulary import Category
from huisvrede.foundation.register.declarations import declare
from huisvrede.foundation.signin.models import Account, Browser, Rescue, Token

WHY = "Login and secrets (activity accounts); readable by the login `signin` alone."


def _signin(model: type[Model], fields: dict[str, Category]) -> None:
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
_signin(EmailAddress, {"email": Category.CONTACT})
_signin(EmailConfirmation, {"key": Category.ACCOUNT})
_signin(Authenticator, {"data": Category.ACCOUNT})
_signin(Session, {"session_data": Category.TECHNICAL})
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
)
# Two tables of allauth that stay empty: providers stand in a file, and no token of theirs is kept.
_signin(SocialApp, {"secret": Category.ACCOUNT})
_signin(SocialToken, {"token": Category.ACCOUNT, "token_secret": Category.ACCOUNT})
