"""What somebody keeps of a list: a view of it to come back to, and a file of it for a few hours."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huisvrede.foundation.register.fields import FileKeyField
from huisvrede.foundation.walls.visible import VisibleManager

NAME = 40
CODES = r"^([a-z0-9-]+=[a-z0-9-]+(&[a-z0-9-]+=[a-z0-9-]+)*)?$"
"""What a query may be: codes of facets and of an order. Whatever somebody types does not look like this."""


class SavedView(models.Model):
    """A list as one account likes to see it: a name and the codes of its address."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    account = models.UUIDField()
    key = models.CharField(max_length=40)
    name = models.CharField(_("Name"), max_length=NAME)
    query = models.CharField(max_length=500, blank=True)

    objects = VisibleManager["SavedView"]()

    class Meta:
        """One view of a name on each list."""

        ordering = ("name", "id")
        constraints = (
            models.UniqueConstraint(fields=("account", "key", "name"), name="view_name_once"),
            models.CheckConstraint(name="view_holds_codes", condition=models.Q(query__regex=CODES)),
        )

    def __str__(self) -> str:
        return f"{self.pk}"


class State(models.TextChoices):
    """How far an export is; one that is over has no row."""

    WAITING = "waiting", _("is being made")
    READY = "ready", _("ready")
    REFUSED = "refused", _("not made")


class Form(models.TextChoices):
    """What kind of file an export is."""

    XLSX = "xlsx", _("Workbook (XLSX), for Excel and LibreOffice")
    CSV = "csv", _("Plain table (CSV)")


class Export(models.Model):
    """A file of a list, asked by one hat and made under that hat; on disk it is sealed under a key of its own.

    `done` and `total` count rows, `left_out` files that are on hold (article 18); `size` is in bytes, as handed out.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    account = models.UUIDField(_("Account"))
    hat = models.UUIDField(_("In which role"))
    key = models.CharField(_("List"), max_length=40)
    activity = models.CharField(_("Processing activity"), max_length=60)
    purpose = models.CharField(_("Purpose"), max_length=60)
    query = models.CharField(_("Choices"), max_length=500, blank=True)
    form = models.CharField(pgettext_lazy("document", "Kind of file"), max_length=4, choices=Form)
    language = models.CharField(_("Language"), max_length=2)
    state = models.CharField(_("State"), max_length=10, choices=State, default=State.WAITING)
    reason = models.CharField(_("Reason"), max_length=20, blank=True)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    left_out = models.PositiveIntegerField(default=0)
    asked_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    place = models.UUIDField(_("Place on the disk"), unique=True, editable=False)
    digest = models.BinaryField(max_length=32, null=True, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    content = FileKeyField(_("What stands in it"), null=True, blank=True)

    objects = VisibleManager["Export"]()

    class Meta:
        """What waits for a worker is found at once; ready is what has its file, its key and its end."""

        verbose_name = _("list written to a file")
        ordering = ("-asked_at", "-id")
        indexes = (
            models.Index(fields=("asked_at",), name="export_waiting", condition=models.Q(state="waiting")),
        )
        constraints = (
            models.CheckConstraint(name="export_holds_codes", condition=models.Q(query__regex=CODES)),
            models.CheckConstraint(
                name="export_ready_is_whole",
                condition=~models.Q(state="ready")
                | models.Q(digest__isnull=False, content__isnull=False, ends_at__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.pk}"
