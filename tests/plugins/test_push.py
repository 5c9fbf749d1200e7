"""The push of training scripts: against a server that fails first, and copied on its own."""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

import plugins.push
from plugins.push import PushFailed, push_evaluation, push_runs

GOOD = {"created": 1, "updated": 0, "unchanged": 0, "ids": [1], "problems": [], "again": False}


class Server(HTTPServer):
    """Gives the answers it is told to, and keeps what it was sent."""

    def __init__(self, *answers: tuple[int, Any]) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers = list(answers)
        self.asked: list[tuple[str, dict[str, str], Any]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        server = self.server
        assert isinstance(server, Server)
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        headers = {name.lower(): value for name, value in self.headers.items()}
        server.asked.append((self.path, headers, body))
        status, value = server.answers.pop(0)
        text = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, format: str, *args: object) -> None:
        """Silent."""


@contextmanager
def serving(*answers: tuple[int, Any]) -> Iterator[Server]:
    server = Server(*answers)
    thread = threading.Thread(target=server.serve_forever, args=[0.02])
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plugins.push.time, "sleep", lambda _seconds: None)


def test_a_run_is_sent_in_the_shape_of_the_api() -> None:
    with serving((200, GOOD)) as server:
        metrics = {"auc": 0.9, "loss": float("nan")}
        answer = push_evaluation(
            "model:ranker@7",
            metrics,
            server=server.url,
            source="nightly",
            id="r1",
            params={"lr": 1},
        )
    assert answer == GOOD
    ((path, headers, body),) = server.asked
    assert path == "/api/mlhome/evaluations?source=nightly"
    assert headers["x-mlhome-request"] == "1"
    assert body == [
        {
            "id": "r1",
            "subject": "model:ranker@7",
            "params": {"lr": 1},
            "metrics": {"auc": 0.9, "loss": "NaN"},
        }
    ]


def test_a_push_is_tried_again_with_the_same_key() -> None:
    with serving((503, {}), (500, "<html>"), (200, GOOD)) as server:
        push_evaluation("model:ranker", server=server.url)
    keys = {headers["idempotency-key"] for _, headers, _ in server.asked}
    bodies = [body for _, _, body in server.asked]
    assert (len(server.asked), len(keys)) == (3, 1)
    assert bodies[0] == bodies[1] == bodies[2]


def test_what_is_refused_is_not_tried_again() -> None:
    refusal = {"error": {"name": "InputError", "message": "there is no `metrisc`"}}
    with serving((400, refusal)) as server, pytest.raises(PushFailed, match="metrisc"):
        push_evaluation("model:ranker", server=server.url)


def test_a_run_that_was_not_kept_is_said() -> None:
    problems = [{"message": "status is one of …"}]
    answer = {**GOOD, "created": 0, "ids": [None], "problems": problems}
    with serving((200, answer)) as server, pytest.raises(PushFailed, match="status"):
        push_evaluation("model:ranker", server=server.url, status="done")


def test_a_server_that_is_not_there_is_said() -> None:
    with serving() as server:
        url = server.url
    with pytest.raises(PushFailed, match="can't be reached"):
        push_evaluation("model:ranker", server=url, attempts=2)


def test_many_runs_are_sent_in_parts() -> None:
    runs = [{"id": str(place), "subject": "model:ranker"} for place in range(1_001)]
    with serving((200, GOOD), (200, GOOD), (200, GOOD)) as server:
        assert len(push_runs(runs, server=server.url)) == 3
    assert [len(body) for _, _, body in server.asked] == [500, 500, 1]


def test_large_runs_are_sent_in_smaller_parts() -> None:
    runs = [{"id": str(place), "name": "x" * (plugins.push.LARGEST // 2)} for place in range(3)]
    with serving((200, GOOD), (200, GOOD), (200, GOOD)) as server:
        push_runs(runs, server=server.url)
    assert [len(body) for _, _, body in server.asked] == [1, 1, 1]


def test_the_file_works_copied_beside_a_script(tmp_path: Path) -> None:
    copy = tmp_path / "mlhome_push.py"
    copy.write_text(Path(plugins.push.__file__).read_text(encoding="utf-8"), encoding="utf-8")
    script = "import mlhome_push, sys; mlhome_push.push_evaluation('model:m', {'a': 1})"
    with serving((200, GOOD)) as server:
        done = subprocess.run(
            [sys.executable, "-I", "-S", "-c", f"import sys; sys.path.insert(0, '.'); {script}"],
            cwd=tmp_path,
            env={"MLHOME_SERVER": server.url},
            capture_output=True,
            text=True,
        )
    assert done.returncode == 0, done.stderr
    assert server.asked[0][2][0]["metrics"] == {"a": 1}
