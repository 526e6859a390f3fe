"""Loose ends in a policy are told with code, sentence and place."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import override

from huisvrede.core.policy import Policy, load
from huisvrede.engines.transparency.checks import SENTENCES, LooseEnd, loose_ends, loose_ends_of
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.register.joining import Code
from huisvrede.foundation.register.models import Activity
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
    (closing,) = [end for end in ends if end.closes]
    assert (closing.code, closing.where, closing.activity) == (
        "P001",
        "profiles/allocation-service/activities/home-seekers.toml",
        "home-seekers",
    )
    assert closing.sentence.startswith(
        "“Registration of home seekers” stays closed: the software starts the clock “ended”"
    )
    assert ends[0] == closing


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
    assert "home-seekers" not in {end.activity for end in ends}
    with acting(organisation, member("petra").acting("check", TODAY)):
        row = Activity.objects.get(version=version_on(TODAY), key="home-seekers")
        assert "P001" in {end.code for end in loose_ends_of(row, [], organisation)}
