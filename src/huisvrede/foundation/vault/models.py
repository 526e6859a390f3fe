"""The keys of files, and beside them one content-free line for each irrevocable act, so that a restore can replay it."""

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

        constraints = (
            # A row is destroyed once; somebody may have their data restricted, and lifted, more than once.
            models.UniqueConstraint(
                fields=("verb", "digest"), name="line_once", condition=models.Q(verb="destruction")
            ),
        )
        indexes = (
            models.Index(fields=("at",), name="line_by_moment"),
            models.Index(fields=("digest",), name="line_by_digest"),
        )

    def __str__(self) -> str:
        return f"{self.verb} {self.model}"


class DataKey(models.Model):
    """The key of one file, wrapped by the organisation's own; it is gone when the file is (articles 17 and 32).

    `anchor` is the file's random key; `digest` is what the ledger calls it, so that its line takes the key away.
    """

    anchor = models.UUIDField(primary_key=True, editable=False)
    digest = models.BinaryField(max_length=32)
    kek = models.CharField(max_length=16)
    wrapped = models.BinaryField(max_length=80)
    made_at = models.DateTimeField()

    class Meta:
        """Found by its digest when the file ends, by the key that wraps it when that one is replaced."""

        constraints = (models.UniqueConstraint(fields=("digest",), name="datakey_once"),)
        indexes = (models.Index(fields=("kek",), name="datakey_by_kek"),)

    def __str__(self) -> str:
        return f"{self.anchor}"
