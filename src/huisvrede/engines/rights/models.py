"""A request of a data subject and the answer to it; nobody of the staff can read an answer."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from huisvrede.foundation.cases.models import ByHand, Part
from huisvrede.foundation.register.fields import SealedFileField
from huisvrede.foundation.walls.visible import VisibleManager


class Channel(models.TextChoices):
    """How a request came in; any form counts (article 12)."""

    PORTAL = "portal", _("Portal")
    PHONE = "phone", _("Telephone")
    LETTER = "letter", _("Letter or e-mail")
    DESK = "desk", _("Counter")
    LEDGER = "ledger", _("Known from the ledger, after a backup was put back")


class Language(models.TextChoices):
    """The languages an answer can be written in."""

    DUTCH = "nl", _("Dutch")
    ENGLISH = "en", _("English")


class How(models.TextChoices):
    """How somebody's identity was established; a copy of a document is never kept (article 12(6))."""

    SIGNED_IN = "signed-in", _("Signed in to their own account")
    KNOWN = "known", _("Reached through contact data that we already had")
    ASKED = "asked", _("Answered a question, because there was reasonable doubt")
    SHOWN = "shown", _("Showed a document; no copy was kept")
    NOT = "not", _("It could not be established")


class Ground(models.TextChoices):
    """Why somebody may have the use of their data restricted (article 18(1), a to d)."""

    ACCURACY = "accuracy", _("The data are wrong, and that must be looked into first")
    UNLAWFUL = "unlawful", _("The data may not be used, and this person does not want them erased")
    CLAIM = "claim", _("This person needs the data for a legal claim, and we no longer do")
    OBJECTION = "objection", _("There is an objection, and nothing was decided on it yet")


class Handed(models.TextChoices):
    """How an answer on paper reached somebody."""

    COUNTER = "counter", _("Handed over at the counter, after seeing who it is")
    POST = "post", _("Sent by post, to an address of this person themselves")
    TOLD = "told", _("Told by word of mouth: there is no address, and nothing of a file was told")


class Request(Part):
    """What is asked, by whom as far as known, and how identity was established."""

    channel = models.CharField(_("How it came in"), max_length=10, choices=Channel)
    asked_by = models.CharField(_("Who asks"), max_length=160, blank=True)
    reach = models.CharField(_("How to reach this person"), max_length=200, blank=True)
    wording = models.TextField(_("What is asked"), blank=True)
    language = models.CharField(
        _("Language of the answer"), max_length=2, choices=Language, default=Language.DUTCH
    )
    ground = models.CharField(_("Why the use is restricted"), max_length=10, choices=Ground, blank=True)
    identified_by = models.CharField(
        _("How identity was established"), max_length=20, choices=How, blank=True
    )

    objects = VisibleManager["Request"]()

    class Meta:
        """One per case."""

        verbose_name = _("request about personal data")
        constraints = (models.UniqueConstraint(fields=("case",), name="request_once"),)

    def __str__(self) -> str:
        return f"{self.pk}"


class Answer(Part):
    """The package: a PDF/UA and the same as JSON, for the data subject alone; sealed, as much of it is elsewhere."""

    pdf = SealedFileField(_("PDF file"))
    data = SealedFileField(_("Data"))
    made_on = models.DateField()

    objects = VisibleManager["Answer"]()

    class Meta:
        """One per case."""

        verbose_name = _("answer to a request")
        constraints = (models.UniqueConstraint(fields=("case",), name="answer_once"),)

    def __str__(self) -> str:
        return f"{self.pk}"


class Withheld(models.TextChoices):
    """On which ground something is held back from an answer (GDPR 15(4), 23(1); UAVG 41(1))."""

    OTHERS = "others", _("The rights and freedoms of others (GDPR, article 15(4); UAVG, article 41(1)(i))")
    PROTECTION = "protection", _("The protection of this person themselves (UAVG, article 41(1)(i))")
    CRIME = "crime", _("The investigation of a criminal offence (UAVG, article 41(1)(d))")
    CLAIM = "claim", _("The enforcement of a civil claim (UAVG, article 41(1)(j))")


class HeldBack(ByHand):
    """A document that is held back from an answer: said before the advice, so that advice and decision cover it.

    The person reads ground and reason, and never which document.
    """

    document = models.UUIDField(_("Document"))
    ground = models.CharField(_("Ground"), max_length=20, choices=Withheld.choices)
    reason = models.TextField(_("Why it is held back"))

    objects = VisibleManager["HeldBack"]()

    class Meta:
        """Once per document; no reason, no holding back."""

        verbose_name = _("held back from an answer")
        ordering = ("at", "id")
        constraints = (
            models.UniqueConstraint(fields=("case", "document"), name="heldback_once"),
            models.CheckConstraint(name="heldback_reasoned", condition=models.Q(reason__regex=r"\S")),
        )

    def __str__(self) -> str:
        return f"{self.pk}"
