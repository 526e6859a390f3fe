"""Lines of a log that say the same are one row, of which each time is told."""

from __future__ import annotations

from datetime import UTC, datetime

from django.utils.translation import override

from huisvrede.engines.access.together import clock, together

TIMES = [datetime(2026, 11, 23, hour, tzinfo=UTC) for hour in (14, 13, 12, 11)]


def test_the_same_is_said_once_with_its_times_and_something_else_apart() -> None:
    lines = [(TIMES[0], ("a", "b")), (TIMES[1], ("a", "<c>")), (TIMES[2], ("a", "b")), (TIMES[3], ("a", "b"))]
    with override("nl"):
        several, once = together(lines)
        assert [clock(at) for at in TIMES] == ["15:00", "14:00", "13:00", "12:00"]
    assert (several.cells[1:], once.cells) == (("a", "b"), ("14:00", "a", "<c>"))
    assert several.cells[0] == (
        '<details class="hv-times"><summary>15:00 <span class="hv-note">en nog 2 keer</span></summary><p>13:00, 12:00</p></details>'
    )
