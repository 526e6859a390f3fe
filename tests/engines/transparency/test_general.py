"""What holds for all of the policy is drafted as an entry is: its terms, one by one, within the law."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from huisvrede.core.policy import TERMS
from huisvrede.core.terms import READ
from huisvrede.engines.transparency import changing
from huisvrede.engines.transparency.changing import Unfit
from huisvrede.engines.transparency.drafts import entry_of
from huisvrede.engines.transparency.general import sections_of
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.register.models import Term, Version
from huisvrede.foundation.walls.session import acting
from tests.cast import member
from tests.drafting import begun, case_of, changed, stepped, worked, written

LATER = timedelta(days=10)


def terms(organisation: Organisation, on: object) -> dict[str, str]:
    with acting(organisation, member("petra").acting("policy", timezone.localdate())):
        version = Version.objects.filter(effective_on__lte=on).order_by("-effective_on", "-number").first()
        return dict(Term.objects.filter(version=version).values_list("key", "value"))


def test_every_term_has_its_page_under_an_address_of_its_own() -> None:
    said = {"key": TERMS, TERMS: {"made-up": {"period": "P1D", "source": "setting", "law": ""}}}
    slugs = [one.slug for one in sections_of(said)]
    assert len(slugs) == len(set(slugs)) == len(READ) + 1
    assert "sign-in-idle" in slugs


def test_a_term_is_changed_like_an_entry_and_binds_from_its_day(organisation: Organisation) -> None:
    today = timezone.localdate()
    petra = begun(organisation)
    listed = petra.get(f"/werk/beleid/{case_of(organisation).pk}/onderdelen/terms/").content.decode()
    assert "Answer to a request for access" in listed
    assert "at most 1 month (GDPR 12(3))" in listed
    for slug, typed in (("access-request", "3 weken"), ("limits-bulk-supply-count", "50"), ("sign-in-idle", "20 minutes")):
        assert changed(organisation, petra, slug, TERMS, period=typed, source="art. 2").status_code == 302
    shown = petra.get(f"/werk/beleid/{case_of(organisation).pk}/").content.decode()
    for part in ("4 weeks", "3 weeks", "Source: the organisation&#x27;s policy, art. 2", "Terms and limits", "20 minutes"):
        assert part in shown
    stepped(organisation, "petra", "send")
    stepped(organisation, "dubbel", "advise", outcome="granted", text="Fine.")
    stepped(organisation, "dirk", "decide", outcome="granted", reasons="Yes.", starts_on=(today + LATER).isoformat())
    before = terms(organisation, today)
    assert worked(organisation) == 1
    assert terms(organisation, today) == before
    after = {"access-request": "P3W", "limits.bulk-supply.count": "50", "sign-in.idle": "PT20M"}
    assert terms(organisation, today + LATER) == before | after


@pytest.mark.parametrize(
    ("slug", "typed", "says"),
    [
        ("access-request", "30 dagen", "at most 1 month (GDPR 12(3))"),
        ("access-request", "48 uur", "Hours can&#x27;t be counted with"),
        ("court-petition", "5 weeks", "exactly 6 weeks (UAVG 35(2))"),
        ("withdrawal-effect", "1 day", "at once (GDPR 7(3))"),
        ("sign-in-attempts", "0", "whole number of 1 or more"),
        ("exceptional-review-working-days", "99", "from 1 to 60"),
        ("sign-in-idle", "a while", "hours and minutes"),
        ("breach-internal", "soon", "Write how long"),
    ],
)
def test_what_can_not_stand_is_said_at_the_field(organisation: Organisation, slug: str, typed: str, says: str) -> None:
    answer = changed(organisation, begun(organisation), slug, TERMS, period=typed)
    assert answer.status_code == 200
    assert says in answer.content.decode()
    assert written(organisation, TERMS) == []


def test_the_parser_refuses_what_no_form_let_through_and_what_is_gone(organisation: Organisation) -> None:
    begun(organisation)
    with acting(organisation, member("petra").acting("policy", timezone.localdate())):
        case = changing.propose()
        number, said = entry_of(case, TERMS) or (0, {})
        late = {**said[TERMS], "access-request": {"period": "P2M", "source": "setting", "law": ""}}
        fewer = {key: row for key, row in said[TERMS].items() if key != "sign-in.idle"}
        for wrong in (late, fewer, {**said[TERMS], "new": {}}, {**said[TERMS], "new": {"period": "long"}}):
            with pytest.raises(Unfit):
                changing.write(case=case, entries={TERMS: (number, {**said, TERMS: wrong})})
        with pytest.raises(Unfit, match="keeps its key"):
            changing.write(case=case, entries={"rights": (0, said)})


def test_no_activity_takes_a_name_that_is_taken(organisation: Organisation) -> None:
    petra = begun(organisation)
    address = f"/werk/beleid/{case_of(organisation).pk}/nieuw/"
    answer = petra.post(address, {"key": TERMS})
    assert b"The register has an activity of this name." in answer.content
