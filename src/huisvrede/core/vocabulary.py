"""The words of the GDPR that code and policy share; an unknown word fails when it is read."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class LegalBasis(StrEnum):
    """Article 6(1): why processing is lawful."""

    CONSENT = "consent"
    CONTRACT = "contract"
    LEGAL_OBLIGATION = "legal-obligation"
    VITAL_INTEREST = "vital-interest"
    PUBLIC_TASK = "public-task"
    LEGITIMATE_INTEREST = "legitimate-interest"


class Sensitivity(StrEnum):
    """How much harm a kind of data can do; a higher class is protected more (ALL-39).

    general    behind both walls and in the log
    sensitive  also sealed, and opened for a purpose by a right of its own: what makes fraud or shame easy
    special    also opened by a browser alone that proves itself: articles 9 and 10, and identification numbers (87)
    """

    GENERAL = "general"
    SENSITIVE = "sensitive"
    SPECIAL = "special"


class Category(StrEnum):
    """What kind of personal data a field holds; its class follows from the word."""

    IDENTITY = "identity"
    CONTACT = "contact"
    BIRTH = "birth"
    HOUSEHOLD = "household"
    HOUSING = "housing"
    INCOME = "income"
    FINANCIAL = "financial"
    IDENTIFICATION_NUMBER = "identification-number"
    HEALTH = "health"
    CRIMINAL = "criminal"
    NATIONALITY = "nationality"
    EMPLOYMENT = "employment"
    ACCOUNT = "account"
    PREFERENCE = "preference"
    CORRESPONDENCE = "correspondence"
    DECISION = "decision"
    TECHNICAL = "technical"
    OPINION = "opinion"
    IMAGE = "image"

    @property
    def sensitivity(self) -> Sensitivity:
        """Its class."""
        if self in {Category.HEALTH, Category.CRIMINAL, Category.IDENTIFICATION_NUMBER}:
            return Sensitivity.SPECIAL
        return Sensitivity.SENSITIVE if self in {Category.INCOME, Category.FINANCIAL} else Sensitivity.GENERAL

    @property
    def special(self) -> bool:
        """Articles 9 and 10, and identification numbers (article 87), are protected as special."""
        return self.sensitivity is Sensitivity.SPECIAL

    @property
    def sealed(self) -> bool:
        """Whether it stands in no field that the database can read."""
        return self.sensitivity is not Sensitivity.GENERAL


class Kind(StrEnum):
    """Kinds of users; each is a database role (`hv_staff` …), and each hat is of one kind."""

    STAFF = "staff"
    SUBJECT = "subject"
    PARTY = "party"
    VISITOR = "visitor"
    SYSTEM = "system"


class Purpose(StrEnum):
    """Purposes every activity has by law; an organisation's own purposes stand in its policy.

    They are also the only ones under which a restricted person's rows are shown (article 18(2)).
    """

    RIGHTS = "rights"
    LEGAL_CLAIM = "legal-claim"
    PROTECT_OTHERS = "protect-others"


class Reach(StrEnum):
    """How far a role sees within an activity: everything, what is assigned to it, or its own."""

    ORGANISATION = "organisation"
    ASSIGNED = "assigned"
    OWN = "own"


class Outcome(StrEnum):
    """What a decision may be."""

    GRANTED = "granted"
    REFUSED = "refused"


PRINCIPLES: Final = (
    "lawfulness",
    "purpose-limitation",
    "compatible-use",
    "minimisation",
    "accuracy",
    "storage-limitation",
    "security",
)
"""The principles of article 5(1), in its order; further use that is compatible (6(4)) stands behind the purposes."""
SOURCES: Final = frozenset({"data-subject", "another-person", "other-organisation", "public-source", "ourselves"})
"""Where data can come from; everything but the first makes article 14 speak."""
ANONYMISED: Final = "anonymised"
AFTERWARDS: Final = ("destroyed", ANONYMISED)
"""What happens to data when their period is over (article 5(1)(e)); `longer` says what may stay, and why."""
CONSENT_SAYS: Final = ("purpose", "need", "handling", "freedom")
"""What people read before they agree: what for, why the data are needed, how they are handled, that one may refuse (7)."""
COMPUTER_DECIDES: Final = ("logic", "consequences", "person")
"""What people are told where a computer decides alone: how, what it means for them, and how a person looks (13(2)(f), 22)."""
HERE: Final = "huisvrede"
"""What `held_in` says of an activity whose data are in this software."""
NOWHERE: Final = "nowhere"
"""What it says of an activity that nobody does yet, so that there are no data of it anywhere."""
