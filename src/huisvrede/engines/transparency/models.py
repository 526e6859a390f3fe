"""A published privacy statement: frozen as it was shown, with the version it came from."""

from __future__ import annotations

from uuid import uuid4

from django.db import models

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
