"""The sentences of the importer: one for every code, in English here and in Dutch in the catalogue.

No sentence repeats what a cell holds: reports of an import travel further than the import itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext

from huisvrede.core.tables import mapping, sheet
from huisvrede.core.tables.check import Problem
from huisvrede.foundation.imports.shapes import ImportShape

PROBLEMS: Mapping[str, str] = {
    "required": "This may not be empty.",
    "ragged-row": "The row has {cells} cells and the file has {headers} columns.",
    "duplicate-number": "This number stands on line {first_line} too.",
    "spreadsheet-error": "A spreadsheet wrote ##### or an error here, no value. Make the column wider or mend the formula.",
    "merged-cell": "This cell is merged with others ({cells}). Unmerge them and fill in each row what holds for it.",
    "bsn-certain": "This holds a citizen service number (BSN). It may not be here; remove it.",
    "bsn-ask-a-person": "This looks like a citizen service number (BSN). Remove it, or say that it is none.",
    "too-long": "This is longer than {limit} characters.",
    "control-character": "This holds a sign that has no place in text.",
    "scientific-notation": "A spreadsheet has turned this number into a power of ten and lost its digits.",
    "registration-unreadable": "This is no number of a registration.",
    "email-unreadable": "This is no e-mail address.",
    "phone-unreadable": "This is no telephone number.",
    "postcode-unreadable": "This is no Dutch postcode, such as 1234 AB.",
    "house-number-unreadable": "This is no house number, such as 12 or 12 bis.",
    "iban-unreadable": "This is no account number (IBAN).",
    "integer-unreadable": "This is no whole number.",
    "out-of-range": "This number is not between {minimum} and {maximum}.",
    "boolean-unreadable": "This is neither yes nor no.",
    "no-such-choice": "This is none of the words known here.",
    "date-unreadable": "This is no date, such as 31-12-1984.",
    "no-such-date": "This date does not exist.",
    "year-out-of-range": "The year is not between {first} and {last}.",
    "year-two-digits": "The year has two digits; write all four.",
    "moment-not-date": "This is a moment in another time zone; write the date alone.",
    "excel-serial": "A spreadsheet has turned this date into a number; format the column as a date.",
    "date-out-of-range": "This date is not between {first} and {last}.",
}
"""Why a row is not taken in; codes of `core.tables`."""

REFUSALS: Mapping[str, str] = {
    **sheet.SENTENCES,
    **mapping.SENTENCES,
    "no-right": "Whoever brought the file has no right to import it any more.",
    "failed": "Something went wrong on our side. Please bring the file again; "
    "if it happens again, tell the administrator.",
    "gone": "The file can't be opened any more: a backup was put back, or its disk is lost. Please bring the file again; "
    "rows that are in already stay as they are.",
    "withdrawn": "The import was stopped by whoever brought the file.",
    "too-old": "Nobody came back for this file, so it was removed after a day.",
}
"""Why a file is not taken in."""

FORMATS = (
    "an old Excel workbook (XLS)", "a PDF", "a picture", "a GZIP archive", "a 7z archive", "a RAR archive",
    "RTF", "a database", "HTML or XML", "OpenDocument", "a ZIP archive that is no XLSX workbook",
)  # fmt: skip
"""What a file may turn out to be: the fact `format` of `other-format`."""

REASONS: Mapping[str, str] = {
    "customer-number": "It is a number of a customer or a file",
    "phone-or-account": "It is a telephone or account number",
    "other-number": "It is another number",
    "someone-else": "It is someone else",
}
"""What a person may answer to a question about a row."""

QUESTIONS: Mapping[str, tuple[str, ...]] = {
    "bsn-ask-a-person": ("customer-number", "phone-or-account", "other-number"),
    "maybe-known": ("someone-else",),
    "maybe-twice": ("someone-else",),
}
"""Code of a problem that is a question -> the reasons offered."""


def problem_text(shape: ImportShape, problem: Problem) -> str:
    """Why a row is not taken in, in the language of the reader."""
    sentence = PROBLEMS.get(problem.code) or shape.texts[problem.code]
    return gettext(sentence).format(**{name: _fact(value) for name, value in problem.facts.items()})


def refusal_text(shape: ImportShape, code: str, facts: Mapping[str, object]) -> str:
    """Why a file is not taken in, in the language of the reader."""
    said = {name: _fact(value) for name, value in facts.items()}
    if code == "required-missing":
        fields = str(facts["fields"]).split(", ")
        said["fields"] = ", ".join(gettext(shape.fields[name]) for name in fields)
    if code == "other-format":
        said["format"] = gettext(str(facts["format"]))
    if code == "file-too-large":
        return gettext("The file is larger than {megabytes} MB.").format(
            megabytes=int(str(facts["limit"])) // 2**20
        )
    return gettext(REFUSALS[code]).format(**said)


def _fact(value: object) -> object:
    if isinstance(value, str):
        try:
            value = date.fromisoformat(value)
        except ValueError:
            return value
    return date_format(value, "DATE_FORMAT") if isinstance(value, date) else value
