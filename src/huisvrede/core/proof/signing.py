"""Ed25519 signatures (RFC 8032): whoever has the public key can check, only the organisation can sign."""

from __future__ import annotations

import os
import re
import stat
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Self

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from huisvrede.core.proof.errors import ProofError

_PUBLIC_KEY = re.compile(rb"-----BEGIN PUBLIC KEY-----.*?-----END PUBLIC KEY-----\n?", re.DOTALL)


@dataclass(frozen=True)
class Signer:
    """The organisation's signing key; it lives in one file that only the platform's own user reads."""

    _private: Ed25519PrivateKey = field(repr=False)

    @classmethod
    def generate(cls, path: Path) -> Self:
        """Make a key in a new file with mode 0600. Raises ProofError if the file is there already."""
        private = Ed25519PrivateKey.generate()
        pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        try:
            with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(pem)
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise ProofError(f"The signing key {path.name} cannot be made: {error.strerror}.") from error
        return cls(private)

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read the key. Raises ProofError if it is no Ed25519 key or the file is open to others."""
        try:
            with path.open("rb") as file:
                shared = stat.S_IMODE(os.fstat(file.fileno()).st_mode) & 0o077
                pem = file.read()
        except OSError as error:
            raise ProofError(f"The signing key {path.name} cannot be read: {error.strerror}.") from error
        if shared:
            raise ProofError(f"The signing key {path.name} is open to others; its mode must be 0600.")
        try:
            private = load_pem_private_key(pem, password=None)
        except (ValueError, TypeError, UnsupportedAlgorithm):
            private = None
        if not isinstance(private, Ed25519PrivateKey):
            raise ProofError(f"The signing key {path.name} is no Ed25519 key in PEM.")
        return cls(private)

    @property
    def public_pem(self) -> bytes:
        """The public key in PEM: for auditors, data subjects and the website."""
        return self._private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)

    @property
    def key_id(self) -> str:
        """What the key is called in statements; see `key_id`."""
        return key_id(self.public_pem)

    def sign(self, message: bytes) -> bytes:
        """The signature of 64 bytes over the message."""
        return self._private.sign(message)


def verify_signature(public_pem: bytes, message: bytes, signature: bytes) -> bool:
    """Whether this key signed this message. Raises ProofError if the key is no Ed25519 key in PEM."""
    try:
        _public(public_pem).verify(signature, message)
    except InvalidSignature:
        return False
    return True


def key_id(public_pem: bytes) -> str:
    """First 16 hexadecimal digits of the SHA-256 of the raw public key. Raises ProofError as above."""
    return sha256(_public(public_pem).public_bytes_raw()).hexdigest()[:16]


def public_keys(public_pem: bytes) -> dict[str, bytes]:
    """Key id -> PEM of each key in one PEM text, so that older keys stay good after a new one is made.

    Raises ProofError if there is none, or one that is no Ed25519 key.
    """
    keys = {key_id(pem): pem for pem in _PUBLIC_KEY.findall(public_pem)}
    if not keys:
        raise ProofError("There is no public key in PEM to check with.")
    return keys


def _public(pem: bytes) -> Ed25519PublicKey:
    try:
        public = load_pem_public_key(pem)
    except (ValueError, UnsupportedAlgorithm):
        public = None
    if not isinstance(public, Ed25519PublicKey):
        raise ProofError("The public key is no Ed25519 key in PEM.")
    return public
