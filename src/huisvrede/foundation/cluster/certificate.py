"""A certificate of this installation's own, for `huisvrede serve --tls` on a machine that has no better one."""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

LASTS: Final = timedelta(days=397)
"""As long as browsers believe one."""
RENEWED: Final = timedelta(days=30)
"""So long before its end a new one is made."""
HERE: Final = ("localhost", "127.0.0.1", "::1")


def certificate_for(hosts: Sequence[str], folder: Path, *, at: datetime) -> tuple[Path, Path]:
    """The files with certificate and key, both PEM; made anew where they name other hosts or end within a month.

    It says who is at the other end to nobody who has not put it among their own: in front of people goes a real one.
    """
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    names = sorted({*HERE, *hosts})
    if not _holds(certificate, key, names, at):
        _make(certificate, key, names, at)
    return certificate, key


def _holds(certificate: Path, key: Path, names: list[str], at: datetime) -> bool:
    if not certificate.exists() or not key.exists():
        return False
    found = x509.load_pem_x509_certificate(certificate.read_bytes())
    held = found.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return sorted(str(name.value) for name in held) == names and found.not_valid_after_utc > at + RENEWED


def _make(certificate: Path, key: Path, names: list[str], at: datetime) -> None:
    private = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Huisvrede")])
    made = (
        x509.CertificateBuilder()
        .subject_name(who)
        .issuer_name(who)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - timedelta(hours=1))
        .not_valid_after(at + LASTS)
        .add_extension(x509.SubjectAlternativeName([_name(one) for one in names]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(private, hashes.SHA256())
    )
    certificate.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    _write(
        key,
        private.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        ),
    )
    _write(certificate, made.public_bytes(serialization.Encoding.PEM))


def _name(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        return x509.DNSName(host)


def _write(path: Path, text: bytes) -> None:
    fresh = path.with_suffix(".fresh")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(text)
    fresh.replace(path)
