"""A document becomes a PDF/UA-1 that a screen reader can follow and that says exactly what was put in."""

from __future__ import annotations

import io
import os
import re
import signal
import subprocess
import sys
import time
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from threading import Thread
from typing import Any

import pikepdf
import pytest
from django.test import override_settings
from hypothesis import given, settings
from hypothesis import strategies as st

from huisvrede.foundation.documents import blocks
from huisvrede.foundation.documents.blocks import (
    Address,
    Block,
    Document,
    DocumentError,
    Facts,
    Heading,
    Listing,
    Notice,
    PageBreak,
    Paragraph,
    Signature,
    Table,
)
from huisvrede.foundation.documents.pdf import render
from tests.pdf import text

DAY = date(2026, 11, 23)
LETTER = Document(
    title="Besluit op uw verzoek om inzage",
    language="nl",
    organisation="Woonstichting De Linde",
    accent="#2f6f5e",
    reference="AVG-2026-0042",
    day=DAY,
    blocks=(
        Address(("Mevrouw A.M. de Vries-Jansen", "Lindelaan 12 bis", "3512 AB Utrecht")),
        Paragraph("Geachte mevrouw De Vries,"),
        Heading(1, "Wat wij hebben besloten"),
        Facts((("Uw verzoek", "Inzage (artikel 15 AVG)"), ("Ontvangen op", "2 november 2026"))),
        Heading(2, "Waarom"),
        Listing(("om uw buren te beschermen;", "omdat weglaten genoeg is.")),
        Notice("U kunt bezwaar maken vóór 4 januari 2027."),
        PageBreak(),
        Heading(1, "Uw gegevens"),
        Table("Wat wij gebruiken", ("Gegeven", "Hoe lang"), (("Naam", "Twee jaar"), ("Huur", "Zeven jaar"))),
        Signature(("Met vriendelijke groet,", "J. Bakker")),
    ),
)


STOPPED = r"^Making the document was stopped before it was ready; it may be too long\.$"


def of(*blocks: Block, title: str = "Overzicht") -> Document:
    """A report of these blocks."""
    return replace(LETTER, title=title, blocks=blocks)


def solid(words: str) -> str:
    """The characters of a text without its spaces, which copying puts wherever a line ends."""
    return "".join(words.split())


def tags(node: Any) -> Iterator[Any]:
    """Every structure element below a node, in reading order."""
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from tags(kid)


def opened(pdf: bytes) -> pikepdf.Pdf:
    """The PDF, to look into."""
    return pikepdf.open(io.BytesIO(pdf))


def kinds(pdf: bytes) -> list[str]:
    """The tags of a PDF in reading order."""
    with opened(pdf) as file:
        return [str(tag.S) for tag in tags(file.Root.StructTreeRoot)]


@pytest.fixture(scope="module")
def letter() -> bytes:
    """The letter, made once."""
    return render(LETTER)


def test_a_letter_declares_itself_pdf_ua(letter: bytes) -> None:
    with opened(letter) as pdf:
        assert pdf.open_metadata()["pdfuaid:part"] == "1"
        assert bool(pdf.Root.MarkInfo.Marked) is True
        assert str(pdf.Root.Lang) == "nl"
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle) is True
        assert str(pdf.docinfo["/Title"]) == LETTER.title
        assert str(pdf.docinfo["/Author"]) == LETTER.organisation


def test_an_english_letter_says_so() -> None:
    pdf = render(replace(LETTER, language="en"))
    with opened(pdf) as file:
        assert str(file.Root.Lang) == "en"
    assert "Date 23 November 2026 Reference AVG-2026-0042" in text(pdf)
    assert "Page 1 of 2" in text(pdf)


def test_headings_follow_each_other_below_the_title(letter: bytes) -> None:
    assert [kind for kind in kinds(letter) if re.fullmatch(r"/H\d", kind)] == ["/H1", "/H2", "/H3", "/H2"]


def test_the_headers_of_a_table_say_that_they_head_a_column(letter: bytes) -> None:
    with opened(letter) as pdf:
        headers = [tag for tag in tags(pdf.Root.StructTreeRoot) if tag.S == "/TH"]
        scopes = [str(own.Scope) for tag in headers for own in tag.A if "/Scope" in own]
    assert scopes == ["/Column", "/Column"]


def test_lists_and_facts_are_tagged_as_lists(letter: bytes) -> None:
    assert [kinds(letter).count(kind) for kind in ("/L", "/LI", "/Lbl", "/LBody")] == [2, 4, 4, 4]


def test_every_font_is_embedded(letter: bytes) -> None:
    with opened(letter) as pdf:
        fonts = [font for page in pdf.pages for font in page.Resources.Font.values()]
        carried = [
            {"/FontFile2", "/FontFile3"} & set(below.FontDescriptor.keys())
            for font in fonts
            for below in font.DescendantFonts
        ]
    assert carried
    assert all(carried)


def test_a_letter_says_exactly_what_was_put_in(letter: bytes) -> None:
    assert text(letter) == (
        "Woonstichting De Linde Mevrouw A.M. de Vries-Jansen Lindelaan 12 bis 3512 AB Utrecht "
        "Datum 23 november 2026 Kenmerk AVG-2026-0042 Besluit op uw verzoek om inzage "
        "Geachte mevrouw De Vries, Wat wij hebben besloten Uw verzoek Inzage (artikel 15 AVG) "
        "Ontvangen op 2 november 2026 Waarom • om uw buren te beschermen; • omdat weglaten genoeg is. "
        "U kunt bezwaar maken vóór 4 januari 2027. Besluit op uw verzoek om inzage Pagina 1 van 2 "
        "Woonstichting De Linde Kenmerk AVG-2026-0042 Uw gegevens Wat wij gebruiken "
        "Gegeven Hoe lang Naam Twee jaar Huur Zeven jaar Met vriendelijke groet, J. Bakker "
        "Besluit op uw verzoek om inzage Pagina 2 van 2"
    )


def test_the_same_document_gives_the_same_bytes(letter: bytes) -> None:
    assert render(LETTER) == letter


def test_the_only_moment_in_the_file_is_the_day_of_the_document(letter: bytes) -> None:
    assert set(re.findall(rb"D:\d{8}", letter)) == {b"D:20261123"}
    with opened(letter) as pdf:
        assert str(pdf.docinfo["/CreationDate"]).startswith("D:20261123000000")


HOSTILE = (
    '#panic("x") #read("/etc/passwd") #import "@preview/x:1.0.0" $x^2$ *vet* _schuin_ `code` '
    "<label> @ref // weg /* weg */ \\ \"recht\" 'ook' -- --- ... ~ [inhoud] #{1+1} https://x.nl"
)


@pytest.mark.parametrize("mark", ["= Kop", "- punt", "+ punt", "/ Term: uitleg", "```raw```", "#"])
def test_a_text_that_looks_like_markup_stays_text(mark: str) -> None:
    assert solid(mark + HOSTILE) in solid(text(render(of(Paragraph(f"{mark} {HOSTILE}")))))


def test_markup_is_text_in_every_kind_of_block() -> None:
    hostile = '#panic("x") $x$ *vet*'
    document = replace(
        LETTER,
        title=hostile,
        organisation=hostile,
        reference=hostile,
        blocks=(
            Address((hostile,)),
            Heading(1, hostile),
            Facts(((hostile, hostile),)),
            Table(hostile, (hostile,), ((hostile,),)),
            Listing((hostile,)),
            Notice(hostile),
            Signature((hostile, hostile)),
        ),
    )
    assert solid(text(render(document))).count(solid(hostile)) == 15


LATIN = st.characters(min_codepoint=0x21, max_codepoint=0x17E, exclude_categories=["C", "Z"])


@settings(max_examples=25, deadline=None)
@given(st.text(LATIN, max_size=30))
def test_any_word_of_latin_letters_and_signs_comes_out_as_it_went_in(word: str) -> None:
    shown = unicodedata.normalize("NFC", f"begin{word}eind")
    assert shown in solid(text(render(of(Paragraph(f"begin {word} eind")))))


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=40))
def test_no_text_at_all_stops_a_document(anything: str) -> None:
    document = of(Paragraph(anything), Facts(((anything, anything),)), Table("t", ("k",), ((anything,),)))
    assert kinds(render(document)).count("/TD") == 1


@pytest.mark.parametrize("shown", ["Nguyễn", "Ĥōŭ", "ليلى", "שרה", "Ольга", "Ωμέγα", "😀", "👍🏽"])
def test_names_in_other_scripts_and_emoji_are_shown(shown: str) -> None:
    assert shown in text(render(of(Paragraph(f"Beste {shown}")))).replace("\u202b", "").replace("\u202c", "")


def test_a_character_no_font_has_shows_that_something_is_missing() -> None:
    assert "a \ufffd\ufffd b" in text(render(of(Paragraph("a 漢字 b"))))


def test_a_control_character_cannot_hide_or_turn_round_text() -> None:
    assert "a \ufffdb \ufffdc d" in text(render(of(Paragraph("a \x00b \u202ec\td"))))


def test_line_breaks_in_a_text_stay() -> None:
    pdf = render(of(Paragraph("een\ntwee\r\ndrie")))
    done = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    assert b"een\ntwee\ndrie\n" in done.stdout


def test_a_word_longer_than_the_page_is_wide_stays_on_the_page() -> None:
    word = "abcdefghij" * 40
    wide = (Paragraph(word), Facts(((word, word),)), Table("t", ("k", "l"), ((word, word),)), Notice(word))
    pdf = render(of(*wide, Heading(1, word), title=word))
    boxes = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=pdf, capture_output=True, check=True)
    rights = [float(right) for right in re.findall(r'xMax="([\d.]+)"', boxes.stdout.decode())]
    # 595 points is A4's width, less a margin of 25 mm; half a point is the rounding.
    assert max(rights) <= 595.28 - 25 / 25.4 * 72 + 0.5
    assert text(pdf).replace(" ", "").count(word) >= 7


def test_a_table_over_pages_repeats_its_header() -> None:
    rows = tuple((str(number), f"Lindelaan {number}") for number in range(100))
    pdf = render(of(Table("Adressen", ("Nummer", "Adres"), rows)))
    with opened(pdf) as file:
        assert len(file.pages) == 4
    assert text(pdf).count("Nummer Adres") == 4
    assert kinds(pdf).count("/TR") == 101


@pytest.mark.slow
def test_a_table_of_ten_thousand_rows_fits_in_the_limits() -> None:
    rows = tuple((str(number), "Naam", f"Lindelaan {number}", "23 november 2026") for number in range(10_000))
    pdf = render(of(Table("Alles", ("Nummer", "Naam", "Adres", "Dag"), rows)))
    assert kinds(pdf).count("/TR") == 10_001


def test_a_document_that_takes_too_long_is_stopped_with_one_sentence() -> None:
    with pytest.raises(DocumentError, match=r"^Making the document took too long; make it shorter\.$"):
        render(LETTER, time_out=0.001)


def test_a_document_that_takes_too_much_memory_is_stopped_with_one_sentence() -> None:
    with pytest.raises(DocumentError, match=STOPPED):
        render(LETTER, memory=64 * 1024**2)


def test_a_killed_process_is_one_sentence() -> None:
    rows = tuple((str(number), "Naam") for number in range(10_000))
    killer = Thread(target=_kill_what_is_setting)
    killer.start()
    with pytest.raises(DocumentError, match=STOPPED):
        render(of(Table("Alles", ("Nummer", "Naam"), rows)))
    killer.join()


def _kill_what_is_setting() -> None:
    """Wait for a process of ours that sets a document, and end it."""
    while not (found := _setting()):
        time.sleep(0.01)
    for child in found:
        os.kill(child, signal.SIGKILL)


def _setting() -> list[int]:
    """The processes of ours that are setting a document now."""
    ours = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
    return [int(child) for child in ours if b"compile.py" in Path(f"/proc/{child}/cmdline").read_bytes()]


def test_what_typst_refuses_is_told_without_its_text() -> None:
    program = Path(blocks.__file__).with_name("compile.py")
    arguments = [sys.executable, "-I", str(program), "/nonexistent", "0", str(3 * 1024**3)]
    done = subprocess.run(arguments, input=b'{"title": "geheim"}', capture_output=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (3, b"", b"")


def test_making_a_document_leaves_typst_out_of_this_process() -> None:
    script = "import sys; import huisvrede.foundation.documents.pdf; print('typst' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_fonts_that_are_not_built_are_named(tmp_path: Path) -> None:
    with override_settings(BUILD=tmp_path), pytest.raises(DocumentError, match=r"fonts .* are not built yet"):
        render(LETTER)
