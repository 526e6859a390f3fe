"""`huisvrede import`: check a file and, when asked, take its valid rows in; all of it in one transaction."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import BinaryIO

from django.utils import timezone, translation
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from huisvrede.core.tables.check import problems_csv
from huisvrede.core.tables.mapping import Mapping, MappingError, propose
from huisvrede.core.tables.reading import read
from huisvrede.core.tables.sheet import TableError
from huisvrede.core.vocabulary import Kind
from huisvrede.faces.cli.chosen import chosen
from huisvrede.faces.cli.errors import USAGE, Stop
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.imports import services
from huisvrede.foundation.imports.models import Import
from huisvrede.foundation.imports.queries import tell_by
from huisvrede.foundation.imports.reading import ASKED, problems_of
from huisvrede.foundation.imports.services import Answer
from huisvrede.foundation.imports.shapes import ImportShape, offered
from huisvrede.foundation.imports.tasks import clear_done
from huisvrede.foundation.imports.texts import QUESTIONS, problem_text, refusal_text
from huisvrede.foundation.jobs.progress import Tell
from huisvrede.foundation.walls.session import acting
from huisvrede.foundation.walls.ticket import Acting

PROBLEMS, REFUSED = 1, 3
ALIKE = ("maybe-known", "maybe-twice")
"""What a row without a number asks, when its name, date of birth and postcode are somebody's."""
HIDDEN_ROWS = {"read": True, "leave-out": False}
STATEMENT = "/privacy/"
INFORM = (
    "These people must hear from you whom their data came from and what is done with them: by {day} at the latest, or at the"
    " first contact if that is sooner (GDPR 14(3)). Nothing is sent to them by itself. The privacy statement: {statement}"
)


def import_file(
    *,
    shape: str,
    file: Path,
    organisation: str,
    source: str,
    leave_out: Sequence[str],
    mapped: Sequence[str],
    not_a_bsn: Sequence[str],
    other_person: Sequence[int],
    hidden_rows: str,
    store: bool,
    console: Console,
) -> int:
    """Check a file, store its valid rows when asked: 0 all is well, 1 problems, in FILE.problems.csv.

    Raises `Stop`: 2 when the call must say more (an unknown shape, a column nobody decided about), 3 when the
    file is refused.
    """
    if not organisation:
        raise Stop("Say for whom: --organisation KEY.", USAGE)
    one = chosen(organisation)[0]
    wanted = {known.key: known for known in offered()}.get(shape)
    if wanted is None:
        raise Stop(
            f"There is no kind of table {shape}; there is {', '.join(s.key for s in offered())}.", USAGE
        )
    try:
        content = file.open("rb")
    except OSError as problem:
        raise Stop(f"{file} cannot be read: {problem.strerror}.", USAGE) from None
    with content, translation.override("en"):
        mapping = _mapping(content, file.name, wanted, leave_out, mapped, hidden_rows)
        run = take_in(
            one,
            wanted,
            content=content,
            filename=file.name,
            source=source,
            mapping=mapping,
            answers=[
                *(_answer(choice, mapping) for choice in not_a_bsn),
                *(Answer(line, None, code, QUESTIONS[code][0]) for line in other_person for code in ALIKE),
            ],
            hidden=HIDDEN_ROWS.get(hidden_rows),
            on=timezone.localdate(),
            store=store,
            console=console,
        )
        code = _told(run, wanted, file, console, store=store)
        if run.state == "stored" and run.stored and wanted.people:
            with acting(one, Acting(kind=Kind.SYSTEM, purpose=wanted.purpose, day=run.made_on)):
                console.print(INFORM.format(day=tell_by(run), statement=one.origin + STATEMENT))
        return code


def take_in(
    organisation: Organisation,
    shape: ImportShape,
    *,
    content: BinaryIO,
    filename: str,
    source: str,
    mapping: Mapping,
    on: date,
    store: bool,
    console: Console,
    answers: Sequence[Answer] = (),
    hidden: bool | None = None,
) -> Import:
    """Bring, check and perhaps store a file, as the system; killed at any moment, nothing of it was there."""
    with acting(organisation, Acting(kind=Kind.SYSTEM, purpose=shape.purpose, day=on)):
        run = services.bring(
            shape=shape,
            filename=filename,
            content=content,
            source=source,
            mapping=mapping,
            answers=answers,
            hidden=hidden,
        )
        with _bar(console, "Checking", 0) as tell:
            run = services.dry_run(run=run.pk, tell=tell)
        if run.state == "checked" and store:
            services.confirm(run=run.pk, version=run.version)
            with _bar(console, "Storing", run.total) as tell:
                run = services.store(run=run.pk, tell=tell)
        elif run.state == "checked":
            services.withdraw(run=run.pk, version=run.version)
    clear_done(organisation, on=on)
    return run


def _mapping(
    content: BinaryIO,
    filename: str,
    shape: ImportShape,
    leave_out: Sequence[str],
    mapped: Sequence[str],
    hidden_rows: str,
) -> Mapping:
    """The proposal with the choices of the call; a column nobody decided about is named with what to type."""
    try:
        sheet = read(content, name=filename, limits=services.LIMITS)
    except TableError as problem:
        raise Stop(refusal_text(shape, problem.code, problem.facts), REFUSED) from None
    headers = sheet.headers
    if sheet.hidden_lines and hidden_rows not in HIDDEN_ROWS:
        raise Stop(
            f"{len(sheet.hidden_lines)} rows of the worksheet are hidden, perhaps by a filter. Read them too? "
            f"Say --hidden-rows {' or --hidden-rows '.join(HIDDEN_ROWS)}.",
            USAGE,
        )
    try:
        mapping = propose(headers, shape.shape).leave_out(*leave_out)
        for choice in mapped:
            header, _, field = choice.rpartition("=")
            mapping = mapping.map(header, field, shape=shape.shape)
        if mapping.open:
            raise Stop(_undecided(mapping, shape), USAGE)
        mapping.require_complete(headers, shape.shape)
    except MappingError as problem:
        raise Stop(refusal_text(shape, problem.code, problem.facts), USAGE) from None
    return mapping


def _answer(choice: str, mapping: Mapping) -> Answer:
    """LINE:COLUMN=because, as the browser asks it: which cell holds no BSN, and what it holds instead."""
    line, _colon, rest = choice.partition(":")
    column, _equals, because = rest.rpartition("=")
    if not line.isdecimal() or column not in mapping.mapped or because not in QUESTIONS[ASKED]:
        raise Stop(
            f'"{choice}" can\'t be used: write --not-a-bsn "LINE:COLUMN=BECAUSE" with a line of the file, a column that '
            f"is read, and one of {', '.join(QUESTIONS[ASKED])}.",
            USAGE,
        )
    return Answer(int(line), column, ASKED, because)


def _undecided(mapping: Mapping, shape: ImportShape) -> str:
    free = [c.field for c in shape.shape.columns if c.field not in mapping.mapped.values()]
    lines = ["Nobody has decided about these columns; leave each out, or map it to a field:"]
    lines += [f'  --leave-out "{header}"   or   --map "{header}=FIELD"' for header in mapping.open]
    return "\n".join([*lines, f"Fields that are free: {', '.join(free) or 'none'}."])


def _told(run: Import, shape: ImportShape, file: Path, console: Console, *, store: bool) -> int:
    if run.refusal and run.refusal["code"] != "withdrawn":
        raise Stop(refusal_text(shape, run.refusal["code"], run.refusal["facts"]), REFUSED)
    _columns(run, console)
    console.print(
        f"{run.stored} rows {'stored' if store else 'can be stored'}, {run.known} known already, "
        f"{run.faulty} with problems."
    )
    if run.faulty:
        report = file.with_name(f"{file.name}.problems.csv")
        with translation.override("nl"), report.open("w", encoding="utf-8", newline="") as written:
            written.writelines(problems_csv(problems_of(run), lambda problem: problem_text(shape, problem)))
        console.print(f"Each problem with its line, column and reason: {escape(str(report))}")
        alike = next((problem for problem in problems_of(run) if problem.code in ALIKE), None)
        if alike is not None:
            console.print(f"Is that another person? Say so for each such line: --other-person {alike.line}")
        asked = next((problem for problem in problems_of(run) if problem.code == ASKED), None)
        if asked is not None:
            console.print(
                f'Is what looks like a BSN none? Say so: --not-a-bsn "{asked.line}:{escape(asked.column or "")}='
                f'{QUESTIONS[ASKED][-1]}" (or {", ".join(QUESTIONS[ASKED][:-1])}).'
            )
    if not store:
        console.print("This was a dry run: nothing is stored. Add --store to store the valid rows.")
    return PROBLEMS if run.faulty else 0


def _columns(run: Import, console: Console) -> None:
    left = run.mapping["left_out"]
    if left:
        console.print(f"Left out by your choice: {escape(', '.join(left))}.")
    read_or_left = {*run.mapping["mapped"], *left}
    never = [header for header in run.mapping["headers"] if header not in read_or_left]
    if never:
        console.print(f"Never read, since the name says BSN: {escape(', '.join(never))}.")


@contextmanager
def _bar(console: Console, what: str, total: int) -> Iterator[Tell]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task(what, total=total or None)
        yield lambda rows: progress.update(task, completed=rows)
