"""A document of somebody's file: the base of a row that each module hangs on its own files; what it holds stands on disk."""

from __future__ import annotations

from typing import ClassVar, Final
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
    place = models.UUIDField(_("Place on the disk"), unique=True, default=uuid4, editable=False)
    digest = models.BinaryField(max_length=32)
    content = FileKeyField(_("What stands in it"))
    added_on = models.DateField(_("Added on"))
    account = models.UUIDField(_("Account"))
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


class Wrong(models.TextChoices):
    """Why a document stands in the wrong file: words of a list, so that nobody writes down whose it is."""

    SOMEBODY_ELSE = "somebody-else", _("It is about somebody else")
    NOT_HERE = "not-here", _("It is about this person, and does not belong in this file")


class TakenOut(models.Model):
    """A document that was put in the wrong file: asked by one, decided by another, or taken out at once by who brought it.

    It tells in which file it stood and since when, never what it was nor about whom. `outcome`: "" while it waits, "out" when
    the document is gone, "stays" when it belonged there.
    """

    OUT: ClassVar[str] = "out"
    STAYS: ClassVar[str] = "stays"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    document = models.UUIDField(_("Document"))
    stood_since = models.DateField(_("In the file since"))
    reason = models.CharField(_("Why does it not belong here?"), max_length=20, choices=Wrong.choices)
    asked_on = models.DateField(_("Asked on"))
    account = models.UUIDField(_("Account"))
    hat = models.UUIDField(_("Asked by"))
    outcome = models.CharField(
        _("Decision"), max_length=10, blank=True, choices=[(OUT, _("taken out")), (STAYS, _("stays in the file"))]
    )
    decided_on = models.DateField(_("Decided on"), null=True, blank=True)
    decided_account = models.UUIDField(_("Account that decided"), null=True, blank=True)
    decided_by = models.UUIDField(_("Decided by"), null=True, blank=True)

    class Meta:
        """Once per document, by two; by one alone only on the day the document was brought (the walls know by whom)."""

        abstract = True
        verbose_name = _("document taken out")
        ordering = ("-asked_on", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("document",),
                name="%(app_label)s_takenout_once",
                condition=~models.Q(outcome="stays"),
            ),
            models.CheckConstraint(
                name="%(app_label)s_takenout_by_two",
                condition=models.Q(outcome="", decided_on=None, decided_account=None, decided_by=None)
                | models.Q(decided_on__isnull=False, decided_account__isnull=False, decided_by__isnull=False)
                & ~models.Q(outcome="")
                & (
                    ~models.Q(decided_account=models.F("account"))
                    | models.Q(outcome="out", decided_on=models.F("stood_since"), asked_on=models.F("stood_since"))
                ),
            ),
        )

    def __str__(self) -> str:
        return f"{self.pk}"
