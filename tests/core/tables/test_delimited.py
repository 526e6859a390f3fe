"""CSV of any encoding and delimiter becomes the same rows, or one clear refusal."""

import io
import tracemalloc

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from huisvrede.core.tables.delimited import encoding_of, read_delimited
from huisvrede.core.tables.sheet import Limits, TableError

LIMITS = Limits()


def rows_of(content: bytes, limits: Limits = LIMITS) -> list[tuple[int, tuple[str, ...]]]:
    """The headers as line 0 and all rows."""
    sheet = read_delimited(io.BytesIO(content), limits=limits)
    return [(0, sheet.headers), *sheet.rows]


def refusal(content: bytes, limits: Limits = LIMITS) -> str:
    """The code with which this content is refused."""
    with pytest.raises(TableError) as caught:
        rows_of(content, limits)
    assert str(caught.value)
    return caught.value.code


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "latin-1"])
def test_a_name_with_an_accent_survives_every_encoding(encoding: str) -> None:
    content = "Naam;Plaats\nZoë;Hoorn\n".encode(encoding)
    assert rows_of(content) == [(0, ("Naam", "Plaats")), (2, ("Zoë", "Hoorn"))]


def test_windows_1252_knows_the_euro_sign_and_latin_1_takes_what_it_does_not() -> None:
    assert encoding_of(io.BytesIO(b"a;b\n\x80;\xe9")) == "cp1252"
    assert encoding_of(io.BytesIO(b"a;b\n\x81;\xe9")) == "latin-1"


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_the_delimiter_is_found_even_when_a_name_holds_another(delimiter: str) -> None:
    content = f'"Naam, voorvoegsel;x"{delimiter}Plaats\n"Dam; van, a"{delimiter}Hoorn\n'.encode()
    assert rows_of(content) == [(0, ("Naam, voorvoegsel;x", "Plaats")), (2, ("Dam; van, a", "Hoorn"))]


def test_a_line_of_excel_that_tells_the_delimiter_is_obeyed_and_no_header() -> None:
    assert rows_of(b"sep=,\nNaam,Plaats;Land\nJan,Hoorn;NL\n") == [
        (0, ("Naam", "Plaats;Land")),
        (3, ("Jan", "Hoorn;NL")),
    ]


def test_a_row_carries_the_line_on_which_it_starts() -> None:
    content = b'a;b\r\n\r\n"one\r\ntwo";x\r\n;\r\nlast;y\r\n'
    assert rows_of(content) == [(0, ("a", "b")), (3, ("one\r\ntwo", "x")), (6, ("last", "y"))]


def test_ragged_rows_are_handed_on_as_they_are() -> None:
    assert rows_of(b"a;b\n1\n1;2;3\n")[1:] == [(2, ("1",)), (3, ("1", "2", "3"))]


def test_emoji_right_to_left_names_and_formulas_pass_untouched() -> None:
    content = "Naam;Noot\nمريم 👩‍👧;=1+1\n".encode()
    assert rows_of(content)[1] == (2, ("مريم 👩‍👧", "=1+1"))


def test_two_hundred_columns_are_read() -> None:
    names = [f"k{place}" for place in range(200)]
    content = ";".join(names) + "\n" + ";".join(names) + "\n"
    assert rows_of(content.encode()) == [(0, tuple(names)), (2, tuple(names))]


def test_a_column_without_a_name_is_named_by_its_place_and_names_are_cleaned() -> None:
    assert rows_of(b'"Geboorte\ndatum";;\x07 Naam ;\n1;2;3;\n')[0] == (0, ("Geboorte datum", "#2", "Naam"))


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"\n\n;;\n", "no-header"),
        (b"a;b\n\n;\n", "only-header"),
        (b"a;B;A\n1;2;3\n", "duplicate-header"),
        (b"a;b\n\0;1\n", "nul-bytes"),
        (b"\xff\xfea\x00;", "encoding"),
        (b"\xef\xbb\xbfa;b\n\xe9;1\n", "encoding"),
        (b'a;b\n1;"' + b"x\n" * 100_000, "cell-too-long"),
        (b'a;b\n1;"' + b"x" * 200_000, "cell-too-long"),
    ],
)
def test_what_is_no_table_is_refused_with_a_reason(content: bytes, code: str) -> None:
    assert refusal(content) == code


def test_limits_are_kept_to_the_row_the_column_and_the_line() -> None:
    two = b"a;b\n1;2\n1;2\n"
    assert len(rows_of(two, Limits(rows=2))) == 3
    assert refusal(two, Limits(rows=1)) == "too-many-rows"
    assert len(rows_of(two, Limits(columns=2))) == 3
    assert refusal(two, Limits(columns=1)) == "too-many-columns"
    assert len(rows_of(two, Limits(line_characters=4))) == 3
    assert refusal(two, Limits(line_characters=3)) == "line-too-long"


def test_a_refusal_of_a_duplicate_header_repeats_no_cell() -> None:
    with pytest.raises(TableError) as caught:
        rows_of(b"Jansen;Hoorn;Jansen\n1;2;3\n")
    assert str(caught.value) == "Columns 1 and 3 have the same name."


def test_a_large_file_streams() -> None:
    content = io.BytesIO(b"a;b;c\n" + b"some text;more text;0612345678\n" * 30_000)
    tracemalloc.start()
    count = sum(1 for _ in read_delimited(content, limits=Limits()).rows)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 30_000
    # The list of rows would take four times as much as this, whatever the number of rows.
    assert peak < 3_000_000


@given(st.binary(max_size=300))
@example(b'"')
@example(b"\xff\xfe")
@example(b"\xef\xbb\xbf")
@example(b"sep=;\n")
@example(b"\x00\r\x81")
@example(b"\x01\n\x01")
def test_any_bytes_give_rows_or_a_table_error(content: bytes) -> None:
    try:
        rows = rows_of(content)
    except TableError as refused:
        assert str(refused)
    else:
        assert all(any(cells) for _, cells in rows)


@given(
    st.lists(st.tuples(st.text("aé;,\t ✓", min_size=1), st.text("xyz", min_size=1)), min_size=1, max_size=5)
)
def test_what_another_program_wrote_is_read_back(written: list[tuple[str, str]]) -> None:
    lines = ['"first";"second"', *(f'"{one}";"{two}"' for one, two in written)]
    assert [cells for _, cells in rows_of("\n".join(lines).encode())] == [("first", "second"), *written]
