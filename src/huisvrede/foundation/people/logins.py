"""What somebody types to sign in: an e-mail address or, without one, a user name of ours that says nothing."""

from __future__ import annotations

import secrets
from typing import Final

from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.models import EmailAddress
from allauth.account.stages import EmailVerificationStage
from django.db import IntegrityError, transaction

from huisvrede.foundation.cluster.organisations import current
from huisvrede.foundation.signin.models import Account

LETTERS: Final = "23456789abcdefghjkmnpqrstuvwxyz"
"""What nobody confuses, read from paper or spelled on the telephone."""
GROUP: Final = 4
"""Letters that are read in one go."""
NAME: Final = 8


def random_letters() -> str:
    """As many as a user name or half of a code has, and nobody guesses."""
    return "".join(secrets.choice(LETTERS) for _letter in range(NAME))


def plain(typed: str) -> str:
    """Letters as they are compared, however somebody typed them."""
    return "".join(typed.lower().replace("-", " ").split())


def in_groups(letters: str) -> str:
    """Letters as they are shown: ab2c-d3ef."""
    return "-".join(letters[at : at + GROUP] for at in range(0, len(letters), GROUP))


def called(login: str) -> Account | None:
    """The account that somebody calls so when signing in."""
    wanted = {"email": login.strip().lower()} if "@" in login else {"name": plain(login)}
    return Account.objects.filter(**wanted, is_active=True).first()


def known_as(login: str) -> str:
    """What an account is known by in the log and the lock, whichever of its names somebody typed."""
    account = called(login)
    return account.login if account else login


def is_free(email: str) -> bool:
    """Whether an address is nobody's here, confirmed or not."""
    return not (Account.objects.filter(email=email).exists() or EmailAddress.objects.filter(email__iexact=email).exists())


def move(*, account: Account, email: str) -> bool:
    """Another address for an account, whose owner showed that it is theirs; False where somebody has it."""
    try:
        with transaction.atomic(using=current().signin_alias):
            mine = Account.objects.select_for_update().get(pk=account.pk)
            if not is_free(email):
                return False
            mine.email = email
            mine.save(update_fields=["email"])
            EmailAddress.objects.filter(user=mine).delete()
            EmailAddress.objects.create(user=mine, email=email, verified=True, primary=True)
    except IntegrityError:  # somebody took it in this very moment
        return False
    return True


class Backend(AuthenticationBackend):  # type: ignore[misc]
    """allauth's, by address; and by user name, in the same time."""

    def _authenticate_by_email(self, email: str, password: str) -> Account | None:
        """The account of an address or a name, when the password is its own."""
        if "@" in email:
            found: Account | None = super()._authenticate_by_email(email, password)
            return found
        known: Account | None = self._check_password(called(email), password)
        return known


class AddressStage(EmailVerificationStage):  # type: ignore[misc]
    """An address is shown to be somebody's own, where there is one."""

    def handle(self) -> tuple[object, bool]:
        """Ask for it; of who has no address nothing is asked."""
        if self.login.user is not None and not self.login.user.email:
            return None, True
        if self.login.user is not None:
            self.login.email = self.login.user.email  # what was typed may be the user name
        asked: tuple[object, bool] = super().handle()
        return asked
