"""The supervisory authority asks for the record: it gets both parts at once, to read and for a computer (COR-22, CON-12)."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import timedelta
from html import unescape

import pytest
from django.utils import timezone

from huisvrede.core.policy import load
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.register.services import adopt
from huisvrede.foundation.walls.session import acting
from tests.browsing import Watched, signed_in
from tests.conftest import ROOT, as_login
from tests.drafting import system
from tests.pdf import text
from tests.recorded import graph

PAGE = "/werk/register/overdragen/"


def taken(client: Watched, form: str, day: object = "") -> bytes:
    return bytes(client.get(f"{PAGE}?vorm={form}" + (f"&dag={day}" if day else "")).content)


@pytest.mark.clause("COR-22")
def test_the_authority_gets_all_of_it_to_read_and_for_a_computer(organisation: Organisation) -> None:
    # given the register of today, and somebody who works here
    petra, policy = signed_in(organisation, "petra"), load(ROOT / "profiles" / "allocation-service")
    assert PAGE in petra.get("/werk/register/").content.decode()
    # when it is taken to read and for a computer
    shown, file = text(taken(petra, "pdf")), taken(petra, "jsonld")
    # then each activity stands in both, with who is responsible
    entries = {one["key"]: one for one in json.loads(file)["as_controller"]}
    assert len(graph(file)) > 1000
    for key, activity in policy.activities.items():
        assert " ".join(activity.name["en"].split()) in shown
        assert entries[key]["description"] == activity.description
        assert len(entries[key]["retention"]) == len(activity.retention)
        assert len(entries[key]["security"]) == len(activity.security)
    assert "Woonloket Zeggeland" in shown
    # and no home seeker stands in either
    for name in ("Zandmarker", "Veldmarker"):
        assert name not in shown
        assert name not in file.decode()


@pytest.mark.clause("COR-22", part="as of a day")
def test_the_record_of_an_earlier_day_says_what_held_then(organisation: Organisation) -> None:
    # given a policy that says something else since today
    today = timezone.localdate()
    whole = load(ROOT / "profiles" / "allocation-service")
    entry = replace(whole.activities["newsletter"], name={"nl": "Krantje", "en": "Little paper"})
    new = replace(whole, activities={**whole.activities, "newsletter": entry}, effective_on=today, digest="next")
    with as_login(organisation, "worker"), acting(organisation, system()):
        adopt(new, on=today)
    # when it is taken as of today and as of yesterday
    chris = signed_in(organisation, "chris")
    now, before = taken(chris, "csv").decode(), taken(chris, "csv", today - timedelta(days=1)).decode()
    # then each says what held on its day
    assert "Little paper" in now
    assert "Little paper" not in before


@pytest.mark.clause("CON-12")
def test_the_record_of_a_processor_says_for_whom_what_where_and_how_safe(organisation: Organisation) -> None:
    # given work for others of which some leaves the EEA
    today = timezone.localdate()
    whole = load(ROOT / "profiles" / "allocation-service")
    abroad = replace(whole.served[0], transfers=({"country": "Chile", "safeguard": "GDPR 46(2)(c)"},))
    with as_login(organisation, "worker"), acting(organisation, system()):
        adopt(replace(whole, served=(abroad,), effective_on=today, digest="abroad"), on=today)
    # when somebody who works here reads the page and takes a file
    chris = signed_in(organisation, "chris")
    page = unescape(re.sub(r"<[^>]+>", " ", chris.get("/werk/register/verwerker/").content.decode()))
    file = taken(chris, "csv").decode()
    # then both name controllers, processors, processing, the transfer with its safeguard, and security
    said = [text for party in (*abroad.controllers, *abroad.processors) for text in (party["name"], party["contact"])]
    said += [text["en"] for text in (*abroad.processing, *abroad.security)] + ["Chile", "GDPR 46(2)(c)"]
    for told in said:
        assert told in " ".join(page.split())
        assert told in file
    # and a data subject, who does not work here, reads neither
    assert signed_in(organisation, "sanne").get("/werk/register/verwerker/").status_code != 200
