"""The register as a workbook: a worksheet per section, a row per item, by the key of its activity; written, and read back.

Every cell is text, so nothing in it is ever computed. What is read back is compared with the version it was made of: only the
activities that differ are looked at, by the same forms and the same parser as what is typed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, BinaryIO, Final

import xlsxwriter
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from huisvrede.core.policy import RESERVED
from huisvrede.core.tables.sheet import Limits, Sheet
from huisvrede.core.tables.workbook import read_sheets
from huisvrede.core.vocabulary import NOWHERE
from huisvrede.engines.transparency.drafts import entries_in
from huisvrede.engines.transparency.forms import DECLARED, EntryForm, Known, form_of
from huisvrede.engines.transparency.general import GENERAL, OWN, counted
from huisvrede.engines.transparency.serving import SERVED
from huisvrede.engines.transparency.shape import Field, Section, Sort, Stored, flat, items, put
from huisvrede.foundation.register.entries import Said, is_served
from huisvrede.foundation.register.models import Version
from huisvrede.foundation.register.words import WORDS

MARK: Final = "huisvrede-register"
"""The first cell of the first worksheet; the second says of which version it was made."""

HOW: Final = "uitleg"
WHO: Final = "wie"
KEY: Final = "activity"
LIMITS: Final = Limits(file_bytes=20 * 2**20, unpacked_bytes=250_000_000, rows=50_000, columns=30)
WIDTHS: Final = {True: 60, False: 24}
Cells = dict[str, str]
INTRODUCTION: Final = (
    gettext_noop("How to use this workbook"),
    gettext_noop("Each worksheet is a part of the register. Each row belongs to the activity in its first column."),
    gettext_noop("Change, add or remove rows. Keep the names of worksheets and columns, and the row above."),
    gettext_noop(
        "Write every text in Dutch (nl) and English (en). Write a period as P2Y (2 years), P6M, P4W or P14D,"
        " and a day as 2026-11-23."
    ),
    gettext_noop("An activity is not removed: put “closed” in the column state. A new one begins closed."),
    gettext_noop("The worksheets “verwerker” say what is done for others. What has ended gets “true” in the column ended."),
    gettext_noop("Bring the workbook into a draft. You see what it changes before anything happens."),
)
OTHER_VERSION: Final = gettext_noop(
    "This is not the workbook of the version in force. Download it on this page, and bring your changes over."
)
NO_ROW: Final = gettext_noop(
    "%(key)s is missing. Put its row back; to end an activity, put “closed” in the column state, and for work for others"
    " “true” in the column ended."
)
NO_ENTRY: Final = gettext_noop("The worksheet %(sheet)s has no row of this name. Add it there, or correct the name.")
TWICE: Final = gettext_noop("An activity and work for others can't have the same short name. Choose another for what is new.")
PARTS: Final = (OWN, SERVED, *((section,) for section in GENERAL))
"""What the worksheets tell, part by part: what is done here (article 30(1)), for others (30(2)), what holds for all of it."""


class TooLong(ValueError):
    """A text that a cell of a workbook can't hold: 32,767 characters."""


def workbook(version: Version, to: BinaryIO) -> None:
    """Write the register of a version as XLSX; TooLong for a text that no cell can hold."""
    write(entries_in(version), version.digest, to)


def write(entries: Mapping[str, Said], digest: str, to: BinaryIO, *, who: Sequence[tuple[str, str]] = ()) -> None:
    """Write these entries as XLSX; `digest` is the fingerprint of what they were taken from.

    `who` answers for it stands in a worksheet of its own, which is not read back.
    """
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(to, options) as book:
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        body = book.add_format({"text_wrap": True, "valign": "top"})
        _sheet(book.add_worksheet(HOW), [MARK, digest[:16]], _how(), head, body)
        for section, names in _sheets(entries):
            rows = [
                [key if name == KEY else cells[name] for name in names]
                for key, said in sorted(entries.items())
                if section in _part_of(said)
                for cells in _cells(section, said)
            ]
            _sheet(book.add_worksheet(section.slug), list(names), rows, head, body)
        if who:
            _sheet(book.add_worksheet(WHO), list(who[0]), who[1:], head, body)


def _sheets(entries: Mapping[str, Said]) -> Iterator[tuple[Section, tuple[str, ...]]]:
    """Each worksheet with its columns; what holds for all of it belongs to no entry, and stands there if these have it."""
    yield from ((section, (KEY, *section.cells())) for section in (*OWN, *SERVED))
    yield from ((section, section.cells()) for section in GENERAL if section.name in entries)


def _part_of(said: Said) -> tuple[Section, ...]:
    if said["key"] in RESERVED:
        return tuple(section for section in GENERAL if section.name == said["key"])
    return SERVED if is_served(said) else OWN


def _sheet(sheet: Any, names: list[str], rows: Any, head: Any, body: Any) -> None:
    for place, name in enumerate(names):
        sheet.write_string(0, place, name, head)
        sheet.set_column(place, place, WIDTHS[name.endswith(("_nl", "_en"))])
    for line, row in enumerate(rows, start=1):
        for place, text in enumerate(row):
            if text and sheet.write_string(line, place, _told(text), body):
                raise TooLong(names[min(place, len(names) - 1)])
    sheet.freeze_panes(1, 1)


def _told(text: str) -> str:
    """A text that xlsxwriter would take for XML of its own gets a space at its end, which is off again once it is read."""
    return f"{text} " if text.endswith("</r>") else text


def _how() -> Iterator[list[str]]:
    """What a reader must know, in both languages, and what each column may hold."""
    for tongue in ("nl", "en"):
        with override(tongue):
            yield from ([_(line)] for line in INTRODUCTION)
            for section in (*OWN, *SERVED, *GENERAL):
                for one in section.fields:
                    about = _(one.about) if one.about else ""
                    yield [f"{section.slug}: {', '.join(one.cells())}", _(one.label), about, ", ".join(_words(one))]


def _words(one: Field) -> tuple[str, ...]:
    """The words a column may hold."""
    if one.words == "declared":
        return DECLARED
    return tuple(WORDS.get(one.words, ()))


def _cells(section: Section, said: Said) -> list[Cells]:
    """A section of an entry as cells, spelt as they are read back."""
    return [{name: _tidy(text) for name, text in flat(section, item).items()} for item in items(section, said)]


def _tidy(text: str) -> str:
    """A text without what a workbook or a form does to its ends and lines."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


@dataclass(frozen=True)
class Problem:
    """One thing to mend in a workbook: where it stands, and what to do."""

    sheet: str
    row: int
    column: str
    what: str


@dataclass
class Read:
    """What a workbook changes: the entries that differ from what it was made of, and everything that must be mended first.

    `rows` says where each entry stands: its worksheet and its row.
    """

    entries: dict[str, Said] = field(default_factory=dict)
    rows: dict[str, tuple[str, int]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def wrong(self, sheet: str, row: int, column: str, what: str) -> None:
        """Note a problem."""
        self.problems.append(Problem(sheet, row, column, what))


def read_back(file: BinaryIO, entries: Mapping[str, Said], digest: str, known: Known) -> Read:
    """Read a workbook against the entries it was made of; TableError for a file that is no workbook.

    Nothing is stored; where there are problems, the entries are not to be used.
    """
    sheets, found = read_sheets(file, limits=LIMITS), Read()
    if sheets.get(HOW, Sheet((), iter(()))).headers[:2] != (MARK, digest[:16]):
        found.wrong(HOW, 1, "A", _(OTHER_VERSION))
        return found
    given = {section.slug: _rows_of(section, names, sheets.get(section.slug), found) for section, names in _sheets(entries)}
    for part in PARTS if not found.problems else ():
        before = {key: said for key, said in entries.items() if _part_of(said)[:1] == part[:1]}
        _compare([section for section in part if section.slug in given], given, before, known, found)
    return found


Rows = dict[str, list[tuple[int, Cells]]]


def _rows_of(section: Section, wanted: tuple[str, ...], sheet: Sheet | None, found: Read) -> Rows:
    """The rows of a worksheet by the entry they belong to; what is wrong with its columns is noted."""
    rows: Rows = defaultdict(list)
    if sheet is None:
        found.wrong(section.slug, 1, "", _("This worksheet is missing. Put it back as it was."))
        return rows
    for name in wanted:
        if name not in sheet.headers:
            found.wrong(section.slug, 1, name, _("This column is missing. Put it back as it was."))
    for name in sheet.headers:
        if name not in wanted:
            found.wrong(section.slug, 1, name, _("The register has no such column. Remove it."))
    for line, cells in sheet.rows:
        row = {name: _tidy(cell) for name, cell in zip(sheet.headers, cells, strict=False)}
        key = row.pop(KEY, "") if KEY in wanted else section.name
        rows[key].append((line, {name: row.get(name, "") for name in section.cells()}))
    return rows


def _compare(
    sections: Sequence[Section], given: Mapping[str, Rows], entries: Mapping[str, Said], known: Known, found: Read
) -> None:
    """One part of the workbook: its first worksheet has a row for each entry, or is all there is of it.

    An activity that nobody does yet may be absent: a file for the authority leaves it out.
    """
    if not sections:
        return
    first = sections[0]
    there = given[first.slug]
    for key in sorted(key for key in set(entries) - set(there) if entries[key].get("held_in") != NOWHERE):
        found.wrong(first.slug, 1, KEY, _(NO_ROW) % {"key": key})
    for key in sorted(set(there) & set(found.rows)):
        found.wrong(first.slug, there[key][0][0], KEY, _(TWICE))
    found.rows |= {key: (first.slug, rows[0][0]) for key, rows in there.items()}
    for section in sections:
        _look(section, given[section.slug], set(there), first.slug, found)
    for key in there if not found.problems else ():
        rows = {section.slug: given[section.slug].get(key, []) for section in sections}
        changed = _entry(key, sections, rows, entries.get(key), known, found)
        if changed is not None:
            found.entries[key] = changed


def _look(section: Section, rows: Rows, keys: set[str], first: str, found: Read) -> None:
    """Each row belongs to an entry; of what an entry has once, there is one."""
    for key, several in rows.items():
        if key not in keys:
            found.wrong(section.slug, several[0][0], KEY, _(NO_ENTRY) % {"sheet": first})
        elif section.stored is Stored.SELF and len(several) > 1:
            found.wrong(section.slug, several[1][0], KEY, _("This stands here twice. Keep one row."))


def _entry(
    key: str,
    sections: Sequence[Section],
    rows: Mapping[str, list[tuple[int, Cells]]],
    before: Said | None,
    known: Known,
    found: Read,
) -> Said | None:
    """An entry as the workbook has it; None where it says what it was made of."""
    said: Said = dict(before or {"key": key, "roles": {}})
    same = before is not None
    for section in sections:
        given = rows[section.slug]
        if before is not None and [cells for _line, cells in given] == _cells(section, before):
            continue
        if section.stored is Stored.SELF and not given:
            found.wrong(section.slug, 1, KEY, _("%(key)s is missing. Add a row for it.") % {"key": key})
            continue
        same = False
        read = [item for line, cells in given if (item := _item(section, line, cells, known, found)) is not None]
        if len(read) == len(given):
            said = _put(section, said, read, given[0][0] if given else found.rows[key][1], found)
    return None if same else said


def _put(section: Section, said: Said, read: list[dict[str, Any]], line: int, found: Read) -> Said:
    try:
        return put(section, said, read)
    except ValueError:
        found.wrong(section.slug, line, section.index, _("Two rows of this activity have the same value here. Keep one."))
        return said


def _item(section: Section, line: int, cells: Cells, known: Known, found: Read) -> dict[str, Any] | None:
    """An item read by the form of its section; what the form says of a field is said of the cell."""
    here = replace(known, clocks=(cells.get("clock", ""),))
    form: EntryForm = form_of(counted(section, cells))(_typed(section, cells), known=here)
    for name, errors in form.errors.items():
        for what in errors:
            found.wrong(section.slug, line, name, str(what))
    return form.item if form.is_valid() else None


def _typed(section: Section, cells: Cells) -> dict[str, Any]:
    """Cells as a form has them."""
    typed: dict[str, Any] = dict(cells)
    for one in section.fields:
        if one.sort is Sort.WORDS:
            typed[one.name] = [word.strip() for word in cells[one.name].split(",") if word.strip()]
        if one.sort is Sort.YES:
            typed[one.name] = cells[one.name].lower() in {"true", "1", "ja", "yes", "waar"}
    return typed

