"""A provider of OpenID Connect, as a process of its own: `python -m tests.openid_provider PORT`.

Discovery, code with PKCE, keys of RS256. What it says of people, and what it does wrong, is told by POST /become.
"""

from __future__ import annotations

import base64
import hashlib
import json
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from secrets import token_urlsafe
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.browser import free_port
from tests.conftest import ROOT

CLIENT, SECRET = "huisvrede", "a secret of the tests"
KEY, OTHER = (rsa.generate_private_key(public_exponent=65537, key_size=2048) for _n in range(2))
GOOD: dict[str, Any] = {"claims": {"sub": "s-1", "email": "anna@example.org", "email_verified": True}, "fault": ""}


class Provider(BaseHTTPRequestHandler):
    """One request; what is remembered between them stands on the server."""

    server: Server

    def do_GET(self) -> None:
        """Discovery, keys, what is known of a person, and the page of signing in, which lets everybody in at once."""
        path, asked = urlsplit(self.path).path, {k: v[0] for k, v in parse_qs(urlsplit(self.path).query).items()}
        me = f"http://127.0.0.1:{self.server.server_port}"
        if path == "/.well-known/openid-configuration":
            issuer = "http://127.0.0.1:1" if self.server.now["fault"] == "other issuer" else me
            self._json(
                {
                    "issuer": issuer,
                    "authorization_endpoint": f"{me}/authorize",
                    "token_endpoint": f"{me}/token",
                    "jwks_uri": f"{me}/keys",
                    "userinfo_endpoint": f"{me}/person",
                }
            )
        elif path == "/keys":
            public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key()))
            self._json({"keys": [{**public, "kid": "1", "use": "sig", "alg": "RS256"}]})
        elif path == "/person":
            self._json(self.server.now.get("person", {}))
        elif path == "/authorize":
            self._let_in(asked)

    def _let_in(self, asked: dict[str, str]) -> None:
        code = token_urlsafe()
        self.server.codes[code] = asked
        denied = {"error": "access_denied", "error_description": "secret-of-the-provider"}
        told = denied if self.server.now["fault"] == "denied" else {"code": code}
        self.send_response(302)
        self.send_header("Location", f"{asked['redirect_uri']}?{urlencode({**told, 'state': asked['state']})}")
        self.end_headers()

    def do_POST(self) -> None:
        """A code for a token, once; or what to be from now on."""
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        if self.path == "/become":
            self.server.now = json.loads(body)
            return self._json({})
        sent = {k: v[0] for k, v in parse_qs(body).items()}
        asked = self.server.codes.pop(sent.get("code", ""), None)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(sent.get("code_verifier", "").encode()).digest()).decode()
        right = asked and (sent["client_id"], sent["client_secret"]) == (CLIENT, SECRET) and asked["response_type"] == "code"
        if not asked or not right or asked["code_challenge"] != challenge.rstrip("=") or asked["code_challenge_method"] != "S256":
            return self._json({"error": "invalid_grant"}, 400)
        fault = self.server.now["fault"]
        if fault == "garbled":
            return self._json({"access_token": "x", "id_token": 7})
        return self._json({"access_token": token_urlsafe(), "token_type": "Bearer", "id_token": self._token(asked, fault)})

    def _token(self, asked: dict[str, str], fault: str) -> str:
        now = int(time.time()) - (3600 if fault == "expired" else 0)
        claims = {
            "iss": "http://127.0.0.1:1" if fault == "iss" else f"http://127.0.0.1:{self.server.server_port}",
            "aud": "another" if fault == "aud" else CLIENT,
            "iat": now,
            "exp": now + 300,
            "nonce": "another" if fault == "nonce" else asked["nonce"],
            **self.server.now["claims"],
        }
        if fault == "several":
            claims["aud"] = [CLIENT, "another"]
        if fault == "azp":
            claims["azp"] = "another"
        if fault == "none":
            return jwt.encode(claims, None, algorithm="none")
        if fault == "secret":
            return jwt.encode(claims, SECRET * 2, algorithm="HS256", headers={"kid": "1"})
        key = OTHER if fault == "signature" else KEY
        return jwt.encode(claims, key, algorithm="RS256", headers={"kid": "2" if fault == "kid" else "1"})

    def _json(self, told: dict[str, Any], status: int = 200) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(told).encode())

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the name is http.server's
        """Say nothing."""


class Server(HTTPServer):
    """What a provider remembers."""

    now: dict[str, Any] = GOOD
    codes: dict[str, dict[str, str]]


@contextmanager
def provider() -> Iterator[str]:
    """A provider that runs; yields its issuer."""
    port = free_port()
    process = subprocess.Popen([sys.executable, "-m", "tests.openid_provider", str(port)], cwd=ROOT)
    issuer = f"http://127.0.0.1:{port}"
    try:
        for _n in range(1200):  # a machine that is busy with other tests takes long to begin
            try:
                become(issuer)
                break
            except OSError:
                time.sleep(0.1)
        yield issuer
    finally:
        process.terminate()
        process.wait(timeout=20)


def become(issuer: str, fault: str = "", *, person: dict[str, Any] | None = None, **claims: Any) -> None:
    """Tell the provider whom it lets in and what it does wrong; a claim that is None is left out."""
    told = {key: value for key, value in {**GOOD["claims"], **claims}.items() if value is not None}
    body = json.dumps({"claims": told, "fault": fault, "person": person or {"sub": told["sub"]}}).encode()
    urllib.request.urlopen(urllib.request.Request(f"{issuer}/become", data=body), timeout=5).read()


if __name__ == "__main__":
    serving = Server(("127.0.0.1", int(sys.argv[1])), Provider)
    serving.codes = {}
    serving.serve_forever()
