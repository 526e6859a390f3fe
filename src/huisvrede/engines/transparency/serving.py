"""The shape of an entry of the other record (article 30(2)): what is done for others; sections as in `shape`."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_noop as _

from huisvrede.engines.transparency.shape import Field, Section, Sort, Stored

NAME: Final = Field(name="name", label=_("Who it is"), sort=Sort.LINE)
NEXT: Final = _("Then the next version does without it.")
CONTACT: Final = Field(name="contact", label=_("Contact data"), sort=Sort.LINE)

SERVED: Final = (
    Section(
        slug="verwerker",
        name="work",
        label=_("What it is"),
        stored=Stored.SELF,
        fields=(
            Field(name="name", label=_("Name")),
            Field(name="ended", label=_("It has ended"), sort=Sort.YES, required=False, about=NEXT),
        ),
    ),
    Section(
        slug="verwerker-voor",
        name="controllers",
        label=_("For whom"),
        fields=(
            NAME,
            CONTACT,
            Field(name="representative", label=_("Representative"), sort=Sort.LINE, required=False, named=True),
            Field(name="dpo", label=_("Data protection officer"), sort=Sort.LINE, required=False, named=True),
        ),
    ),
    Section(
        slug="verwerker-werk",
        name="processing",
        label=_("What we do for them"),
        stored=Stored.TEXTS,
        fields=(Field(name="text", label=_("Processing")),),
    ),
    Section(
        slug="verwerker-hulp",
        name="processors",
        label=_("Processors that help us"),
        fields=(NAME, CONTACT),
    ),
    Section(
        slug="verwerker-doorgifte",
        name="transfers",
        label=_("Outside the European Economic Area"),
        fields=(
            Field(name="country", label=_("Country"), sort=Sort.LINE),
            Field(name="safeguard", label=_("Safeguard"), sort=Sort.LINE),
        ),
    ),
    Section(
        slug="verwerker-beveiliging",
        name="security",
        label=_("Security measures"),
        stored=Stored.TEXTS,
        fields=(Field(name="text", label=_("Measure")),),
    ),
)
"""Every section, in the order of article 30(2)."""
