import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from catalog.processes.supervisor import Supervisor

CHILD = """
import os, sys
with open(sys.argv[1], "a") as births: print(os.getpid(), file=births)
sys.stdin.read()
"""
PARENT = """
import os, sys, time
from catalog.processes.supervisor import Supervisor
Supervisor([sys.executable, "-c", sys.argv[1], sys.argv[2]], os.environ).start()
time.sleep(60)
"""


def births(file: Path) -> list[int]:
    return [int(line) for line in file.read_text().split()] if file.exists() else []


def wait_for(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline, "waited 20 s in vain"
        time.sleep(0.02)


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_a_killed_child_is_started_again_and_ends_when_asked(tmp_path: Path) -> None:
    file = tmp_path / "births"
    supervisor = Supervisor([sys.executable, "-c", CHILD, str(file)], os.environ)
    supervisor.start()
    wait_for(lambda: len(births(file)) == 1)
    os.kill(births(file)[0], signal.SIGKILL)
    wait_for(lambda: len(births(file)) == 2)
    assert supervisor.is_running()
    supervisor.stop()
    assert not supervisor.is_running()
    assert not any(is_alive(pid) for pid in births(file))


def test_the_child_ends_when_its_parent_is_killed(tmp_path: Path) -> None:
    file = tmp_path / "births"
    parent = subprocess.Popen([sys.executable, "-c", PARENT, CHILD, str(file)])
    wait_for(lambda: len(births(file)) == 1)
    parent.kill()
    parent.wait()
    wait_for(lambda: not is_alive(births(file)[0]))
