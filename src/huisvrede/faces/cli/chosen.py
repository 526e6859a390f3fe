"""Which organisations a command works on."""

from __future__ import annotations

from django.conf import settings

from huisvrede.faces.cli.errors import USAGE, Stop
from huisvrede.foundation.cluster.connections import known
from huisvrede.foundation.cluster.organisations import Organisation


def chosen(key: str) -> list[Organisation]:
    """The organisation with this key, or all when none is named; an unknown key is told with those that exist."""
    organisations = {one.key: one for one in known(settings.VAR, settings.LOGIN).values()}
    if not organisations:
        raise Stop("There is no organisation yet: huisvrede demo makes five examples.")
    if not key:
        return list(organisations.values())
    if key not in organisations:
        raise Stop(f"There is no organisation {key}; there are {', '.join(organisations)}.", USAGE)
    return [organisations[key]]
