"""`huisvrede demo code NAME`: the second factor of an invented person, for whoever tries the demo."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.mfa.utils import decrypt

from huisvrede.faces.cli.chosen import chosen
from huisvrede.faces.cli.errors import Stop
from huisvrede.foundation.cluster.organisations import Organisation, inside


def code_for(organisation: str, name: str) -> str:
    """The six digits of this moment of the account whose address is NAME or begins with NAME@.

    Without an organisation: of whichever has that name, each on a line with its organisation where there are several.
    Raises Stop outside a simulated organisation: the second factor of a real person is theirs alone.
    """
    among = chosen(organisation)
    if organisation and not among[0].simulated:
        raise Stop(f"{organisation} is no demo: its people's codes are on their own phones.")
    found = {one.key: code for one in among if one.simulated and (code := _code(one, name))}
    if not found:
        raise Stop(f"Nobody called {name} has a second factor at {organisation or 'any organisation of the demo'}.")
    if len(found) == 1:
        return next(iter(found.values()))
    return "\n".join(f"{code}  {key}" for key, code in found.items())


def _code(one: Organisation, name: str) -> str:
    """The code of somebody in one organisation; "" where nobody of that name has a second factor."""
    wanted = {"user__email": name.lower()} if "@" in name else {"user__email__istartswith": f"{name}@"}
    with inside(one):
        found = Authenticator.objects.filter(type=Authenticator.Type.TOTP, **wanted).first()
    if found is None:
        return ""
    counter = next(iter(yield_hotp_counters_from_time()))
    return str(format_hotp_value(hotp_value(decrypt(found.data["secret"]), counter)))
