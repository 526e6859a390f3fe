"""The list of organisations and their secrets: whole or not at all, and for the owner's eyes only."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from huisvrede.foundation.cluster.organisations import LOGINS, Organisation, read, secret, secrets_of, write

ONE = Organisation("one-house", 'The "first" \\ house', "one.localhost", "allocation-service", simulated=True)
NAMES = st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1, max_size=40)


def test_what_is_written_is_read(tmp_path: Path) -> None:
    write(tmp_path, {ONE.key: ONE})
    assert read(tmp_path) == {ONE.key: ONE}


@given(name=NAMES, simulated=st.booleans())
def test_any_name_survives(tmp_path_factory: object, name: str, simulated: bool) -> None:
    folder = Path(str(tmp_path_factory.mktemp("var")))  # type: ignore[attr-defined]
    one = Organisation("k", name, "k.localhost", "p", simulated=simulated)
    write(folder, {"k": one})
    assert read(folder) == {"k": one}


def test_nothing_written_is_no_organisation(tmp_path: Path) -> None:
    assert read(tmp_path) == {}


def test_secrets_are_made_once_and_readable_by_one(tmp_path: Path) -> None:
    first = secrets_of(tmp_path, "one-house")
    assert secrets_of(tmp_path, "one-house") == first
    assert set(first) == {*LOGINS, "ticket"}
    assert len(set(first.values())) == len(first)
    assert (tmp_path / "secrets" / "one-house.toml").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "secrets").stat().st_mode & 0o777 == 0o700


def test_a_secret_of_the_installation_stays(tmp_path: Path) -> None:
    assert secret(tmp_path, "django") == secret(tmp_path, "django")


def test_names_of_databases_and_logins_carry_the_organisation() -> None:
    assert (ONE.main, ONE.vault, ONE.login("web")) == ("one_house_main", "one_house_vault", "web_one_house")
