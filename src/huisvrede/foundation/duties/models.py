"""A duty is a clock: what must be done, by which right, before when, under which article."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from huisvrede.foundation.cases.models import Case, Part
from huisvrede.foundation.walls.visible import VisibleManager


class Duty(Part):
    """One thing to do in one case, or about one row of the house that is no case; `due_on` is computed by core.periods alone.

    `about` is the key of such a row (a file that was opened exceptionally, a role that was asked for), `path` the page where
    it is done, `not_by` the accounts that can't do it (four eyes). Such a clock names nobody.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, blank=True)  # type: ignore[assignment]
    about = models.UUIDField(_("What it is about"), null=True, blank=True)
    path = models.CharField(_("Address in the system"), max_length=120, blank=True)
    not_by = ArrayField(models.UUIDField(), default=list, blank=True)
    what = models.CharField(_("What is to be done"), max_length=60)
    right = models.CharField(_("Right that it takes"), max_length=40)
    began_on = models.DateField(_("Begun on"))
    due_on = models.DateField(_("Due on"))
    article = models.CharField(_("Article"), max_length=120)
    done_on = models.DateField(_("Done on"), null=True, blank=True)
    reminded_on = models.DateField(null=True, blank=True)

    objects = VisibleManager["Duty"]()

    class Meta:
        """What is open, by day."""

        verbose_name = _("term of a case")
        ordering = ("due_on", "id")
        indexes = (
            models.Index(fields=("due_on",), name="duty_open", condition=models.Q(done_on__isnull=True)),
            models.Index(fields=("case",), name="duty_by_case"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("about",),
                name="duty_once",
                condition=models.Q(about__isnull=False, done_on__isnull=True),
            ),
            models.CheckConstraint(
                name="duty_about_one_thing",
                condition=models.Q(case__isnull=False, about__isnull=True, path="", not_by=[])
                | models.Q(case__isnull=True, about__isnull=False, path__regex=r"^/werk/[a-z0-9/-]+$"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.what} {self.due_on}"
