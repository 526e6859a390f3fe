"""Checking an export with the public key alone, line by line; see `export` for its form."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from io import BufferedIOBase
from itertools import islice
from pathlib import Path
from typing import Any, Final

from huisvrede.core.proof.chain import Chain, LeafCheck, signature_findings
from huisvrede.core.proof.errors import Finding, ProofError
from huisvrede.core.proof.export import HEADER, Closing
from huisvrede.core.proof.signed import Signed, canonical_json, read_bytes, read_signed
from huisvrede.core.proof.signing import public_keys
from huisvrede.core.proof.statements import Certificate, Seal

LONGEST_LINE: Final = 65_536
"""In bytes; no statement comes near it, and a file without line ends must not fill the memory."""

MOST_FINDINGS: Final = 1_000
"""After so many the export is known to be false, and the rest is not read."""


def verify_export(file: Path, public_pem: bytes) -> list[Finding]:
    """Everything wrong with an export (1,000 findings at most); nothing if it is whole and truly signed.

    `public_pem` holds the organisation's public key, and its older ones below it if there are any.
    Codes: those of `Chain` and `LeafCheck`; line (cannot be read), stray (a leaf below no certificate),
    closing (other lines than were closed), unclosed (the end is missing), after (something below the end).
    Raises ProofError if the file is damaged, unreadable or no export at all, or a key is no Ed25519 key.
    """
    check = _Check(public_keys(public_pem))
    try:
        with _opened(file) as lines:
            return list(islice(check.findings(lines), MOST_FINDINGS))
    except (OSError, EOFError, zlib.error) as error:
        raise ProofError(f"{file.name} is missing, closed to you or damaged.") from error


@contextmanager
def _opened(file: Path) -> Iterator[BufferedIOBase]:
    """Gzip is known by its first two bytes, since files are renamed."""
    with file.open("rb") as raw:
        packed = raw.read(2) == b"\x1f\x8b"
        raw.seek(0)
        yield gzip.GzipFile(fileobj=raw) if packed else raw


@dataclass
class _Check:
    """What reading remembers: chains, leaves of the last certificate, number and digest of the lines."""

    keys: Mapping[str, bytes]
    chains: dict[str, Chain[Any]] = field(default_factory=dict)
    leaves: LeafCheck | None = None
    number: int = 0
    digest: Any = field(default_factory=sha256)
    closed: bool = False

    def findings(self, lines: BufferedIOBase) -> Iterator[Finding]:
        if lines.readline(LONGEST_LINE) != HEADER:
            raise ProofError("The file is no export of certificates and seals.")
        self._count(HEADER)
        while line := lines.readline(LONGEST_LINE):
            try:
                yield from self._line(line)
            except ProofError as error:
                yield self._finding("line", f"cannot be read. {error}")
            self._count(line)
        yield from self._end_of_leaves()
        if not self.closed:
            yield self._finding("unclosed", "is missing: the export was broken off.")

    def _count(self, line: bytes) -> None:
        self.number += 1
        self.digest.update(line)

    def _line(self, line: bytes) -> Iterator[Finding]:
        if self.closed:
            yield self._finding("after", "stands below the closing line.")
        data = _parsed(line)
        if data.keys() == {"leaf"}:
            yield from self._leaf(read_bytes(data["leaf"], 32))
            return
        yield from self._end_of_leaves()
        statement = data.get("statement")
        match statement.get("type") if isinstance(statement, dict) else None:
            case Certificate.TYPE:
                yield from self._certificate(read_signed(Certificate, data))
            case Seal.TYPE:
                yield from self._seal(read_signed(Seal, data))
            case Closing.TYPE:
                yield from self._closing(read_signed(Closing, data))
            case _:
                raise ProofError("It is no certificate, leaf, seal or closing line.")

    def _certificate(self, signed: Signed[Certificate]) -> Iterator[Finding]:
        yield from self.chains.setdefault("", Chain(self.keys)).follow(signed)
        self.leaves = LeafCheck(signed.statement)

    def _seal(self, signed: Signed[Seal]) -> Iterator[Finding]:
        yield from self.chains.setdefault(signed.statement.stream, Chain(self.keys)).follow(signed)

    def _closing(self, signed: Signed[Closing]) -> Iterator[Finding]:
        yield from signature_findings(signed, self.keys, self.number + 1)
        closing = signed.statement
        if (closing.lines, closing.lines_digest) != (self.number, self.digest.hexdigest()):
            yield self._finding("closing", "closes other lines than stand above it.")
        self.closed = True

    def _leaf(self, leaf: bytes) -> Iterator[Finding]:
        if self.leaves:
            yield from self.leaves.add(leaf)
        else:
            yield self._finding("stray", "is a leaf and stands below no certificate.")

    def _end_of_leaves(self) -> list[Finding]:
        leaves, self.leaves = self.leaves, None
        return leaves.end() if leaves else []

    def _finding(self, code: str, what: str) -> Finding:
        return Finding(code, self.number + 1, f"Line {self.number + 1} {what}")


def _parsed(line: bytes) -> dict[str, object]:
    if not line.endswith(b"\n"):
        raise ProofError("It is broken off or too long.")
    try:
        data = json.loads(line)
        spelled = canonical_json(data) + b"\n"
    except (ValueError, RecursionError) as error:
        raise ProofError("It is no JSON.") from error
    if spelled != line or not isinstance(data, dict):
        raise ProofError("It is not spelled as an export spells its lines.")
    return data
