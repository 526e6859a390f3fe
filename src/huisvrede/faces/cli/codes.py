"""`huisvrede demo code NAME`: the second factor of an invented person, for whoever tries the demo."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.mfa.utils import decrypt

from huisvrede.faces.cli.chosen import chosen
from huisvrede.faces.cli.errors import Stop
from huisvrede.foundation.cluster.organisations import inside


def code_for(organisation: str, name: str) -> str:
    """The six digits of this moment of the account whose address is NAME or begins with NAME@.

    Raises Stop outside a simulated organisation: the second factor of a real person is theirs alone.
    """
    (one,) = chosen(organisation)
    if not one.simulated:
        raise Stop(f"{one.key} is no demo: its people's codes are on their own phones.")
    wanted = {"user__email": name.lower()} if "@" in name else {"user__email__istartswith": f"{name}@"}
    with inside(one):
        found = Authenticator.objects.filter(type=Authenticator.Type.TOTP, **wanted).first()
    if found is None:
        raise Stop(f"Nobody called {name} has a second factor at {one.key}.")
    counter = next(iter(yield_hotp_counters_from_time()))
    return str(format_hotp_value(hotp_value(decrypt(found.data["secret"]), counter)))
