"""What goes wrong with proof, and what is found in it."""

from __future__ import annotations

from dataclasses import dataclass


class ProofError(Exception):
    """A key, a statement or a file is no proof; the message says so without personal data."""


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong with a proof.

    code      what kind: stable, for machines
    number    of the statement, or of the line in an export where the line itself is wrong
    sentence  what a reader is told, in English; it names the statement or the line
    """

    code: str
    number: int
    sentence: str
