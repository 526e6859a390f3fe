"""The record of a profile as it would stand on a day; without a database."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from warnings import catch_warnings, simplefilter

from rdflib import Graph

from huisvrede.core.policy import load
from huisvrede.engines.transparency.record import Record
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.register.models import Version
from tests.conftest import ROOT
from tests.said import said_by

PROFILES = ("allocation-service", "care-group", "contracting", "corporation", "survey-bureau")
DAY = date(2026, 11, 23)
HOUSE = Organisation(key="house", name="Het Huis", host="house.localhost", profile="survey-bureau", simulated=True)


def recorded(profile: str, *, copies: int = 0) -> Record:
    """Both records of a profile; with `copies` that many entries, the profile's own over and over."""
    policy = load(ROOT / "profiles" / profile)
    said = said_by(policy)
    if copies:
        kinds = list(said.values())
        said = {f"entry-{n:04}": {**kinds[n % len(kinds)], "key": f"entry-{n:04}"} for n in range(copies)}
    served = json.loads(json.dumps([asdict(one) for one in policy.served]))
    organisation = json.loads(json.dumps(dict(policy.organisation), default=str))
    version = Version(
        number=3, digest=policy.digest, effective_on=policy.effective_on, organisation=organisation, served=served
    )
    names = {key: role.name["en"] for key, role in policy.roles.items()}
    return Record(version, DAY, said, {one["key"]: one for one in served}, names)


def graph(file: bytes | str) -> Graph:
    """A file of JSON-LD as its triples; rdflib warns of a class that it still uses itself."""
    with catch_warnings():
        simplefilter("ignore", DeprecationWarning)
        return Graph().parse(data=file, format="json-ld")
