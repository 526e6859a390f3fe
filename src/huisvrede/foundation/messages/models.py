"""A message to an account: which notice, about what link; unsent rows are the queue."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from huisvrede.foundation.walls.visible import VisibleManager


class Message(models.Model):
    """A notice for one hat; the address is looked up when it is sent and kept nowhere else."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    account = models.UUIDField(_("Account"))
    notice = models.CharField(_("Kind of message"), max_length=40)
    path = models.CharField(_("Address in the system"), max_length=200)
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)

    objects = VisibleManager["Message"]()

    class Meta:
        """What is unsent, oldest first."""

        verbose_name = _("message by e-mail")
        constraints = (
            models.CheckConstraint(
                name="message_leads_into_the_house", condition=models.Q(path__regex=r"^/([^/\\\s]|$)")
            ),
        )
        indexes = (
            models.Index(
                fields=("made_at",), name="message_unsent", condition=models.Q(sent_at__isnull=True)
            ),
        )

    def __str__(self) -> str:
        return self.notice
