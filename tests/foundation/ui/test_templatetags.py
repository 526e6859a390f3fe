"""The tags and the renderer, without a browser."""

from datetime import date

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.utils.translation import override

from huisvrede.foundation.ui.listing import MANY, Choice, Group, Listing
from huisvrede.foundation.ui.templatetags.ui import days_left
from tests.foundation.ui.ui_samples import TODAY, ComplaintForm


def _drawn(source: str, **context: object) -> str:
    with override("en"):
        return Template("{% load ui %}" + source).render(Context(context))


@pytest.mark.parametrize(
    ("days", "words"),
    [(0, "Today"), (1, "1 day left"), (18, "18 days left"), (-1, "1 day late"), (-3, "3 days late")],
)
def test_days_are_said_in_words(days: int, words: str) -> None:
    with override("en"):
        assert days_left(days) == words


@pytest.mark.parametrize(
    ("due", "share"),
    [(date(2031, 4, 3), "100 100"), (date(2031, 3, 24), "50 100"), (date(2031, 3, 1), "0 100")],
)
def test_the_ring_of_a_clock_shows_the_part_of_the_time_that_is_left(due: date, share: str) -> None:
    start = date(2031, 3, 4) if due == date(2031, 3, 24) else TODAY
    html = _drawn('{% clock "Answer" due on start=start %}', due=due, on=TODAY, start=start)
    assert html.count(f'stroke-dasharray="{share}"') == 1


def test_an_icon_that_is_not_listed_is_refused() -> None:
    with pytest.raises(TemplateSyntaxError, match="no icon 'sparkles'"):
        _drawn('{% icon "sparkles" %}')


def test_a_word_of_the_law_is_a_link_with_what_it_means() -> None:
    html = _drawn('{% term "consent" %} {% term "consent" "said yes" %}')
    assert html.count('<a class="hv-term" href="/begrippen/#consent" data-term="You say yes yourself,') == 2
    assert (">consent</a>" in html, ">said yes</a>" in html) == (True, True)
    with pytest.raises(TemplateSyntaxError, match="no term 'peace'"):
        _drawn('{% term "peace" %}')


def test_what_people_wrote_is_escaped_everywhere() -> None:
    bad = "<script>x</script>"
    html = _drawn(
        "{% badge bad %}{% facts facts %}{% notice title=bad %}{{ bad }}{% endnotice %}{% timeline events %}"
        "{% explain summary=bad %}{{ bad }}{% endexplain %}{% chart bad rows %}{% progress bad 1 2 %}",
        bad=bad,
        facts=[(bad, bad, bad)],
        events=[{"when": TODAY, "what": bad, "who": bad}],
        rows=[(bad, 1)],
    )
    assert ("<script>" in html, html.count("&lt;script&gt;")) == (False, 14)


def test_a_number_too_small_to_publish_is_not_in_the_chart() -> None:
    html = _drawn('{% chart "Answers" rows %}', rows=[("Linden", 40), ("Hofje", None)])
    assert html.count('class="hv-chart__bar"') == 1
    assert html.count("too few to show") == 1


def test_a_field_names_its_help_and_its_error_to_a_screen_reader() -> None:
    html = str(ComplaintForm({})["name"].as_field_group())
    assert html.count('aria-describedby="id_name_helptext id_name_error"') == 1
    assert [html.count(f'id="id_name_{note}"') for note in ("helptext", "error")] == [1, 1]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_day_is_written_day_first_whatever_the_language(language: str) -> None:
    with override(language):
        html = str(ComplaintForm(initial={"day": TODAY})["day"])
    assert (html.count('type="text"'), html.count('value="14-3-2031"')) == (1, 1)


def _choices(many: int, words: tuple[tuple[str, str], ...] = (), bad: str = "") -> str:
    choices = [Choice(f"answer {n}{bad}", f"?kind={n}", n == 2, "1") for n in range(many)]
    listing = Listing(caption="Files", columns=("Name",), rows=(), empty="None", groups=(Group("Kind", choices),), words=words)
    return _drawn("{% listing listing %}", listing=listing)


def test_many_choices_are_folded_away_behind_the_one_that_holds() -> None:
    few, many = (" ".join(_choices(n).split()) for n in (MANY, MANY + 1))
    assert ("<details>" in few, "<summary>" in many) == (False, True)
    assert '<span class="hv-group__name">Kind</span> answer 2 <svg' in many
    assert many.count('class="hv-choice"') == MANY + 1
    assert many.count('aria-current="true"') == 1


def test_a_choice_is_a_link_or_a_button_of_the_words_that_go_along_and_escaped_both_ways() -> None:
    link, button = _choices(3, bad="<b>"), _choices(3, words=(("q", "<b>"),), bad="<b>")
    assert '<a class="hv-choice" href="?kind=2" aria-current="true">answer 2&lt;b&gt; <span' in link
    assert '<button class="hv-choice" form="hv-words" formaction="?kind=2" aria-current="true">answer 2&lt;b&gt; <span' in button
    assert ("<b>" in link + button, "<a " in button) == (False, False)
