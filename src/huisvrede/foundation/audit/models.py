"""`look` says who did something (NEN 7513); `seen` says to whom it was done, without naming the employee (LDV).

Both are cut into months and only ever added to. `tx` has its default in SQL alone: Django must not ask for it back,
since who may write here may not read.
"""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from huisvrede.foundation.walls.visible import VisibleManager


class Look(models.Model):
    """One act on personal data by one account: reading, changing, or being refused."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    at = models.DateTimeField(_("Moment"))
    day = models.DateField(_("Day"))
    account = models.UUIDField(_("Account"))
    hat = models.UUIDField(_("In which role"))
    activity = models.CharField(_("Processing activity"), max_length=60)
    purpose = models.CharField(_("Purpose"), max_length=60)
    action = models.CharField(_("What was done"), max_length=40)
    refused = models.BooleanField(_("Refused"), default=False)
    subjects = models.PositiveIntegerField()

    objects = VisibleManager["Look"]()

    class Meta:
        """Made by SQL: a partitioned table."""

        verbose_name = _("what you did yourself")
        managed = False
        db_table = "audit_look"

    def __str__(self) -> str:
        return f"{self.action} {self.activity}"


class Seen(models.Model):
    """One data subject in one look: what the subject is shown, by role and organisation and never by name."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    look = models.UUIDField(_("Works for"))
    subject = models.UUIDField(_("Data subject"))
    at = models.DateTimeField(_("Moment"))
    version = models.UUIDField(_("Version of the policy"))
    activity = models.CharField(_("Processing activity"), max_length=60)
    purpose = models.CharField(_("Purpose"), max_length=60)
    action = models.CharField(_("What was done"), max_length=40)
    role = models.CharField(_("Role"), max_length=60)

    objects = VisibleManager["Seen"]()

    class Meta:
        """Made by SQL: a partitioned table."""

        verbose_name = _("who saw your data")
        managed = False
        db_table = "audit_seen"

    def __str__(self) -> str:
        return f"{self.action} {self.activity}"


class Seal(models.Model):
    """A signed statement over all lines of the transactions before a horizon; a late line can't exist."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    number = models.PositiveIntegerField(unique=True)
    statement = models.JSONField()
    signature = models.CharField(max_length=128)
    sealed_at = models.DateTimeField()
    parts = models.JSONField()

    objects = VisibleManager["Seal"]()

    class Meta:
        """By number: each holds the digest of the one before."""

        ordering = ("number",)

    def __str__(self) -> str:
        return f"{self.number}"


class Delivery(models.Model):
    """As far as the collector of the organisation has a log: all before this transaction, and in it up to this line."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    log = models.CharField(max_length=20, unique=True)
    to_tx = models.BigIntegerField()
    to_id = models.UUIDField()

    objects = VisibleManager["Delivery"]()

    def __str__(self) -> str:
        return self.log


class SignIn(models.Model):
    """One attempt to sign in; the login as a keyed digest, since what was typed may be a password."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    at = models.DateTimeField(_("Moment"))
    login = models.CharField(_("Login (unreadable)"), max_length=64)
    account = models.UUIDField(_("Account"), null=True, blank=True)
    address = models.CharField(_("Network address"), max_length=45)
    outcome = models.CharField(_("Outcome"), max_length=20)

    objects = VisibleManager["SignIn"]()

    class Meta:
        """By login and by address, for the lock; newest first, for who reviews it; keys that were made, to tell of."""

        verbose_name = _("attempt to sign in")
        ordering = ("-at",)
        indexes = (
            models.Index(fields=("login", "at"), name="signin_by_login"),
            models.Index(fields=("address", "at"), name="signin_by_address"),
            models.Index(fields=("-at", "-id"), name="signin_newest"),
            models.Index(fields=("at",), name="signin_key_made", condition=models.Q(outcome="key-made")),
        )

    def __str__(self) -> str:
        return self.outcome
