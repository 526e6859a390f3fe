"""`huisvrede import` teaches what to type, stores only when asked, and leaves a file of problems."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
import xlsxwriter
from django.utils import timezone
from rich.console import Console

from huisvrede.core.duration import Period
from huisvrede.core.periods import reckon
from huisvrede.faces.cli.errors import Stop
from huisvrede.faces.cli.importing import import_file
from huisvrede.foundation.cluster.organisations import Organisation, read, write
from tests.conftest import VAR, as_login
from tests.foundation.disposal.files import as_owner
from tests.importing import file_of, names, row
from tests.template import alone


@pytest.fixture
def listed(organisation: Organisation) -> Iterator[Organisation]:
    """The organisation stands in the list that commands read, beside those of tests that run at the same time."""
    with alone(VAR, "organisations"):
        write(VAR, {**read(VAR), organisation.key: organisation})
    yield organisation
    with alone(VAR, "organisations"):
        write(VAR, {key: one for key, one in read(VAR).items() if key != organisation.key})


def run(
    listed: Organisation,
    file: Path,
    *,
    store: bool = False,
    leave_out: tuple[str, ...] = (),
    mapped: tuple[str, ...] = (),
    not_a_bsn: tuple[str, ...] = (),
    other_person: tuple[int, ...] = (),
    hidden_rows: str = "",
) -> tuple[int, str]:
    console = Console(file=io.StringIO(), width=200)
    with as_login(listed, "worker"):
        code = import_file(
            shape="seekers", file=file, organisation=listed.key, source="oud",
            leave_out=leave_out, mapped=mapped, not_a_bsn=not_a_bsn, other_person=other_person, hidden_rows=hidden_rows,
            store=store, console=console,
        )  # fmt: skip
    assert isinstance(console.file, io.StringIO)
    return code, " ".join(console.file.getvalue().split())


@pytest.mark.clause("COR-12", part="import")
def test_a_dry_run_stores_nothing_and_a_second_import_changes_nothing(
    listed: Organisation, tmp_path: Path
) -> None:
    file = tmp_path / "zoekers.csv"
    file.write_bytes(file_of(row()))
    code, said = run(listed, file)
    assert (code, names(listed)) == (0, [])
    assert (
        "1 rows can be stored, 0 known already, 0 with problems. This was a dry run: nothing is stored."
        in said
    )
    assert run(listed, file, store=True)[0] == 0
    code, said = run(listed, file, store=True)
    assert (code, names(listed)) == (0, ["Iris Boom"])
    assert "0 rows stored, 1 known already, 0 with problems." in said


def test_problems_are_written_beside_the_file(listed: Organisation, tmp_path: Path) -> None:
    file = tmp_path / "zoekers.csv"
    file.write_bytes(file_of(row(Postcode="12"), row(Inschrijfnummer="2")))
    assert run(listed, file, store=True)[0] == 1
    assert names(listed) == ["Iris Boom"]
    assert (tmp_path / "zoekers.csv.problems.csv").read_bytes().decode() == (
        '\ufeff"Regel";"Kolom";"Reden"\r\n'
        '"2";"Postcode";"Dit is geen Nederlandse postcode, zoals 1234 AB."\r\n'
    )


@pytest.mark.clause("ALL-04", part="import")
def test_columns_nobody_decided_about_are_named_with_what_to_type(
    listed: Organisation, tmp_path: Path
) -> None:
    file = tmp_path / "zoekers.csv"
    file.write_bytes(file_of({**row(), "Geloof": "x", "Gebied": "Kade"}, extra=("Geloof", "Gebied")))
    with pytest.raises(Stop, match='--leave-out "Geloof"   or   --map "Geloof=FIELD"') as stopped:
        run(listed, file)
    assert stopped.value.code == 2
    code, said = run(listed, file, store=True, leave_out=("Geloof",), mapped=("Gebied=street",))
    assert code == 0
    assert said.startswith("Left out by your choice: Geloof. 1 rows stored, 0 known already, 0 with problems.")


@pytest.mark.parametrize("term", ["P1M", "P2W", None])
def test_who_stores_is_told_by_which_day_these_people_must_hear_of_it(
    listed: Organisation, tmp_path: Path, term: str | None
) -> None:
    """By the policy's term; where it has none, by that of the law."""
    if term:
        as_owner(listed, "UPDATE register_term SET value = %s WHERE key = 'notice-other-source'", [term])
    else:
        as_owner(listed, "DELETE FROM register_term WHERE key = 'notice-other-source'")
    file = tmp_path / "zoekers.csv"
    file.write_bytes(file_of(row()))
    assert "must hear" not in run(listed, file)[1]
    by = reckon(timezone.localdate(), Period.parse(term or "P1M")).ends
    said = run(listed, file, store=True)[1]
    assert f"by {by} at the latest" in said
    assert "Nothing is sent to them by itself." in said
    assert f"{listed.origin}/privacy/" in said
    assert "must hear" not in run(listed, file, store=True)[1]


def test_what_is_no_table_is_refused_in_one_sentence(listed: Organisation, tmp_path: Path) -> None:
    file = tmp_path / "zoekers.csv"
    file.write_bytes(b"%PDF-1.7")
    with pytest.raises(Stop, match="The content is PDF; save it as CSV or XLSX") as stopped:
        run(listed, file)
    assert stopped.value.code == 3


def test_a_file_that_breaks_off_further_down_is_refused(listed: Organisation, tmp_path: Path) -> None:
    file = tmp_path / "zoekers.csv"
    file.write_bytes(file_of(row()) + b'x;"' + b"y" * 200_000)
    with pytest.raises(Stop, match="The row that starts on line 3 has a cell that is too long") as stopped:
        run(listed, file, store=True)
    assert (stopped.value.code, names(listed)) == (3, [])


def test_words_that_are_off_are_usage(listed: Organisation, tmp_path: Path) -> None:
    file = tmp_path / "zoekers.csv"
    file.write_bytes(file_of(row()))
    for wrong in ({"leave_out": ("Weg",)}, {"mapped": ("Postcode=niets",)}, {"leave_out": ("Achternaam",)}):
        with pytest.raises(Stop) as stopped:
            run(listed, file, **wrong)
        assert stopped.value.code == 2
    with pytest.raises(Stop, match="cannot be read: No such file or directory") as stopped:
        run(listed, tmp_path / "weg.csv")
    assert stopped.value.code == 2


def test_what_looks_like_a_bsn_waits_for_the_word_of_a_person(listed: Organisation, tmp_path: Path) -> None:
    file = tmp_path / "zoekers.csv"
    file.write_bytes(file_of(row(Achternaam="Boom 123456782")))
    code, said = run(listed, file, store=True)
    assert (code, names(listed)) == (1, [])
    assert '--not-a-bsn "2:Achternaam=other-number"' in said
    assert "123456782" not in said
    code, said = run(listed, file, store=True, not_a_bsn=("2:Achternaam=customer-number",))
    assert (code, names(listed)) == (0, ["Iris Boom 123456782"])


@pytest.mark.parametrize(
    "choice", ["Achternaam=other-number", "x:Achternaam=other-number", "2:Weg=other-number", "2:Achternaam=just-so"]
)
def test_an_answer_about_no_cell_or_without_a_reason_is_usage(
    listed: Organisation, tmp_path: Path, choice: str
) -> None:
    file = tmp_path / "zoekers.csv"
    file.write_bytes(file_of(row()))
    with pytest.raises(Stop, match="customer-number, phone-or-account, other-number") as stopped:
        run(listed, file, not_a_bsn=(choice,))
    assert stopped.value.code == 2


def test_who_looks_like_somebody_else_waits_for_the_word_of_a_person(listed: Organisation, tmp_path: Path) -> None:
    file = tmp_path / "zoekers.csv"
    file.write_bytes(file_of(row(Inschrijfnummer=""), row(Inschrijfnummer="")))
    code, said = run(listed, file, store=True)
    assert (code, len(names(listed))) == (1, 1)
    assert "--other-person 3" in said
    code, said = run(listed, file, store=True, other_person=(2, 3))
    assert (code, len(names(listed))) == (0, 3)


def test_hidden_rows_of_a_worksheet_wait_for_a_choice(listed: Organisation, tmp_path: Path) -> None:
    file = tmp_path / "zoekers.xlsx"
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, tuple(row()))
        for line in (1, 2):
            sheet.write_row(line, 0, tuple(row(Inschrijfnummer=f"h{line}").values()))
        sheet.set_row(1, None, None, {"hidden": True})
    with pytest.raises(Stop, match=r"1 rows of the worksheet are hidden.*--hidden-rows leave-out") as stopped:
        run(listed, file)
    assert stopped.value.code == 2
    assert "1 rows can be stored" in run(listed, file, hidden_rows="leave-out")[1]
    assert "2 rows can be stored" in run(listed, file, hidden_rows="read")[1]
