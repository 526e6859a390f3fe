"""The login of somebody: an e-mail address and secrets. Who they are here is told by their hats (foundation.people)."""

from __future__ import annotations

from typing import ClassVar
from uuid import uuid4

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class AccountManager(BaseUserManager["Account"]):
    """Finds accounts by address; addresses are kept in lower case."""

    def create(self, **values: object) -> Account:
        """A new account; the address is normalised."""
        values["email"] = str(values["email"]).lower()
        return super().create(**values)


class Account(AbstractBaseUser):
    """One login in one organisation; `made_on` starts the clock of one that is never used."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    email = models.EmailField(unique=True)
    is_active = models.BooleanField(default=True)
    language = models.CharField(max_length=2, default="nl")
    made_on = models.DateField(_("made on"), default=timezone.localdate)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = AccountManager()

    def __str__(self) -> str:
        return f"{self.pk}"
