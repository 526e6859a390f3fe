"""mail.localhost shows the letters with their links, and runs nothing that stands in them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import override_settings
from django.test.client import Client

from huisvrede.faces.letterbox.views import SHOWN


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    (tmp_path / "letterbox").mkdir()
    with override_settings(LETTERBOX=True, VAR=tmp_path):
        yield tmp_path / "letterbox"


def page() -> str:
    response = Client(HTTP_HOST="mail.localhost:8000", HTTP_ACCEPT_LANGUAGE="en").get("/")
    assert response.status_code == 200
    return response.content.decode()


def put(folder: Path, number: int, subject: str, text: str) -> None:
    letter = f"To: sanne@example.org\nSubject: {subject}\nContent-Type: text/plain; charset=utf-8\n\n{text}\n"
    (folder / f"{number:020d}-x.eml").write_bytes(letter.encode())


def test_without_letters_it_says_how_to_get_one(folder: Path) -> None:
    assert "Register as a home seeker" in page()


def test_a_letter_is_shown_with_its_link(folder: Path) -> None:
    put(folder, 1, "Dag", "Klik: http://here.localhost:8000/mijn/?a=1&b=2\nDag")
    shown = page()
    assert "sanne@example.org" in shown
    assert (
        '<a href="http://here.localhost:8000/mijn/?a=1&amp;b=2">http://here.localhost:8000/mijn/?a=1&amp;b=2</a>'
        in shown
    )


@pytest.mark.parametrize(
    "nasty", ["<script>alert(1)</script>", "javascript:alert(1)", "http://x/'onclick='alert(1)"]
)
def test_nothing_in_a_letter_runs(folder: Path, nasty: str) -> None:
    put(folder, 1, nasty, nasty)
    shown = page()
    assert [bad for bad in ("<script>alert", 'href="javascript', "'onclick='") if bad in shown] == []


def test_the_newest_are_shown_first_and_not_all(folder: Path) -> None:
    for number in range(SHOWN + 5):
        put(folder, number, f"nr-{number:03d}", "Dag")
    shown = page()
    assert shown.count('class="hv-card"') == SHOWN
    assert shown.index(f"nr-{SHOWN + 4:03d}") < shown.index("nr-005")
    assert "nr-004" not in shown
