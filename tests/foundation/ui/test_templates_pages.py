"""Every template in the browser: readable for all, at every size, in every scheme."""

import pytest

from huisvrede.foundation.ui import build
from tests.foundation.ui.ui_browser import SCHEMES, SIZES, Show
from tests.foundation.ui.ui_samples import NAMES, gallery, pages, rendered

TAGS = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]
LONG = "Burgerservicenummerverstrekkingsvoorzieningsovereenkomstregistratiebeheer"
ARABIC = "طلب الاطلاع على البيانات الشخصية الخاصة بالمستأجر"
pytestmark = pytest.mark.browser
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
BEYOND = """() => [...document.querySelectorAll('main *')].filter((element) =>
  element.getBoundingClientRect().right > innerWidth + 1 && !element.closest('svg, .hv-hidden, thead')
).map((element) => element.outerHTML.slice(0, 80))"""


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
@pytest.mark.parametrize("name", NAMES)
def test_axe_finds_nothing(show: Show, name: str, size: tuple[int, int], scheme: str) -> None:
    page = show(rendered(*pages()[name]), size=size, scheme=scheme)
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
    page.evaluate((build.WORK / "axe.min.js").read_text())
    found = page.evaluate("(tags) => axe.run({runOnly: tags})", TAGS)
    assert [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]] == []
    assert len(found["passes"]) > 15


def test_every_page_is_looked_at() -> None:
    assert tuple(pages()) == NAMES


def test_axe_does_find_a_field_without_a_name(show: Show) -> None:
    page = show(rendered(*pages()["list"]).replace('for="search"', ""))
    page.evaluate((build.WORK / "axe.min.js").read_text())
    found = page.evaluate("(tags) => axe.run({runOnly: tags})", TAGS)
    assert [one["id"] for one in found["violations"]] == ["label"]


@pytest.mark.parametrize("name", NAMES)
def test_a_page_has_no_style_or_script_of_its_own_and_loads_our_font(show: Show, name: str) -> None:
    html = rendered(*pages()[name])
    assert (" style=" in html, "<style" in html, " onclick" in html) == (False, False, False)
    page = show(html)
    assert page.evaluate("document.fonts.check('1rem \"Atkinson Hyperlegible Next Variable\"')")


@pytest.mark.parametrize("text", [LONG, ARABIC, "Inzage"])
@pytest.mark.parametrize("language", ["nl", "ar"])
def test_nothing_runs_off_a_screen_of_320_pixels(show: Show, text: str, language: str) -> None:
    page = show(rendered("ui/gallery.html", gallery(text=text), language), size=(320, 700))
    assert page.evaluate(OVERFLOW) == 0
    assert page.evaluate(BEYOND) == []


@pytest.mark.parametrize("name", NAMES)
def test_every_page_fits_a_screen_of_320_pixels(show: Show, name: str) -> None:
    page = show(rendered(*pages()[name]), size=(320, 700))
    assert page.evaluate(OVERFLOW) == 0


def test_a_page_in_arabic_reads_from_right_to_left(show: Show) -> None:
    page = show(rendered("ui/gallery.html", gallery(text=ARABIC), "ar"))
    assert page.locator("html").get_attribute("dir") == "rtl"
    title, window = page.locator("h1").bounding_box(), 1280
    assert title is not None
    assert title["x"] + title["width"] > window * 0.9


@pytest.mark.parametrize("name", NAMES)
def test_a_page_has_one_heading_and_one_title_that_say_the_same(show: Show, name: str) -> None:
    page = show(rendered(*pages()[name]))
    heading = page.locator("h1").all_inner_texts()
    assert [f"{text} · Woonstichting De Linden" for text in heading] == [page.title()]
    assert page.locator(".nl-paragraph--lead").inner_text() != ""


def test_more_contrast_makes_the_page_black_on_white(show: Show) -> None:
    page = show(rendered(*pages()["form"]))
    page.emulate_media(contrast="more", color_scheme="light")
    colours = page.evaluate(
        "[getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]"
    )
    assert colours == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]


def test_the_menu_of_a_phone_opens_without_javascript(show: Show) -> None:
    page = show(rendered(*pages()["list"]), size=(390, 844), script=False)
    link = page.get_by_role("link", name="Register")
    assert link.is_visible() is False
    page.get_by_role("button", name="Menu").click()
    assert link.is_visible() is True
    assert page.get_by_role("button", name="Uitloggen").is_visible() is True


@pytest.mark.parametrize("size", [(1280, 900), (390, 844)])
def test_a_group_of_the_menu_opens_and_closes(show: Show, size: tuple[int, int]) -> None:
    page = show(rendered(*pages()["list"]), size=size)
    if size[0] < 400:
        page.get_by_role("button", name="Menu").click()
    line, group = page.get_by_role("link", name="Datalekken"), page.locator("summary", has_text="Privacy")
    assert line.is_visible() is False
    group.click()
    assert line.is_visible() is True
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.keyboard.press("Escape")
    assert line.is_visible() is False


def test_a_list_is_a_table_on_a_desk_and_cards_on_a_phone(show: Show) -> None:
    html = rendered(*pages()["list"])
    shapes = [
        show(html, size=size).locator("tbody tr").first.evaluate("(row) => getComputedStyle(row).display")
        for size in ((1280, 900), (390, 844))
    ]
    assert shapes == ["table-row", "block"]
