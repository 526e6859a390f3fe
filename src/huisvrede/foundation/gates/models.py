"""What was told or given to somebody outside: the base of a record that each module hangs on its own files."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from huisvrede.foundation.register.models import Version


class DisclosureGround(models.TextChoices):
    """Why something may leave the house (source 2, art. 6): a law demands it, the task does, or the person agreed to it."""

    LEGAL_DUTY = "legal-duty", _("A law demands it")
    TASK = "task", _("Our task demands it")
    CONSENT = "consent", _("The person agreed to it")


class Manner(models.TextChoices):
    """How it went."""

    SPOKEN = "spoken", _("In a conversation or by telephone")
    PAPER = "paper", _("On paper")
    MAIL = "mail", _("By e-mail")
    SYSTEM = "system", _("Through another system")


class Secrecy(models.TextChoices):
    """What binds the recipient to secrecy (source 4, art. 5.2 and 5.3)."""

    LAW = "law", _("A law or the rules of the profession bind the recipient to secrecy")
    AGREEMENT = "agreement", _("An agreement with us binds the recipient to secrecy")
    TOLD = "told", _("We told the recipient in writing that these data are secret")


class Disclosed(models.Model):
    """Data of a file, told or given to an actual recipient: written once, changed by nobody, destroyed with the file.

    A recipient of the activity stands in the version of the policy that bound on the day itself: `standing` is
    its Dutch name there, `provision` its ground. Without a standing it is an authority, and `provision` is the law
    that entitles it.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    given_on = models.DateField(_("Day on which it was passed on"))
    recipient = models.CharField(_("Recipient"), max_length=160)
    standing = models.CharField(_("Recipient according to our policy"), max_length=300, blank=True)
    ground = models.CharField(_("Ground"), max_length=20, choices=DisclosureGround)
    provision = models.TextField(_("Provision"))
    agreed_on = models.DateField(_("Agreed on"), null=True, blank=True)
    categories = models.JSONField(_("Kinds of data"))
    manner = models.CharField(_("How it was passed on"), max_length=10, choices=Manner)
    purpose = models.TextField(_("What it was for"))
    bound_by = models.CharField(_("How the recipient is bound to secrecy"), max_length=10, choices=Secrecy, blank=True)
    recorded_on = models.DateField(_("Recorded on"))
    account = models.UUIDField(_("Account"))
    hat = models.UUIDField(_("Recorded by"))

    class Meta:
        """The newest first; no row without ground, recipient and reason, nor before it happened."""

        abstract = True
        verbose_name = _("data passed on to others")
        ordering = ("-given_on", "-id")
        constraints = (
            models.CheckConstraint(
                name="%(app_label)s_disclosure_ground",
                condition=models.Q(ground=DisclosureGround.LEGAL_DUTY, standing="", agreed_on__isnull=True)
                | models.Q(ground=DisclosureGround.TASK, agreed_on__isnull=True) & ~models.Q(standing="")
                | models.Q(
                    ground=DisclosureGround.CONSENT, agreed_on__isnull=False, agreed_on__lte=models.F("given_on")
                )
                & ~models.Q(standing=""),
            ),
            models.CheckConstraint(
                name="%(app_label)s_disclosure_told",
                condition=models.Q(recipient__regex=r"\S", provision__regex=r"\S", purpose__regex=r"\S"),
            ),
            models.CheckConstraint(
                name="%(app_label)s_disclosure_happened",
                condition=models.Q(given_on__lte=models.F("recorded_on")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.pk}"
