"""A file of providers that can't be used stops the process with what to mend."""

from __future__ import annotations

from pathlib import Path

import pytest

from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.cluster.secret_files import WrongFile
from huisvrede.foundation.people.providers import check_providers, providers_in
from tests.browsing import visiting
from tests.openid import configured, file_of
from tests.signing_in import text

RIGHT = """[[provider]]
key = "work"
name = "Werkaccount"
issuer = "https://login.example"
client_id = "huisvrede"
client_secret = "x"
domains = ["example.org"]
"""


def written(folder: Path, content: str, mode: int = 0o600) -> Path:
    path = folder / "care-group.oidc.toml"
    path.write_text(content, encoding="utf-8")
    path.chmod(mode)
    return path


def test_a_right_file_is_read(tmp_path: Path) -> None:
    (one,) = providers_in(written(tmp_path, RIGHT))
    assert (one.key, one.domains, one.verified_by) == ("work", ("example.org",), "email_verified")
    assert providers_in(tmp_path / "none.toml") == []


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("x = ", "is not TOML"),
        ("", "has no [[provider]]"),
        ("provider = 7", "has no [[provider]]"),
        (RIGHT.replace('name = "Werkaccount"\n', ""), "[[provider]] 1 has no name"),
        (RIGHT + 'colour = "red"', "[[provider]] 1 has colour, which means nothing"),
        (RIGHT.replace('"huisvrede"', "7"), "client_id is a text"),
        (RIGHT.replace('["example.org"]', '"example.org"'), "domains is a list of texts"),
        (RIGHT.replace('["example.org"]', "[]"), "domains names at least one domain"),
        (RIGHT.replace('"work"', '"Work/1"'), "key is small letters"),
        (RIGHT.replace("https://", "http://"), "issuer is an address that begins with https://"),
        (RIGHT + RIGHT, "has the same key twice"),
        (RIGHT + RIGHT.replace('"work"', '"home"'), "has the same issuer twice"),
    ],
)
def test_a_wrong_file_is_told_in_one_sentence(tmp_path: Path, content: str, sentence: str) -> None:
    with pytest.raises(WrongFile, match="care-group") as told:
        providers_in(written(tmp_path, content))
    assert sentence in str(told.value)


def test_a_file_that_others_can_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WrongFile, match="chmod 600"):
        providers_in(written(tmp_path, RIGHT, 0o640))


def test_the_checks_name_the_file_and_the_page_goes_on_without_it(organisation: Organisation) -> None:
    client = visiting(organisation)
    configured(organisation, "http://login.example")
    told = [one for one in check_providers() if organisation.key in str(one.hint)]
    assert [one.id for one in told] == ["huisvrede.E020"]
    assert "Sign in with" not in text(client.get("/aanmelden/"))
    file_of(organisation).unlink()
    assert [one for one in check_providers() if organisation.key in str(one.hint)] == []
