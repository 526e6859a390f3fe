"""The register of 1,000 activities and the privacy statement: CPU of the web process, number of questions.

`python -m bench.register`, from the root of the project. Goals: a list of 20 in ≤ 20 ms and of 100 in ≤ 45 ms
CPU, ≤ 12 questions; the statement ≤ 30 ms. The database is kept under `var/bench`.
"""

from __future__ import annotations

import os
import re
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

VAR = Path(os.environ.get("HUISVREDE_BENCH", "var/bench")).resolve()
os.environ |= {"HUISVREDE_VAR": str(VAR), "DJANGO_SETTINGS_MODULE": "huisvrede.config.settings"}

from tests import conftest, template  # noqa: E402  the environment goes first, then Django

# isort: split
from django.db import connections  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.utils import timezone  # noqa: E402

from huisvrede.core.policy import load  # noqa: E402
from huisvrede.engines.transparency.services import publish  # noqa: E402
from huisvrede.foundation.cluster.connections import join  # noqa: E402
from huisvrede.foundation.cluster.organisations import Organisation, inside  # noqa: E402
from huisvrede.foundation.register.services import adopt  # noqa: E402
from huisvrede.foundation.walls.session import acting  # noqa: E402
from tests.browsing import signed_in  # noqa: E402
from tests.cast import member, system  # noqa: E402

ACTIVITIES, ROUNDS = 1_000, 30
NEXT: str = "next"
"""The address that the first page calls the next."""
PAGES = (
    ("register, 20 of 1,000", "/werk/register/", 20, 12),
    ("register, next 20", NEXT, 20, 12),
    ("register, 100 of 1,000", "/werk/register/?aantal=100", 45, 12),
    ("register, 100 with a filter", "/werk/register/?aantal=100&gegevens=health", 45, 12),
    ("one activity, its history", "/werk/register/activity-0500/", 45, 16),
    ("privacy statement", "/privacy/", 30, 12),
)
"""(what, address, goal in ms of CPU, goal in questions)."""


def grown(organisation: Organisation, activities: int = ACTIVITIES) -> None:
    """The profile's own activities over and over, under other keys, as the organisation's next version."""
    whole = load(template.ROOT / "profiles" / organisation.profile)
    kinds = [a for a in whole.activities.values() if a.key != "home-seekers"]
    more = {
        f"activity-{n:04}": replace(
            kinds[n % len(kinds)],
            key=f"activity-{n:04}",
            open=False,
            name={tongue: f"{text} {n:04}" for tongue, text in kinds[n % len(kinds)].name.items()},
        )
        for n in range(activities - len(whole.activities))
    }
    today = timezone.localdate()
    with conftest.as_login(organisation, "worker"), acting(organisation, system("bench", today)):
        entries = {**whole.activities, **more}
        adopt(replace(whole, activities=entries, effective_on=today, digest="bench"), on=today)


def measured(ask: Callable[[], None]) -> tuple[float, float]:
    """(median, worst) CPU of this process in milliseconds, over 30 rounds after two that warm up."""
    taken = []
    for n in range(ROUNDS + 2):
        started = time.process_time()
        ask()
        if n >= 2:
            taken.append((time.process_time() - started) * 1000)
    return statistics.median(taken), max(taken)


def questions(organisation: Organisation, ask: Callable[[], None]) -> int:
    """Questions put to the organisation's database; beginning and committing ask nothing."""
    with (
        CaptureQueriesContext(connections[organisation.key]) as main,
        CaptureQueriesContext(connections[organisation.signin_alias]) as signin,
    ):
        ask()
    asked = [query["sql"] for query in (*main.captured_queries, *signin.captured_queries)]
    return sum(sql not in {"BEGIN", "COMMIT"} for sql in asked)


def table(organisation: Organisation) -> bool:
    """Print what each page costs; False when a goal is missed."""
    client = Client(HTTP_HOST=organisation.host, HTTP_ACCEPT_LANGUAGE="nl")
    client.cookies = signed_in(organisation, "petra").cookies
    met = True
    print(f"{'page':<30}{'CPU ms (median, worst)':>26}{'goal':>8}{'questions':>11}{'goal':>6}{'kB':>6}")
    first = client.get("/werk/register/").content.decode()
    following = "/werk/register/" + re.findall(r'href="([^"]+)" rel="next"', first)[0]
    for what, address, goal, most in PAGES:

        def ask(address: str = following if address == NEXT else address) -> None:
            assert client.get(address).status_code == 200

        middle, worst = measured(ask)
        asked, size = questions(organisation, ask), len(client.get(following if address == NEXT else address).content) // 1024
        print(f"{what:<30}{middle:>16.1f}{worst:>10.1f}{goal:>8}{asked:>11}{most:>6}{size:>6}")
        met = met and middle <= goal and asked <= most
    return met


def main() -> int:
    """A fresh organisation with 1,000 activities and a published statement; 1 when a goal is missed."""
    server = template.ensure(VAR)
    organisation = template.copy(server, VAR, "allocation-service")
    join(organisation, VAR, "web")
    try:
        with inside(organisation):
            grown(organisation)
            with acting(organisation, member("petra").acting("questions", timezone.localdate())):
                publish(on=timezone.localdate())
            met = table(organisation)
    finally:
        for alias in (organisation.key, organisation.signin_alias, organisation.vault_alias):
            conftest.leave(alias)
        template.forget(server, VAR, organisation)
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
