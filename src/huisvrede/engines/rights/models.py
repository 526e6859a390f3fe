"""A request of a data subject and the answer to it; nobody of the staff can read an answer."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from huisvrede.foundation.cases.models import Part
from huisvrede.foundation.walls.visible import VisibleManager


class Channel(models.TextChoices):
    """How a request came in; any form counts (article 12)."""

    PORTAL = "portal", _("Portal")
    PHONE = "phone", _("Telephone")
    LETTER = "letter", _("Letter or e-mail")
    DESK = "desk", _("Counter")


class Request(Part):
    """What is asked, by whom as far as known, and how identity was established."""

    channel = models.CharField(_("How it came in"), max_length=10, choices=Channel)
    asked_by = models.CharField(_("Who asks"), max_length=160, blank=True)
    reach = models.CharField(_("How to reach this person"), max_length=200, blank=True)
    wording = models.TextField(_("What is asked"), blank=True)
    identified_by = models.CharField(_("How identity was established"), max_length=40, blank=True)

    objects = VisibleManager["Request"]()

    class Meta:
        """One per case."""

        constraints = (models.UniqueConstraint(fields=("case",), name="request_once"),)

    def __str__(self) -> str:
        return f"{self.pk}"


class Answer(Part):
    """The package: a PDF/UA and the same as JSON, for the data subject alone."""

    pdf = models.BinaryField()
    data = models.BinaryField()
    made_on = models.DateField()

    objects = VisibleManager["Answer"]()

    class Meta:
        """One per case."""

        constraints = (models.UniqueConstraint(fields=("case",), name="answer_once"),)

    def __str__(self) -> str:
        return f"{self.pk}"
