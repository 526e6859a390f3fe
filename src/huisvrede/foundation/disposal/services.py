"""The end of data, night after night: destroy what is due, keep the ledger, certify."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from django.utils import timezone

from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.disposal.accounts import end_accounts
from huisvrede.foundation.disposal.certify import certify
from huisvrede.foundation.disposal.ledger import copy
from huisvrede.foundation.disposal.rules import Unruled, unruled
from huisvrede.foundation.disposal.sweep import DisposalRefused, retention, sweep

__all__ = ["DisposalRefused", "Report", "moment", "nightly"]


@dataclass(frozen=True)
class Report:
    """What one night did.

    files         files that had had their time and went
    rows          rows that went, children included; each has its line
    persons       persons of whom nothing was left
    accounts      accounts that were closed long enough
    stamped       lines that came into the vault
    certificates  certificates made
    unruled       kinds of files that can't end, because the policy does not say when
    """

    files: int
    rows: int
    persons: int
    accounts: int
    stamped: int
    certificates: int
    unruled: tuple[Unruled, ...]

    def __str__(self) -> str:
        """On one line, for whoever runs the night by hand: what there was, and nothing where nothing was due."""
        said = [
            f"{many} {word if many == 1 else word + 's'} {what}" for many, word, what in self._done() if many
        ]
        left = ", ".join(f"{one.model} ({one.activity})" for one in self.unruled)
        return "; ".join([*said, *([f"no period, so kept: {left}"] if left else [])])

    def _done(self) -> tuple[tuple[int, str, str], ...]:
        """How many, of what, and what became of them."""
        return (
            (self.files, "file", "had had their time"),
            (self.rows, "row", "destroyed"),
            (self.persons, "person", "of whom nothing is left"),
            (self.accounts, "account", "closed long enough, and gone"),
            (self.stamped, "line", "in the vault"),
            (self.certificates, "certificate", "made"),
        )


def nightly(organisation: Organisation, *, on: date) -> Report:
    """Destroy what is due on a day, bring the ledger into the vault, certify; may be killed and run again at any point.

    Raises DisposalRefused, before anything is destroyed, for a day that can't be right, and NoPolicy without a policy.
    """
    at = moment(on, timezone.now())
    swept = sweep(organisation, on=on, at=at)
    accounts = end_accounts(organisation, on=on, at=at)
    stamped = copy(organisation, on=on, at=at)
    certificates = certify(organisation, on=on, at=at)
    with retention(organisation, on):
        left = tuple(unruled(on))
    return Report(swept.due, swept.rows, swept.persons, accounts, stamped, certificates, left)


def moment(on: date, now: datetime) -> datetime:
    """The moment a run for a day is signed: now, or noon of that day where the day is still to come.

    A day that is still to come is a simulated one, or the few hours by which midnight here goes before midnight in UTC.
    """
    if on <= timezone.localdate(now):
        return now.astimezone(UTC)
    return datetime.combine(on, time(12), tzinfo=UTC)
