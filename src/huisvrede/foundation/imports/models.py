"""An import: the file, the recorded choices, what was found; the file goes as soon as it is done.

The file stands on disk, sealed under a key of its own: its row says where (`place`), what opens it (`content`) and that it
is there (`digest`). When it is done, key and file go; in no older backup it opens any more.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from huisvrede.foundation.people.models import Hat
from huisvrede.foundation.register.fields import FileKeyField
from huisvrede.foundation.walls.visible import VisibleManager

WITHIN: Final = timedelta(days=7)
"""How long an import can be taken back: who sees it later finds that people were told, and files opened."""


class Import(models.Model):
    """One file of one shape, brought by one hat; its states stand in `services`."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    shape = models.CharField(_("Kind of file that was brought in"), max_length=40)
    hat = models.ForeignKey(
        Hat, null=True, blank=True, on_delete=models.PROTECT, verbose_name=_("In which role")
    )
    account = models.UUIDField(_("Account"), null=True, blank=True)
    activity = models.CharField(_("Activity"), max_length=60, blank=True)
    purpose = models.CharField(_("Purpose"), max_length=60)
    source = models.CharField(_("Source"), max_length=60)
    filename = models.CharField(_("File name"), max_length=120)
    place = models.UUIDField(_("Place on the disk"), null=True, blank=True, editable=False)
    digest = models.BinaryField(max_length=32, null=True, blank=True)
    content = FileKeyField(_("Content"), null=True, blank=True)
    mapping = models.JSONField(default=dict)
    state = models.CharField(_("State"), max_length=20)
    refusal = models.JSONField(null=True, blank=True)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    stored = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    faulty = models.PositiveIntegerField(default=0)
    problems = models.JSONField(_("Problems"), default=list)
    made_on = models.DateField()
    look = models.UUIDField(_("Line of the log"), null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1)

    objects = VisibleManager["Import"]()

    class Meta:
        """What waits for a worker is found at once."""

        verbose_name = _("file that was brought in")
        ordering = ("-made_on", "-id")
        indexes = (
            models.Index(
                fields=("state",),
                name="import_waiting",
                condition=models.Q(state__in=("checking", "storing")),
            ),
            models.Index(fields=("place",), name="import_on_disk", condition=models.Q(place__isnull=False)),
        )

    def __str__(self) -> str:
        return f"{self.shape} {self.pk}"


class Mistake(models.TextChoices):
    """Why an import is taken back; words of ours, so that nothing is said of anybody."""

    WRONG_FILE = "wrong-file", _("It was another file than was meant")
    WRONG_COLUMNS = "wrong-columns", _("Columns were read as something else")
    NOT_ALLOWED = "not-allowed", _("We may not have these data")


class TakingBack(models.Model):
    """An import that one colleague asks to take back, and another decides on; what nobody touched since goes.

    `gone` and `stay` count people, once it is done; `left` are the keys of the first files that stay.
    """

    OUT, STAYS = "out", "stays"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    run = models.OneToOneField(Import, on_delete=models.PROTECT)
    shape = models.CharField(_("Kind of file that was brought in"), max_length=40)
    activity = models.CharField(_("Processing activity"), max_length=60)
    reason = models.CharField(_("What went wrong?"), max_length=20, choices=Mistake)
    source = models.CharField(_("Source"), max_length=60)
    filename = models.CharField(_("File name"), max_length=120)
    stored = models.PositiveIntegerField()
    stored_on = models.DateField()
    account = models.UUIDField(_("Account"))
    hat = models.UUIDField(_("In which role"))
    asked_on = models.DateField()
    outcome = models.CharField(_("Outcome"), max_length=5, blank=True, choices=[(OUT, OUT), (STAYS, STAYS)])
    decided_account = models.UUIDField(_("Account that decided"), null=True, blank=True)
    decided_by = models.UUIDField(_("Decided by"), null=True, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)
    gone = models.PositiveIntegerField(default=0)
    stay = models.PositiveIntegerField(default=0)
    left = models.JSONField(default=list)

    objects = VisibleManager["TakingBack"]()

    class Meta:
        """Decided by another than who asked, and done only when it was decided so."""

        verbose_name = _("taking back of an import")
        ordering = ("-asked_on", "-id")
        constraints = (
            models.CheckConstraint(
                name="taking_back_by_two",
                condition=models.Q(outcome="", decided_account=None, decided_by=None, decided_on=None)
                | models.Q(
                    ~models.Q(decided_account=models.F("account")),
                    outcome__in=("out", "stays"),
                    decided_account__isnull=False,
                    decided_by__isnull=False,
                    decided_on__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="taking_back_done_as_decided", condition=models.Q(done_on=None) | models.Q(outcome="out")
            ),
        )

    def __str__(self) -> str:
        return f"{self.pk}"
