"""A command that ends with whoever started it, however that ended.

`python mlflow_tether.py COMMAND …` runs it until standard input is closed, which the system sees to
when the other end of the pipe dies. `mlflow server` starts processes of its own, and leaves them
behind when it is killed: all are in one process group, which ends together.
"""

import os
import signal
import subprocess
import sys
import threading


def tether(command: list[str]) -> int:
    child = subprocess.Popen(command, stdin=subprocess.DEVNULL)
    threading.Thread(target=_end_when_left, daemon=True).start()
    return child.wait()


def _end_when_left() -> None:
    sys.stdin.read()
    os.killpg(os.getpgid(0), signal.SIGKILL)


if __name__ == "__main__":
    sys.exit(tether(sys.argv[1:]))
