"""An Elasticsearch node on a free loopback port, with its data in a folder of its own."""

import http.client
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from types import TracebackType

from tests.parts.elasticsearch.assemble import PartMissing, distribution, java_home

NOBODY = 65534
_ADDRESS = re.compile(r"publish_address \{(127\.0\.0\.1:\d+)\}, bound_addresses")
_SETTINGS = {
    "cluster.name": "mlhome-tests",
    "discovery.type": "single-node",
    "xpack.security.enabled": "false",
    "network.host": "127.0.0.1",
    "http.port": "0",
    "transport.port": "0",
    "cluster.routing.allocation.disk.threshold_enabled": "false",
}


class Node:
    """Use as a context manager, or `start` it and `stop` or `kill` it. It can be started again:
    its data stays until `remove`. `port` makes it come back under the same address."""

    def __init__(self, heap: str = "512m") -> None:
        """Raises PartMissing where this machine can't run one."""
        if shutil.which("setpriv") is None:
            raise PartMissing("needs setpriv (util-linux)")
        self.home = distribution()
        self.heap = heap
        self.folder = Path(tempfile.mkdtemp(prefix="mlhome-elasticsearch-"))
        self.port = "0"
        self.url = ""
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "Node":
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.kill()
        self.remove()

    def start(self, patience: float = 180.0) -> "Node":
        """Returns when the node answers; raises TimeoutError after `patience` seconds."""
        self._prepare()
        with self._output.open("wb") as output:
            self._process = subprocess.Popen(
                self._command(),
                cwd=self.folder,
                env=self._environment(),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        deadline = time.monotonic() + patience
        while not self._answers():
            if self._process.poll() is not None:
                raise RuntimeError(f"the node ended: {self._said()[-3000:]}")
            if time.monotonic() > deadline:
                raise TimeoutError(f"the node does not answer: {self._said()[-3000:]}")
            time.sleep(0.2)
        return self

    @property
    def pid(self) -> int:
        """Of the server itself, not of its launcher."""
        return int((self.folder / "node.pid").read_text())

    def stop(self) -> None:
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        self._end(signal.SIGKILL)

    def remove(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def _output(self) -> Path:
        return self.folder / "output.log"

    def _said(self) -> str:
        return self._output.read_text(encoding="utf-8", errors="replace")

    def _prepare(self) -> None:
        config = self.folder / "config"
        for name in ("config", "config/jvm.options.d", "data", "logs", "tmp"):
            (self.folder / name).mkdir(exist_ok=True)
        for name in ("log4j2.properties", "jvm.options"):
            shutil.copy(self.home / "config" / name, config)
        (config / "elasticsearch.yml").touch()
        (self.folder / "node.pid").unlink(missing_ok=True)
        if os.getuid() == 0:
            for path in (self.folder, *self.folder.rglob("*")):
                os.chown(path, NOBODY, NOBODY)

    def _command(self) -> list[str]:
        folders = {"path.data": f"{self.folder}/data", "path.logs": f"{self.folder}/logs"}
        settings = {**_SETTINGS, **folders, "http.port": self.port}
        as_nobody = [f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]
        return [
            "setpriv",
            "--pdeathsig=TERM",  # a node does not outlive tests that are killed
            *(as_nobody if os.getuid() == 0 else []),
            str(self.home / "bin/elasticsearch"),
            *("-p", str(self.folder / "node.pid")),
            *(f"-E{name}={value}" for name, value in settings.items()),
        ]

    def _environment(self) -> dict[str, str]:
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder),
            "LANG": "C.UTF-8",
            "ES_JAVA_HOME": str(java_home()),
            "ES_PATH_CONF": str(self.folder / "config"),
            "ES_TMPDIR": str(self.folder / "tmp"),
            # A node of a few thousand documents starts sooner with the first compiler alone.
            "ES_JAVA_OPTS": f"-Xms{self.heap} -Xmx{self.heap} -XX:TieredStopAtLevel=1",
        }

    def _answers(self) -> bool:
        found = [line for line in self._said().splitlines() if "HttpServerTransport" in line]
        address = _ADDRESS.search("\n".join(found))
        if address is None:
            return False
        self.url = f"http://{address[1]}"
        self.port = address[1].rpartition(":")[2]
        connection = http.client.HTTPConnection(address[1], timeout=10)
        try:
            connection.request("GET", "/_cluster/health?wait_for_status=yellow&timeout=5s")
            return connection.getresponse().status == http.HTTPStatus.OK
        except OSError:
            return False
        finally:
            connection.close()

    def _end(self, how: signal.Signals) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        if (self.folder / "node.pid").is_file():
            _signal(self.pid, how)
        else:
            process.send_signal(how)
        process.wait(60)


def _signal(pid: int, how: signal.Signals) -> None:
    try:
        os.kill(pid, how)
    except ProcessLookupError:
        return
