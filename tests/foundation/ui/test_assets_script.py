"""What the script adds for those who have it."""

import pytest
from playwright.sync_api import Browser, Dialog, Locator, Page

from tests.foundation.ui.ui_browser import Show, opened
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


def test_a_refused_form_is_not_left_unasked_nor_sent_again_by_who_comes_back(show: Show) -> None:
    page = show(rendered("ui/form.html", SHELL | {"form": ComplaintForm({})}))
    questions: list[str] = []
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        questions.append(dialog.type)
        dialog.accept()

    page.on("dialog", answer)
    page.on("request", lambda request: asked.append(request.method) if request.is_navigation_request() else None)
    page.evaluate("document.querySelector('form[data-guard]').requestSubmit()")
    page.wait_for_load_state()
    page.locator("#id_name").click()
    page.reload()
    assert (questions, asked) == (["beforeunload"], ["POST", "GET"])


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


def _gallery(show: Show, **how: object) -> tuple[Page, Locator, Locator]:
    page = show(rendered(*pages()["gallery"]), **how)
    return page, page.get_by_role("link", name="grondslag"), page.locator(".hv-term-note")


def test_a_word_of_the_law_says_what_it_means_to_pointer_and_keyboard_until_it_is_sent_away(show: Show) -> None:
    page, word, note = _gallery(show)
    assert word.get_attribute("aria-describedby") == note.get_attribute("id")
    word.hover()
    assert note.is_visible() is True
    note.hover()  # from the word to what is said: it stays
    page.wait_for_timeout(400)
    assert note.is_visible() is True
    page.keyboard.press("Escape")
    assert note.is_visible() is False
    page.mouse.move(0, 0)
    word.focus()
    page.wait_for_timeout(400)
    assert note.is_visible() is True
    page.locator("h1").click()
    assert note.is_visible() is False


def test_the_first_tap_on_a_word_of_the_law_explains_and_the_second_follows(browser: Browser) -> None:
    context = opened(browser, rendered(*pages()["gallery"]), size=(390, 844), touch=True)
    page = context.pages[0]
    word, note = page.get_by_role("link", name="grondslag"), page.locator(".hv-term-note")
    word.tap()
    assert (note.is_visible(), page.url.endswith("/begrippen/#legal-basis")) == (True, False)
    box = note.bounding_box()
    assert box is not None
    assert 0 <= box["x"] <= box["x"] + box["width"] <= 390
    with page.expect_request("**/begrippen/"):
        word.tap()
    context.close()


def test_without_the_script_a_word_of_the_law_is_a_link(show: Show) -> None:
    _page, word, note = _gallery(show, script=False)
    assert (word.get_attribute("href"), note.count()) == ("/begrippen/#legal-basis", 0)
