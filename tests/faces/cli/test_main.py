"""The command line teaches, answers in one line where one line will do, and ends with a code that scripts can use."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer

from huisvrede.faces.cli.main import app
from tests.faces.cli.shell import Ran, huisvrede


def commands() -> dict[str, typer.models.CommandInfo]:
    return {str(one.name or one.callback.__name__): one for one in app.registered_commands if one.callback}


@pytest.fixture
def nowhere(tmp_path: Path) -> str:
    """An installation without a server."""
    return str(tmp_path / "var")


def test_a_term_is_one_line_that_a_script_can_read(nowhere: str) -> None:
    ran = huisvrede("term", "2027-01-29", "P1M", HUISVREDE_VAR=nowhere)
    assert (ran.code, ran.lines[0], ran.err) == (0, "2027-03-01", "")
    assert len(ran.lines) > 1
    assert not Path(nowhere).exists()


def test_without_words_it_tells_where_to_start(nowhere: str) -> None:
    ran = huisvrede(HUISVREDE_VAR=nowhere)
    assert "Start with: huisvrede demo" in ran.out + ran.err
    assert [
        name for name, one in commands().items() if not one.hidden and name not in ran.out + ran.err
    ] == []


def test_every_command_says_what_it_does() -> None:
    assert [
        name for name, one in commands().items() if not (one.help or (one.callback and one.callback.__doc__))
    ] == []


def test_help_teaches_with_examples(nowhere: str) -> None:
    ran = huisvrede("term", "--help", HUISVREDE_VAR=nowhere)
    assert ran.code == 0
    assert [
        word for word in ("2027-01-29", "P1M", "PT72H", "reg-1182-71", "atw") if word not in ran.out
    ] == []


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (
            ("serve", "--bind", "nonsense"),
            2,
            "nonsense is no address to listen on; write it as 127.0.0.1:8000.",
        ),
        (
            ("term", "soon", "P1M"),
            2,
            "soon is no day and no moment; write 2027-01-29 or 2027-01-29T16:20+01:00.",
        ),
        (("daily", "--on", "[/tomorrow]"), 2, "[/tomorrow] is no day; write it as 2029-03-01."),
        (("verify",), 2, "Say what to verify: --organisation KEY, or --export FILE --key PEM."),
        (("verify", "--export", "x"), 2, "--export needs --key, the organisation's public key."),
        (("daily",), 3, "There is no organisation yet: huisvrede demo makes five examples."),
        (("migrate",), 3, "The database does not answer. (HUISVREDE_TRACE=1 shows where.)"),
    ],
)
def test_what_goes_wrong_is_one_sentence_and_a_code(
    nowhere: str, words: tuple[str, ...], code: int, sentence: str
) -> None:
    ran = huisvrede(*words, HUISVREDE_VAR=nowhere)
    assert (ran.code, ran.out, ran.err.strip()) == (code, "", sentence)


@pytest.mark.parametrize(
    "words", [("nothing",), ("term",), ("term", "--nothing"), ("serve", "--workers", "many")]
)
def test_words_nobody_knows_are_a_mistake_of_the_call(nowhere: str, words: tuple[str, ...]) -> None:
    ran: Ran = huisvrede(*words, HUISVREDE_VAR=nowhere)
    assert (ran.code, "Traceback" in ran.err, "Usage:" in ran.err) == (2, False, True)
