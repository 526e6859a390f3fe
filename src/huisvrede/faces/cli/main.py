"""`huisvrede`: every command, with help that teaches, progress, exit codes and one clear sentence for an error.

Exit codes: 0 done, 1 something was found (problems, findings), 2 the words of the call are off, 3 refused.
"""

from __future__ import annotations

import importlib
import os
import sys
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Annotated

import typer
from rich.console import Console

from huisvrede.faces.cli.errors import USAGE, Stop

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Run the privacy policy of housing organisations. Start with: huisvrede demo",
)
demo_app = typer.Typer(
    invoke_without_command=True, help="The five example organisations with invented people."
)
app.add_typer(demo_app, name="demo")
keys_app = typer.Typer(
    no_args_is_help=True, help="The organisation's own keys: replace them, and drop what wraps nothing."
)
app.add_typer(keys_app, name="keys")

Organisation = Annotated[
    str, typer.Option("--organisation", "-o", help="Key of the organisation, such as allocation-service.")
]
On = Annotated[
    str | None,
    typer.Option(
        "--on",
        help="Day to act on (2029-03-01). A day to come only in a simulated organisation.",
        metavar="DAY",
    ),
]
CONSOLE = Console(stderr=True, highlight=False)
REFUSED = 3
KNOWN = {"OperationalError": "The database does not answer."}
"""Kinds of errors that people meet, whoever raises them; their own texts may hold personal data."""
DISK_FULL = "53100"
NO_ROOM = "The disk of the database has no room left. Nothing was half done: make room, and run this again."


def main() -> None:
    """Run the command line; an unforeseen error becomes one sentence with its kind, never a trace or a text."""
    try:
        app()
    except Stop as stop:
        _say(str(stop))
        sys.exit(stop.code)
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as problem:
        if os.environ.get("HUISVREDE_TRACE"):
            raise
        _say(f"{_sentence(problem)} (HUISVREDE_TRACE=1 shows where.)")
        sys.exit(REFUSED)


def _sentence(problem: Exception) -> str:
    """What went wrong: our own words, or the kind of error."""
    if type(problem).__module__.startswith("huisvrede."):
        return str(problem)
    if getattr(problem.__cause__, "sqlstate", "") == DISK_FULL:
        return NO_ROOM
    kind = type(problem).__name__
    return KNOWN.get(kind, kind)


def _say(sentence: str) -> None:
    """On one line, as it is: what somebody typed may hold brackets, which would pass for markup."""
    CONSOLE.print(sentence, style="red", markup=False, soft_wrap=True)


def _command(module: str, login: str) -> ModuleType:
    """Load a command's code after saying which login the process has: not every command needs a database."""
    os.environ["HUISVREDE_LOGIN"] = login
    importlib.import_module("huisvrede.faces.cli.ready")
    return importlib.import_module(f"huisvrede.faces.cli.{module}")


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Stop(f"{text} is no day; write it as 2029-03-01.", USAGE) from None


@demo_app.callback()
def demo(
    context: typer.Context,
    port: Annotated[int, typer.Option(help="Port of the web server.", min=1, max=65535)] = 8000,
) -> None:
    """Start everything: database, letterbox, five organisations, web and worker. Ctrl-C stops it all."""
    if context.invoked_subcommand is None:
        importlib.import_module("huisvrede.faces.cli.demo").run(port=port)


@demo_app.command("code")
def demo_code(
    name: Annotated[str, typer.Argument(help="Whose code, as the demo printed it: anna, petra …")],
    organisation: Organisation = "",
) -> None:
    """Print the six digits that a demo account's second factor shows at this moment."""
    typer.echo(_command("codes", "web").code_for(organisation, name))


@app.command("demo-fill", hidden=True)
def demo_fill() -> None:
    """Adopt the profiles and invent the people of the demo; what is there stays."""
    _command("demo_people", "worker").fill()


@app.command()
def serve(
    bind: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1:8000",
    workers: Annotated[int, typer.Option(help="Web processes; each has four threads.", min=1)] = 2,
    tls: Annotated[  # noqa: FBT002  this is how an option is written
        bool,
        typer.Option(
            "--tls", help="Over HTTPS, with a certificate of this installation's own unless one is named."
        ),
    ] = False,
    certificate: Annotated[
        Path | None, typer.Option(help="Certificate (PEM, with its chain), for --tls.")
    ] = None,
    key: Annotated[Path | None, typer.Option(help="Key of that certificate (PEM), for --tls.")] = None,
    plain: Annotated[
        str, typer.Option(help="Address where plain HTTP is answered with the way to HTTPS, for --tls.")
    ] = "",
) -> None:
    """Serve all organisations by host name."""
    serving = _command("serving", "web")
    chosen = serving.Tls(certificate=certificate, key=key, plain=plain) if tls else None
    serving.serve(bind=bind, workers=workers, tls=chosen)


@app.command()
def worker() -> None:
    """Do what waits: mail, imports, answers, and each night the daily run."""
    _command("serving", "worker").work()


@keys_app.command("rotate")
def keys_rotate(organisation: Organisation = "") -> None:
    """Put a new key in front of an organisation's ring and wrap the key of each file by it; may be stopped and run again."""
    _command("keys", "worker").rotate_one(organisation, CONSOLE)


@keys_app.command("tidy")
def keys_tidy(organisation: Organisation = "") -> None:
    """Drop the keys of an organisation that wrap nothing any more; a day after rotating, and not sooner."""
    _command("keys", "worker").tidy_one(organisation, CONSOLE)


@app.command()
def migrate() -> None:
    """Bring the tables and walls of every organisation in line with the code; what is right is left alone."""
    _command("migrating", "owner").migrate_all(CONSOLE)


@app.command()
def daily(organisation: Organisation = "", on: On = None) -> None:
    """Remind, destroy what is due, certify, seal the logs. Without --organisation: all of them; without --on: today."""
    day = _day(on)
    _command("daily", "worker").run(organisation, day, CONSOLE)


@app.command("import")
def import_file(
    shape: Annotated[
        str, typer.Argument(help="What the file holds: seekers, assignments, residents, supports.")
    ],
    file: Annotated[Path, typer.Argument(help="CSV or XLSX, as another system exports it.")],
    organisation: Organisation,
    source: Annotated[str, typer.Option(help="Name of the system the file comes from.")] = "import",
    leave_out: Annotated[
        list[str] | None, typer.Option("--leave-out", help="A column not to be read; may be repeated.")
    ] = None,
    map_: Annotated[
        list[str] | None, typer.Option("--map", help="COLUMN=FIELD where the proposal is wrong.")
    ] = None,
    not_a_bsn: Annotated[
        list[str] | None,
        typer.Option(
            "--not-a-bsn",
            help="LINE:COLUMN=BECAUSE where what looks like a BSN is none: customer-number, phone-or-account, "
            "other-number; may be repeated.",
        ),
    ] = None,
    other_person: Annotated[
        list[int] | None,
        typer.Option(
            "--other-person",
            help="LINE of a row that looks like somebody who is known, and is another person; may be repeated.",
            min=1,
        ),
    ] = None,
    hidden_rows: Annotated[
        str,
        typer.Option(
            "--hidden-rows",
            help="read, or leave-out: what to do with rows that are hidden in a worksheet, as by a filter.",
        ),
    ] = "",
    store: Annotated[  # noqa: FBT002  this is how an option is written
        bool, typer.Option("--store", help="Store the valid rows; without it, only a dry run.")
    ] = False,
) -> None:
    """Check a file and, with --store, take its valid rows in. A second import of the same file changes nothing."""
    code = _command("importing", "worker").import_file(
        shape=shape,
        file=file,
        organisation=organisation,
        source=source,
        leave_out=tuple(leave_out or ()),
        mapped=tuple(map_ or ()),
        not_a_bsn=tuple(not_a_bsn or ()),
        other_person=tuple(other_person or ()),
        hidden_rows=hidden_rows,
        store=store,
        console=CONSOLE,
    )
    raise typer.Exit(code)


@app.command()
def verify(
    organisation: Annotated[
        str, typer.Option("--organisation", "-o", help="Check a database: chain, signatures, absence.")
    ] = "",
    export: Annotated[
        Path | None, typer.Option(help="Check an export file with the public key alone.")
    ] = None,
    key: Annotated[
        Path | None, typer.Option(help="The organisation's public key (PEM), for --export.")
    ] = None,
    write: Annotated[
        Path | None, typer.Option(help="Write the export of --organisation to this file.")
    ] = None,
) -> None:
    """Prove that what was destroyed is gone and that no certificate or log was touched."""
    if export is not None:
        if key is None:
            raise Stop("--export needs --key, the organisation's public key.", USAGE)
        raise typer.Exit(
            importlib.import_module("huisvrede.faces.cli.verify_export").run(export, key, CONSOLE)
        )
    if not organisation:
        raise Stop("Say what to verify: --organisation KEY, or --export FILE --key PEM.", USAGE)
    raise typer.Exit(_command("verifying", "worker").run(organisation, write, CONSOLE))


@app.command("catch-up")
def catch_up(organisation: Organisation = "") -> None:
    """After a backup of main was put back: destroy, end and restrict again what the vault knows, before anyone comes in."""
    _command("catching_up", "worker").run(organisation, CONSOLE)


@app.command()
def check(
    deploy: Annotated[  # noqa: FBT002  this is how an option is written
        bool, typer.Option("--deploy", help="Also look whether this machine is fit for real people's data.")
    ] = False,
) -> None:
    """Look for loose ends in the code, in each organisation's policy and, with --deploy, in this installation."""
    code = _command("checking", "worker").run(CONSOLE)
    if deploy:
        code = max(code, _command("deploying", "worker").run(CONSOLE))
    raise typer.Exit(code)


@app.command()
def term(
    start: Annotated[
        str, typer.Argument(help="A day (2027-01-29), or for hours a moment (2027-01-29T16:20+01:00).")
    ],
    period: Annotated[str, typer.Argument(help="P1M, P4W, P2Y, P14D, PT72H …")],
    law: Annotated[
        str, typer.Option(help="reg-1182-71 (the GDPR's periods) or atw (Dutch statutory periods).")
    ] = "reg-1182-71",
    language: Annotated[str, typer.Option(help="nl or en.")] = "en",
) -> None:
    """Print the day (or moment) on which a period ends, then the reasoning. Every clock uses the same function."""
    for line in importlib.import_module("huisvrede.faces.cli.terms").run(start, period, law, language):
        typer.echo(line)
