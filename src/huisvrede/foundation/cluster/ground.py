"""What the server's life rests on: its data directory, its socket directory and its superuser's password."""

import hashlib
import os
import secrets
import shutil
import stat
import tempfile
from contextlib import suppress
from pathlib import Path

from huisvrede.foundation.cluster.programs import FOLDER_VARIABLE, ClusterError, Programs

PORT = 5432  # no TCP: it only names the socket's file


def make_data(var: Path, programs: Programs, lock: int, *, sync: bool) -> None:
    """Make the data directory beside its place, so that an interrupted attempt leaves nothing half made."""
    home, fresh = var / "postgres", var / "postgres" / "data.new"
    if fresh.exists():
        shutil.rmtree(fresh)
    builtin = ("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
    locale = builtin if programs.version >= 17 else ("--locale=C.UTF-8",)
    reader, writer = os.pipe()  # so that the server's user need not be able to read our secrets
    os.fchown(reader, programs.owner, -1)
    os.write(writer, password(var, make=True).encode())
    os.close(writer)
    options = ["--auth-local=scram-sha-256", "--auth-host=scram-sha-256", f"--pwfile=/dev/fd/{reader}"]
    options += ["--data-checksums", "--encoding=UTF8", *locale, *([] if sync else ["--no-sync"])]
    command = programs.command("initdb", "-D", str(fresh), "-U", "postgres", *options)
    try:
        made = programs.run(command, keep=(lock, reader))
    finally:
        os.close(reader)
    if made.returncode != 0:
        said = [line for line in made.stdout.splitlines() if "error:" in line or "FATAL:" in line]
        raise ClusterError(f"PostgreSQL could not make its data directory: {' '.join(said)}")
    fresh.rename(home / "data")
    _sync(home)


def require_version(data: Path, programs: Programs) -> None:
    """Raise ClusterError unless the programs are of the major version that made the data directory."""
    made_by, folder = (data / "PG_VERSION").read_text().strip(), programs.folder
    if made_by != str(programs.version):
        raise ClusterError(
            f"{data} was made by PostgreSQL {made_by} and {folder} holds PostgreSQL {programs.version}: "
            f"convert it with {folder / 'pg_upgrade'} or set {FOLDER_VARIABLE} to programs of {made_by}"
        )


def forget_other_process(record: Path, data: Path) -> None:
    """Remove a file left by a crashed server whose process number now is another process's, or a dead one's.

    PostgreSQL would take that process for a server and refuse to start. In containers it is the rule: numbers
    begin at 1 each time and nobody buries the dead. A server works in its data directory, which tells them
    apart; without /proc PostgreSQL decides.
    """
    if not record.exists():
        return
    process = Path("/proc") / (record.read_text().splitlines() or ["0"])[0].strip()
    if not process.exists():
        return
    with suppress(FileNotFoundError, PermissionError):
        if (process / "cwd").samefile(data):
            return
    record.unlink()


def socket_directory(var: Path, owner: int) -> Path:
    """Return the private folder of the socket of `var`, made if it was not there, for the user `owner`."""
    runtime = Path(os.environ.get("XDG_RUNTIME_DIR") or tempfile.gettempdir())
    base = runtime if runtime.is_dir() else Path(tempfile.gettempdir())
    folder = base.absolute() / f"huisvrede-{hashlib.sha256(str(var).encode()).hexdigest()[:8]}"
    if len(str(folder / f".s.PGSQL.{PORT}.lock")) >= 100:
        raise ClusterError(
            f"the path of {folder} is too long for a socket: set XDG_RUNTIME_DIR to a short one"
        )
    with suppress(FileExistsError):
        folder.mkdir(mode=0o700)
        os.chown(folder, owner, -1)
    require_private(folder, owner)
    folder.chmod(0o700)
    return folder


def require_private(folder: Path, owner: int) -> None:
    """Raise ClusterError unless the folder is one, no link, and `owner`'s: whoever owns it reads all."""
    state = folder.lstat()
    if not stat.S_ISDIR(state.st_mode) or state.st_uid != owner:
        raise ClusterError(
            f"the socket directory {folder} belongs to somebody else: "
            f"remove it or set XDG_RUNTIME_DIR to a folder of your own"
        )


def password(var: Path, *, make: bool = False) -> str:
    """Return the superuser's password from its file; with `make`, make one if there is none yet."""
    path = var / "secrets" / "postgres"
    if make and not path.exists():
        path.parent.mkdir(mode=0o700, exist_ok=True)
        fresh = path.with_suffix(".new")
        fresh.unlink(missing_ok=True)
        with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(32))
        _sync(fresh)
        fresh.rename(path)
        _sync(path.parent)
    if not path.exists():
        raise ClusterError(f"the password of PostgreSQL's superuser is missing: restore {path} from a backup")
    return path.read_text(encoding="ascii").strip()


def _sync(path: Path) -> None:
    """Have the disk keep a file or the names in a folder before we go on."""
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
