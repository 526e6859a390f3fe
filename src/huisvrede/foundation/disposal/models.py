"""Holds, the ledger lines of main and the certificates made of them; none of it holds personal data."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from huisvrede.foundation.walls.visible import VisibleManager


class HoldReason(models.TextChoices):
    """Why a file may be kept beyond its period; words of ours, so that no hold says anything about anybody."""

    LEGAL_CLAIM = "legal-claim", _("A legal claim")
    REQUEST = "request", _("A request or complaint that still runs")
    INVESTIGATION = "investigation", _("An investigation, such as of a data breach")
    LEGAL_DUTY = "legal-duty", _("A law or a court demands it")


class Hold(models.Model):
    """A reason to keep an anchor beyond its period: a legal claim, a running request; always with an end to be reviewed."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    anchor = models.UUIDField(_("File"))
    reason = models.CharField(_("Reason"), max_length=200, choices=HoldReason)
    starts_on = models.DateField(_("Kept since"))
    ends_on = models.DateField(_("To be looked at again on"))
    account = models.UUIDField(_("Account"))

    objects = VisibleManager["Hold"]()

    class Meta:
        """Found by anchor."""

        verbose_name = _("reason to keep a file longer")
        indexes = (models.Index(fields=("anchor",), name="hold_by_anchor"),)

    def __str__(self) -> str:
        return self.reason


class Certificate(models.Model):
    """A signed statement of destruction; the statement itself is JSON, so that anyone can check it."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    number = models.PositiveIntegerField(unique=True)
    statement = models.JSONField()
    signature = models.CharField(max_length=128)
    executed_on = models.DateField()

    objects = VisibleManager["Certificate"]()

    class Meta:
        """By number: each holds the digest of the one before."""

        ordering = ("number",)

    def __str__(self) -> str:
        return f"{self.number}"


class Line(models.Model):
    """A leaf: sha256(model ‖ id) of a row that is gone, written in the transaction that removed it."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    verb = models.CharField(max_length=20)
    model = models.CharField(max_length=80)
    digest = models.BinaryField(max_length=32)
    activity = models.CharField(max_length=60)
    rule = models.CharField(max_length=500)
    policy_version = models.CharField(max_length=20)
    cut_off = models.DateField()
    executed_on = models.DateField()
    at = models.DateTimeField()
    stamped_at = models.DateTimeField(null=True, blank=True)
    certificate = models.ForeignKey(
        Certificate, null=True, blank=True, on_delete=models.PROTECT, db_index=False
    )

    objects = VisibleManager["Line"]()

    class Meta:
        """What is not yet certified, and so what is not yet in the vault, is found at once."""

        indexes = (
            models.Index(
                fields=("executed_on",), name="line_uncertified", condition=models.Q(certificate__isnull=True)
            ),
            models.Index(
                fields=("certificate",),
                name="line_by_certificate",
                condition=models.Q(certificate__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.verb} {self.model}"
