"""`huisvrede check --deploy`: whether an installation is fit for the data of real people; each finding says what to do."""

from __future__ import annotations

import stat
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import connections
from django.utils import timezone
from rich.console import Console

from huisvrede.faces.cli.chosen import chosen
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.people.passwords import is_a_list

QUIET: Final[Mapping[str, tuple[str, ...]]] = {
    "log_min_error_statement": ("panic",),
    "log_error_verbosity": ("terse",),
    "log_parameter_max_length": ("0",),
    "log_parameter_max_length_on_error": ("0",),
    "log_min_duration_statement": ("-1",),
    "log_statement": ("none",),
    "password_encryption": ("scram-sha-256",),
    "fsync": ("on",),
    "full_page_writes": ("on",),
}
"""Settings of the server, and what they may be: a log that quotes statements holds personal data (decision 22)."""
DRIFT: Final = timedelta(seconds=30)
LOCAL: Final = ("127.0.0.1", "localhost", "::1")
Finding = tuple[str, str]


def run(console: Console) -> int:
    """0 when nothing was found, else 1; each finding with a code and what to do."""
    findings = [*_installation(), *(one for each in chosen("") for one in _organisation(each))]
    for code, sentence in findings:
        console.print(f"{code}: {sentence}", style="red", markup=False, soft_wrap=True)
    if not findings:
        console.print("This installation is fit for the data of real people.", style="green")
    return 1 if findings else 0


def _installation() -> Iterator[Finding]:
    """What holds for all organisations of this machine."""
    for look in (_https, _mail, _passwords, _files):
        yield from look()


def _https() -> Iterator[Finding]:
    if not settings.SECURE:
        yield "D001", "Pages go over plain HTTP: huisvrede serve --tls, or HUISVREDE_SECURE=1 behind a proxy with HTTPS."
    elif not _origin().startswith("https://"):
        yield "D002", "Links in mail lead to plain HTTP: set HUISVREDE_ORIGIN to https://{host}."
    if settings.LETTERBOX:
        yield "D003", "Everybody can read the mail that was sent, at mail.localhost: leave HUISVREDE_LETTERBOX out."


def _origin() -> str:
    return next((one.origin for one in chosen("")), "")


def _mail() -> Iterator[Finding]:
    if not settings.MAIL_NAMED:
        yield "D014", "No mail server is named, so no invitation, link or notice goes out: HUISVREDE_SMTP=host:port."
    elif settings.EMAIL_HOST not in LOCAL and not settings.EMAIL_USE_TLS:
        yield "D004", f"Mail goes to {settings.EMAIL_HOST} where others can read along: HUISVREDE_SMTP_TLS=1."


def _passwords() -> Iterator[Finding]:
    if not settings.BREACHED:
        yield "D005", "Only the most common stolen passwords are refused: name a list of all of them in HUISVREDE_BREACHED."
    elif not is_a_list(Path(settings.BREACHED)):
        yield "D006", f"{settings.BREACHED} is no list of stolen passwords: it has a SHA-1 digest on each line, in order."


def _files() -> Iterator[Finding]:
    """Keys and passwords are the application's alone (article 32)."""
    for path in sorted([settings.VAR / "secrets", *(settings.VAR / "secrets").rglob("*")]):
        if stat.S_IMODE(path.stat().st_mode) & 0o077:
            yield "D007", f"{path} is open to others on this machine: chmod go= {path}"


def _organisation(organisation: Organisation) -> Iterator[Finding]:
    """What holds for one organisation and its server."""
    if organisation.simulated:
        yield "D008", f"{organisation.key} was made to play with: its days can be simulated. Put no real people in it."
    for look in LOOKS:
        for code, sentence in look(organisation):
            yield code, f"{organisation.key}: {sentence}"


def _asked(organisation: Organisation, question: str) -> list[tuple[object, ...]]:
    with connections[organisation.vault_alias].cursor() as cursor:
        cursor.execute(question)
        return list(cursor.fetchall())


def _quiet(organisation: Organisation) -> Iterator[Finding]:
    names = ", ".join(f"'{name}'" for name in QUIET)
    found = _asked(organisation, f"SELECT name, setting FROM pg_settings WHERE name IN ({names}) ORDER BY name")
    for name, value in found:
        if value not in QUIET[str(name)]:
            yield "D009", f"the server has {name} = {value}; it must be {QUIET[str(name)][0]}"


def _unseen(organisation: Organisation) -> Iterator[Finding]:
    [(value,)] = _asked(organisation, "SELECT current_setting('track_activities')")
    if value != "off":
        yield "D010", "others on the server can read the statements of this login: ALTER ROLE … SET track_activities = off"


def _wire(organisation: Organisation) -> Iterator[Finding]:
    asked = "SELECT inet_client_addr() IS NULL OR (SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid())"
    if _asked(organisation, asked) != [(True,)]:
        yield "D011", "the way to the database is over a network and not encrypted"


def _clock(organisation: Organisation) -> Iterator[Finding]:
    [(moment,)] = _asked(organisation, "SELECT clock_timestamp()")
    if abs(moment - timezone.now()) > DRIFT:  # type: ignore[operator]
        yield "D012", "the clocks of this machine and of the database differ: let both follow the same time server"


def _login(organisation: Organisation) -> Iterator[Finding]:
    asked = "SELECT rolname FROM pg_roles WHERE rolname = current_user AND (rolsuper OR rolbypassrls OR rolcreaterole)"
    if _asked(organisation, asked):
        yield "D013", "this login may do more than a worker needs: it is superuser, passes walls or makes roles"


LOOKS: Final[tuple[Callable[[Organisation], Iterator[Finding]], ...]] = (_quiet, _unseen, _wire, _clock, _login)
