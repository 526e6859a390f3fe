"""Checking what was signed: each chain of statements, and the rows a certificate speaks of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from huisvrede.core.proof.errors import Finding
from huisvrede.core.proof.merkle import Tree
from huisvrede.core.proof.signed import Signed, Statement
from huisvrede.core.proof.signing import verify_signature
from huisvrede.core.proof.statements import GENESIS, Certificate, Link

L = TypeVar("L", bound=Link)


@dataclass
class Chain(Generic[L]):
    """A chain that is checked while it is read, one signed statement after the other."""

    keys: Mapping[str, bytes]
    last: L | None = None

    def follow(self, signed: Signed[L]) -> list[Finding]:
        """What is wrong with the next statement: key, signature, number, previous, chain, date, span."""
        statement = signed.statement
        breaks = [Finding(code, statement.number, what) for code, what in self._breaks(statement)]
        self.last = statement
        return [*signature_findings(signed, self.keys, statement.number), *breaks]

    def _breaks(self, statement: L) -> Iterator[tuple[str, str]]:
        last, name = self.last, statement.name
        expected = last.number + 1 if last else 1
        if statement.number != expected:
            yield "number", f"{name} stands where number {expected} is expected."
        if statement.previous != (last.digest if last else GENESIS):
            yield "previous", f"{name} does not name the digest of the statement before it."
        if not last:
            return
        if statement.chain != last.chain:
            yield "chain", f"{name} belongs to {statement.chain}, and the one before it to {last.chain}."
        if statement.at < last.at:
            yield "date", f"{name} is older than the statement before it."
        if statement.span[0] != last.span[1]:
            yield "span", f"{name} does not begin where the statement before it ends."


@dataclass
class LeafCheck:
    """The leaves of one certificate, checked while they are read in ascending order."""

    certificate: Certificate
    _tree: Tree = field(default_factory=Tree)
    _last: bytes = b""

    def add(self, leaf: bytes) -> list[Finding]:
        """Code leaf: the next leaf (32 bytes) is there twice or out of order."""
        found = []
        if leaf <= self._last:
            found.append(self._finding("leaf", f"has leaf {leaf.hex()} twice or out of order."))
        self._tree.add(leaf)
        self._last = leaf
        return found

    def end(self) -> list[Finding]:
        """What is wrong with all of them together: codes count and root."""
        found = []
        if self._tree.size != self.certificate.count:
            counts = f"{self.certificate.count} rows, and there are leaves of {self._tree.size}."
            found.append(self._finding("count", f"speaks of {counts}"))
        if self._tree.root().hex() != self.certificate.root:
            found.append(self._finding("root", "has another Merkle root than its leaves."))
        return found

    def _finding(self, code: str, what: str) -> Finding:
        return Finding(code, self.certificate.number, f"{self.certificate.name} {what}")


def signature_findings(
    signed: Signed[Statement], keys: Mapping[str, bytes], number: int
) -> Iterator[Finding]:
    """Codes key (signed with none of these keys) and signature (with this key, but not these words)."""
    statement = signed.statement
    pem = keys.get(statement.key_id)
    if pem is None:
        yield Finding("key", number, f"{statement.name} is signed with the unknown key {statement.key_id}.")
    elif not verify_signature(pem, statement.canonical(), signed.signature):
        yield Finding("signature", number, f"{statement.name} is not what was signed.")


def verify_chain(statements: Iterable[Signed[L]], public_keys: Mapping[str, bytes]) -> list[Finding]:
    """Everything wrong with a chain, read from its first statement; nothing if it is whole.

    That the end is missing cannot be seen in a chain itself: an export tells, by its closing line.
    Raises ProofError if a key (key id -> PEM) is no Ed25519 key.
    """
    chain = Chain[L](public_keys)
    return [finding for signed in statements for finding in chain.follow(signed)]


def verify_certificate_leaves(certificate: Certificate, leaves: Iterable[bytes]) -> list[Finding]:
    """Whether these leaves, in any order, are the rows of the certificate: codes leaf, count and root."""
    check = LeafCheck(certificate)
    found = [finding for leaf in sorted(leaves) for finding in check.add(leaf)]
    return found + check.end()
