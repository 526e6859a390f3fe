"""A resident's file and who supports the resident."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from huisvrede.foundation.documents.models import Filed, TakenOut
from huisvrede.foundation.gates.models import Disclosed
from huisvrede.foundation.people.models import Hat, Identified
from huisvrede.foundation.register.fields import SealedField
from huisvrede.foundation.walls.visible import VisibleManager


class Resident(Identified):
    """The file of a resident; its period runs from the last contact (source 4, art. 11.2)."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    number = models.CharField(_("File number"), max_length=20, unique=True)
    started_on = models.DateField(_("Support since"))
    last_contact_on = models.DateField(_("Last contact"), null=True, blank=True)
    ended_on = models.DateField(_("Support ended on"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = VisibleManager["Resident"]()

    class Meta:
        """Newest first; one partial index per clock."""

        verbose_name = _("file of a resident")
        ordering = ("-started_on", "-id")
        indexes = (
            models.Index(fields=("-started_on", "-id"), name="resident_newest"),
            models.Index(fields=("search_name", "-started_on", "-id"), name="resident_name"),
            models.Index(fields=("postcode",), name="resident_postcode"),
            models.Index(fields=("person",), name="resident_person"),
            models.Index(
                fields=("last_contact_on",),
                name="resident_contact",
                condition=models.Q(last_contact_on__isnull=False),
            ),
            models.Index(
                fields=("ended_on",), name="resident_ended", condition=models.Q(ended_on__isnull=False)
            ),
        )

    def __str__(self) -> str:
        return self.number


class Support(models.Model):
    """A resident supported by one hat, from a day until a day: the reach `assigned`."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    resident = models.ForeignKey(Resident, on_delete=models.PROTECT)
    worker = models.ForeignKey(Hat, on_delete=models.PROTECT, verbose_name=_("Employee"))
    starts_on = models.DateField(_("Begins on"))
    ends_on = models.DateField(_("Ends on"), null=True, blank=True)

    objects = VisibleManager["Support"]()

    class Meta:
        """Found by worker, which is how the gate asks."""

        verbose_name = _("support of a resident")
        indexes = (
            models.Index(fields=("worker", "resident"), name="support_by_worker"),
            models.Index(fields=("resident",), name="support_by_resident"),
        )

    def __str__(self) -> str:
        return f"{self.pk}"


class NumberKind(models.TextChoices):
    """Numbers that a care law lets the file hold (source 4, art. 3; UAVG article 46)."""

    BSN = "bsn", _("Citizen service number (BSN)")
    DOCUMENT = "document", _("Number of an identity document")


class Identifier(models.Model):
    """A number that identifies a resident elsewhere, with a right of its own: sealed, one of each kind (decision 11)."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    resident = models.ForeignKey(Resident, on_delete=models.PROTECT)
    kind = models.CharField(_("Which number"), max_length=10, choices=NumberKind)
    value = SealedField(_("The number"))
    recorded_on = models.DateField(_("Recorded on"))

    objects = VisibleManager["Identifier"]()

    class Meta:
        """One of each kind."""

        verbose_name = _("identification number")
        constraints = (models.UniqueConstraint(fields=("resident", "kind"), name="identifier_once"),)

    def __str__(self) -> str:
        return self.kind


class Disclosure(Disclosed):
    """What of a resident's file was told or given to somebody outside."""

    resident = models.ForeignKey(Resident, on_delete=models.PROTECT)

    objects = VisibleManager["Disclosure"]()


class Document(Filed):
    """A document in a resident's file."""

    resident = models.ForeignKey(Resident, on_delete=models.PROTECT)

    objects = VisibleManager["Document"]()


class OutOfFile(TakenOut):
    """A document that was put in this resident's file and is not theirs."""

    resident = models.ForeignKey(Resident, on_delete=models.PROTECT)

    objects = VisibleManager["OutOfFile"]()
