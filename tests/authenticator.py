"""A passkey in software: what a phone does, and what a thief of an answer or of a device would do."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field
from hashlib import sha256
from html import unescape
from os import urandom
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from django.http import HttpResponse
from django.test import Client
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

from huisvrede.foundation.cluster.organisations import Organisation
from tests.browsing import signed_in
from tests.cast import member
from tests.signing_in import kept


@dataclass
class Passkey:
    """One passkey for one organisation; `verifies` tells whether the device asks who holds it."""

    organisation: Organisation
    account: UUID
    origin: str = ""
    host: str = ""
    count: int = 0
    verifies: bool = True
    key: Any = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    name: bytes = field(default_factory=lambda: urandom(16))

    def made(self, options: dict[str, Any]) -> str:
        """What a browser sends when a passkey is made."""
        public = ES256.from_cryptography_key(self.key.public_key())
        told = AttestedCredentialData.create(b"\0" * 16, self.name, public)
        proof = AttestationObject.create("none", self._data(told), {})
        return self._sent({"clientDataJSON": self._asked("create", options), "attestationObject": bytes(proof)})

    def answer(self, options: dict[str, Any], *, grows: int = 1) -> str:
        """What a browser sends when somebody signs in; the counter grows by `grows`."""
        self.count += grows
        data, asked = self._data(), self._asked("get", options)
        signature = self.key.sign(data + sha256(asked).digest(), ec.ECDSA(SHA256()))
        response = {"clientDataJSON": asked, "authenticatorData": data, "signature": signature}
        return self._sent({**response, "userHandle": self.account.hex.encode()})

    def _data(self, told: AttestedCredentialData | None = None) -> bytes:
        flag = AuthenticatorData.FLAG
        flags = flag.UP | (flag.UV if self.verifies else 0) | (flag.AT if told else 0)
        host = (self.host or self.organisation.host).encode()
        return bytes(AuthenticatorData.create(sha256(host).digest(), flags, self.count, told or b""))

    def _asked(self, what: str, options: dict[str, Any]) -> bytes:
        origin = self.origin or self.organisation.origin
        return json.dumps(
            {"type": f"webauthn.{what}", "challenge": options["publicKey"]["challenge"], "origin": origin, "crossOrigin": False}
        ).encode()

    def _sent(self, response: dict[str, bytes]) -> str:
        name = websafe_encode(self.name)
        texts = {key: websafe_encode(value) for key, value in response.items()}
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": texts})


def question(client: Client, path: str = "/aanmelden/passkey/") -> dict[str, Any]:
    """What a page asks the device: fetched at the sign-in page, on the page elsewhere."""
    answer = client.get(path, headers={"X-Requested-With": "XMLHttpRequest"})
    if answer.headers["Content-Type"] == "application/json":
        return dict(answer.json()["request_options"])
    held = answer.content.decode().split('data-question="', 1)[1].split('"', 1)[0]
    return dict(json.loads(unescape(held)))


def add(client: Client, passkey: Passkey, name: str = "My phone") -> HttpResponse:
    """Send the form of a new passkey."""
    path = "/account/2fa/passkey/"
    return client.post(path, {"name": name, "credential": passkey.made(question(client, path))})


def joined(organisation: Organisation, who: str) -> Passkey:
    """Somebody of the cast has added a passkey; the test has a mail server running."""
    one, client = Passkey(organisation, member(who).account), signed_in(organisation, who)
    fresh(client, organisation)
    assert add(client, one).status_code == 302
    return one


def fresh(client: Client, organisation: Organisation) -> None:
    """Whoever signed in did so a moment ago, and is not asked again who they are."""
    kept(client, organisation, since=int(time.time()))


def enter(client: Client, passkey: Passkey, **more: str) -> HttpResponse:
    """Sign in with a passkey alone."""
    return client.post("/aanmelden/passkey/", {"credential": passkey.answer(question(client)), **more})
