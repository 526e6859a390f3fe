"""What is done for others changes by draft, advice and decision, on the same pages as an activity."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from huisvrede.engines.transparency import changing
from huisvrede.engines.transparency.serving import SERVED
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.register.entries import served_in
from huisvrede.foundation.register.queries import version_on
from huisvrede.foundation.walls.session import acting
from tests.browsing import Watched, signed_in
from tests.cast import member
from tests.drafting import begun, case_of, changed, page_of, stepped, worked, written

OURS = "advertising-homes"
NEW = {
    "key": "letting",
    "name_nl": "Verhuren voor eigenaren",
    "name_en": "Letting for owners",
    "controller": "Vereniging Lisdodde",
    "contact": "bestuur@vve-lisdodde.example",
    "processing_nl": "Huurders zoeken.",
    "processing_en": "Finding tenants.",
}


def added(organisation: Organisation, client: Watched, **typed: str) -> Any:
    return client.post(f"/werk/beleid/{case_of(organisation).pk}/nieuw-voor-anderen/", NEW | typed, follow=True)


def served(organisation: Organisation) -> dict[str, Any]:
    with acting(organisation, member("chris").acting("register", timezone.localdate())):
        return served_in(version_on(timezone.localdate()))


def test_it_is_added_changed_and_ended_by_three_people(organisation: Organisation) -> None:
    petra, before = begun(organisation), served(organisation)
    draft = f"/werk/beleid/{case_of(organisation).pk}/"
    assert "Offering homes for the corporations" in petra.get(f"{draft}onderdelen/").content.decode()
    assert "Finding tenants." in added(organisation, petra).content.decode()
    changed(organisation, petra, "verwerker-voor", key="letting", **{"item-0-dpo": "fg@vve-lisdodde.example"})
    assert changed(organisation, petra, "verwerker", key=OURS, ended="on").status_code == 302
    shown = petra.get(draft).content.decode()
    assert "Letting for owners" in shown
    assert "Data protection officer: fg@vve-lisdodde.example" in shown
    assert served(organisation) == before
    stepped(organisation, "petra", "send")
    stepped(organisation, "dubbel", "advise", outcome="granted", text="Fine.")
    stepped(organisation, "dirk", "decide", outcome="granted", reasons="Yes.", starts_on=timezone.localdate().isoformat())
    assert worked(organisation) == 1
    now = served(organisation)
    assert list(now) == ["letting"]
    assert now["letting"]["controllers"][0]["dpo"] == "fg@vve-lisdodde.example"
    assert "Letting for owners" in signed_in(organisation, "chris").get("/werk/register/verwerker/").content.decode()


def test_every_section_saves_what_it_shows(organisation: Organisation) -> None:
    petra = begun(organisation)
    for section in SERVED:
        assert changed(organisation, petra, section.slug, key=OURS).status_code == 302, section.slug
    assert "the draft says what the policy says" in petra.get(f"/werk/beleid/{case_of(organisation).pk}/").content.decode()


def test_what_can_not_stand_is_refused_where_it_was_typed(organisation: Organisation) -> None:
    petra = begun(organisation)
    draft = f"/werk/beleid/{case_of(organisation).pk}/"
    for taken in (OURS, "home-seekers"):
        assert "has an activity of this name" in added(organisation, petra, key=taken).content.decode()
    answer = changed(organisation, petra, "verwerker-voor", key=OURS, **{"item-0-DELETE": "on", "item-1-DELETE": "on"})
    assert "names no controller" in answer.content.decode()
    assert written(organisation, OURS) == []
    for address in (f"{OURS}/doelen/", "home-seekers/verwerker/"):
        assert petra.get(f"{draft}onderdelen/{address}").status_code == 404
    assert page_of(petra, f"{draft}onderdelen/{OURS}/verwerker-werk/")["item-0-text_en"][0].startswith("Putting a home")


def test_an_entry_of_one_record_takes_no_name_of_the_other(organisation: Organisation) -> None:
    begun(organisation)
    case = case_of(organisation)
    with acting(organisation, member("petra").acting("policy", timezone.localdate())):
        said = served_in(version_on(timezone.localdate()))[OURS] | {"key": "home-seekers"}
        with pytest.raises(changing.Unfit, match="both records hold an entry of this name"):
            changing.write(case=case, entries={"home-seekers": (0, said)})
    assert written(organisation) == []


def test_who_has_no_part_in_it_adds_nothing(organisation: Organisation) -> None:
    begun(organisation)
    for who in ("chris", "dirk"):
        assert added(organisation, signed_in(organisation, who)).status_code == 404
    assert written(organisation, "letting") == []
