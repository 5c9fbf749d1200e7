"""Assembles an Elasticsearch distribution for tests: fetched by Maven, completed by a plugin."""

import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
VERSION = "9.5.3"
OLDEST_JAVA = 21


class PartMissing(Exception):
    """Something this machine would need to assemble a node is not there."""


def distribution() -> Path:
    """The folder of a whole distribution; fetched and built at the first call on a machine.

    Raises PartMissing without a JDK, without Maven, or when the download fails.
    """
    cache = cache_folder()
    cache.mkdir(parents=True, exist_ok=True)
    home = cache / f"elasticsearch-{VERSION}-{_plugin_digest()}"
    with (cache / "elasticsearch.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not home.is_dir():
            _assemble(home)
    return home


def cache_folder() -> Path:
    """Where parts are kept between test runs: outside the checkout, readable by `nobody`."""
    if given := os.environ.get("MLHOME_PARTS_CACHE"):
        return Path(given).absolute()
    is_root = os.getuid() == 0
    return Path("/var/cache/mlhome-parts") if is_root else Path.home() / ".cache/mlhome-parts"


def java_home() -> Path:
    """A JDK that is new enough."""
    given = [Path(os.environ["ES_JAVA_HOME"])] if os.environ.get("ES_JAVA_HOME") else []
    for home in [*given, *sorted(Path("/usr/lib/jvm").glob("*"), reverse=True)]:
        if _java_version(home) >= OLDEST_JAVA and (home / "bin/javac").is_file():
            return home
    raise PartMissing(f"needs a JDK {OLDEST_JAVA} or newer: set ES_JAVA_HOME")


def _java_version(home: Path) -> int:
    release = home / "release"
    text = release.read_text(encoding="utf-8") if release.is_file() else ""
    found = re.search(r'^JAVA_VERSION="(\d+)', text, re.MULTILINE)
    return int(found[1]) if found else 0


def _plugin_digest() -> str:
    files = sorted(path for path in (HERE / "plugin").rglob("*") if path.is_file())
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:12]


def _assemble(home: Path) -> None:
    with tempfile.TemporaryDirectory(dir=home.parent, prefix="assembling-") as folder:
        work = Path(folder)
        unpacked = _unpack(work)
        _add_plugin(unpacked, work / "classes")
        unpacked.chmod(0o755)
        unpacked.rename(home)


def _unpack(work: Path) -> Path:
    maven = shutil.which("mvn")
    if maven is None:
        raise PartMissing("needs Maven (mvn)")
    goal = "dependency:unpack-dependencies"
    # Without a markers folder of its own, Maven takes an earlier run's unpacking for this one's.
    options = [f"-DoutputDirectory={work}", f"-DmarkersDirectory={work}/markers"]
    _run([maven, "-q", "-B", "-f", str(HERE / "pom.xml"), goal, "-DincludeTypes=zip", *options])
    unpacked = work / f"elasticsearch-{VERSION}"
    for program in (unpacked / "bin").iterdir():
        program.chmod(0o755)
    return unpacked


def _add_plugin(home: Path, classes: Path) -> None:
    java = java_home()
    sources = [str(path) for path in (HERE / "plugin/src").rglob("*.java")]
    compiler = [str(java / "bin/javac"), "--release", str(OLDEST_JAVA), "-proc:none", "-nowarn"]
    _run([*compiler, "-cp", f"{home}/lib/*", "-d", str(classes), *sources])
    plugin = home / "plugins/mlhome-test-analysis"
    plugin.mkdir(parents=True)
    jar = plugin / "mlhome-test-analysis.jar"
    _run([str(java / "bin/jar"), "cf", str(jar), "-C", str(classes), "."])
    shutil.copy(HERE / "plugin/plugin-descriptor.properties", plugin)


def _run(command: list[str]) -> None:
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode != 0:
        raise PartMissing(f"{Path(command[0]).name} failed: {(done.stdout + done.stderr)[-2000:]}")
