"""Proof of the end of data: the chain of certificates, the leaves below them, both ledgers, and absence.

Article 5(2): the organisation can show that what it certified is gone, and that nothing of it came back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

from django.db import connections
from django.db.models import Model, QuerySet

from huisvrede.core.proof import Certificate as Statement
from huisvrede.core.proof import (
    Finding,
    ProofError,
    Seal,
    SignedCertificate,
    SignedSeal,
    read_signed,
    verify_certificate_leaves,
    verify_chain,
    write_export,
)
from huisvrede.core.vocabulary import Kind
from huisvrede.foundation.audit.models import Seal as SealRow
from huisvrede.foundation.audit.signing import keys_of, signer_of
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.disposal.models import Certificate, Line
from huisvrede.foundation.disposal.rules import label
from huisvrede.foundation.disposal.sweep import VERB, digest
from huisvrede.foundation.register.declarations import all_declared
from huisvrede.foundation.vault.models import Line as VaultLine
from huisvrede.foundation.walls.session import acting, session
from huisvrede.foundation.walls.ticket import Acting

ANY_DAY = date(2018, 5, 25)
"""Checking depends on no day."""

CHUNK = 50_000
"""Lines that are compared at a time."""


def verify_organisation(organisation: Organisation) -> list[Finding]:
    """Everything wrong with the certificates, the ledger and the absence of what they speak of; nothing if all holds.

    Codes: those of `core.proof.verify_chain` and `verify_certificate_leaves`; unreadable (a certificate is none),
    elsewhere (it belongs to another organisation); lost (a stamped line is not in the vault), unknown (a line of the
    vault is not in main), alive (a row lives whose end is in the ledger). Raises ProofError for a key that is none.
    """
    keys = keys_of(organisation)
    with acting(organisation, Acting(kind=Kind.SYSTEM, purpose="verification", day=ANY_DAY)):
        unknown = _unknown(organisation)
        what = "The vault holds a line of a row that ended, and the database does not."
        return [
            *_certificates(organisation, keys),
            *_lost(organisation),
            *(Finding("unknown", 0, what) for _ in unknown),
            *_absence(unknown),
        ]


def export(organisation: Organisation, file: Path, *, at: datetime) -> None:
    """Write certificates, leaves and seals to a file that anybody can check with the public key; closed at `at` (UTC).

    Raises ProofError if the file can't be written or a certificate in the database is none.
    """
    signer = signer_of(organisation)
    with acting(organisation, Acting(kind=Kind.SYSTEM, purpose="verification", day=ANY_DAY)):
        write_export(file, _signed(Certificate.objects.all()), Leaves(), _seals(), signer, at)


class Leaves(Mapping[int, Iterable[bytes]]):
    """The leaves of a certificate by its number, looked up when they are asked for."""

    def __getitem__(self, number: int) -> list[bytes]:
        """Digests of the lines of one certificate."""
        rows = Line.objects.filter(certificate__number=number)
        return [bytes(found) for found in rows.values_list("digest", flat=True)]

    def __iter__(self) -> Iterator[int]:
        """Every number there is."""
        yield from Certificate.objects.values_list("number", flat=True)

    def __len__(self) -> int:
        """How many certificates."""
        return Certificate.objects.count()


def _signed(rows: Iterable[Certificate]) -> Iterator[SignedCertificate]:
    yield from (read_signed(Statement, _json(row)) for row in rows)


def _seals() -> Iterator[SignedSeal]:
    for row in SealRow.objects.order_by("number"):
        yield read_signed(Seal, {"statement": row.statement, "signature": row.signature})


def _json(row: Certificate) -> dict[str, object]:
    return {"statement": row.statement, "signature": row.signature}


def _certificates(organisation: Organisation, keys: Mapping[str, bytes]) -> Iterator[Finding]:
    """The chain as far as it can be read, then each certificate with its leaves."""
    readable: list[SignedCertificate] = []
    leaves = Leaves()
    for row in Certificate.objects.order_by("number"):
        try:
            readable.append(read_signed(Statement, _json(row)))
        except ProofError as problem:
            yield Finding("unreadable", row.number, f"Certificate {row.number} can't be read. {problem}")
    yield from verify_chain(readable, keys)
    for one in readable:
        if one.statement.organisation != organisation.key:
            yield Finding(
                "elsewhere", one.statement.number, f"{one.statement.name} belongs to another organisation."
            )
        yield from verify_certificate_leaves(one.statement, leaves[one.statement.number])


def _lost(organisation: Organisation) -> Iterator[Finding]:
    """Stamped lines of main that the vault does not have; named by their certificate, never by what they were of."""
    for verb, found in _pages(Line.objects.exclude(stamped_at=None)):
        missing = _not_in(organisation.vault_alias, "vault_line", verb, found)
        for number in Line.objects.filter(digest__in=missing).values_list("certificate__number", flat=True):
            yield Finding(
                "lost", number or 0, f"A line of certificate {number or 'none'} is not in the vault."
            )


def _unknown(organisation: Organisation) -> list[bytes]:
    """Digests of rows whose end the vault knows and main does not: a backup was put back and not caught up."""
    pages = _pages(VaultLine.objects.filter(verb=VERB))
    return [one for verb, found in pages for one in _not_in(organisation.key, "disposal_line", verb, found)]


def _pages(rows: QuerySet[Line] | QuerySet[VaultLine]) -> Iterator[tuple[str, list[bytes]]]:
    """Digests of a ledger by verb, a chunk at a time, in the order of the keys."""
    last = UUID(int=0)
    while page := list(rows.filter(pk__gt=last).order_by("pk").values_list("pk", "verb", "digest")[:CHUNK]):
        last = page[-1][0]
        for verb in sorted({verb for _, verb, _ in page}):
            yield verb, [bytes(found) for _, own, found in page if own == verb]


def _not_in(alias: str, table: str, verb: str, digests: list[bytes]) -> list[bytes]:
    """Which of these digests a ledger does not have."""
    with connections[alias].cursor() as cursor:
        cursor.execute(
            f"SELECT d FROM unnest(%s::bytea[]) d"
            f" WHERE NOT EXISTS (SELECT FROM {table} l WHERE l.verb = %s AND l.digest = d)",
            [digests, verb],
        )
        return [bytes(found) for (found,) in cursor.fetchall()]


def _absence(unknown: list[bytes]) -> Iterator[Finding]:
    """No living row has its end in the ledger of main, or in what the vault knows besides: one join per kind of row."""
    for model, _ in all_declared():
        alive = _alive(model, unknown)
        if alive:
            what = f"{alive} rows of {label(model)} are" if alive > 1 else f"A row of {label(model)} is"
            yield Finding("alive", 0, f"{what} there, and the ledger says they were destroyed.")


def _alive(model: type[Model], unknown: list[bytes]) -> int:
    with connections[session().organisation.key].cursor() as cursor:
        cursor.execute(
            f"SELECT count(*) FROM (SELECT {digest(model)} AS digest FROM {model._meta.db_table}) r WHERE r.digest IN"
            " (SELECT digest FROM disposal_line WHERE verb = %s AND model = %s UNION ALL SELECT unnest(%s::bytea[]))",
            [VERB, label(model), unknown],
        )
        return int(cursor.fetchone()[0])
