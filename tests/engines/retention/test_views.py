"""The pages of keeping and destroying: for whoever supervises, in Dutch and English, without anybody's data."""

from __future__ import annotations

import pytest
from lxml.html import fromstring

from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.disposal.models import Certificate
from huisvrede.foundation.disposal.services import nightly
from tests.browsing import signed_in
from tests.conftest import as_login
from tests.foundation.disposal.files import DUE, certificates, due_files, system

HOME = "/werk/bewaren/"


def night(organisation: Organisation) -> None:
    with as_login(organisation, "worker"):
        nightly(organisation, on=DUE)


def rows(html: bytes) -> list[list[str]]:
    """The table of a page, as text."""
    cells = "./th | ./td/span[@class='hv-table__value']"
    table = fromstring(html).xpath("//tbody/tr")
    return [[" ".join(cell.text_content().split()) for cell in row.xpath(cells)] for row in table]


def test_the_rules_stand_with_their_source_and_what_goes_tonight(organisation: Organisation) -> None:
    due_files(organisation, 3)
    page = signed_in(organisation, "petra").get(HOME)
    assert page.status_code == 200
    found = {row[1]: row for row in rows(page.content) if row[0] == "Registration of home seekers"}
    files, papers = found["2 years from the end"], found["6 months from the day it was added"]
    assert [files[n] for n in (3, 4, 5)] == ["the organisation's policy, art. 6", "3", "0"]
    assert [papers[n] for n in (3, 4, 5)] == ["the organisation's own choice", "0", "0"]


def test_a_rule_without_files_here_has_no_number(organisation: Organisation) -> None:
    page = signed_in(organisation, "petra").get(HOME)
    assert [row[4:] for row in rows(page.content) if row[0] == "Newsletter"] == [["–", "–"]]


@pytest.mark.parametrize("name", ["anna", "bram", "chris", "ada"])
def test_the_pages_are_for_who_supervises(organisation: Organisation, name: str) -> None:
    client = signed_in(organisation, name)
    pages = [client.get(f"{HOME}{path}").status_code for path in ("", "verklaringen/", "verklaringen/1/")]
    assert pages == [404] * 3


def test_a_certificate_tells_what_went_and_how_to_check_it(organisation: Organisation) -> None:
    due_files(organisation, 2)
    night(organisation)
    client = signed_in(organisation, "petra")
    (row,) = rows(client.get(f"{HOME}verklaringen/").content)
    assert [row[0], row[3]] == ["Certificate 1", "2"]
    text = fromstring(client.get(f"{HOME}verklaringen/1/").content).text_content()
    told = (
        f"huisvrede verify --organisation {organisation.key}",
        f"{organisation.key}.public.pem",
        "2 years from the end (the organisation's policy, art. 6)",
        "Registration as a home seeker",
    )
    assert [part in text for part in told] == [True] * 4
    statement = client.get(f"{HOME}verklaringen/1/").content.decode()
    assert "ended P2Y (art. 6)" in statement


def test_a_certificate_that_is_not_there_is_refused_as_any_other(organisation: Organisation) -> None:
    assert signed_in(organisation, "petra").get(f"{HOME}verklaringen/7/").status_code == 404


def test_certificates_come_by_page_and_lead_on_and_back(organisation: Organisation) -> None:
    with system(organisation):
        from_one = {"activity": "home-seekers", "count": 1, "rule": "ended P2Y (art. 6)"}
        Certificate.objects.bulk_create(
            Certificate(number=n, statement=from_one, signature="", executed_on=DUE) for n in range(1, 121)
        )
    client = signed_in(organisation, "petra")
    seen, url, last = [], "?", "?"
    while url:
        last = url
        page = fromstring(client.get(f"{HOME}verklaringen/{url}").content)
        seen.append([int(a.text_content().split()[-1]) for a in page.xpath("//tbody/tr/th/a")])
        url = next(iter(page.xpath("//a[@rel='next']/@href")), "")
    assert seen == [list(range(120, 70, -1)), list(range(70, 20, -1)), list(range(20, 0, -1))]
    back = fromstring(client.get(f"{HOME}verklaringen/{last}").content).xpath("//a[@rel='prev']/@href")
    assert rows(client.get(f"{HOME}verklaringen/{back[0]}").content)[0][0] == "Certificate 70"
    assert rows(client.get(f"{HOME}verklaringen/?volgorde=oudste").content)[0][0] == "Certificate 1"


def test_nothing_destroyed_yet_is_said_so(organisation: Organisation) -> None:
    page = signed_in(organisation, "petra").get(f"{HOME}verklaringen/?voor=x&na=99999999999")
    assert "Nothing was destroyed yet." in fromstring(page.content).text_content()
    assert certificates(organisation) == []
