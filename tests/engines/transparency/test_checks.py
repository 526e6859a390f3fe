"""Loose ends in a policy are told with code, sentence and place."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from django.utils.translation import override

from huisvrede.core.policy import Policy, load
from huisvrede.core.vocabulary import NOWHERE
from huisvrede.engines.transparency.checks import SENTENCES, LooseEnd, loose_ends, loose_ends_of
from huisvrede.engines.transparency.queries import rows_of
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.register.joining import Code
from huisvrede.foundation.register.queries import version_on
from huisvrede.foundation.register.services import adopt
from huisvrede.foundation.walls.session import acting
from tests.cast import member, system
from tests.conftest import ROOT, TODAY, as_login


def policy() -> Policy:
    return replace(load(ROOT / "profiles" / "allocation-service"), effective_on=TODAY, digest="other")


def found(organisation: Organisation, new: Policy | None = None) -> list[LooseEnd]:
    if new is not None:
        with as_login(organisation, "worker"), acting(organisation, system("adoption", TODAY)):
            adopt(new, on=TODAY)
    with override("en"), acting(organisation, member("petra").acting("check", TODAY)):
        return loose_ends(organisation)


def changed(key: str, **values: object) -> Policy:
    whole = policy()
    return replace(whole, activities={**whole.activities, key: replace(whole.activities[key], **values)})  # type: ignore[arg-type]


def test_every_kind_of_loose_end_has_its_sentence() -> None:
    assert set(SENTENCES) == set(Code)


def test_the_shipped_policy_closes_nothing_it_declares_open(organisation: Organisation) -> None:
    assert [end for end in found(organisation) if end.closes] == []


def test_what_the_software_could_do_and_the_policy_does_not_name_is_told(organisation: Organisation) -> None:
    assert "care-files" in {end.activity for end in found(organisation) if end.code == "P006"}


def test_a_missing_period_is_told_with_the_file_to_mend(organisation: Organisation) -> None:
    ends = found(organisation, changed("home-seekers", retention=()))
    _papers, closing = [end for end in ends if end.closes]
    assert (closing.code, closing.where, closing.activity) == (
        "P001",
        "profiles/allocation-service/activities/home-seekers.toml",
        "home-seekers",
    )
    assert closing.sentence.startswith(
        "“Registration of home seekers” stays closed: the software starts the clock “ended”"
    )
    assert ends[1] == closing


def test_a_kind_of_data_the_policy_forgot_is_told_in_words(organisation: Organisation) -> None:
    whole = policy().activities["home-seekers"]
    fewer = tuple(category for category in whole.categories if category != "birth")
    (closing,) = [end for end in found(organisation, changed("home-seekers", categories=fewer)) if end.closes]
    assert closing.code == "P002"
    assert "“date of birth”" in closing.sentence


def test_an_activity_the_policy_closes_itself_is_told_on_its_own_page_alone(
    organisation: Organisation,
) -> None:
    ends = found(organisation, changed("home-seekers", open=False, retention=()))
    (asked,) = [end for end in ends if end.activity == "home-seekers" and end.code != "P009"]
    assert (asked.code, asked.closes) == ("P012", False)
    assert asked.sentence.startswith("“Registration of home seekers” is closed, and it says that its data are in Huisvrede.")
    with acting(organisation, member("petra").acting("check", TODAY)):
        rows = rows_of(version_on(TODAY), "home-seekers")
        assert rows is not None
        assert "P001" in {end.code for end in loose_ends_of(rows, organisation)}


def test_what_nobody_does_yet_is_asked_nothing(organisation: Organisation) -> None:
    ends = found(organisation, changed("home-seekers", open=False, held_in=NOWHERE, retention=(), subsidiarity={}))
    assert "home-seekers" not in {end.activity for end in ends}


def test_an_entry_that_lacks_something_names_it_and_closes_nothing(organisation: Organisation) -> None:
    seekers, wages = policy().activities["home-seekers"], policy().activities["personnel"]
    rule = replace(seekers.retention[0], afterwards="")
    met = {key: text for key, text in seekers.principles.items() if key != "accuracy"}
    whole = changed("home-seekers", proportionality={}, owner="", principles=met, retention=(rule,))
    asked = [
        end
        for end in found(organisation, replace(whole, activities={**whole.activities, "personnel": replace(wages, informed={})}))
        if end.asks
    ]
    assert [(end.code, end.activity, end.closes) for end in asked] == [
        ("P009", "home-seekers", False),
        ("P009", "personnel", False),
    ]
    assert asked[0].sentence == (
        "“Registration of home seekers” does not say yet: Why it is no larger than the purpose is worth; Who answers for it;"
        " the principle “Accurate”; what happens when the period “from the end” is over. Write it in a change of the policy."
    )


def test_an_open_entry_that_promises_anonymous_data_stays_closed_and_says_what_to_do(organisation: Organisation) -> None:
    rule = replace(policy().activities["home-seekers"].retention[0], afterwards="anonymised")
    (end,) = [end for end in found(organisation, changed("home-seekers", retention=(rule,))) if end.code == "P011"]
    assert end.closes
    assert end.sentence == (
        "“Registration of home seekers” stays closed: after “from the end” the policy makes data anonymous, and the software"
        " can only destroy them. Choose “destroyed” in a change of the policy, and keep figures of groups apart."
    )


def test_a_review_is_overdue_the_day_after_its_last_day_and_names_who_looks(organisation: Organisation) -> None:
    last = replace(policy().activities["rights"], reviewed_on=TODAY - timedelta(days=7), review_every="P7D", owner="management")
    whole = policy()
    entries = {**whole.activities, "rights": last, "accounts": replace(last, key="accounts", reviewed_on=TODAY - timedelta(days=8))}
    asked = [end for end in found(organisation, replace(whole, activities=entries)) if end.code == "P010"]
    assert [(end.activity, end.asks, end.closes) for end in asked] == [("accounts", True, False)]
    assert "by " in asked[0].sentence
    assert "Management checks" in asked[0].sentence
