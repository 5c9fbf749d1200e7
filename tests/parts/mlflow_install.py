"""MLflow in an environment of its own, made once on a machine.

MLflow brings some eighty packages with versions of its own wishes, so that it never stands in the
environment the tests run in.
"""

import fcntl
import shutil
import subprocess
import sys
import venv
from pathlib import Path

from tests.parts.elasticsearch.assemble import PartMissing, cache_folder

VERSION = "3.17.2"


def mlflow_python() -> Path:
    """The interpreter of an environment with MLflow; installed at the first call on a machine.

    Raises PartMissing when it can't be installed.
    """
    cache = cache_folder()
    cache.mkdir(parents=True, exist_ok=True)
    home = cache / f"mlflow-{VERSION}-py{sys.version_info.major}.{sys.version_info.minor}"
    with (cache / "mlflow.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        # Written last: an installation that was interrupted has none, and is made anew.
        finished = home / "finished"
        if not finished.exists():
            _install(home)
            finished.touch()
    return home / "bin" / "python"


def _install(home: Path) -> None:
    shutil.rmtree(home, ignore_errors=True)
    venv.create(home, with_pip=True)
    done = subprocess.run(
        [home / "bin" / "python", "-m", "pip", "install", "-q", f"mlflow=={VERSION}"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    if done.returncode != 0:
        raise PartMissing(f"MLflow could not be installed: {done.stderr[-2000:]}")
