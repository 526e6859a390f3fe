"""The login of somebody: an e-mail address and secrets. Who they are here is told by their hats (foundation.people)."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar
from uuid import uuid4

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class AccountManager(BaseUserManager["Account"]):
    """Finds accounts by address; addresses are kept in lower case."""

    def create(self, **values: object) -> Account:
        """A new account; an address is normalised."""
        if values.get("email"):
            values["email"] = str(values["email"]).lower()
        return super().create(**values)


class Account(AbstractBaseUser):
    """One login in one organisation; `made_on` starts the clock of one that is never used.

    Somebody without an e-mail address has a `name` instead: letters and figures that say nothing of them.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    email = models.EmailField(_("E-mail address"), unique=True, null=True, blank=True)
    name = models.CharField(_("user name"), max_length=8, unique=True, null=True, blank=True)
    is_active = models.BooleanField(default=True)
    language = models.CharField(_("Language"), max_length=2, default="nl")
    made_on = models.DateField(_("made on"), default=timezone.localdate)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = AccountManager()

    class Meta:
        """An address or a name; who had none at first keeps the name beside an address."""

        verbose_name = _("account")
        constraints = (
            models.CheckConstraint(
                name="account_has_address_or_name",
                condition=models.Q(email__isnull=False, name__isnull=True)
                | models.Q(name__isnull=False, name__regex=r"^[2-9a-z]{8}$"),
            ),
        )

    @property
    def login(self) -> str:
        """What its owner types to sign in."""
        return self.email or self.name or ""

    def __str__(self) -> str:
        return f"{self.pk}"


class Browser(models.Model):
    """A browser somebody signed in with; `key` is the public half of a key that never leaves it, "" where it has none.

    `session_key` is its session, also one that has ended. `told`: its owner has had the message that it was new.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE)
    key = models.CharField(_("Key of the browser"), max_length=200, blank=True)
    label = models.CharField(_("Browser"), max_length=60)
    session_key = models.CharField(max_length=40)
    first_at = models.DateTimeField(_("First signed in"))
    seen_at = models.DateTimeField(_("Last signed in"))
    told = models.BooleanField()

    class Meta:
        """One row per browser that has a key; the newest first."""

        verbose_name = _("browser you signed in with")
        ordering = ("-seen_at", "-id")
        indexes = (models.Index(fields=("session_key",), name="browser_by_session"),)
        constraints = (
            models.UniqueConstraint(
                fields=("account", "key"), name="browser_once", condition=~models.Q(key="")
            ),
        )

    def __str__(self) -> str:
        return self.label


class Token(models.Model):
    """A key with which a program acts as one hat of its owner; kept is a digest, so that nobody can use what stands here.

    `scopes` are the parts of the API it opens, a part of what the hat may do. `used_at`: to within a minute.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE)
    hat = models.UUIDField()
    kind = models.CharField(max_length=10)
    name = models.CharField(_("Name"), max_length=60)
    scopes = models.JSONField(_("What it opens"))
    digest = models.CharField(_("Key (unreadable)"), max_length=64, unique=True)
    made_at = models.DateTimeField(_("Made at"))
    ends_at = models.DateTimeField(_("Ends at"))
    used_at = models.DateTimeField(_("Last used"), null=True, blank=True)

    class Meta:
        """The newest first; none without an end within a year, whatever a policy says."""

        verbose_name = _("key for a program")
        ordering = ("-made_at", "-id")
        constraints = (
            models.CheckConstraint(
                name="token_ends_within_a_year",
                condition=models.Q(
                    ends_at__gt=models.F("made_at"), ends_at__lte=models.F("made_at") + timedelta(days=366)
                ),
            ),
        )

    def __str__(self) -> str:
        return self.name


class Rescue(models.Model):
    """An account that two colleagues shut to let its owner in again; while this row is there nobody comes in otherwise.

    Each of the two made half of a code; kept are the digests, "" before that and once it was stopped.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    account = models.OneToOneField(Account, on_delete=models.CASCADE)
    recovery = models.UUIDField(unique=True)
    first = models.CharField(_("First half of the code (unreadable)"), max_length=128, blank=True)
    second = models.CharField(_("Second half of the code (unreadable)"), max_length=128, blank=True)
    ends_at = models.DateTimeField(_("The code ends at"))

    class Meta:
        """What a reader calls it."""

        verbose_name = _("account that is shut until its owner comes in again")

    def __str__(self) -> str:
        return f"{self.pk}"
