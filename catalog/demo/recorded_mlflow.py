"""A server that answers as a real MLflow server did when it was recorded, for `mlhome demo`.

It knows the few questions the MLflow plugin asks, and filters as far as these do. Read-only, on
loopback, and as long as the demo runs.
"""

import json
import operator
import re
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import resources
from typing import Any
from urllib.parse import parse_qsl, urlsplit

API = "/api/2.0/mlflow/"
PAGE = (
    "<!doctype html><title>A recording</title><p>This is no MLflow server, but recorded answers "
    "of one, which <code>mlhome demo</code> shows. Connect your own with "
    "<code>mlhome connect mlflow URL</code>."
)
_VALUE = r"\([^)]*\)|'[^']*'|\d+"
_CONDITION = re.compile(rf"(?:attributes\.)?(\w+)\s*(<=|>=|!=|<|>|=|\bIN\b)\s*({_VALUE})")
_COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {
    "<=": operator.le,
    ">=": operator.ge,
    "<": operator.lt,
    ">": operator.gt,
    "=": operator.eq,
    "!=": operator.ne,
}
Asked = Mapping[str, Any]


@dataclass(frozen=True)
class Recording:
    """The recorded things, asked as MLflow is."""

    held: Mapping[str, Any]

    def answer(self, path: str, asked: Asked) -> Mapping[str, Any] | None:
        """None for what a server of another release would not know either."""
        match path:
            case "experiments/search":
                return {"experiments": self.held["experiments"]}
            case "runs/search":
                return {"runs": self._runs(asked)}
            case "runs/get":
                found = [it for it in self.held["runs"] if it["info"]["run_id"] == asked["run_id"]]
                return {"run": found[0]} if found else None
            case "logged-models/search":
                return {"models": self._of("models", asked)}
            case "registered-models/search":
                return {"registered_models": self.held["registered_models"]}
            case "model-versions/search":
                return {"model_versions": self._of("model_versions", asked)}
            case "metrics/get-history-bulk-interval":
                key = f"{asked['run_ids']}/{asked['metric_key']}"
                points = self.held["histories"].get(key, [])
                return {"metrics": [{**it, "run_id": asked["run_ids"]} for it in points]}
        return None

    def _runs(self, asked: Asked) -> list[Any]:
        """The newest first, as the plugin asks for them."""
        wanted = set(asked.get("experiment_ids", ()))
        runs = [it for it in self._of("runs", asked) if it["info"]["experiment_id"] in wanted]
        runs.sort(key=lambda it: -int(it["info"]["start_time"]))
        return runs[: int(asked.get("max_results", 1000))]

    def _of(self, what: str, asked: Asked) -> list[Any]:
        conditions = _CONDITION.findall(str(asked.get("filter", "")))
        return [it for it in self.held[what] if _holds(it.get("info", it), conditions)]


def recording() -> Recording:
    text = resources.files("catalog.demo").joinpath("mlflow.json").read_text("utf-8")
    return Recording(json.loads(text))


@contextmanager
def recorded_mlflow(recording: Recording) -> Iterator[str]:
    """Serve a recording on a free port of this machine; gives its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, recording))
    server.daemon_threads = True
    threading.Thread(
        target=server.serve_forever, args=[0.05], name="recording", daemon=True
    ).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


def _holds(info: Mapping[str, Any], conditions: list[tuple[str, str, str]]) -> bool:
    return all(_compares(info.get(name), sign, value) for name, sign, value in conditions)


def _compares(held: Any, sign: str, value: str) -> bool:
    if sign == "IN":
        return str(held) in re.findall(r"'([^']*)'", value)
    if value.startswith("'"):
        return _COMPARE[sign](str(held), value.strip("'"))
    return held is not None and _COMPARE[sign](int(held), int(value))


class _Handler(BaseHTTPRequestHandler):
    def __init__(self, recording: Recording, *args: Any) -> None:
        self._recording = recording
        super().__init__(*args)

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        if not address.path.startswith("/api/"):
            self._send(200, "text/html", PAGE.encode())
            return
        self._answer(address.path, dict(parse_qsl(address.query)))

    def do_POST(self) -> None:
        size = min(int(self.headers.get("Content-Length") or 0), 1 << 20)
        self._answer(self.path, json.loads(self.rfile.read(size) or b"{}"))

    def _answer(self, path: str, asked: Asked) -> None:
        found = self._recording.answer(path.removeprefix(API), asked)
        body = {"error_code": "ENDPOINT_NOT_FOUND"} if found is None else found
        self._send(404 if found is None else 200, "application/json", json.dumps(body).encode())

    def _send(self, status: int, type: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nobody reads what a demo's own server is asked."""
