"""Whatever anybody sends to any page, nothing fails on our side: it is an answer, a refusal or a sentence at a field."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path

import pytest

from huisvrede.foundation.cluster.organisations import Organisation
from tests.asking import advised, asked, passed_on
from tests.browsing import signed_in, visiting
from tests.hostile import BLUNT, KEEN, Walk
from tests.importing import bring, checked, file_of, hidden_and_merged, imported, row, work
from tests.signing_in import letterbox

OPEN = ("/", "/privacy/", "/toegankelijkheid/", "/aanmelden/", "/account/nieuw/", "/account/wachtwoord/")
"""Pages that open for a stranger."""
Copies = Callable[[str], AbstractContextManager[Organisation]]


def scene(organisation: Organisation) -> None:
    """Something stands on every kind of page: requests at two steps, imports at each."""
    if organisation.profile == "allocation-service":
        advised(organisation, asked(organisation, "tariq"))
        passed_on(organisation)
        checked(organisation, file_of(row(), row(Inschrijfnummer="2", Achternaam="Boom 123456782")))
        bring(organisation, file_of(row(Inschrijfnummer="3")))
        bring(organisation, hidden_and_merged(), name="zoekers.xlsx")
        imported(organisation, file_of(row(Inschrijfnummer="4"), row(Voornamen="")))
        bring(organisation, b"PK\x03\x04 and then nothing", name="broken.xlsx")
        work(organisation)


def walked(organisation: Organisation, folder: Path, who: str, turns: int = 1) -> tuple[int, list[object]]:
    """How many pages opened for somebody, and what failed on our side or held a script or style of its own."""
    with letterbox(folder):
        scene(organisation)
        walk = Walk(partial(signed_in, organisation, who), turns=turns)
        return walk.everywhere(), [*walk.failed, *sorted(walk.inline)]


@pytest.mark.slow
def test_nothing_a_stranger_sends_fails_on_our_side(organisation: Organisation, tmp_path: Path) -> None:
    walk = Walk(partial(visiting, organisation))
    with letterbox(tmp_path):
        walk.addresses()
        assert (walk.everywhere() >= len(OPEN), walk.failed, walk.inline) == (True, [], set())


@pytest.mark.slow
@pytest.mark.clause("SUR-26")
@pytest.mark.parametrize("who", ["sanne", "anna", "petra"])
def test_nothing_somebody_signed_in_sends_fails_on_our_side(
    organisation: Organisation, tmp_path: Path, who: str
) -> None:
    opened, failed = walked(organisation, tmp_path, who)
    assert (failed, opened > len(OPEN)) == ([], True), opened


@pytest.mark.soak
@pytest.mark.parametrize(
    ("profile", "who"),
    [(profile, who) for profile in ("allocation-service", "care-group") for who in ("sanne", "tariq", "anna", "bram", "petra", "dirk", "ada", "noor")],
)  # fmt: skip
def test_nothing_anybody_sends_in_any_field_fails_on_our_side(
    copies: Copies, tmp_path: Path, profile: str, who: str
) -> None:
    with copies(profile) as organisation:
        assert walked(organisation, tmp_path, who, turns=len(KEEN | BLUNT))[1] == []
