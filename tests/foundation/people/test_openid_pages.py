"""A button for each provider where there is one; nothing of it anywhere else."""

from __future__ import annotations

from huisvrede.foundation.cluster.organisations import Organisation
from tests.browsing import signed_in, visiting
from tests.openid import configured
from tests.signing_in import text


def test_the_button_is_there_where_a_provider_is_configured(organisation: Organisation) -> None:
    client = visiting(organisation)
    assert "Sign in with" not in text(client.get("/aanmelden/"))
    assert client.post("/aanmelden/bij/work/").status_code == 404
    assert client.get("/aanmelden/bij/work/terug/").status_code == 404
    configured(organisation, "https://login.example")
    assert "Sign in with Werkaccount" in text(client.get("/aanmelden/?next=/werk/"))
    assert client.get("/aanmelden/bij/work/").status_code == 405


def test_a_word_that_is_none_of_ours_says_nothing(organisation: Organisation) -> None:
    assert "hv-summary" not in text(visiting(organisation).get("/aanmelden/?openid=pay-here"))


def test_who_is_in_stays_who_they_are(organisation: Organisation) -> None:
    configured(organisation, "https://login.example")
    client = signed_in(organisation, "sanne")
    assert client.post("/aanmelden/bij/work/").headers["Location"] == "/aan/"
    assert client.get("/aanmelden/bij/work/terug/?code=x&state=y").headers["Location"] == "/aan/"
