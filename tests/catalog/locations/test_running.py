"""Programs that are run within bounds."""

import os
from pathlib import Path
from time import monotonic, sleep

from catalog.locations.running import run

ENV = {"PATH": os.environ["PATH"]}


def ends(pid: int) -> bool:
    """Whether the process, which slept for a minute, is gone (or a zombie) long before."""
    until = monotonic() + 20
    while monotonic() < until:
        try:
            if " Z " in Path(f"/proc/{pid}/stat").read_text():
                return True
        except (FileNotFoundError, ProcessLookupError):
            return True
        sleep(0.01)
    return False


def test_a_program_gets_its_input_and_only_the_given_environment() -> None:
    done = run(["sh", "-c", "cat; env"], ENV, seconds=10, most_bytes=10_000, stdin=b"given\n")
    assert done.status == 0
    lines = done.output.decode().splitlines()
    assert lines[0] == "given"
    assert {line.partition("=")[0] for line in lines[1:]} <= {"PATH", "PWD", "SHLVL", "_", "OLDPWD"}


def test_all_that_a_slow_program_started_is_killed_with_it(tmp_path: Path) -> None:
    script = f"sleep 60 & echo $! > {tmp_path}/pid; sleep 60"
    done = run(["sh", "-c", script], ENV, seconds=0.3, most_bytes=10_000)
    assert done.timed_out
    assert ends(int((tmp_path / "pid").read_text()))


def test_a_child_that_is_left_behind_is_killed_at_the_end(tmp_path: Path) -> None:
    script = f"sleep 60 & echo $! > {tmp_path}/pid"
    done = run(["sh", "-c", script], ENV, seconds=10, most_bytes=10_000)
    assert not done.timed_out
    assert ends(int((tmp_path / "pid").read_text()))


def test_no_file_grows_beyond_the_bound(tmp_path: Path) -> None:
    done = run(["yes"], ENV, seconds=10, most_bytes=50_000)
    assert done.overflowed
    assert len(done.output) <= 50_000
    run(["sh", "-c", f"yes > {tmp_path}/file"], ENV, seconds=10, most_bytes=50_000)
    assert (tmp_path / "file").stat().st_size <= 50_000
