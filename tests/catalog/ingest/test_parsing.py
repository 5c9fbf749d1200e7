"""Children that hang, crash or are killed: one problem for one file, and nothing else."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from catalog.ingest.parsing import ParsePool
from catalog.ingest.prepare import prepare
from catalog.ingest.prepared import PreparedFile, SourceFile
from catalog.store.origin import Origin
from descriptors.format import Format
from descriptors.limits import Limits
from descriptors.problems import Problem
from tests.builders import a_descriptor


def misbehaving(file: SourceFile, format: Format, limits: Limits) -> PreparedFile:
    """The parser, but for files that say they want something else."""
    if file.data.startswith(b"# hang"):
        time.sleep(600)
    if file.data.startswith(b"# crash"):
        os.kill(os.getpid(), signal.SIGSEGV)
    return prepare(file, format, limits)


def a_file(name: str, text: str) -> SourceFile:
    origin = Origin(f"file:/{name}", "file:/")
    return SourceFile(name, "digest", text.encode(), {}, f"/{name}", origin)


def outcome(pool: ParsePool, *files: SourceFile) -> dict[str, tuple[int, list[str]]]:
    return {
        file.path: (len(prepared.entities), [problem.code for problem in prepared.problems])
        for file, prepared in pool.start(list(files)).outcome()
    }


def test_files_are_parsed_in_a_child() -> None:
    with ParsePool(processes=1) as pool:
        assert outcome(pool, a_file("a", a_descriptor("a"))) == {"a": (1, [])}


@pytest.mark.slow
def test_a_file_that_hangs_is_given_up_and_its_siblings_are_not() -> None:
    files = [
        a_file("a", a_descriptor("a")),
        a_file("b", "# hang\n"),
        a_file("c", a_descriptor("c")),
    ]
    with ParsePool(processes=1, deadline=1.0, prepare=misbehaving) as pool:
        assert outcome(pool, *files) == {
            "a": (1, []),
            "b": (0, ["read/timeout"]),
            "c": (1, []),
        }


@pytest.mark.slow
def test_a_file_that_crashes_its_child_is_named_and_the_next_bundle_works() -> None:
    with ParsePool(processes=1, prepare=misbehaving) as pool:
        assert outcome(pool, a_file("a", "# crash\n"), a_file("b", a_descriptor("b"))) == {
            "a": (0, ["read/crashed"]),
            "b": (1, []),
        }
        assert outcome(pool, a_file("c", a_descriptor("c"))) == {"c": (1, [])}


@pytest.mark.slow
def test_children_end_with_a_writer_that_is_killed(tmp_path: Path) -> None:
    script = tmp_path / "writer.py"
    script.write_text(
        "import os, signal\n"
        "from tests.catalog.ingest.test_parsing import a_file, outcome, report_pid\n"
        "from catalog.ingest.parsing import ParsePool\n"
        "if __name__ == '__main__':\n"
        "    pool = ParsePool(processes=1, prepare=report_pid)\n"
        "    files = list(pool.start([a_file('a', '')]).outcome())\n"
        "    print(files[0][1].problems[0].message, flush=True)\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n",
        encoding="utf-8",
    )
    root = Path(__file__).parents[3]
    done = subprocess.run(
        [sys.executable, str(script)],
        env={**os.environ, "PYTHONPATH": str(root)},
        stdout=subprocess.PIPE,
        check=False,
        timeout=60,
    )
    assert done.returncode == -signal.SIGKILL
    child = int(done.stdout)
    for _ in range(500):
        if not Path(f"/proc/{child}").exists():
            return
        time.sleep(0.02)
    raise AssertionError(f"child {child} still runs")


def report_pid(_file: SourceFile, _format: Format, _limits: Limits) -> PreparedFile:
    return PreparedFile((), (Problem("test/pid", str(os.getpid())),), ())
