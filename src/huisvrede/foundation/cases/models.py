"""Requests, appeals, supplies: all are cases. Rows carry the activity, so that one table serves them all."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huisvrede.foundation.people.models import Person
from huisvrede.foundation.walls.visible import VisibleManager

KEPT = "kept"
"""The state, in any workflow, in which an answer waits for somebody to hand it over (`walls.to_hand_over`)."""

RESTRICTION = "restriction"
"""The workflow of which a running case restricts the person it is about (`walls.restrict`, article 18)."""


POLICY = "policy"
"""The workflow in which a change of the policy is proposed, advised on and adopted; about nobody, and one at a time."""


class Case(models.Model):
    """One case in one workflow, about one data subject, or about nobody where its workflow says so."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    activity = models.CharField(_("Processing activity"), max_length=60)
    workflow = models.CharField(_("Kind of case"), max_length=40)
    state = models.CharField(_("State"), max_length=40)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True)
    received_on = models.DateField(_("Received on"))
    closed_on = models.DateField(_("Closed on"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = VisibleManager["Case"]()

    class Meta:
        """Newest first; the retention clock has its own index."""

        verbose_name = _("case")
        ordering = ("-received_on", "-id")
        indexes = (
            models.Index(fields=("-received_on", "-id"), name="case_newest"),
            models.Index(fields=("person",), name="case_person"),
            models.Index(
                fields=("closed_on",), name="case_closed", condition=models.Q(closed_on__isnull=False)
            ),
            models.Index(fields=("activity",), name="case_kept", condition=models.Q(state=KEPT)),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("workflow",),
                condition=models.Q(workflow=POLICY, closed_on__isnull=True),
                name="policy_one_at_a_time",
            ),
        )

    def __str__(self) -> str:
        return f"{self.workflow} {self.pk}"

    @property
    def whose(self) -> UUID:
        """The key of whom it is about; LookupError where that is nobody."""
        if self.person_id is None:
            raise LookupError(f"A case of {self.workflow} is about nobody.")
        return self.person_id


class Part(models.Model):
    """What hangs on a case; it carries the case's activity, for the walls."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT)
    activity = models.CharField(_("Processing activity"), max_length=60)

    class Meta:
        """A base."""

        abstract = True


class ByHand(Part):
    """A part made by somebody: the account decides about four eyes, the hat tells in which role."""

    account = models.UUIDField(_("Account"))
    hat = models.UUIDField(_("In which role"))
    at = models.DateTimeField(_("Moment"))
    on = models.DateField(_("Day"))

    class Meta:
        """A base."""

        abstract = True


class StepTaken(ByHand):
    """A step of the workflow, as it was taken."""

    action = models.CharField(_("What was done"), max_length=40)
    before = models.CharField(_("State before"), max_length=40)
    after = models.CharField(_("State after"), max_length=40)
    note = models.TextField(_("Note"), blank=True)

    objects = VisibleManager["StepTaken"]()

    class Meta:
        """In the order they were taken."""

        verbose_name = _("step in a case")
        ordering = ("at",)
        indexes = (models.Index(fields=("case", "at"), name="step_by_case"),)

    def __str__(self) -> str:
        return self.action


class Advice(ByHand):
    """What the adviser found; never by whoever decides."""

    outcome = models.CharField(_("Outcome"), max_length=20)
    text = models.TextField(_("Text"))

    objects = VisibleManager["Advice"]()

    class Meta:
        """One per case."""

        verbose_name = _("advice")
        constraints = (models.UniqueConstraint(fields=("case",), name="advice_once"),)

    def __str__(self) -> str:
        return self.outcome


class Decision(ByHand):
    """A reasoned decision; the database refuses one by the adviser. `starts_on` is from when it binds, where it says so."""

    outcome = models.CharField(_("Outcome"), max_length=20)
    reasons = models.TextField(_("Reasons"))
    starts_on = models.DateField(_("Begins on"), null=True, blank=True)

    objects = VisibleManager["Decision"]()

    class Meta:
        """One per case."""

        verbose_name = _("decision")
        constraints = (
            models.UniqueConstraint(fields=("case",), name="decision_once"),
            models.CheckConstraint(
                name="refusal_is_reasoned", condition=~models.Q(outcome="refused") | ~models.Q(reasons="")
            ),
        )

    def __str__(self) -> str:
        return self.outcome


class Letter(Part):
    """A decision as a letter (PDF/UA), in the portal; `at` tells the last from those before."""

    title = models.CharField(_("Title"), max_length=200)
    content = models.BinaryField(_("Content"))
    made_on = models.DateField(_("Made on"))
    at = models.DateTimeField(_("Moment"), default=timezone.now)

    objects = VisibleManager["Letter"]()

    class Meta:
        """Found by case."""

        verbose_name = _("letter")
        indexes = (models.Index(fields=("case",), name="letter_by_case"),)

    def __str__(self) -> str:
        return self.title
