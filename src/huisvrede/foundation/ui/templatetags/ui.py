"""The components of our pages as template tags: `{% load ui %}`.

Kinds are `neutral`, `info`, `ok`, `warning` and `error`; colour never says anything that text does not.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import template
from django.template.base import render_value_in_context
from django.template.loader import render_to_string
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.templatetags.static import static
from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext

from huisvrede.foundation.ui.icons import ICONS
from huisvrede.foundation.ui.listing import Choice, Listing, Row
from huisvrede.foundation.ui.terms import PATH, terms

register = template.Library()

ICON_OF: dict[str, str] = {
    "neutral": "info-circle",
    "info": "info-circle",
    "ok": "circle-check",
    "warning": "alert-triangle",
    "error": "alert-triangle",
}
ALERTS: dict[str, str] = {
    "neutral": "utrecht-alert--info",
    "info": "utrecht-alert--info",
    "ok": "utrecht-alert--ok",
    "warning": "utrecht-alert--warning",
    "error": "utrecht-alert--error",
}
BADGES: dict[str, str] = {
    "neutral": "utrecht-status-badge--neutral",
    "info": "utrecht-status-badge--info",
    "ok": "utrecht-status-badge--success",
    "warning": "utrecht-status-badge--warning",
    "error": "utrecht-status-badge--danger",
}
LEVELS: dict[str, str] = {"debug": "info", "success": "ok"}
SOON = 7
"""Days before its date from which a duty is shown as a warning."""
LABEL_LENGTH = 30
"""Characters of a label that fit beside its value on a screen of 320 pixels."""
BAR_STEP = 54
"""Pixels from one bar of a chart to the next."""
NAME = '<th class="utrecht-table__cell hv-table__name" scope="row" role="rowheader">%s</th>'
CELL = (
    '<td class="utrecht-table__cell" role="cell"><span class="hv-table__column" aria-hidden="true">%s</span>'
    '<span class="hv-table__value">%s</span></td>'
)
"""The cells of a list: what the row is about, then the others, which carry their column's name on a phone."""


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """Draw an icon of `icons.ICONS`; with `label` it is an image of its own, without it decoration."""
    if name not in ICONS:
        raise template.TemplateSyntaxError(f"no icon {name!r}: add it to huisvrede/foundation/ui/icons.py")
    meaning = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="hv-icon" width="24" height="24" {}><use href="{}#{}"/></svg>',
        meaning,
        static("ui/icons.svg"),
        name,
    )


@register.simple_tag
def badge(text: object, kind: str = "neutral") -> SafeString:
    """Show a state in a word or two."""
    return format_html('<span class="utrecht-status-badge {}">{}</span>', BADGES[kind], text)


@register.inclusion_tag("ui/components/facts.html")
def facts(items: Iterable[Sequence[object]]) -> dict[str, object]:
    """List facts: each item is (label, value) or (label, value, note)."""
    return {"items": [(item[0], item[1], item[2] if len(item) > 2 else "") for item in items]}


@register.simple_block_tag
def notice(content: str, kind: str = "info", title: str = "", role: str = "") -> SafeString:
    """Set a message apart; `role` is `status` or `alert` for what appears by itself."""
    context = {"content": content, "look": ALERTS[kind], "icon": ICON_OF[kind], "title": title, "role": role}
    return _included("notice", context)


@register.simple_block_tag
def explain(content: str, summary: str = "", open: bool = False) -> SafeString:
    """Fold an explanation away behind its question, "Why can I see this?" unless `summary` says another."""
    question = summary or gettext("Why can I see this?")
    return _included("explain", {"content": content, "summary": question, "open": open})


@register.simple_tag
def term(key: str, text: str = "") -> SafeString:
    """A word of the law, explained on the spot by the script; without it a link to the list of all of them."""
    if key not in terms():
        raise template.TemplateSyntaxError(f"no term {key!r}: add it to huisvrede/foundation/ui/terms.toml")
    found = terms()[key]
    return format_html(
        '<a class="hv-term" href="{}#{}" data-term="{}">{}</a>', PATH, key, found.explanation, text or found.name
    )


@register.inclusion_tag("ui/components/timeline.html")
def timeline(events: Iterable[object]) -> dict[str, object]:
    """Show what happened, in this order: events have `when`, `what`, and may have `who`, `note`, `kind`."""
    return {"events": events}


@register.inclusion_tag("ui/components/progress.html")
def progress(text: str, done: int, total: int, key: str = "progress", poll: int = 0) -> dict[str, object]:
    """Show how far a job is; with `poll` (seconds) the script looks again; without it, `refresh` does."""
    return {"text": text, "done": done, "total": total, "key": key, "poll": poll, "finished": done >= total}


@register.simple_tag
def refresh(seconds: int) -> SafeString:
    """Reload the page by itself where there is no JavaScript; belongs in the block `head`."""
    return format_html('<noscript><meta http-equiv="refresh" content="{}"></noscript>', seconds)


@register.inclusion_tag("ui/components/clock.html")
def clock(
    what: str,
    due: date,
    on: date,
    start: date | None = None,
    done: date | None = None,
    source: str = "",
    url: str = "",
) -> dict[str, object]:
    """Show a duty on the day `on`: its date, the days left in words, a ring that empties from `start`, and the way to it."""
    left = (due - on).days
    whole = max(1, (due - (start or on)).days)
    kind = "ok" if done else "error" if left < 0 else "warning" if left <= SOON else "neutral"
    share = 100 if done else max(0, min(100, round(100 * left / whole)))
    words = gettext("Done") if done else days_left(left)
    return {
        "what": what,
        "url": url,
        "due": due,
        "done": done,
        "source": source.replace("GDPR", gettext("GDPR")),
        "kind": kind,
        "share": share,
        "words": words,
    }


@register.inclusion_tag("ui/components/chart.html")
def chart(
    title: str, rows: Iterable[tuple[str, float | None]], unit: str = "", key: str = "chart"
) -> dict[str, object]:
    """Draw bars with their table: each row is (label, value), where None is a number too small to publish."""
    values = list(rows)
    top = max((value for _, value in values if value is not None), default=0) or 1
    bars = [_bar(place, label, value, top) for place, (label, value) in enumerate(values)]
    return {"title": title, "bars": bars, "unit": unit, "height": BAR_STEP * len(bars), "key": key}


@register.inclusion_tag("ui/components/listing.html", takes_context=True)
def listing(context: template.Context, page: Listing) -> dict[str, object]:
    """Show a page of a list as a table, on a phone as cards."""
    columns = [conditional_escape(column) for column in page.columns]
    groups = [(group, [_step(page, "hv-choice", choice) for choice in group.choices]) for group in page.groups]
    return {"page": page, "rows": [_row(context, columns, row) for row in page.rows], "groups": groups}


@register.simple_tag
def step(page: Listing, url: str, label: str, rel: str) -> SafeString:
    """The way to a neighbour of a page: `prev` or `next`."""
    before, after = (icon("arrow-left"), "") if rel == "prev" else ("", icon("arrow-right"))
    look = "nl-button nl-button--secondary" + ("" if rel == "prev" else " hv-pager__next")
    return _step(page, look, Choice(format_html("{} {} {}", before, label, after), url), rel)


@register.simple_tag(takes_context=True)
def again(context: template.Context, name: str) -> SafeString:
    """Render a block of the page a second time, so that a title is written once."""
    block = context.render_context[BLOCK_CONTEXT_KEY].get_block(name)
    return mark_safe(str(block.render(context)))  # noqa: S308  a template's own block, escaped when it was rendered


@register.filter
def kind(tags: str) -> str:
    """Give the kind of a message of django.contrib.messages."""
    level = tags.rsplit(maxsplit=1)[-1] if tags else "info"
    return LEVELS.get(level, level)


def days_left(days: int) -> str:
    """Say in words how many days are left; negative days are days too late."""
    if days == 0:
        return gettext("Today")
    if days < 0:
        return ngettext("%(days)d day late", "%(days)d days late", -days) % {"days": -days}
    return ngettext("%(days)d day left", "%(days)d days left", days) % {"days": days}


def _step(page: Listing, look: str, choice: Choice, rel: str = "") -> SafeString:
    """One step through a list: a link, or where words go along, which no address may hold, a button of their form."""
    url, label, chosen = escape(choice.url), conditional_escape(choice.label), ' aria-current="true"' * choice.chosen
    count = f' <span class="hv-choice__count">{escape(choice.count)}</span>' if choice.count else ""
    way = f' rel="{rel}"' if rel else ""
    if page.words:
        html = f'<button class="{look}" form="hv-words" formaction="{url}"{chosen}>{label}{count}</button>'
    else:
        html = f'<a class="{look}" href="{url}"{chosen}{way}>{label}{count}</a>'
    return mark_safe(html)  # noqa: S308  each part is escaped


def _row(context: template.Context, columns: Sequence[str], row: Row) -> SafeString:
    """The cells of one row. A list is the largest part of most pages, and nodes of a template cost three times this."""
    first, *others = ("–" if cell is None else render_value_in_context(cell, context) for cell in row.cells)
    name = f'<a href="{conditional_escape(row.url)}">{first}</a>' if row.url else first
    cells = [CELL % pair for pair in zip(columns[1:], others, strict=True)]
    return mark_safe(NAME % name + "".join(cells))  # noqa: S308  each part is escaped


def _bar(place: int, label: str, value: float | None, top: float) -> dict[str, object]:
    """Lay out one bar; its length is a percentage, so that the picture fits every width."""
    short = label if len(label) <= LABEL_LENGTH else f"{label[: LABEL_LENGTH - 1]}…"
    y = BAR_STEP * place
    length = f"{100 * (value or 0) / top:.1f}"
    return {
        "label": label,
        "short": short,
        "value": value,
        "length": length,
        "text_y": y + 18,
        "bar_y": y + 28,
    }


def _included(name: str, context: dict[str, Any]) -> SafeString:
    """Render a component for a tag that has content of its own."""
    return mark_safe(render_to_string(f"ui/components/{name}.html", context))  # noqa: S308 - rendered and so escaped
