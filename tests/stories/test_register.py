"""The register of processing activities, as a member of staff reads it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from html import unescape

import pytest
from django.apps import apps
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import models
from django.utils import timezone

from huisvrede.core.duration import Period
from huisvrede.core.periods import cut_off
from huisvrede.core.policy import Policy, load
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.register.services import adopt
from huisvrede.foundation.walls.session import acting
from tests.browsing import signed_in, visiting
from tests.cast import system
from tests.conftest import ROOT, TODAY, as_login

FIELDS = (
    "Controller", "Privacy contact", "Purposes", "Legal bases", "Data subjects", "Kinds of personal data",
    "Joint controllers", "Recipients", "Outside the European Economic Area", "Erasure periods", "Security measures",
    "Who may do what",
)  # fmt: skip


def policy() -> Policy:
    return replace(
        load(ROOT / "profiles" / "allocation-service"), effective_on=timezone.localdate(), digest="next"
    )


def adopted(organisation: Organisation, new: Policy) -> None:
    with as_login(organisation, "worker"), acting(organisation, system("adoption", TODAY)):
        adopt(new, on=timezone.localdate())


def read(organisation: Organisation, address: str, who: str = "chris") -> str:
    response = signed_in(organisation, who).get(address)
    assert response.status_code == 200
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


@contextmanager
def undeclared() -> Iterator[None]:
    """A table that somebody added and nobody declared."""

    class Scrap(models.Model):
        class Meta:
            app_label = "allocation"

        def __str__(self) -> str:
            return f"{self.pk}"

    try:
        yield
    finally:
        del apps.all_models["allocation"]["scrap"]
        apps.clear_cache()
        assert Scrap not in apps.get_models()


@pytest.mark.clause("ALL-24")
def test_the_register_lists_every_activity_of_the_policy(organisation: Organisation) -> None:
    page = read(organisation, "/werk/register/?aantal=100")
    missing = [a.name["en"] for a in policy().activities.values() if a.name["en"] not in page]
    assert missing == []
    assert "version 1 of our policy, in force since 19 April 2021" in page


@pytest.mark.clause("ALL-24")
@pytest.mark.clause("COR-21")
def test_an_entry_holds_every_field_of_article_30(organisation: Organisation) -> None:
    page = read(organisation, "/werk/register/home-seekers/")
    assert [label for label in FIELDS if label not in page] == []
    entry = policy().activities["home-seekers"]
    said = [
        entry.description["en"],
        *(t["en"] for t in entry.purposes.values()),
        *(t["en"] for t in entry.data_subjects),
    ]
    said += [
        *(t["en"] for t in entry.security),
        *(r["name"]["en"] for r in entry.recipients),
        "2 years from the end: Two years after",
    ]
    said += ["Woonloket Zeggeland Rietdijk 12 9999 ZA Zeggedam info@allocation-service.example 085 000 0001"]
    said += [
        "privacy@allocation-service.example",
        "Outside the European Economic Area None",
        "date of birth",
        "wishes and preferences",
    ]
    assert [text for text in said if text not in page] == []


@pytest.mark.clause("COR-21")
def test_joint_controllers_and_transfers_are_told_where_there_are_any(organisation: Organisation) -> None:
    whole = policy()
    entry = whole.activities["home-seekers"]
    together = {
        "name": {"nl": "Buurgemeente", "en": "Next town"},
        "role": "joint-controller",
        "contact": {"nl": "loket@buurgemeente.example", "en": "desk@nexttown.example"},
        "categories": ["identity"],
        "ground": "GDPR 26(1)",
    }
    away = {"country": "Canada", "safeguard": "adequacy decision 2002/2/EC"}
    shared = replace(entry, recipients=(*entry.recipients, together), transfers=(away,))
    adopted(organisation, replace(whole, activities={**whole.activities, entry.key: shared}))
    page = read(organisation, "/werk/register/home-seekers/")
    assert "Joint controllers Next town. desk@nexttown.example" in page
    assert "Outside the European Economic Area Canada: adequacy decision 2002/2/EC" in page
    # and who it is about reads whom to ask (article 26(2)), and the authority how to reach them (article 30(1)(a))
    said = "Next town. desk@nexttown.example"
    statement = " ".join(unescape(visiting(organisation).get("/privacy/").content.decode()).split())
    assert ("Who is responsible together with us, and whom can you ask?" in statement, said in statement) == (True, True)
    assert said in signed_in(organisation, "petra").get("/werk/register/overdragen/?vorm=csv").content.decode()


@pytest.mark.clause("ALL-23", part="basis")
@pytest.mark.clause("COR-13")
def test_every_activity_rests_on_a_legal_basis_and_a_weighed_one_shows_its_balancing(
    organisation: Organisation,
) -> None:
    for entry in policy().activities.values():
        page = read(organisation, f"/werk/register/{entry.key}/")
        for basis in entry.legal_bases:
            assert f"(GDPR article {basis['article']})" in page
            if "balancing" in basis:
                assert f"Our balancing: {basis['balancing']['en']}" in page
    assert read(organisation, "/werk/register/?grondslag=consent").count("Newsletter") == 1


@pytest.mark.clause("COR-13")
def test_an_activity_that_lost_its_legal_basis_is_closed_and_says_who_must_decide(
    organisation: Organisation,
) -> None:
    whole = policy()
    baseless = replace(whole.activities["home-seekers"], legal_bases=())
    adopted(organisation, replace(whole, activities={**whole.activities, "home-seekers": baseless}))
    page = read(organisation, "/werk/register/home-seekers/")
    assert "“Registration of home seekers” stays closed: it has no legal basis." in page
    assert "This is decided by: Management. Advice comes from: Privacy officer." in page
    assert "“Registration of home seekers” stays closed" in read(organisation, "/werk/register/")
    assert signed_in(organisation, "petra").get("/werk/register/publiceren/").status_code == 200


@pytest.mark.clause("ALL-37", part="customers")
def test_data_of_customers_are_kept_until_two_years_after_the_end(organisation: Organisation) -> None:
    (rule,) = [one for one in policy().activities["home-seekers"].retention if one.clock == "ended"]
    assert (rule.clock, rule.period, rule.source) == ("ended", Period(years=2), "art. 6")
    page = read(organisation, "/werk/register/home-seekers/")
    assert "2 years from the end: Two years after the registration ends we erase your data." in page
    assert cut_off(rule.period, on=date(2029, 3, 1)) == date(2027, 2, 28)


@pytest.mark.clause("ALL-24")
def test_the_register_is_current_from_the_moment_a_policy_is_adopted(organisation: Organisation) -> None:
    whole = policy()
    entry = whole.activities["newsletter"]
    renamed = replace(entry, name={"nl": "Buurtbrief", "en": "Neighbourhood letter"})
    adopted(organisation, replace(whole, activities={**whole.activities, entry.key: renamed}))
    assert "Neighbourhood letter" in read(organisation, "/werk/register/")
    page = read(organisation, "/werk/register/newsletter/")
    assert "Version 2 Name Newsletter (no longer) Neighbourhood letter (new)" in page
    old = read(organisation, "/werk/register/newsletter/?versie=1")
    assert (
        "You are reading version 1, which became effective on 19 April 2021. It is no longer in force."
        in old
    )


@pytest.mark.clause("ALL-24")
def test_a_table_nobody_declared_stops_the_start() -> None:
    with undeclared(), pytest.raises(SystemCheckError, match=r"allocation\.Scrap has no declaration"):
        call_command("check")
