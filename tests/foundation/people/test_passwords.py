"""A password that was stolen elsewhere is refused, by a list that stands on this machine."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from django.contrib.auth.password_validation import get_default_password_validators, validate_password
from django.core.exceptions import ValidationError
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from huisvrede.foundation.cluster.organisations import Organisation, inside
from huisvrede.foundation.people import passwords
from huisvrede.foundation.people.passwords import is_a_list, stands_in

LINES = st.sets(st.binary(min_size=20, max_size=20), max_size=40)


def digest(password: str) -> str:
    return hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper()


def listed(path: Path, digests: list[str], end: str = ":7\r\n") -> Path:
    path.write_text("".join(f"{one}{end}" for one in sorted(digests)), newline="")
    return path


@given(others=LINES, password=st.text(max_size=20), end=st.sampled_from(["\n", ":1\n", ":12345\r\n"]))
def test_every_digest_of_a_list_is_found_and_no_other(
    tmp_path_factory: pytest.TempPathFactory, others: set[bytes], password: str, end: str
) -> None:
    path = tmp_path_factory.mktemp("list") / "breached"
    rest = [one.hex().upper() for one in others if one.hex().upper() != digest(password)]
    assert not stands_in(listed(path, rest, end), password)
    assert stands_in(listed(path, [*rest, digest(password)], end), password)


@pytest.mark.clause("SUR-22")
def test_a_stolen_password_is_refused_however_long(organisation: Organisation, tmp_path: Path) -> None:
    path = listed(tmp_path / "breached", [digest("een-lange-zin-die-gestolen-is"), digest("nog-een")])
    with inside(organisation), override_settings(BREACHED=str(path)):
        with pytest.raises(ValidationError) as refused:
            validate_password("een-lange-zin-die-gestolen-is")
        assert refused.value.error_list[0].code == "breached"
        validate_password("een-andere-zin-die-nergens-staat")
    with inside(organisation):
        validate_password("een-lange-zin-die-gestolen-is")


@pytest.mark.clause("SUR-22")
@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("kort-A1!", "password_too_short"),
        ("123456789012", "password_entirely_numeric"),
        ("1qaz2wsx3edc", "password_too_common"),
        ("passwordpassword", "guessable"),
        ("welkom01welkom01", "guessable"),
        ("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "guessable"),
    ],
)
def test_short_common_and_guessable_ones_are_refused_without_any_list(
    organisation: Organisation, password: str, code: str
) -> None:
    with inside(organisation), pytest.raises(ValidationError) as refused:
        validate_password(password)
    assert code in {one.code for one in refused.value.error_list}


def test_a_form_says_beforehand_what_is_asked() -> None:
    ours = [one for one in get_default_password_validators() if type(one).__module__ == passwords.__name__]
    assert all(one.get_help_text() for one in ours)
    assert len(ours) == 2


@pytest.mark.parametrize("held", ["", "no digest", "0" * 39 + "\n"])
def test_what_is_no_list_is_told(tmp_path: Path, held: str) -> None:
    path = tmp_path / "breached"
    assert not is_a_list(path)
    path.write_text(held)
    assert not is_a_list(path)
    assert is_a_list(listed(path, [digest("a")]))
