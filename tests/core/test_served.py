"""What is done for others is read whole, or refused with what to mend (CON-12)."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from huisvrede.core.policy import PolicyError, load
from tests.conftest import ROOT

HEAD = '[[served]]\nkey = "letting"\nname = { nl = "Verhuren", en = "Letting" }\n'
WORK = 'processing = [{ nl = "Bellen.", en = "Calling." }]\nprocessors = []\ntransfers = []\nsecurity = []\n'
WHOM = 'controllers = [{ name = "Lisdodde", contact = "bestuur@lisdodde.example" }]\n'


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ROOT / "profiles" / "survey-bureau", tmp_path / "bureau"))


def test_an_entry_says_for_whom_and_what(profile: Path) -> None:
    (profile / "processing.toml").write_text(HEAD + WORK + WHOM)
    (one,) = load(profile).served
    assert one.key == "letting"
    assert one.controllers == ({"name": "Lisdodde", "contact": "bestuur@lisdodde.example", "representative": "", "dpo": ""},)
    assert one.processing == ({"nl": "Bellen.", "en": "Calling."},)


def test_without_the_file_nothing_is_done_for_others_and_the_fingerprint_knows_the_difference(profile: Path) -> None:
    before = load(profile).digest
    (profile / "processing.toml").unlink()
    assert load(profile).served == ()
    assert load(profile).digest != before


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        (HEAD + WORK, "'controllers' is missing"),
        (HEAD + WORK + "controllers = []\n", "names no controller"),
        (HEAD + WHOM + WORK.replace('{ nl = "Bellen.", en = "Calling." }', ""), "not what is done for it"),
        (HEAD + WORK + WHOM.replace("Lisdodde", ""), "needs a name and contact data"),
        (HEAD + WORK.replace('en = "Calling."', 'en = ""') + WHOM, "both nl and en"),
        (HEAD.replace('"letting"', '"Letting!"') + WORK + WHOM, "is no key"),
        ((HEAD + WORK + WHOM) * 2, "two entries have the same key"),
        (HEAD + WORK.replace("transfers = []", 'transfers = [{ country = "Chili" }]') + WHOM, "'safeguard' is missing"),
        ("served = 5 5\n", "can't be read"),
    ],
)
def test_what_is_missing_is_named_with_its_file(profile: Path, text: str, wrong: str) -> None:
    (profile / "processing.toml").write_text(text)
    with pytest.raises(PolicyError, match=wrong) as refused:
        load(profile)
    assert "processing.toml" in str(refused.value)
