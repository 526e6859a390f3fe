"""`huisvrede term`: the one function behind every clock."""

from __future__ import annotations

from datetime import date, datetime

from huisvrede.core.law import Law, UnknownRule
from huisvrede.core.periods import Period, PeriodError, explain, reckon
from huisvrede.faces.cli.errors import Stop

USAGE = 2


def run(start: str, period: str, law: str, language: str) -> list[str]:
    """The end alone on the first line, then the reasoning."""
    if language not in {"nl", "en"}:
        raise Stop(f"{language} is no language here; write nl or en.", USAGE)
    if law not in set(Law):
        raise Stop(f"{law} is no law of periods; write reg-1182-71 or atw.", USAGE)
    try:
        return explain(
            reckon(_start(start), Period.parse(period), law=Law(law)), "nl" if language == "nl" else "en"
        )
    except (PeriodError, UnknownRule) as problem:
        raise Stop(str(problem), USAGE) from None


def _start(text: str) -> date | datetime:
    try:
        return date.fromisoformat(text)
    except ValueError:
        pass
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise Stop(
            f"{text} is no day and no moment; write 2027-01-29 or 2027-01-29T16:20+01:00.", USAGE
        ) from None
