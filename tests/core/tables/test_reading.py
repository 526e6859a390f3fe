"""A file is told by its content: CSV and XLSX are read, anything else is named and refused."""

import io
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from huisvrede.core.tables.reading import OLD_OFFICE, PASSWORD, read
from huisvrede.core.tables.sheet import Limits, TableError


def refused(content: bytes, limits: Limits | None = None) -> TableError:
    """The error with which this content is refused."""
    with pytest.raises(TableError) as caught:
        read(io.BytesIO(content), name="seekers.csv", limits=limits)
    return caught.value


def test_a_path_is_read_and_closed_after_its_last_row(tmp_path: Path) -> None:
    path = tmp_path / "seekers.csv"
    path.write_bytes(b"Naam;Plaats\nJan;Hoorn\n")
    sheet = read(path, name="seekers.csv")
    assert (sheet.name, sheet.headers) == ("seekers.csv", ("Naam", "Plaats"))
    assert list(sheet.rows) == [(2, ("Jan", "Hoorn"))]


def test_a_path_that_is_not_read_to_its_end_leaves_no_open_file(tmp_path: Path) -> None:
    path = tmp_path / "seekers.csv"
    path.write_bytes(b"Naam;Plaats\n" + b"Jan;Hoorn\n" * 3)
    started, untouched = read(path, name="a"), read(path, name="b")
    assert next(started.rows) == (2, ("Jan", "Hoorn"))
    # A file left open would raise a ResourceWarning here, and warnings are errors.
    del started, untouched


def test_a_refused_path_is_closed(tmp_path: Path) -> None:
    path = tmp_path / "empty.csv"
    path.touch()
    with pytest.raises(TableError):
        read(path, name="empty.csv")


def test_a_file_stays_open_for_who_brought_it() -> None:
    file = io.BytesIO(b"Naam;Plaats\nJan;Hoorn\n")
    assert list(read(file, name="x").rows) == [(2, ("Jan", "Hoorn"))]
    assert not file.closed


def test_a_workbook_is_known_by_its_content_whatever_its_name() -> None:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        book.add_worksheet().write_column(0, 0, ["Naam", "Jan"])
    assert list(read(file, name="seekers.csv").rows) == [(2, ("Jan",))]


@pytest.mark.parametrize(
    ("content", "code", "sentence"),
    [
        (b"", "empty-file", "The file is empty."),
        (
            OLD_OFFICE + b"x",
            "other-format",
            "The content is an old Excel workbook (XLS); save it as CSV or XLSX.",
        ),
        (OLD_OFFICE + PASSWORD, "encrypted", "The workbook has a password; save it without one."),
        (b"%PDF-1.7", "other-format", "The content is PDF; save it as CSV or XLSX."),
        (b"<table>", "other-format", "The content is HTML or XML; save it as CSV or XLSX."),
        (b"PK\x05\x06" + bytes(18), "other-format", None),
        (b"PK\x03\x04", "corrupt", "The workbook is damaged and cannot be read."),
    ],
)
def test_other_content_is_named_and_refused(content: bytes, code: str, sentence: str | None) -> None:
    error = refused(content)
    assert error.code == code
    assert sentence in (None, str(error))


def test_a_file_above_the_limit_is_refused_unread() -> None:
    assert refused(b"a;b\n1;2\n", Limits(file_bytes=7)).facts == {"limit": 7}


@given(st.sampled_from([b"", b"PK\x03\x04", b"PK\x05\x06", b"\xff\xfe", OLD_OFFICE]), st.binary(max_size=200))
def test_any_bytes_give_a_sheet_or_a_table_error(start: bytes, content: bytes) -> None:
    try:
        list(read(io.BytesIO(start + content), name="x").rows)
    except TableError as error:
        assert str(error)
