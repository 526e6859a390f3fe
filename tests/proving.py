"""A browser's own key, as a test holds it: what it signs passes for what device.js signs."""

from __future__ import annotations

import base64
import time
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from huisvrede.foundation.people.browsers import said


class Key:
    """One browser's."""

    def __init__(self) -> None:
        self._private = ec.generate_private_key(ec.SECP256R1())
        self._last = 0

    @property
    def public(self) -> str:
        """What the browser shows when somebody signs in."""
        return _text(self._private.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))

    @property
    def pair(self) -> tuple[str, str]:
        """The private and the public half, as a browser of a test is given them."""
        private = self._private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        return base64.b64encode(private).decode(), base64.b64encode(base64.urlsafe_b64decode(self.public + "==")).decode()

    def device(self, *, now: int | None = None) -> dict[str, Any]:
        """What the session of somebody who just signed in with it holds."""
        second = now or int(time.time())
        return {"key": self.public, "nonce": "a-nonce", "last": second * 1000 - 1, "renewed": second}

    def proof(self, nonce: str, method: str, path: str, *, at: int | None = None) -> str:
        """The cookie that goes with one request; of each moment one."""
        self._last = at or max(int(time.time() * 1000), self._last + 1)
        one, other = decode_dss_signature(self._private.sign(said(nonce, method, path, self._last), ec.ECDSA(SHA256())))
        return f"{self._last}.{_text(one.to_bytes(32, 'big') + other.to_bytes(32, 'big'))}"


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
