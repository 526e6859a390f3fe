"""One organisation with a key, a chain of certificates with their leaves, and two chains of seals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any, ClassVar

import pytest

from huisvrede.core.proof import (
    GENESIS,
    Certificate,
    Finding,
    ProofError,
    Seal,
    SignedCertificate,
    SignedSeal,
    Signer,
    merkle_root,
    sign,
    verify_export,
    write_export,
)
from huisvrede.core.proof.export import HEADER, Closing
from huisvrede.core.proof.signed import canonical_json


@dataclass(frozen=True)
class House:
    """An organisation that certifies and seals; every value can be overruled."""

    signer: Signer
    folder: Path
    noon: ClassVar[datetime] = datetime(2026, 1, 31, 12, tzinfo=UTC)

    @staticmethod
    def leaves(number: int = 1) -> list[bytes]:
        """Leaves of the three rows that the certificate of this number speaks of."""
        return [sha256(f"{number}/{row}".encode()).digest() for row in range(3)]

    @property
    def keys(self) -> dict[str, bytes]:
        """What an auditor has."""
        return {self.signer.key_id: self.signer.public_pem}

    def certificate(self, number: int = 1, previous: str = GENESIS, **other: object) -> SignedCertificate:
        """A certificate over three rows, signed."""
        values: dict[str, Any] = {
            "number": number,
            "organisation": "Zorggroep De Linde",
            "activity": "registration",
            "model": "allocation.registration",
            "kind": "destruction",
            "rule": "ended: 2 years, Privacybeleid §6.2",
            "policy_version": "7",
            "cut_off": date(2024, 1, 31),
            "approved_by": "privacy-officer",
            "count": 3,
            "root": merkle_root(self.leaves(number)).hex(),
            "executed_on": date(2026, 1, 31),
            "issued_at": self.noon + timedelta(minutes=number),
            "backups_gone_on": date(2026, 2, 7),
            "previous": previous,
            "key_id": self.signer.key_id,
        }
        return sign(Certificate(**values | other), self.signer)

    def seal(self, number: int = 1, previous: str = GENESIS, **other: object) -> SignedSeal:
        """A seal over ten transactions, signed."""
        values: dict[str, Any] = {
            "number": number,
            "stream": "look",
            "from_tx": number * 10,
            "to_tx": number * 10 + 10,
            "rows": 4,
            "rows_digest": sha256(b"rows").hexdigest(),
            "previous": previous,
            "sealed_at": self.noon + timedelta(minutes=number),
            "key_id": self.signer.key_id,
        }
        return sign(Seal(**values | other), self.signer)

    def certificates(self, count: int) -> list[SignedCertificate]:
        """A whole chain."""
        chain: list[SignedCertificate] = []
        for number in range(1, count + 1):
            chain.append(self.certificate(number, chain[-1].statement.digest if chain else GENESIS))
        return chain

    def seals(self, count: int, stream: str = "look") -> list[SignedSeal]:
        """A whole chain."""
        chain: list[SignedSeal] = []
        for number in range(1, count + 1):
            chain.append(self.seal(number, chain[-1].statement.digest if chain else GENESIS, stream=stream))
        return chain

    def export(
        self,
        file: Path,
        certificates: Sequence[SignedCertificate] | None = None,
        leaves: dict[int, list[bytes]] | None = None,
        seals: Sequence[SignedSeal] | None = None,
    ) -> Path:
        """An honest export of what is given; of three certificates and two streams if nothing is."""
        write_export(
            file,
            self.certificates(3) if certificates is None else certificates,
            {number: self.leaves(number) for number in (1, 2, 3)} if leaves is None else leaves,
            [*self.seals(2), *self.seals(2, "seen")] if seals is None else seals,
            self.signer,
            self.noon,
        )
        return file

    @staticmethod
    def line(data: object) -> bytes:
        """A line as an export spells it."""
        return canonical_json(data) + b"\n"

    def closed(self, *lines: bytes) -> bytes:
        """An export of these lines with a closing line that is true: the other checks stand alone."""
        text = b"".join([HEADER, *lines])
        closing = Closing(
            key_id=self.signer.key_id,
            lines=len(lines) + 1,
            lines_digest=sha256(text).hexdigest(),
            exported_at=self.noon,
        )
        return text + self.line(sign(closing, self.signer).to_json())

    def finds(self, text: bytes) -> list[Finding]:
        """What an auditor with the public key finds in these bytes."""
        file = self.folder / "proof.jsonl"
        file.write_bytes(text)
        return verify_export(file, self.signer.public_pem)

    def refuses(self, text: bytes) -> bool:
        """Whether the auditor finds anything at all, or sees that it is no export."""
        try:
            return self.finds(text) != []
        except ProofError:
            return True


def made(folder: Path) -> House:
    """An organisation with a new key."""
    return House(Signer.generate(folder / "signing.pem"), folder)


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    """The organisation of these tests."""
    return made(tmp_path_factory.mktemp("house"))


@pytest.fixture(scope="session")
def stranger(tmp_path_factory: pytest.TempPathFactory) -> House:
    """The same with a key of its own: whoever forges."""
    return made(tmp_path_factory.mktemp("stranger"))


@pytest.fixture(scope="session")
def exported(house: House, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The bytes of an export that is whole."""
    return house.export(tmp_path_factory.mktemp("export") / "proof.jsonl").read_bytes()
