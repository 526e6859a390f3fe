"""What the script adds for those who have it."""

import pytest
from playwright.sync_api import Dialog, Page

from tests.foundation.ui.ui_browser import Show
from tests.foundation.ui.ui_samples import SHELL, ComplaintForm, pages, rendered

pytestmark = pytest.mark.browser


def _focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.id"))


def test_a_refused_form_brings_its_errors_to_the_reader(show: Show) -> None:
    page = show(rendered("ui/form.html", SHELL | {"form": ComplaintForm({})}))
    assert _focused(page) == "form-errors"
    page.get_by_role("link", name="Hoe wilt u antwoord?").click()
    assert _focused(page) == "id_way"


def test_a_slash_goes_to_the_search_field(show: Show) -> None:
    page = show(rendered(*pages()["list"]))
    page.keyboard.press("/")
    assert _focused(page) == "search"
    page.keyboard.type("a/b")
    assert page.locator("#search").input_value() == "a/b"


@pytest.mark.parametrize(("typed", "asked"), [("", []), ("Noor", ["beforeunload"])])
def test_leaving_a_form_asks_only_when_something_changed(show: Show, typed: str, asked: list[str]) -> None:
    page = show(rendered(*pages()["form"]))
    questions: list[str] = []

    def answer(dialog: Dialog) -> None:
        questions.append(dialog.type)
        dialog.accept()

    page.on("dialog", answer)
    page.locator("#id_name").click()
    page.keyboard.type(typed)
    page.reload()
    assert questions == asked


def test_the_end_of_a_session_is_announced_two_minutes_before(show: Show) -> None:
    page = show(rendered("ui/form.html", SHELL | {"form": ComplaintForm(), "session_seconds": 900}))
    page.clock.install()
    page.reload()
    question = page.get_by_role("dialog", name="Bent u er nog?")
    page.clock.fast_forward(1000 * (900 - 120 - 1))
    assert question.is_visible() is False
    page.clock.fast_forward(2000)
    assert question.is_visible() is True
    page.get_by_role("button", name="Ingelogd blijven").click()
    assert question.is_visible() is False
