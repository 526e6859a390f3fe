"""The template organisations: made once by the real commands, copied in an eighth of a second for each test."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg

from huisvrede.foundation.cluster import databases, postgres
from huisvrede.foundation.cluster.organisations import Organisation, secret, secrets_of

ROOT = Path(__file__).parents[1]
PROFILES = ("allocation-service", "care-group")
MADE_FROM = (
    "src/huisvrede/**/*.py",
    "src/huisvrede/**/*.sql",
    "profiles/**/*.toml",
    "tests/cast.py",
    "tests/make_template.py",
)


def template(profile: str) -> Organisation:
    """The organisation every copy is made from."""
    return Organisation(
        key=f"template-{profile}",
        name=f"Template {profile}",
        host=f"template-{profile}.localhost",
        profile=profile,
        simulated=True,
    )


def ensure(var: Path) -> postgres.Server:
    """The server, with both templates as the code of this moment makes them; safe for several test processes."""
    with alone(var, "template"):
        server = postgres.start(var, fsync=False, settings={"max_connections": "300"})
        stamp = var / "template.stamp"
        digest = _digest()
        kept = stamp.exists() and os.environ.get("HUISVREDE_TEMPLATE") == "keep"
        if not kept and (not stamp.exists() or stamp.read_text() != digest):
            _forget(server, var)
            for profile in PROFILES:
                databases.drop(server, template(profile))
                databases.prepare(server, var, template(profile), secret(var, "control"))
                _make(var, profile)
            stamp.write_text(digest)
    return server


def copy(server: postgres.Server, var: Path, profile: str) -> Organisation:
    """A fresh organisation with the cast of the template in it."""
    source = template(profile)
    key = f"t{uuid4().hex[:10]}"
    organisation = Organisation(
        key=key,
        name="Woonloket Zeggeland",
        host=f"{key}.localhost",
        profile=profile,
        simulated=True,
        logins=source.slug,
    )
    shutil.copy(var / "secrets" / f"{source.key}.toml", var / "secrets" / f"{key}.toml")
    databases.clone(server, organisation.main, source.main, source)
    return organisation


def with_vault(server: postgres.Server, organisation: Organisation) -> None:
    """The copy's vault, made when somebody logs in who may write to it: most tests never do."""
    source = template(organisation.profile)
    databases.clone(server, organisation.vault, source.vault, source)


def forget(server: postgres.Server, var: Path, organisation: Organisation) -> None:
    """Remove a copy, its secrets and its documents."""
    databases.drop(server, organisation)
    for path in (var / "secrets").glob(f"{organisation.key}.*"):
        path.unlink()
    shutil.rmtree(var / "files" / organisation.key, ignore_errors=True)


@contextmanager
def alone(var: Path, what: str) -> Iterator[None]:
    """Within: no other test process does this."""
    var.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (var / f"{what}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _digest() -> str:
    sources = sorted(path for pattern in MADE_FROM for path in ROOT.glob(pattern) if "/cli/" not in str(path))
    return hashlib.sha256(
        b"".join(hashlib.sha256(path.read_bytes()).digest() for path in sources)
    ).hexdigest()


def _make(var: Path, profile: str) -> None:
    secrets_of(var, template(profile).key)
    for login in ("owner", "worker"):
        subprocess.run(
            [sys.executable, "-m", "tests.make_template", profile, login],
            check=True,
            cwd=ROOT,
            env={**os.environ, "HUISVREDE_VAR": str(var), "HUISVREDE_LOGIN": login},
        )


def _forget(server: postgres.Server, var: Path) -> None:
    """Copies that an interrupted run left behind."""
    with psycopg.connect(server.dsn(), autocommit=True) as superuser:
        rows = superuser.execute(
            "SELECT datname FROM pg_database WHERE datname ~ '^t[0-9a-f]{10}_(main|vault)$'"
        )
        for (name,) in rows.fetchall():
            superuser.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())
    for path in (var / "secrets").glob("t??????????.*"):
        path.unlink()
