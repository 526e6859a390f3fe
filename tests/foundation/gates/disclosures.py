"""What tests tell somebody outside, and how it stands in the database."""

from __future__ import annotations

from typing import Any

import psycopg
from django.conf import settings

from huisvrede.foundation.cluster import postgres
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.gates.models import Manner, Secrecy
from tests.conftest import TODAY

CORPORATIONS = "Deelnemende corporaties die mensen aan de balie helpen"
"""A recipient of the activity home-seekers, as the policy calls it."""

THERAPISTS = "Behandelaars en andere begeleiders, als u dat goed vindt"
"""A recipient of the activity care-files, which may have identity, contact and health."""

BY_LAW: dict[str, Any] = {
    "recipient": "Gemeente Zeggedam",
    "standing": "",
    "provision": "art. 64 Participatiewet",
    "categories": ["identity", "housing"],
    "manner": Manner.PAPER,
    "given_on": TODAY,
    "purpose": "The municipality checks a benefit.",
    "bound_by": Secrecy.LAW,
}
TO_A_CORPORATION: dict[str, Any] = {
    **BY_LAW,
    "recipient": "Woonstichting De Kade",
    "standing": CORPORATIONS,
    "provision": "",
    "manner": Manner.SPOKEN,
    "purpose": "Help at the counter.",
}


def typed(facts: dict[str, Any]) -> dict[str, Any]:
    """The same, as a browser sends it."""
    day = facts["given_on"].isoformat()
    return {**facts, "standing": facts["standing"] or "law", "given_on": day}


def stored(organisation: Organisation, table: str = "allocation_disclosure") -> list[tuple[Any, ...]]:
    """Recipient, ground, provision and categories of all rows, without any wall."""
    server = postgres.running(settings.VAR)
    assert server is not None
    with psycopg.connect(server.dsn(dbname=organisation.main)) as superuser:
        return superuser.execute(
            f"SELECT recipient, ground, provision, categories FROM {table} ORDER BY given_on, recipient".encode()
        ).fetchall()
