"""A document of somebody's file: the base of a row that each module hangs on its own files; what it holds stands on disk."""

from __future__ import annotations

from typing import Final
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from huisvrede.foundation.register.fields import FileKeyField

TITLE: Final = 120


class DocumentKind(models.TextChoices):
    """What a document may be, by the media type with which it is handed out."""

    PDF = "application/pdf", _("PDF")
    JPEG = "image/jpeg", _("Photo (JPEG)")
    PNG = "image/png", _("Picture (PNG)")
    WEBP = "image/webp", _("Picture (WebP)")
    WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document", _("Text document (Word)")
    OPEN = "application/vnd.oasis.opendocument.text", _("Text document (OpenDocument)")
    TEXT = "text/plain", _("Plain text")


class Filed(models.Model):
    """A document: added once, changed by nobody, destroyed with the file it hangs on.

    `place` is where it stands on disk and `digest` is of what stands there. `content` is its own key, sealed under the key
    of the file (ADR 0015). `size` is in bytes, as it is handed out.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    title = models.TextField(_("What it is"))
    kind = models.CharField(_("Kind of document"), max_length=80, choices=DocumentKind)
    size = models.PositiveIntegerField(_("Size in bytes"))
    place = models.UUIDField(unique=True, default=uuid4, editable=False)
    digest = models.BinaryField(max_length=32)
    content = FileKeyField(_("What stands in it"))
    added_on = models.DateField(_("Added on"))
    account = models.UUIDField()
    hat = models.UUIDField(_("Added by"))

    class Meta:
        """The newest first; no document without a title or without a byte in it."""

        abstract = True
        verbose_name = _("document")
        ordering = ("-added_on", "-id")
        constraints = (
            models.CheckConstraint(
                name="%(app_label)s_document_whole",
                condition=models.Q(title__regex=rf"^\S.{{0,{TITLE - 1}}}$", size__gt=0),
            ),
        )

    def __str__(self) -> str:
        return f"{self.pk}"

    @property
    def sort(self) -> str:
        """What a list says of it beside its title."""
        return str(self.get_kind_display())
