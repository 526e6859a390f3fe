"""A registration is the file of a home seeker; the household and who handles it hang on it."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from huisvrede.core.tables.search import search_name
from huisvrede.foundation.documents.models import Filed, TakenOut
from huisvrede.foundation.gates.models import Disclosed
from huisvrede.foundation.people.models import Hat, Identified, Person
from huisvrede.foundation.walls.visible import VisibleManager

NAME = 80
"""Characters of a surname, as it is written and as it is searched."""
ONE_RUNNING = "registration_one_running"
"""The constraint by which nobody waits in two places of the same queue."""


class EndReason(models.TextChoices):
    """How a customer relation ends; each starts the same clock (source 1, art. 6)."""

    DEREGISTERED = "deregistered", _("Deregistered")
    HOUSED = "housed", _("Found a home")
    LAPSED = "lapsed", _("Registration lapsed")
    DIED = "died", _("Died")


class Registration(Identified):
    """One home seeker's registration."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    number = models.CharField(_("Registration number"), max_length=20)
    source_system = models.CharField(_("System it came from"), max_length=60, blank=True)
    source_number = models.CharField(_("Number in that system"), max_length=40, blank=True)
    registered_on = models.DateField(_("Registered on"))
    ended_on = models.DateField(_("Ended on"), null=True, blank=True)
    end_reason = models.CharField(_("Reason of the end"), max_length=20, choices=EndReason, blank=True)
    household_size = models.PositiveSmallIntegerField(_("Persons in the household"), default=1)
    rooms_wanted = models.PositiveSmallIntegerField(_("Rooms wanted"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = VisibleManager["Registration"]()

    class Meta:
        """Newest first; exact search on normalised columns; one partial index for the clock."""

        verbose_name = _("registration as a home seeker")
        ordering = ("-registered_on", "-id")
        indexes = (
            models.Index(fields=("-registered_on", "-id"), name="registration_newest"),
            models.Index(fields=("search_name", "registered_on", "id"), name="registration_name"),
            models.Index(fields=("postcode",), name="registration_postcode"),
            models.Index(
                fields=("ended_on",), name="registration_ended", condition=models.Q(ended_on__isnull=False)
            ),
        )
        constraints = (
            # Not `unique=True`, which brings an index for LIKE as well, and LIKE reaches no index under row security.
            models.UniqueConstraint(fields=("number",), name="registration_number_once"),
            models.UniqueConstraint(
                fields=("source_system", "source_number"),
                name="registration_once_per_source",
                condition=~models.Q(source_number=""),
            ),
            models.UniqueConstraint(
                fields=("person",), name=ONE_RUNNING, condition=models.Q(ended_on__isnull=True)
            ),
            models.CheckConstraint(
                name="registration_end_has_reason",
                condition=models.Q(ended_on__isnull=True, end_reason="")
                | models.Q(ended_on__isnull=False) & ~models.Q(end_reason=""),
            ),
            models.CheckConstraint(
                name="registration_ends_after_start",
                condition=models.Q(ended_on__isnull=True) | models.Q(ended_on__gte=models.F("registered_on")),
            ),
        )

    def __str__(self) -> str:
        return self.number


class HouseholdMember(models.Model):
    """Somebody who would live with the home seeker; another person's data in the seeker's file.

    Rows are deleted by disposal alone; taking somebody off the household wipes what the row said at once. `person` is
    empty until they ask for access themselves: the gate then gives the row the key of who asked (`walls.file_of`).
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    registration = models.ForeignKey(Registration, on_delete=models.PROTECT)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, db_index=False)
    given_name = models.CharField(_("First names"), max_length=80, blank=True)
    family_name = models.CharField(_("Surname"), max_length=80, blank=True)
    search_name = models.CharField(_("Name as it is searched"), max_length=NAME, blank=True, editable=False)
    birth_date = models.DateField(_("Date of birth"), null=True, blank=True)
    removed_on = models.DateField(_("Removed on"), null=True, blank=True)

    objects = VisibleManager["HouseholdMember"]()

    class Meta:
        """A removed member is a wiped one; found by its person, if it has one."""

        verbose_name = _("household member")
        indexes = (
            models.Index(
                fields=("person",), name="household_by_person", condition=models.Q(person__isnull=False)
            ),
        )
        constraints = (
            models.CheckConstraint(
                name="household_member_removed_is_wiped",
                condition=models.Q(removed_on__isnull=True, birth_date__isnull=False)
                | models.Q(
                    removed_on__isnull=False, given_name="", family_name="", search_name="", birth_date__isnull=True
                ),
            ),
        )

    def __str__(self) -> str:
        return f"{self.pk}"

    def save(self, *args: object, **kwargs: object) -> None:
        """The name by which it is found follows the surname."""
        self.search_name = search_name(self.family_name)[:NAME]
        super().save(*args, **kwargs)  # type: ignore[arg-type]


class Assignment(models.Model):
    """A registration handled by one hat, from a day until a day: the reach `assigned`."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    registration = models.ForeignKey(Registration, on_delete=models.PROTECT)
    worker = models.ForeignKey(Hat, on_delete=models.PROTECT, db_index=False, verbose_name=_("Employee"))
    starts_on = models.DateField(_("Begins on"))
    ends_on = models.DateField(_("Ends on"), null=True, blank=True)

    objects = VisibleManager["Assignment"]()

    class Meta:
        """Found by worker, which is how the gate asks."""

        verbose_name = _("handling of a registration")
        indexes = (models.Index(fields=("worker", "registration"), name="assignment_by_worker"),)

    def __str__(self) -> str:
        return f"{self.pk}"


class Paper(models.TextChoices):
    """What a document of a home seeker is; no copy of a proof of identity, and nothing with a citizen service number."""

    INCOME = "income", _("Proof of income")
    SEPARATION = "separation", _("Divorce or end of a partnership")
    TENANCY = "tenancy", _("Statement of a landlord")


class Document(Filed):
    """A document in a home seeker's file, brought by themselves or by staff."""

    registration = models.ForeignKey(Registration, on_delete=models.PROTECT)
    paper = models.CharField(_("Kind of paper"), max_length=20, choices=Paper)

    objects = VisibleManager["Document"]()

    class Meta(Filed.Meta):
        """By the day it was added, from which its own period runs."""

        indexes = (models.Index(fields=("added_on",), name="document_by_day"),)

    @property
    def sort(self) -> str:
        """The kind of paper first: that is what it is looked for by."""
        return f"{self.get_paper_display()}, {super().sort}"


class OutOfFile(TakenOut):
    """A document that was put in this home seeker's file and is not theirs."""

    registration = models.ForeignKey(Registration, on_delete=models.PROTECT)

    objects = VisibleManager["OutOfFile"]()


class Disclosure(Disclosed):
    """What of a registration was told or given to somebody outside."""

    registration = models.ForeignKey(Registration, on_delete=models.PROTECT)

    objects = VisibleManager["Disclosure"]()
