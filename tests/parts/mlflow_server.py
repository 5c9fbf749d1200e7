"""A real `mlflow server` on a free loopback port, with its data in a folder of its own."""

import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import TracebackType

from tests.parts.mlflow_install import mlflow_python

TETHER = Path(__file__).with_name("mlflow_tether.py")
_QUIET = {"MLFLOW_DISABLE_TELEMETRY": "true", "MLFLOW_SERVER_ENABLE_JOB_EXECUTION": "false"}


class MlflowServer:
    """Use as a context manager, or `start` and `stop` it. It can be started again under the same
    address: its data stays until `remove`."""

    def __init__(self) -> None:
        """Raises PartMissing where MLflow can't be installed."""
        self.python = mlflow_python()
        self.folder = Path(tempfile.mkdtemp(prefix="mlhome-mlflow-"))
        self.port = _free_port()
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "MlflowServer":
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()
        self.remove()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def database(self) -> Path:
        """Its SQLite file, for filling it faster than over HTTP."""
        return self.folder / "mlflow.db"

    def start(self, patience: float = 300.0) -> "MlflowServer":
        """Returns when the server answers; raises TimeoutError after `patience` seconds."""
        with self._output.open("ab") as output:
            self._process = subprocess.Popen(
                [sys.executable, str(TETHER), *self._command()],
                cwd=self.folder,
                env=self._environment(),
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        deadline = time.monotonic() + patience
        while not self._answers():
            if self._process.poll() is not None:
                raise RuntimeError(f"MLflow ended: {self._said()}")
            if time.monotonic() > deadline:
                raise TimeoutError(f"MLflow does not answer: {self._said()}")
            time.sleep(0.2)
        return self

    def stop(self) -> None:
        """End it with its workers, whatever they are doing."""
        process, self._process = self._process, None
        if process is not None:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate(timeout=60)

    def remove(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def _output(self) -> Path:
        return self.folder / "output.log"

    def _said(self) -> str:
        return self._output.read_text(encoding="utf-8", errors="replace")[-3000:]

    def _command(self) -> list[str]:
        return [
            *(str(self.python), "-m", "mlflow", "server"),
            *("--backend-store-uri", f"sqlite:///{self.database}"),
            *("--artifacts-destination", str(self.folder / "artifacts")),
            *("--host", "127.0.0.1", "--port", str(self.port), "--workers", "1"),
        ]

    def _environment(self) -> dict[str, str]:
        binaries = f"{self.python.parent}:{os.environ['PATH']}"
        return {"PATH": binaries, "HOME": str(self.folder), "LANG": "C.UTF-8", **_QUIET}

    def _answers(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", "/health")
            return connection.getresponse().status == http.HTTPStatus.OK
        except OSError:
            return False
        finally:
            connection.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
