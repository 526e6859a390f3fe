"""The export that anybody can check with the public key alone: one JSON value a line.

    {"format":"huisvrede proof 1"}
    {"signature":"…","statement":{"type":"certificate",…}}      each certificate, and below it
    {"leaf":"…"}                                                 its leaves, ascending
    {"signature":"…","statement":{"type":"seal",…}}             each seal
    {"signature":"…","statement":{"type":"closing",…}}          lines above, SHA-256

The signed closing line is why a missing end is found too. An older export stays a true
export: its reader looks at `exported_at`. Both sides keep one line at a time, so size does not matter.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from io import BufferedIOBase
from pathlib import Path
from typing import ClassVar, Final

from huisvrede.core.proof.errors import ProofError
from huisvrede.core.proof.signed import Count, Digest, Moment, Statement, canonical_json, sign
from huisvrede.core.proof.signing import Signer
from huisvrede.core.proof.statements import SignedCertificate, SignedSeal

HEADER: Final = canonical_json({"format": "huisvrede proof 1"}) + b"\n"


@dataclass(frozen=True, kw_only=True)
class Closing(Statement):
    """The last line: how many lines stand above it, the SHA-256 over their bytes, and when (UTC)."""

    TYPE: ClassVar[str] = "closing"
    lines: Count
    lines_digest: Digest
    exported_at: Moment


def write_export(
    file: Path,
    certificates: Iterable[SignedCertificate],
    leaves_by_number: Mapping[int, Iterable[bytes]],
    seals: Iterable[SignedSeal],
    signer: Signer,
    exported_at: datetime,
) -> None:
    """Write what is there, checked or not, to a file (gzip if its name ends in .gz); the signer closes it.

    `leaves_by_number` gives the leaves by number of the certificate and may look them up when asked; seals
    come in the order of their number within each stream. Raises ProofError if the file cannot be written.
    """
    count, digest = 0, sha256()
    try:
        with _opened_to_write(file) as out:
            for line in _lines(certificates, leaves_by_number, seals):
                out.write(line)
                digest.update(line)
                count += 1
            closing = Closing(
                key_id=signer.key_id, lines=count, lines_digest=digest.hexdigest(), exported_at=exported_at
            )
            out.write(canonical_json(sign(closing, signer).to_json()) + b"\n")
    except OSError as error:
        raise ProofError(f"{file.name} cannot be written: {error.strerror}.") from error


def _lines(
    certificates: Iterable[SignedCertificate],
    leaves_by_number: Mapping[int, Iterable[bytes]],
    seals: Iterable[SignedSeal],
) -> Iterator[bytes]:
    yield HEADER
    for certificate in certificates:
        yield canonical_json(certificate.to_json()) + b"\n"
        for leaf in sorted(leaves_by_number.get(certificate.statement.number, ())):
            yield canonical_json({"leaf": leaf.hex()}) + b"\n"
    for seal in seals:
        yield canonical_json(seal.to_json()) + b"\n"


@contextmanager
def _opened_to_write(file: Path) -> Iterator[BufferedIOBase]:
    """No name and no time in the gzip header: the same export is the same file."""
    with file.open("wb") as raw:
        if file.suffix == ".gz":
            with gzip.GzipFile(filename="", fileobj=raw, mode="wb", mtime=0) as packed:
                yield packed
        else:
            yield raw
