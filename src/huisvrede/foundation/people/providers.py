"""Where people may sign in by OpenID Connect: `var/secrets/<organisation>.oidc.toml`, one [[provider]] each.

A provider speaks for the addresses of the domains that stand with it and for no others.
"""

from __future__ import annotations

import re
from dataclasses import MISSING, dataclass, fields
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core.checks import CheckMessage, Error

from huisvrede.foundation.cluster.organisations import Organisation, current, read
from huisvrede.foundation.cluster.secret_files import WrongFile, read_secret, secure

KEY: Final = re.compile(r"[a-z0-9-]{1,40}")
LONGEST: Final = 200
"""Characters of an issuer, as the table of linked accounts keeps it."""


@dataclass(frozen=True)
class Provider:
    """One provider.

    `key` stands in our own address and `name` on the button. `verified_by` is the claim that says the address is
    verified. `factor_amr` and `factor_acr` are the words by which the provider tells that it asked a second factor.
    """

    key: str
    name: str
    issuer: str
    client_id: str
    client_secret: str
    domains: tuple[str, ...]
    verified_by: str = "email_verified"
    factor_amr: tuple[str, ...] = ("mfa", "hwk")
    factor_acr: tuple[str, ...] = ()


def path_of(organisation: Organisation) -> Path:
    """Where the providers of an organisation stand; most have none."""
    found: Path = settings.VAR / "secrets" / f"{organisation.key}.oidc.toml"
    return found


def providers_in(path: Path) -> list[Provider]:
    """The providers in a file, in its order; none without a file. Raises WrongFile."""
    if not path.exists():
        return []
    rows = read_secret(path).get("provider", [])
    if not isinstance(rows, list) or not rows:
        raise WrongFile(f"{path.name} has no [[provider]]")
    found = [_provider(f"{path.name}, [[provider]] {number}", row) for number, row in enumerate(rows, start=1)]
    for name in ("key", "issuer"):
        if len({getattr(one, name) for one in found}) < len(found):
            raise WrongFile(f"{path.name} has the same {name} twice")
    return found


def providers() -> list[Provider]:
    """The providers of this organisation; none where the file is wrong, which the checks at start tell."""
    try:
        return providers_in(path_of(current()))
    except WrongFile:
        return []


def check_providers(**_kwargs: Any) -> list[CheckMessage]:
    """A wrong file stops the process, with what to mend."""
    found: list[CheckMessage] = []
    for organisation in read(settings.VAR).values():
        try:
            providers_in(path_of(organisation))
        except WrongFile as problem:
            found.append(Error(f"{problem}.", hint=str(path_of(organisation)), id="huisvrede.E020"))
    return found


def _provider(where: str, row: dict[str, Any]) -> Provider:
    known = {field.name: field for field in fields(Provider)}
    if strange := sorted(set(row) - set(known)):
        raise WrongFile(f"{where} has {strange[0]}, which means nothing")
    for name, field in known.items():
        many = field.type.startswith("tuple")
        if name not in row and field.default is MISSING:
            raise WrongFile(f"{where} has no {name}")
        value = row.get(name, field.default)
        texts = list(value) if many and isinstance(value, (list, tuple)) else [value]
        if (many and not isinstance(value, (list, tuple))) or not all(isinstance(one, str) and one for one in texts):
            raise WrongFile(f"{where}: {name} is {'a list of texts' if many else 'a text'}")
    if not KEY.fullmatch(row["key"]):
        raise WrongFile(f"{where}: key is small letters, digits and dashes")
    if not secure(row["issuer"]) or len(row["issuer"]) > LONGEST:
        raise WrongFile(f"{where}: issuer is an address that begins with https://")
    if not row["domains"]:
        raise WrongFile(f"{where}: domains names at least one domain")
    given: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in row.items()}
    return Provider(**given)
