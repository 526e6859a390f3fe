"""Person says nothing; a hat says in which role an account acts; names stand in each module's own root row."""

from __future__ import annotations

from typing import ClassVar, Final
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huisvrede.core.tables.search import search_name
from huisvrede.core.vocabulary import Kind
from huisvrede.foundation.register.models import Version
from huisvrede.foundation.walls.visible import VisibleManager

BOND_VERSION: Final = "1"
"""The text of the confidentiality undertaking that is signed today."""


class Person(models.Model):
    """An opaque handle for a data subject: a random key and, perhaps, since when processing is restricted."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    restricted_since = models.DateField(null=True, blank=True)

    objects = VisibleManager["Person"]()

    class Meta:
        """The few restricted ones are found without reading the others."""

        verbose_name = _("person")
        indexes = (
            models.Index(
                fields=("restricted_since",),
                name="person_restricted",
                condition=models.Q(restricted_since__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.pk}"


class Hat(models.Model):
    """One account in one capacity: staff with a name, or a data subject with a Person; one per session.

    `organisation` is who a member of staff works for where that is not the controller itself, such as the corporation of an
    advisor: whoever's data they see is told (article 15(1)(c)).
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    account = models.UUIDField(_("Account"))
    kind = models.CharField(_("Here as"), max_length=10, choices=[(k.value, k.value) for k in Kind])
    name = models.CharField(_("Name"), max_length=120, blank=True)
    organisation = models.CharField(_("Works for"), max_length=120, blank=True)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT)
    starts_on = models.DateField(_("From"))
    ends_on = models.DateField(_("Up to and including"), null=True, blank=True)

    objects = VisibleManager["Hat"]()

    class Meta:
        """A subject's hat has a person and no name; a staff hat the other way round."""

        verbose_name = _("role of an account")
        indexes = (
            models.Index(fields=("account",), name="hat_by_account"),
            models.Index(fields=("person",), name="hat_by_person"),
        )
        constraints = (
            models.CheckConstraint(
                name="hat_of_subject_has_person",
                condition=models.Q(kind="subject", person__isnull=False, name="")
                | (~models.Q(kind="subject") & models.Q(person__isnull=True)),
            ),
        )

    def __str__(self) -> str:
        return self.name or f"{self.pk}"

    @property
    def called(self) -> str:
        """The name pages show; one whose account has ended has none any more."""
        return named(self.name)


def named(name: str) -> str:
    """The name of a staff hat as pages show it."""
    return name or gettext("A former member of staff")


class Grant(models.Model):
    """A role for a hat, from a day until a day; who asked for it, who gave it and why stay on record."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    hat = models.ForeignKey(Hat, on_delete=models.PROTECT, verbose_name=_("In which role"))
    role = models.CharField(_("Role"), max_length=60)
    starts_on = models.DateField(_("From"))
    ends_on = models.DateField(_("Up to and including"), null=True, blank=True)
    granted_by = models.UUIDField(_("Given by"), null=True, blank=True)
    proposed_by = models.UUIDField(_("Asked by"), null=True, blank=True)
    proposal = models.UUIDField(_("Proposal"), null=True, blank=True, unique=True)
    reason = models.CharField(_("Why"), max_length=200)

    objects = VisibleManager["Grant"]()

    class Meta:
        """Never given by whoever receives it."""

        verbose_name = _("role that was given")
        constraints = (
            models.CheckConstraint(
                name="grant_not_to_oneself",
                condition=models.Q(granted_by__isnull=True) | ~models.Q(granted_by=models.F("hat")),
            ),
        )

    def __str__(self) -> str:
        return self.role


class Proposal(models.Model):
    """A role that somebody asked for a colleague; another gives it or declines (four eyes)."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    hat = models.ForeignKey(Hat, on_delete=models.PROTECT, verbose_name=_("In which role"))
    role = models.CharField(_("Role"), max_length=60)
    starts_on = models.DateField(_("From"))
    ends_on = models.DateField(_("Up to and including"), null=True, blank=True)
    reason = models.CharField(_("Why"), max_length=200)
    account = models.UUIDField(_("Account"))
    proposed_by = models.UUIDField(_("Asked by"))
    made_on = models.DateField(_("Asked on"))
    outcome = models.CharField(
        _("Decision"), max_length=10, blank=True, choices=[("granted", "granted"), ("declined", "declined")]
    )
    decided_by = models.UUIDField(_("Decided by"), null=True, blank=True)
    decided_on = models.DateField(_("Decided on"), null=True, blank=True)

    objects = VisibleManager["Proposal"]()

    class Meta:
        """Those that wait, the oldest first."""

        verbose_name = _("role that was asked for")
        ordering = ("made_on", "id")
        indexes = (
            models.Index(fields=("made_on", "id"), name="proposal_waits", condition=models.Q(outcome="")),
            models.Index(fields=("hat",), name="proposal_by_hat"),
        )
        constraints = (
            models.CheckConstraint(
                name="proposal_is_reasoned_and_ends_later",
                condition=models.Q(reason__regex=r"\S")
                & (models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on"))),
            ),
            models.CheckConstraint(
                name="proposal_decided_by_somebody",
                condition=models.Q(outcome="", decided_by__isnull=True, decided_on__isnull=True)
                | ~models.Q(outcome="") & models.Q(decided_by__isnull=False, decided_on__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return self.role


class Review(models.Model):
    """Somebody looked whether a colleague still needs each of their roles (article 32(1)(d))."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    hat = models.ForeignKey(Hat, on_delete=models.PROTECT, verbose_name=_("In which role"))
    account = models.UUIDField(_("Account"))
    reviewed_by = models.UUIDField(_("Looked at by"))
    reviewed_on = models.DateField(_("Looked at on"))
    finding = models.CharField(_("What was found"), max_length=200)

    objects = VisibleManager["Review"]()

    class Meta:
        """The newest first; never by the one reviewed."""

        verbose_name = _("yearly look at somebody's roles")
        ordering = ("-reviewed_on", "-id")
        indexes = (models.Index(fields=("hat", "-reviewed_on"), name="review_by_hat"),)
        constraints = (
            models.CheckConstraint(
                name="review_of_another", condition=~models.Q(reviewed_by=models.F("hat"))
            ),
            models.CheckConstraint(name="review_says_something", condition=models.Q(finding__regex=r"\S")),
        )

    def __str__(self) -> str:
        return self.finding


class Bond(models.Model):
    """A confidentiality undertaking; nothing is shown to staff before it is signed, nor after it has ended."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    hat = models.ForeignKey(Hat, on_delete=models.PROTECT, verbose_name=_("In which role"))
    text_version = models.CharField(_("Version of the text"), max_length=20)
    signed_on = models.DateField(_("Signed on"))
    ends_on = models.DateField(_("Up to and including"), null=True, blank=True)

    objects = VisibleManager["Bond"]()

    class Meta:
        """Once a day per text; what was signed before stays on record."""

        verbose_name = _("confidentiality undertaking")
        ordering = ("-signed_on",)
        constraints = (
            models.UniqueConstraint(fields=("hat", "text_version", "signed_on"), name="bond_once_a_day"),
            models.CheckConstraint(
                name="bond_ends_later",
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gt=models.F("signed_on")),
            ),
        )

    def __str__(self) -> str:
        return self.text_version


class Reading(models.Model):
    """Whoever works here read a version of the policy, on a day (COR-41)."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    hat = models.ForeignKey(Hat, on_delete=models.PROTECT, verbose_name=_("In which role"))
    version = models.ForeignKey(Version, on_delete=models.PROTECT)
    read_on = models.DateField(_("Read on"))

    objects = VisibleManager["Reading"]()

    class Meta:
        """Once a day per version; the newest first."""

        verbose_name = _("reading of the policy")
        ordering = ("-read_on",)
        constraints = (models.UniqueConstraint(fields=("hat", "version", "read_on"), name="reading_once_a_day"),)

    def __str__(self) -> str:
        return f"{self.read_on}"


class Opening(models.Model):
    """A file that somebody opened who else never sees it: on a ground of the policy, for hours, reviewed by another.

    `review_by` is the last day for the review; `withheld` says why the person is not told yet, "" when they are.
    `told`: whoever reviews has had the message.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT)
    activity = models.CharField(_("Activity"), max_length=60)
    model = models.CharField(_("Kind of file"), max_length=80)
    anchor = models.UUIDField(_("File"))
    ground = models.CharField(_("Ground"), max_length=60)
    investigator = models.CharField(_("External investigator"), max_length=160, blank=True)
    reason = models.TextField(_("Why"))
    account = models.UUIDField(_("Account"))
    hat = models.UUIDField(_("In which role"))
    opened_at = models.DateTimeField(_("Opened at"))
    ends_at = models.DateTimeField(_("Shut at"))
    review_by = models.DateField(_("To be reviewed by"))
    reviewed_by = models.UUIDField(_("Looked at by"), null=True, blank=True)
    reviewed_on = models.DateField(_("Reviewed on"), null=True, blank=True)
    finding = models.TextField(_("What the review found"), blank=True)
    withheld = models.TextField(_("Why the person is not told yet"), blank=True)
    told = models.BooleanField(default=False)

    objects = VisibleManager["Opening"]()

    class Meta:
        """The newest first; found by who opened it, as the gate asks."""

        verbose_name = _("exceptional opening of a file")
        ordering = ("-opened_at", "-id")
        indexes = (
            models.Index(fields=("-opened_at", "-id"), name="opening_newest"),
            models.Index(fields=("hat", "model", "ends_at"), name="opening_by_hat"),
            models.Index(fields=("person",), name="opening_by_person"),
        )
        constraints = (
            models.CheckConstraint(
                name="opening_ends_and_is_reasoned",
                condition=models.Q(ends_at__gte=models.F("opened_at"), reason__regex=r"\S"),
            ),
            models.CheckConstraint(
                name="opening_reviewed_by_another",
                condition=models.Q(reviewed_by__isnull=True, reviewed_on__isnull=True, finding="", withheld="")
                | models.Q(reviewed_by__isnull=False, reviewed_on__isnull=False, finding__regex=r"\S")
                & ~models.Q(reviewed_by=models.F("hat")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.pk}"


class SeenBy(models.TextChoices):
    """How somebody saw who it is that is to be let in again: of a document only that it was looked at, never a copy."""

    DOCUMENT = "document", _("An identity document, looked at here; nothing of it is kept")
    KNOWN = "known", _("I know this person and saw them")
    VIDEO = "video", _("A video call, with an identity document held up")
    CALLED_BACK = "called-back", _("Called back on the telephone number we had already")


class Recovery(models.Model):
    """Somebody who can't sign in any more: one colleague asks to let them in again, another confirms (four eyes).

    `whose`: the account. `by_file`: found as whom a file is about; otherwise as a colleague. `told`: the mail that it was
    asked went out at once. The code itself stands elsewhere, as digests (`signin.Rescue`).
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    whose = models.UUIDField(_("Account of whom"))
    by_file = models.BooleanField(_("Found by a file"))
    seen = models.CharField(_("How did you see who it is?"), max_length=20, choices=SeenBy.choices)
    reason = models.CharField(_("What happened?"), max_length=200)
    account = models.UUIDField(_("Account"))
    asked_by = models.UUIDField(_("Asked by"))
    asked_at = models.DateTimeField(_("Asked at"))
    told = models.BooleanField()
    outcome = models.CharField(
        _("Decision"),
        max_length=10,
        blank=True,
        choices=[(word, word) for word in ("confirmed", "declined", "stopped", "used")],
    )
    decided_account = models.UUIDField(_("Account that decided"), null=True, blank=True)
    decided_by = models.UUIDField(_("Decided by"), null=True, blank=True)
    decided_at = models.DateTimeField(_("Decided at"), null=True, blank=True)

    objects = VisibleManager["Recovery"]()

    class Meta:
        """The newest first; never by the owner, and never by one person alone."""

        verbose_name = _("recovery of an account")
        ordering = ("-asked_at", "-id")
        indexes = (
            models.Index(fields=("-asked_at", "-id"), name="recovery_newest"),
            models.Index(fields=("whose",), name="recovery_by_account"),
        )
        constraints = (
            models.CheckConstraint(
                name="recovery_asked_by_another",
                condition=models.Q(reason__regex=r"\S") & ~models.Q(account=models.F("whose")),
            ),
            models.CheckConstraint(
                name="recovery_by_two",
                condition=models.Q(
                    outcome__in=("", "stopped"), decided_account=None, decided_by=None, decided_at=None
                )
                | ~models.Q(outcome="")
                & models.Q(decided_account__isnull=False, decided_by__isnull=False, decided_at__isnull=False)
                & ~models.Q(decided_account=models.F("account"))
                & ~models.Q(decided_account=models.F("whose")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.pk}"


class Identified(models.Model):
    """Names and contact data of a data subject, in the root row of a module: walled, kept and destroyed with it."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT)
    given_name = models.CharField(_("First names"), max_length=80)
    name_prefix = models.CharField(_("Prefix of the surname"), max_length=20, blank=True)
    family_name = models.CharField(_("Surname"), max_length=80)
    search_name = models.CharField(_("Name as it is searched"), max_length=80, editable=False)
    birth_date = models.DateField(_("Date of birth"))
    email = models.CharField(_("E-mail address"), max_length=254, blank=True)
    phone = models.CharField(_("Telephone number"), max_length=20, blank=True)
    street = models.CharField(_("Street"), max_length=80, blank=True)
    house_number = models.CharField(_("House number"), max_length=12, blank=True)
    postcode = models.CharField(_("Postcode"), max_length=7, blank=True)
    city = models.CharField(_("Town or city"), max_length=80, blank=True)

    SEARCHED: ClassVar[tuple[str, ...]] = ("family_name",)

    class Meta:
        """Filled in Python: generated columns can't be inserted under these walls."""

        abstract = True

    def save(self, *args: object, **kwargs: object) -> None:
        """Keep the normalised name in step, so that `=` finds it through an index."""
        self.search_name = search_name(self.family_name)[:80]
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    @property
    def full_name(self) -> str:
        """The name as people write it."""
        return " ".join(part for part in (self.given_name, self.name_prefix, self.family_name) if part)
