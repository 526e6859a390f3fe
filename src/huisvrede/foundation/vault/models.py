"""One content-free line for each irrevocable act, kept beside the keys so that a restore can replay it."""

from __future__ import annotations

from uuid import uuid4

from django.db import models


class Line(models.Model):
    """Verb, model and sha256(model ‖ id) at a moment; the id was random, so nothing can be guessed from it."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    verb = models.CharField(max_length=20)
    model = models.CharField(max_length=80)
    digest = models.BinaryField(max_length=32)
    at = models.DateTimeField()

    class Meta:
        """A line arrives once, however often it is sent."""

        constraints = (models.UniqueConstraint(fields=("verb", "digest"), name="line_once"),)
        indexes = (models.Index(fields=("at",), name="line_by_moment"),)

    def __str__(self) -> str:
        return f"{self.verb} {self.model}"
