"""Merkle trees in the form of RFC 6962 over sorted leaves: one root stands for every destroyed row.

A digest of the key alone is enough: keys are random UUIDs, so nothing is to be guessed and no secret kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import NamedTuple
from uuid import UUID

from huisvrede.core.proof.errors import ProofError

EMPTY = sha256(b"").digest()
"""Root of no leaves (RFC 6962 §2.1)."""

LABEL = re.compile(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*")
"""A model's label, app and model in lower case."""


class Step(NamedTuple):
    """One step from a leaf up to the root: the neighbour's hash, and whether it stands to the left."""

    sibling: bytes
    on_left: bool


def leaf(model: str, key: UUID) -> bytes:
    """SHA-256 over the model's label in lower case, a zero byte and the 16 bytes of the row's key.

    PostgreSQL computes the same by
    `sha256(convert_to('allocation.registration','UTF8') || '\\x00'::bytea || uuid_send(id))`.
    Raises ProofError for any other spelling of a label: two spellings would be two leaves of one row.
    """
    if not LABEL.fullmatch(model):
        raise ProofError("A model is named by its label in lower case, such as allocation.registration.")
    return sha256(model.encode() + b"\x00" + key.bytes).digest()


@dataclass
class Tree:
    """The root over leaves that come in one by one, in their order; keeps one hash per level of the tree."""

    size: int = 0
    _peaks: list[bytes] = field(default_factory=list)

    def add(self, leaf: bytes) -> None:
        """Append a leaf of 32 bytes. Raises ProofError for any other length."""
        if len(leaf) != sha256().digest_size:
            raise ProofError("A leaf is a SHA-256 digest of 32 bytes.")
        node, size = _leaf_hash(leaf), self.size
        while size & 1:
            node, size = _node_hash(self._peaks.pop(), node), size >> 1
        self._peaks.append(node)
        self.size += 1

    def root(self) -> bytes:
        """Root over what was added so far."""
        if not self._peaks:
            return EMPTY
        *lefts, node = self._peaks
        for left in reversed(lefts):
            node = _node_hash(left, node)
        return node


def merkle_root(leaves: Iterable[bytes]) -> bytes:
    """Root of the tree over the leaves, whatever their order. Raises ProofError as `Tree.add`."""
    return _root(sorted(leaves))


def inclusion_proof(leaves: Iterable[bytes], leaf: bytes) -> tuple[Step, ...]:
    """The steps that show to whoever holds the root that the leaf is in it; ProofError if it is not."""
    ordered = sorted(leaves)
    if leaf not in ordered:
        raise ProofError("The leaf is not among the leaves of this root.")
    return tuple(_path(ordered, ordered.index(leaf)))


def proves(leaf: bytes, proof: Iterable[Step], root: bytes) -> bool:
    """Whether the steps lead from this leaf to this root."""
    node = _leaf_hash(leaf)
    for sibling, on_left in proof:
        node = _node_hash(sibling, node) if on_left else _node_hash(node, sibling)
    return node == root


def _root(ordered: Sequence[bytes]) -> bytes:
    tree = Tree()
    for each in ordered:
        tree.add(each)
    return tree.root()


def _path(ordered: Sequence[bytes], index: int) -> list[Step]:
    if len(ordered) == 1:
        return []
    split = 1 << (len(ordered) - 1).bit_length() - 1
    left, right = ordered[:split], ordered[split:]
    if index < split:
        return [*_path(left, index), Step(_root(right), on_left=False)]
    return [*_path(right, index - split), Step(_root(left), on_left=True)]


def _leaf_hash(leaf: bytes) -> bytes:
    return sha256(b"\x00" + leaf).digest()


def _node_hash(left: bytes, right: bytes) -> bytes:
    """The other prefix than a leaf's, so that a node can never be shown as a leaf (RFC 6962 §2.1)."""
    return sha256(b"\x01" + left + right).digest()
