"""Import of 100,000 home seekers by the worker, checks, dry run and walls included: goal ≥ 5,000 rows/s, peak ≤ 300 MB.

`python -m bench.importing [ROWS] [csv|xlsx]`, from the root of the project, or HUISVREDE_BENCH_ROWS; without a form both. A workbook is as a
spreadsheet writes it, with texts that cells share; it is read twice, so its goal is half the speed. Files are kept in `var/bench`.
"""

from __future__ import annotations

import csv
import json
import os
import random
import subprocess
import sys
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

VAR = Path(os.environ.get("HUISVREDE_BENCH", "var/bench")).resolve()
os.environ |= {"HUISVREDE_VAR": str(VAR), "DJANGO_SETTINGS_MODULE": "huisvrede.config.settings"}

import xlsxwriter  # noqa: E402  the environment goes first

from bench.server import as_found  # noqa: E402
from tests import template  # noqa: E402

ROWS = os.environ.get("HUISVREDE_BENCH_ROWS", "100_000")
GOAL_SPEED, GOAL_PEAK = {"csv": 5_000, "xlsx": 2_500}, 300
HEADERS = (
    "Inschrijfnummer", "Voornamen", "Tussenvoegsel", "Achternaam", "Geboortedatum", "E-mail", "Telefoon",
    "Straat", "Huisnummer", "Toevoeging", "Postcode", "Plaats", "Inschrijfdatum", "Einddatum", "Reden einde",
    "Aantal personen", "Kamers", "Hoofdaanvrager",
)  # fmt: skip
GIVEN = ("Sanne", "Tariq", "Noor", "Bram", "Fatima", "Jan", "Piet", "Chloé", "Zoë", "Mehmet", "Søren", "Imke")
FAMILY = ("Bakker", "Visser", "Smit", "Meijer", "Özdemir", "Bos", "Mulder", "Groot", "Dekker", "Yılmaz")


def made(path: Path, rows: int) -> Path:
    """A file of another system: one row in ten is somebody of a household, one in a hundred has a fault."""
    if path.exists():
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    chance = random.Random(rows)
    half = path.with_name(f"{path.name}.half")
    (_csv if path.suffix == ".csv" else _xlsx)(half, (_row(n, chance) for n in range(rows)))
    return half.rename(path)


def _csv(path: Path, rows: Iterable[list[object]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        written = csv.writer(file, delimiter=";")
        written.writerow(HEADERS)
        written.writerows(rows)


def _xlsx(path: Path, rows: Iterable[list[object]]) -> None:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADERS)
        for line, row in enumerate(rows, start=1):
            sheet.write_row(line, 0, row)


def _row(n: int, chance: random.Random) -> list[object]:
    born = date(1940, 1, 1) + timedelta(days=chance.randrange(23_000))
    since = date(2015, 1, 1) + timedelta(days=chance.randrange(4_000))
    ended = n % 8 == 3
    name = [
        f"I{n:07}",
        chance.choice(GIVEN),
        chance.choice(("", "", "van der", "de")),
        chance.choice(FAMILY),
        f"{born:%d-%m-%Y}",
    ]
    contact = [
        f"seeker{n}@example.org",
        f"06-{chance.randrange(10_000_000, 59_999_999)}",
        "Kade",
        chance.randrange(1, 400),
        chance.choice(("", "a", "bis")),
    ]
    where = [
        "12" if n % 100 == 7 else f"{chance.randrange(1000, 9999)} {chance.choice(('AB', 'XZ', 'KL'))}",
        "Zeggedam",
    ]
    term = [
        f"{since:%d-%m-%Y}",
        f"{since + timedelta(days=200):%d-%m-%Y}" if ended else "",
        "Verlopen" if ended else "",
    ]
    return [
        *name,
        *contact,
        *where,
        *term,
        chance.randrange(1, 6),
        chance.randrange(1, 5),
        f"I{n - 1:07}" if n % 10 == 1 else "",
    ]


def main() -> int:
    """Of each form: make the file and a fresh organisation, import twice in processes of their own, compare with the goals."""
    rows = int(next((said for said in sys.argv[1:] if said.replace("_", "").isdigit()), ROWS))
    with as_found(VAR):
        return max(
            [
                _form(form, rows)
                for form in GOAL_SPEED
                if form in sys.argv or not set(sys.argv) & set(GOAL_SPEED)
            ]
        )


def _form(form: str, rows: int) -> int:
    path = made(VAR / f"seekers-{rows}.{form}", rows)
    server = template.ensure(VAR)
    organisation = template.copy(server, VAR, "allocation-service")
    template.with_vault(server, organisation)
    try:
        first, second = (_measured(organisation.key, path, which) for which in ("first", "again"))
    finally:
        template.forget(server, VAR, organisation)
    speed, goal = round(rows / first["seconds"]), GOAL_SPEED[form]
    print(
        f"{form}: {rows:,} rows, {path.stat().st_size / 2**20:.0f} MB: {speed} rows/s (goal {goal}), "
        f"peak {first['peak_mb']} MB, again {second['peak_mb']} MB (goal {GOAL_PEAK})"
    )
    return int(speed < goal or max(first["peak_mb"], second["peak_mb"]) > GOAL_PEAK)


def _measured(organisation: str, path: Path, which: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "bench.importing_worker", organisation, str(path)]
    environment = {**os.environ, "HUISVREDE_LOGIN": "worker"}
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    outcome = json.loads(done.stdout)
    assert isinstance(outcome, dict)
    print(f"{which}  {outcome}", flush=True)
    return outcome


if __name__ == "__main__":
    sys.exit(main())
