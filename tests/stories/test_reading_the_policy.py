"""Whoever works here has the policy in force one click away, says that they read it, and is asked again."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest
from django.utils import timezone

from huisvrede.core.policy import load
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.register.services import adopt
from huisvrede.foundation.walls.session import acting
from tests.browsing import Watched, signed_in
from tests.cast import member, system
from tests.conftest import ROOT, TODAY, as_login
from tests.hostile import Walk

RULES, ASKED = "/werk/reglement/", "There are rules about personal data that you have not read yet"


def page(client: Watched, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return str(answer.content.decode())


@pytest.mark.clause("ALL-52")
@pytest.mark.clause("COR-41", part="version read")
@pytest.mark.clause("COR-02", part="own roles")
def test_who_works_here_reads_the_policy_says_so_and_is_asked_again(organisation: Organisation) -> None:
    # given Bram, an advisor, who never read the policy: his desk says so, and each page leads to it
    bram, petra = signed_in(organisation, "bram"), signed_in(organisation, "petra")
    desk = page(bram, "/werk/")
    assert (ASKED in desk, f'<li><a href="{RULES}">Our rules</a></li>' in page(bram, "/werk/toegang/")) == (True, True)
    # when he opens it, then it is text: purposes, periods, who may what, his own roles, and whom to ask
    text = page(bram, RULES)
    said = ("Find out which homes fit", "2 years from the end", "Customer service: ", "<li>Advisor of a corporation</li>", "privacy@allocation-service.example")
    assert [one for one in said if one not in text] == []
    assert "people who work here" not in text
    # and when he says that he read it, then that is on record, and he is asked no more
    bram.post(RULES)
    assert f"You read this version on {timezone.localdate().day} " in page(bram, RULES)
    assert ASKED not in page(bram, "/werk/")
    # then the privacy officer reads how many did, and whoever sees accounts reads of each colleague when
    count = page(petra, RULES)
    assert ("Read by 1 of the " in count, "Bram" in count) == (True, False)
    assert "not read yet" in page(petra, f"/werk/collegas/{member('chris').hat}/")
    assert "not read yet" not in page(petra, f"/werk/collegas/{member('bram').hat}/")
    # and when a new version becomes effective, then he is asked again
    whole = replace(load(ROOT / "profiles" / "allocation-service"), effective_on=timezone.localdate(), digest="new")
    with as_login(organisation, "worker"), acting(organisation, system("adoption", TODAY)):
        adopt(whole, on=timezone.localdate())
    assert ASKED in page(bram, "/werk/")


@pytest.mark.clause("ALL-52", part="every page")
def test_the_rules_are_one_click_away_on_every_page_of_who_works_here(organisation: Organisation) -> None:
    # given Bram, an advisor; when he opens every page that opens for him
    pages = {address: page.links for address, page in Walk(partial(signed_in, organisation, "bram")).pages() if address.startswith("/werk/")}
    # then each leads to the rules, and they say whom to ask about them
    assert ([address for address, links in pages.items() if RULES not in links], len(pages) > 5) == ([], True)
    assert "Questions and requests about personal data go to our" in page(signed_in(organisation, "bram"), RULES)


def test_the_policy_for_who_works_here_is_for_nobody_else(organisation: Organisation) -> None:
    assert signed_in(organisation, "sanne").get(RULES).status_code in {302, 404}
