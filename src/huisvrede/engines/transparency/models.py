"""A published privacy statement, frozen as it was shown; and what somebody wrote in a draft of the policy."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from huisvrede.foundation.cases.models import ByHand
from huisvrede.foundation.register.models import Version
from huisvrede.foundation.walls.visible import VisibleManager


class Statement(models.Model):
    """The statement of one policy version, published by a hat on a day."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    version = models.ForeignKey(Version, on_delete=models.PROTECT)
    content = models.JSONField()
    published_on = models.DateField()
    published_by = models.UUIDField(null=True)

    objects = VisibleManager["Statement"]()

    class Meta:
        """Newest first, one per version."""

        ordering = ("-published_on",)
        constraints = (models.UniqueConstraint(fields=("version",), name="statement_once_per_version"),)

    def __str__(self) -> str:
        return f"{self.published_on}"


class Draft(ByHand):
    """One entry of the register as somebody wrote it in a draft, in the words of a profile; rows are only added.

    The last `number` of a key is what the draft says; those before it are how it came about, each by whom.
    """

    key = models.CharField(_("Key of the entry"), max_length=60)
    number = models.PositiveIntegerField()
    content = models.JSONField(_("Content"))

    objects = VisibleManager["Draft"]()

    class Meta:
        """By entry, in the order of writing."""

        verbose_name = _("draft of a change of the policy")
        ordering = ("key", "number")
        constraints = (models.UniqueConstraint(fields=("case", "key", "number"), name="draft_written_once"),)

    def __str__(self) -> str:
        return f"{self.key} {self.number}"
