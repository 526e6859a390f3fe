"""A duty is a clock: what must be done, by which right, before when, under which article."""

from __future__ import annotations

from django.db import models

from huisvrede.foundation.cases.models import Part
from huisvrede.foundation.walls.visible import VisibleManager


class Duty(Part):
    """One thing to do in one case; `due_on` is computed by core.periods alone."""

    what = models.CharField(max_length=60)
    right = models.CharField(max_length=40)
    began_on = models.DateField()
    due_on = models.DateField()
    article = models.CharField(max_length=120)
    done_on = models.DateField(null=True, blank=True)
    reminded_on = models.DateField(null=True, blank=True)

    objects = VisibleManager["Duty"]()

    class Meta:
        """What is open, by day."""

        ordering = ("due_on", "id")
        indexes = (
            models.Index(fields=("due_on",), name="duty_open", condition=models.Q(done_on__isnull=True)),
            models.Index(fields=("case",), name="duty_by_case"),
        )

    def __str__(self) -> str:
        return f"{self.what} {self.due_on}"
