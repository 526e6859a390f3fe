"""Certificates: one per kind of row, rule and day, over the lines that stand in the vault, signed by the organisation."""

from __future__ import annotations

from datetime import date, datetime
from uuid import uuid4

from django.db import connections

from huisvrede.core import proof
from huisvrede.core.duration import Period
from huisvrede.core.periods import retained_until
from huisvrede.core.proof import GENESIS, Signer, merkle_root, sign
from huisvrede.foundation.audit.signing import signer_of
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.disposal.ledger import ALONE
from huisvrede.foundation.disposal.models import Certificate, Line
from huisvrede.foundation.disposal.sweep import VERB, retention
from huisvrede.foundation.register.models import Term
from huisvrede.foundation.register.queries import version_on

BACKUPS_KEPT = "backups-kept"
"""The term that says how long a backup is kept."""

BACKUPS_AT_MOST = Period(days=35)
"""What the certificate says where the policy has no such term: backups are rotated within five weeks."""

APPROVED_BY_POLICY = "policy"
GROUP = ("activity", "model", "rule", "policy_version", "cut_off", "executed_on")

TAKE = f"""UPDATE disposal_line SET certificate_id = %s
 WHERE verb = '{VERB}' AND stamped_at IS NOT NULL AND certificate_id IS NULL
   AND ({", ".join(GROUP)}) = (%s, %s, %s, %s, %s, %s) RETURNING digest"""


def certify(organisation: Organisation, *, on: date, at: datetime) -> int:
    """Certify every stamped line that has no certificate, signed at the moment `at` (UTC); how many certificates.

    Raises ProofError when the signing key can't be used, or when `at` lies before the destruction.
    """
    made = 0
    while _one(organisation, on, at):
        made += 1
    return made


def _one(organisation: Organisation, on: date, at: datetime) -> bool:
    """The next group of lines in one transaction: taken, counted, signed, stored; each names the one before it."""
    with retention(organisation, on), connections[organisation.key].cursor() as cursor:
        waiting = Line.objects.filter(verb=VERB, certificate=None, stamped_at__isnull=False)
        if not waiting.exists():
            return False
        cursor.execute(ALONE)
        group = waiting.order_by("executed_on", *GROUP).values(*GROUP).first()
        if group is None:
            return True
        key = uuid4()
        cursor.execute(TAKE, [key, *group.values()])
        leaves = [bytes(digest) for (digest,) in cursor.fetchall()]
        signer = signer_of(organisation)
        signed = sign(_statement(organisation, group, leaves, signer, at), signer)
        Certificate.objects.create(
            id=key,
            number=signed.statement.number,
            statement=signed.statement.to_json(),
            signature=signed.signature.hex(),
            executed_on=group["executed_on"],
        )
    return True


def _statement(
    organisation: Organisation, group: dict[str, object], leaves: list[bytes], signer: Signer, at: datetime
) -> proof.Certificate:
    last = Certificate.objects.order_by("-number").first()
    before = proof.Certificate.from_json(last.statement) if last else None
    executed_on = group["executed_on"]
    assert isinstance(executed_on, date)
    return proof.Certificate(
        key_id=signer.key_id,
        number=before.number + 1 if before else 1,
        previous=before.digest if before else GENESIS,
        organisation=organisation.key,
        kind=VERB,
        approved_by=APPROVED_BY_POLICY,
        count=len(leaves),
        root=merkle_root(leaves).hex(),
        issued_at=max(at, before.issued_at) if before else at,
        backups_gone_on=retained_until(executed_on, _backups_kept(executed_on)),
        **group,  # type: ignore[arg-type]
    )


def _backups_kept(on: date) -> Period:
    """How long backups are kept, by the policy of the day on which the rows ended."""
    term = Term.objects.filter(version=version_on(on), key=BACKUPS_KEPT).first()
    return Period.parse(term.value) if term else BACKUPS_AT_MOST
