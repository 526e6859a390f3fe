"""The adopted policy as rows: what an organisation decided, by version, read by the gate's functions."""

from __future__ import annotations

from uuid import uuid4

from django.db import models

from huisvrede.core.vocabulary import HERE, NOWHERE


class Version(models.Model):
    """One adopted version of the policy; never changed, never removed.

    `served` is the record of article 30(2): what is done for others, as `core.served` reads it.

    `adopted_in` is the case in which it was decided (gone before the version is); none for a profile and for what joins the
    same content anew with the code.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    number = models.PositiveIntegerField(unique=True)
    adopted_on = models.DateField()
    effective_on = models.DateField()
    digest = models.CharField(max_length=64)
    organisation = models.JSONField()
    served = models.JSONField(default=list, blank=True)
    adopted_in = models.UUIDField(null=True, blank=True, unique=True)

    class Meta:
        """By number."""

        ordering = ("number",)

    def __str__(self) -> str:
        return f"{self.number}"


class Activity(models.Model):
    """One entry of the record of processing activities (article 30(1)) in one version."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="activities")
    key = models.CharField(max_length=60)
    open = models.BooleanField()
    name_nl = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    content = models.JSONField()

    class Meta:
        """By key, once per version."""

        ordering = ("key",)
        constraints = (models.UniqueConstraint(fields=("version", "key"), name="activity_once_per_version"),)

    def __str__(self) -> str:
        return self.key

    @property
    def state(self) -> str:
        """Open and closed are of this software; "elsewhere" is done in another system, "planned" is not done yet."""
        return state_of(opened=self.open, held_in=self.content["held_in"])


def state_of(*, opened: bool, held_in: str) -> str:
    """The state of an activity, for who has only those two columns."""
    return "open" if opened else {HERE: "closed", NOWHERE: "planned"}.get(held_in, "elsewhere")


class Right(models.Model):
    """A role may do `action` in an activity under a purpose, as far as `reach`."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    version = models.ForeignKey(Version, on_delete=models.PROTECT)
    activity = models.CharField(max_length=60)
    role = models.CharField(max_length=60)
    kind = models.CharField(max_length=10)
    purpose = models.CharField(max_length=60)
    action = models.CharField(max_length=40)
    reach = models.CharField(max_length=20)

    class Meta:
        """Found by version and activity; that is how the gate asks."""

        indexes = (models.Index(fields=("version", "activity", "action"), name="right_by_activity"),)

    def __str__(self) -> str:
        return f"{self.role}: {self.action} {self.activity}"


class Retention(models.Model):
    """How long rows of an activity are kept after a clock."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    version = models.ForeignKey(Version, on_delete=models.PROTECT)
    activity = models.CharField(max_length=60)
    clock = models.CharField(max_length=40)
    period = models.CharField(max_length=20)
    source = models.CharField(max_length=200)
    content = models.JSONField()

    class Meta:
        """One period per clock, activity and version."""

        constraints = (
            models.UniqueConstraint(fields=("version", "activity", "clock"), name="retention_once_per_clock"),
        )

    def __str__(self) -> str:
        return f"{self.activity} {self.clock} {self.period}"


class Role(models.Model):
    """A role with its sign-in rules."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    version = models.ForeignKey(Version, on_delete=models.PROTECT)
    key = models.CharField(max_length=60)
    kind = models.CharField(max_length=10)
    name_nl = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    second_factor = models.BooleanField()
    idle_seconds = models.PositiveIntegerField()

    class Meta:
        """One per key and version."""

        constraints = (models.UniqueConstraint(fields=("version", "key"), name="role_once_per_version"),)

    def __str__(self) -> str:
        return self.key


class Term(models.Model):
    """A term or setting the organisation chose, with its source."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    version = models.ForeignKey(Version, on_delete=models.PROTECT)
    key = models.CharField(max_length=60)
    value = models.CharField(max_length=60)
    law = models.CharField(max_length=60, blank=True)
    source = models.CharField(max_length=200)

    class Meta:
        """One per key and version."""

        constraints = (models.UniqueConstraint(fields=("version", "key"), name="term_once_per_version"),)

    def __str__(self) -> str:
        return f"{self.key} = {self.value}"
