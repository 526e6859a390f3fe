"""What the organisation signs: certificates of the end of data, and seals of its logs.

Accountability, articles 5(2) and 24(1) GDPR.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Annotated, ClassVar, Final, Literal, get_args

from huisvrede.core.proof.errors import ProofError
from huisvrede.core.proof.signed import (
    Count,
    Digest,
    Label,
    Moment,
    Number,
    Signed,
    Statement,
    Text,
    Transaction,
)

GENESIS: Final = "0" * 64
"""`previous` of the first statement of a chain."""

End = Literal["destruction", "anonymisation"]


@dataclass(frozen=True, kw_only=True)
class Link(Statement, ABC):
    """A statement in a chain: numbered from 1, each naming the digest of the one before it."""

    number: Number
    previous: Digest

    @property
    @abstractmethod
    def chain(self) -> str:
        """Which chain it belongs to."""

    @property
    @abstractmethod
    def at(self) -> datetime:
        """When it was signed."""

    @property
    def span(self) -> tuple[int, int]:
        """Where it begins, and where the next one has to begin; (0, 0) if that has no meaning."""
        return 0, 0


@dataclass(frozen=True, kw_only=True)
class Certificate(Link):
    """That rows were destroyed or made anonymous, article 5(1)(e): how many, by which rule, decided by whom.

    organisation     the controller, whose chain it is
    activity         key of the processing activity of article 30
    model            label of the model, as in `merkle.leaf`
    kind             destruction or anonymisation
    rule             the retention rule, with its source
    policy_version   the adopted version of the policy that has the rule
    cut_off          last day whose retention period had passed
    approved_by      the role that approved the destruction list, or the policy where no approval is asked
    count, root      how many rows, and the Merkle root over their leaves in hexadecimal
    executed_on      day (Europe/Amsterdam) on which the rows ended
    issued_at        when this was signed, UTC
    backups_gone_on  day from which no backup holds the rows any more
    """

    TYPE: ClassVar[str] = "certificate"
    organisation: Text
    activity: Text
    model: Label
    kind: Annotated[End, get_args(End).__contains__]
    rule: Text
    policy_version: Text
    cut_off: date
    approved_by: Text
    count: Count
    root: Digest
    executed_on: date
    issued_at: Moment
    backups_gone_on: date

    def __post_init__(self) -> None:
        """Refuse an end before the period has passed, and a signature before the end."""
        super().__post_init__()
        # A day begins in Amsterdam up to two hours before it does in UTC.
        signed_on = (self.issued_at + timedelta(hours=2)).date()
        if not self.cut_off <= self.executed_on <= min(signed_on, self.backups_gone_on):
            raise ProofError(
                "A certificate has cut_off, executed_on and issued_at in order; backups end later."
            )

    @property
    def name(self) -> str:
        """What a reader calls it."""
        return f"Certificate {self.number}"

    @property
    def chain(self) -> str:
        """The organisation's."""
        return self.organisation

    @property
    def at(self) -> datetime:
        """When it was issued."""
        return self.issued_at


@dataclass(frozen=True, kw_only=True)
class Seal(Link):
    """That the rows of a log stood so: those of the transactions in [from_tx, to_tx), which had all ended.

    stream  name of the log, whose chain it is
    rows    how many rows; `rows_digest` is the SHA-256 over them, in hexadecimal
    """

    TYPE: ClassVar[str] = "seal"
    stream: Text
    from_tx: Transaction
    to_tx: Transaction
    rows: Count
    rows_digest: Digest
    sealed_at: Moment

    def __post_init__(self) -> None:
        """Refuse a span that ends before it begins, or that is empty and has rows."""
        super().__post_init__()
        if self.from_tx > self.to_tx or (self.from_tx == self.to_tx and self.rows):
            raise ProofError("A seal runs from from_tx up to to_tx, and has no rows where they are the same.")

    @property
    def name(self) -> str:
        """What a reader calls it."""
        return f"Seal {self.number} of {self.stream}"

    @property
    def chain(self) -> str:
        """The log's."""
        return self.stream

    @property
    def at(self) -> datetime:
        """When it was sealed."""
        return self.sealed_at

    @property
    def span(self) -> tuple[int, int]:
        """The transactions; a gap between two seals would leave rows that nobody vouches for."""
        return self.from_tx, self.to_tx


SignedCertificate = Signed[Certificate]
SignedSeal = Signed[Seal]
