"""A profile is read whole or refused with file, key and what to mend."""

from __future__ import annotations

import shutil
from dataclasses import FrozenInstanceError, fields
from datetime import date
from pathlib import Path

import pytest

from huisvrede.core.policy import PolicyError, changed_digest, load
from huisvrede.core.vocabulary import COMPUTER_DECIDES, LegalBasis
from tests.conftest import ROOT

PROFILES = sorted(path.parent for path in (ROOT / "profiles").glob("*/organisation.toml"))


HOME_SEEKERS = "activities/home-seekers.toml"
SYSTEM = 'held_in = "huisvrede"'
OWNER = 'owner = "customer-service"'
WRITTEN = ("owner", "reviewed_on", "review_every", "sources", "informed", "proportionality", "subsidiarity", "principles", "afterwards", "longer")


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    """The allocation service, to be spoilt."""
    return Path(shutil.copytree(ROOT / "profiles" / "allocation-service", tmp_path / "spoilt"))


def spoil(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.parametrize("folder", PROFILES, ids=lambda p: p.name)
def test_every_profile_loads(folder: Path) -> None:
    policy = load(folder)
    assert policy.activities
    assert len(policy.digest) == 64


@pytest.mark.parametrize("folder", PROFILES, ids=lambda p: p.name)
@pytest.mark.clause("COR-13")
def test_every_activity_has_a_legal_basis_and_a_legitimate_interest_its_balancing(folder: Path) -> None:
    for activity in load(folder).activities.values():
        assert activity.legal_bases
        for basis in activity.legal_bases:
            assert basis["basis"] in set(LegalBasis)
            assert basis["basis"] != LegalBasis.LEGITIMATE_INTEREST or {"nl", "en"} <= set(basis["balancing"])


@pytest.mark.parametrize("folder", PROFILES, ids=lambda p: p.name)
def test_every_period_names_its_source(folder: Path) -> None:
    assert [r.clock for a in load(folder).activities.values() for r in a.retention if not r.source] == []


def test_the_same_content_has_the_same_fingerprint(profile: Path) -> None:
    first = load(profile).digest
    assert load(profile).digest == first
    spoil(profile / "activities" / "home-seekers.toml", 'period = "P2Y"', 'period = "P3Y"')
    assert load(profile).digest != first


def test_a_version_has_the_fingerprint_of_what_it_says_and_not_of_its_order(profile: Path) -> None:
    roles = profile / "roles.toml"
    before, text = load(profile), roles.read_text(encoding="utf-8")
    first, *others = text.split("\n\n")
    roles.write_text("\n\n".join([*others, first]), encoding="utf-8")
    assert list(load(profile).roles) != list(before.roles)
    assert load(profile).digest == before.digest


def test_words_of_a_profile_become_what_they_say(profile: Path) -> None:
    policy = load(profile)
    assert (policy.activities["home-seekers"].open, policy.activities["appeals"].open) == (True, False)
    assert policy.roles["customer-service"].second_factor is True
    spoil(profile / "roles.toml", "second_factor = true\n", "")
    assert {role.second_factor for role in load(profile).roles.values()} == {False}
    effective = policy.effective_on.isoformat()
    spoil(profile / "organisation.toml", f"= {effective}", f'= "{effective}"')
    assert load(profile).effective_on == policy.effective_on


@pytest.mark.parametrize(
    ("file", "old", "new", "sentence"),
    [
        (
            "activities/home-seekers.toml",
            'basis = "contract"',
            'basis = "habit"',
            "'habit' is not a valid LegalBasis",
        ),
        (
            "activities/home-seekers.toml",
            'basis = "contract"',
            'basis = "legitimate-interest"',
            "a legitimate interest needs its balancing test",
        ),
        ("activities/home-seekers.toml", 'period = "P2Y"', 'period = "two years"', "is not a period"),
        ("activities/home-seekers.toml", 'source = "art. 6"', 'source = ""', "names no source"),
        (
            "activities/home-seekers.toml",
            'purposes = ["registration"]',
            'purposes = ["marketing"]',
            "has purpose marketing",
        ),
        (
            "activities/home-seekers.toml",
            '"view", "create", "edit", "import"',
            '"peek"',
            "unknown action peek",
        ),
        ("activities/home-seekers.toml", 'reach = "assigned"', 'reach = "far"', "'far' is not a valid Reach"),
        (
            "activities/home-seekers.toml",
            "[roles.advisor]",
            "[roles.stranger]",
            "'stranger' is missing or unknown",
        ),
        ("activities/home-seekers.toml", 'state = "open"', 'state = "ajar"', "'ajar' is missing or unknown"),
        ("activities/home-seekers.toml", "name.en =", "name.de =", "needs both nl and en"),
        (
            "activities/home-seekers.toml",
            'role = "processor"',
            'role = "joint-controller"',
            "a joint controller needs contact.nl and contact.en",
        ),
        (HOME_SEEKERS, OWNER, 'owner = "nobody"', "owner nobody is no role"),
        (HOME_SEEKERS, '["data-subject", ', '["hearsay", ', "hearsay is no source of data"),
        (HOME_SEEKERS, 'afterwards = "destroyed"', 'afterwards = "hidden"', "afterwards is one of destroyed, anonymised"),
        (HOME_SEEKERS, 'review_every = "P1Y"', 'review_every = "yearly"', "is not a period"),
        (HOME_SEEKERS, SYSTEM, f'{SYSTEM}\nprinciples.haste.nl = "Snel"', "haste is no part of principles"),
        ("roles.toml", 'kind = "staff"', 'kind = "boss"', "'boss' is not a valid Kind"),
    ],
)
def test_a_word_nobody_knows_is_refused(profile: Path, file: str, old: str, new: str, sentence: str) -> None:
    spoil(profile / file, old, new)
    with pytest.raises(PolicyError) as refused:
        load(profile)
    assert sentence in str(refused.value)
    assert str(profile / file) in str(refused.value)


def unwritten(path: Path) -> None:
    """A file of a profile without what an entry may leave out."""
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if not line.startswith(WRITTEN)), encoding="utf-8")


def test_a_principle_met_in_all_that_is_done_is_said_once_and_an_activity_may_say_more(profile: Path) -> None:
    unwritten(profile / HOME_SEEKERS)
    spoil(profile / HOME_SEEKERS, SYSTEM, f'{SYSTEM}\nprinciples.security = {{ nl = "Hier", en = "Here" }}')
    policy = load(profile)
    everywhere, here = policy.organisation["principles"], policy.activities["home-seekers"].principles
    assert {key: said["en"] for key, said in here.items()} == {
        **{key: said["en"] for key, said in everywhere.items()},
        "security": "Here",
    }
    assert policy.activities["rights"].principles["minimisation"] == everywhere["minimisation"]


def test_what_an_activity_does_not_say_is_empty_and_what_it_says_is_kept(profile: Path) -> None:
    unwritten(profile / HOME_SEEKERS)
    (bare,) = (a for a in load(profile).activities.values() if a.key == "home-seekers")
    said = (
        'owner = "management"\nreviewed_on = 2026-01-05\nreview_every = "P1Y"\nsources = ["data-subject"]\n'
        'proportionality = { nl = "Past", en = "Fits" }\ninformed = { nl = "Brief", en = "Letter" }'
    )
    rule = 'afterwards = "anonymised"\nlonger = { nl = "Cijfers", en = "Figures" }'
    spoil(profile / HOME_SEEKERS, SYSTEM, f"{SYSTEM}\n{said}")
    spoil(profile / HOME_SEEKERS, "[retention.ended]", f"[retention.ended]\n{rule}")
    whole = load(profile).activities["home-seekers"]
    assert (whole.owner, whole.reviewed_on, whole.review_every) == ("management", date(2026, 1, 5), "P1Y")
    assert (whole.sources, whole.proportionality["en"], whole.subsidiarity) == (("data-subject",), "Fits", {})
    assert (whole.informed["en"], [(r.afterwards, r.longer.get("en", "")) for r in whole.retention]) == ("Letter", [("anonymised", "Figures"), ("", "")])
    assert (bare.owner, bare.reviewed_on, bare.review_every, bare.sources, bare.informed) == ("", None, "", (), {})
    assert [(r.afterwards, r.longer) for r in bare.retention] == [("", {})] * 2


def test_a_missing_file_is_named(profile: Path) -> None:
    (profile / "roles.toml").unlink()
    with pytest.raises(PolicyError, match=r"roles\.toml is missing"):
        load(profile)


def test_unreadable_toml_is_named(profile: Path) -> None:
    (profile / "terms.toml").write_text("[sign-in\n", encoding="utf-8")
    with pytest.raises(PolicyError, match=r"terms\.toml can't be read"):
        load(profile)


def test_settings_become_terms(profile: Path) -> None:
    terms = load(profile).terms
    assert (terms["sign-in.attempts"].value, terms["access-request"].value) == ("5", "P4W")


def test_two_recipients_of_one_name_are_refused(profile: Path) -> None:
    path = profile / "activities" / "home-seekers.toml"
    first, second = (one["name"]["nl"] for one in load(profile).activities["home-seekers"].recipients)
    spoil(path, f'name.nl = "{second}"', f'name.nl = "{first}"')
    with pytest.raises(PolicyError, match="two recipients have the same name"):
        load(profile)


@pytest.mark.parametrize("name", ["terms", "roles"])
def test_no_activity_takes_the_name_of_what_holds_for_all_of_them(profile: Path, name: str) -> None:
    spoil(profile / "activities" / "newsletter.toml", 'key = "newsletter"', f'key = "{name}"')
    with pytest.raises(PolicyError, match=f"{name} is no name for an activity"):
        load(profile)


def test_an_activity_without_a_legal_basis_is_refused(profile: Path) -> None:
    path = profile / "activities" / "home-seekers.toml"
    spoil(path, "[[legal_bases]]", "[[what_was_one]]")
    path.write_text(f"legal_bases = []\n{path.read_text(encoding='utf-8')}", encoding="utf-8")
    with pytest.raises(PolicyError, match="needs at least one"):
        load(profile)


def test_what_was_read_does_not_change_and_is_named(profile: Path) -> None:
    policy = load(profile)
    activity = policy.activities["home-seekers"]
    for one in (
        policy,
        activity,
        activity.retention[0],
        activity.rights[0],
        next(iter(policy.terms.values())),
        policy.roles["advisor"],
    ):
        with pytest.raises(FrozenInstanceError):
            one.key = "other"  # type: ignore[misc, attr-defined]
        with pytest.raises(TypeError, match="positional"):
            type(one)(*(getattr(one, field.name) for field in fields(one)))


def test_a_version_that_came_of_a_change_has_a_fingerprint_of_both(profile: Path) -> None:
    entries = list(load(profile).activities.values())
    assert changed_digest("a", entries) == changed_digest("a", entries[::-1])
    assert len({changed_digest("a", entries), changed_digest("b", entries), changed_digest("a", entries[1:])}) == 3


def test_a_computer_decides_only_where_it_is_said_how_and_how_a_person_looks_again(profile: Path) -> None:
    spoil(profile / HOME_SEEKERS, "automated_decisions = false", "automated_decisions = true")
    with pytest.raises(PolicyError, match="a computer decides: say how"):
        load(profile)
    said = "".join(f'automated.{part} = {{ nl = "A", en = "B" }}\n' for part in COMPUTER_DECIDES)
    spoil(profile / HOME_SEEKERS, "automated_decisions = true", f"{said}automated_decisions = true")
    assert [*load(profile).activities["home-seekers"].automated] == [*COMPUTER_DECIDES]


def test_a_part_of_a_consent_text_that_nobody_knows_is_refused(profile: Path) -> None:
    spoil(profile / HOME_SEEKERS, SYSTEM, f'{SYSTEM}\nconsent.price = {{ nl = "A", en = "B" }}')
    with pytest.raises(PolicyError, match="price is no part of consent"):
        load(profile)


def test_what_is_open_is_held_somewhere(profile: Path) -> None:
    spoil(profile / HOME_SEEKERS, SYSTEM, 'held_in = "nowhere"')
    with pytest.raises(PolicyError, match="an open activity is held somewhere"):
        load(profile)
