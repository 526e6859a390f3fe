"""`huisvrede demo`: everything on one machine; what it starts, it stops.

It needs no Django itself: it makes databases as superuser, then runs the other commands each under its own login.
"""

from __future__ import annotations

import hashlib
import os
import signal
import socket
import subprocess
import sys
import time
import tomllib
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path

from rich.console import Console
from rich.table import Table

from huisvrede.faces.cli.errors import Stop
from huisvrede.faces.letterbox.keeping import Letterbox
from huisvrede.foundation.cluster import databases, postgres
from huisvrede.foundation.cluster.organisations import Organisation, folder, read, secret, write

CONSOLE = Console(highlight=False)
PACKAGE = Path(__file__).parents[2]
PROFILES = Path(os.environ.get("HUISVREDE_PROFILES", "profiles")).resolve()


def run(*, port: int) -> None:
    """Start, tell where everything is, wait for Ctrl-C, stop what was started."""
    var = folder()
    _require_free(port)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with ExitStack() as stack:
        server = stack.enter_context(_database(var))
        letterbox = stack.enter_context(Letterbox(var / "letterbox", _free_port()))
        environment = _environment(port, letterbox.port)
        if _stale(var):
            _organisations(server, var)
            _command("migrate", environment)
            _command("demo-fill", environment)
            _freshen(var)
        web = stack.enter_context(_running("serve", environment, "--bind", f"127.0.0.1:{port}"))
        worker = stack.enter_context(_running("worker", environment))
        _daily_once(var, environment)
        _wait_until_up(port, web)
        _tell(port, var)
        _wait({"web server": web, "worker": worker})
    CONSOLE.print("Stopped.")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _require_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise Stop(
                f"Port {port} is taken. Stop what uses it, or choose another: huisvrede demo --port 8080."
            ) from None


@contextmanager
def _database(var: Path) -> Iterator[postgres.Server]:
    """The embedded server; one that ran already goes on running."""
    found = postgres.running(var)
    server = found or postgres.start(var)
    try:
        yield server
    finally:
        if found is None:
            server.stop()


def _environment(port: int, smtp: int) -> dict[str, str]:
    return {
        **os.environ,
        "HUISVREDE_VAR": str(folder()),
        "HUISVREDE_PROFILES": str(PROFILES),
        "HUISVREDE_ORIGIN": f"http://{{host}}:{port}",
        "HUISVREDE_SMTP": f"127.0.0.1:{smtp}",
        "HUISVREDE_LETTERBOX": "1",
        "HUISVREDE_LOG": os.environ.get("HUISVREDE_LOG", "WARNING"),
    }


def _organisations(server: postgres.Server, var: Path) -> None:
    """The five examples, simulated for good: a simulated day can't be switched on later."""
    organisations = read(var)
    for path in sorted(PROFILES.glob("*/organisation.toml")):
        row = tomllib.loads(path.read_text(encoding="utf-8"))
        key = path.parent.name
        one = Organisation(
            key, row["name"], f"{row['host']}.localhost", key, simulated=True, accent=row["accent"]
        )
        organisations[key] = one
        databases.prepare(server, var, one, secret(var, "control"))
    write(var, organisations)


def _command(name: str, environment: dict[str, str], *arguments: str) -> None:
    """Run one of our own commands to its end; its own sentence has told what went wrong."""
    done = subprocess.run([*_huisvrede(name), *arguments], env=environment, check=False)
    if done.returncode:
        raise Stop(f"huisvrede {name} did not succeed; see the line above.")


def _huisvrede(name: str) -> list[str]:
    return [sys.executable, "-c", "from huisvrede.faces.cli.main import main; main()", name]


@contextmanager
def _running(name: str, environment: dict[str, str], *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """A process of ours, in a group of its own so that Ctrl-C reaches it once, through us."""
    process = subprocess.Popen([*_huisvrede(name), *arguments], env=environment, start_new_session=True)
    try:
        yield process
    finally:
        _stop(process)


def _stop(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _daily_once(var: Path, environment: dict[str, str]) -> None:
    """The daily run, once a day."""
    stamp = var / "demo-daily"
    today = date.today().isoformat()  # noqa: DTZ011  the day on the wall of this machine
    if not stamp.exists() or stamp.read_text(encoding="utf-8") != today:
        _command("daily", environment)
        stamp.write_text(today, encoding="utf-8")


def _wait_until_up(port: int, web: subprocess.Popen[bytes]) -> None:
    """Until the web server answers, a minute at most."""
    for _ in range(600):
        if web.poll() is not None:
            raise Stop("The web server did not start; see the lines above.")
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/live", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise Stop("The web server did not answer within a minute.")


def _tell(port: int, var: Path) -> None:
    """Addresses and accounts."""
    table = Table(title="Huisvrede is up. Ctrl-C stops everything.", title_justify="left", show_edge=False)
    table.add_column("organisation")
    table.add_column("address")
    for one in read(var).values():
        table.add_row(one.name, f"http://{one.host}:{port}")
    table.add_row("All organisations", f"http://localhost:{port}")
    table.add_row("Letterbox: the mail that was sent", f"http://mail.localhost:{port}")
    CONSOLE.print(table)
    accounts = var / "demo-accounts.toml"
    if accounts.exists():
        _tell_accounts(tomllib.loads(accounts.read_text(encoding="utf-8")))


def _tell_accounts(accounts: dict[str, dict[str, dict[str, str]]]) -> None:
    table = Table(title="\nAccounts", title_justify="left", show_edge=False)
    for column in ("organisation", "e-mail address", "who"):
        table.add_column(column)
    for organisation, rows in accounts.items():
        for email, row in rows.items():
            table.add_row(organisation, email, row["who"])
    CONSOLE.print(table)
    CONSOLE.print(f"\nThe password of all of them: {next(iter(accounts.popitem()[1].values()))['password']}")
    CONSOLE.print("Staff need a second factor: .venv/bin/huisvrede demo code NAME (the part before the @).\n")


def _wait(processes: dict[str, subprocess.Popen[bytes]]) -> None:
    """Until Ctrl-C, a termination, or the end of a process: half a demo would only puzzle."""
    try:
        while all(process.poll() is None for process in processes.values()):
            time.sleep(0.5)
    except KeyboardInterrupt:
        CONSOLE.print("\nStopping…")
        return
    ended = next(name for name, process in processes.items() if process.poll() is not None)
    raise Stop(f"The {ended} ended by itself; start the demo again.")


def _stale(var: Path) -> bool:
    stamp = var / "demo-stamp"
    return not stamp.exists() or stamp.read_text(encoding="utf-8") != _digest()


def _freshen(var: Path) -> None:
    (var / "demo-stamp").write_text(_digest(), encoding="utf-8")


def _digest() -> str:
    """Changes with the code and the profiles: then the databases are brought in line again."""
    found = hashlib.sha256()
    for base, pattern in ((PACKAGE, "**/*.py"), (PACKAGE, "**/*.sql"), (PROFILES, "**/*.toml")):
        for path in sorted(base.glob(pattern)):
            found.update(path.read_bytes())
    return found.hexdigest()
