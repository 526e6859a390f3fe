"""Lines of one day of a log that say the same, as one row: when it was last, and each time for who unfolds it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from huisvrede.foundation.ui.listing import Row


def together(lines: Iterable[tuple[datetime, tuple[str, ...]]]) -> list[Row]:
    """A row for each of what lines say, in the order of the first that says so; its first cell is the time, or the times."""
    said: dict[tuple[str, ...], list[datetime]] = {}
    for at, cells in lines:
        said.setdefault(cells, []).append(at)
    return [Row((_times(found), *cells)) for cells, found in said.items()]


def clock(at: datetime) -> str:
    """The time of day."""
    return date_format(timezone.localtime(at), "TIME_FORMAT")


def _times(found: Sequence[datetime]) -> str | SafeString:
    first, *others = map(clock, found)
    if not others:
        return first
    count = ngettext("and once more", "and %(many)d more times", len(others)) % {"many": len(others)}
    unfolded = '<details class="hv-times"><summary>{} <span class="hv-note">{}</span></summary><p>{}</p></details>'
    return format_html(unfolded, first, count, ", ".join(dict.fromkeys(others)))
