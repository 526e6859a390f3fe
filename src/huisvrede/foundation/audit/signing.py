"""The organisation's signing key: made at its first use, a secret; its public half lies open in `var`."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from huisvrede.core.proof import ProofError, Signer, public_keys
from huisvrede.foundation.cluster.organisations import Organisation, folder


def signer_of(organisation: Organisation) -> Signer:
    """Who signs seals and certificates for this controller (`var/secrets/<key>.signing.pem`, mode 0600).

    The public key is added to `var/<key>.public.pem`, which keeps the older ones below it, so that what they
    signed can still be checked. Two processes that need the first key at once get the same one. Raises
    ProofError when the key can't be made, can't be read or is open to others.
    """
    path = folder() / "secrets" / f"{organisation.key}.signing.pem"
    if not path.exists():
        _make(path)
    signer = Signer.load(path)
    _publish(public_path(organisation), signer)
    return signer


def public_path(organisation: Organisation) -> Path:
    """Where the public keys of this controller lie: for auditors, data subjects and the website."""
    return folder() / f"{organisation.key}.public.pem"


def keys_of(organisation: Organisation) -> dict[str, bytes]:
    """Key id -> PEM of every key this controller ever signed with; none before the first."""
    path = public_path(organisation)
    return public_keys(path.read_bytes()) if path.exists() else {}


def _make(path: Path) -> None:
    """A whole key appears under its name or none at all; whoever comes second uses the first one's."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = path.with_suffix(f".{secrets.token_hex(4)}")
    Signer.generate(fresh)
    try:
        os.link(fresh, path)
    except FileExistsError:
        return
    except OSError as problem:
        raise ProofError(f"The signing key {path.name} cannot be made: {problem.strerror}.") from problem
    finally:
        fresh.unlink()


def _publish(path: Path, signer: Signer) -> None:
    known = path.read_bytes() if path.exists() else b""
    if known and signer.key_id in public_keys(known):
        return
    fresh = path.with_suffix(f".{secrets.token_hex(4)}")
    fresh.write_bytes(signer.public_pem + known)
    fresh.replace(path)
