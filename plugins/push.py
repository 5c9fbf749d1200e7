"""Tells ML Home about a training or evaluation run: needs Python's standard library only.

Import it (`from mlhome import push_evaluation`), or copy this file beside a training script.
"""

import json
import math
import os
import random
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

SERVER_VARIABLE = "MLHOME_SERVER"
SOURCE_VARIABLE = "MLHOME_SOURCE"
AT_ONCE = 500  # runs in one request
LARGEST = 4 * 1024 * 1024  # bytes of one request, unless one run has more
_LATER = (408, 425, 429, 500, 502, 503, 504)  # answers after which the same push may be taken


class PushFailed(Exception):
    """ML Home could not be reached, or refused what was sent; the text says why."""


def push_evaluation(
    subject: str,
    metrics: Mapping[str, float] | None = None,
    *,
    id: str = "",
    server: str = "",
    source: str = "",
    attempts: int = 5,
    timeout: float = 30.0,
    **run: Any,
) -> dict[str, Any]:
    """Push one run, and give ML Home's answer: `created`, `updated`, `ids`, `problems`.

    `subject` is the ref of a model or project, perhaps with a version
    (`model:default/ranker@7`). `metrics` are over all of the data; whatever else a run has goes by
    the names of the API: `params`, `tags`, `dataset`, `results`, `series`, `status`, `startedAt`,
    `examples` (`{"ids": …, "scores": {"auc": …}, "slices": {"country": …}}`, equally long) …
    `id` is your own: pushing it again replaces the run (or, with `continues=True`, adds to it);
    without one the run is a new one. `server` is the address of ML Home, else MLHOME_SERVER.

    Tries again, ever later, while ML Home can't be reached; sent twice, a push counts once.
    Raises PushFailed.
    """
    item = {"id": id or uuid.uuid4().hex, "subject": subject, **run}
    if metrics:
        item["metrics"] = dict(metrics)
    answers = push_runs([item], server=server, source=source, attempts=attempts, timeout=timeout)
    if answers[0]["ids"] == [None]:
        raise PushFailed("; ".join(problem["message"] for problem in answers[0]["problems"]))
    return answers[0]


def push_runs(
    runs: Sequence[Mapping[str, Any]],
    *,
    server: str = "",
    source: str = "",
    attempts: int = 5,
    timeout: float = 30.0,
) -> list[dict[str, Any]]:
    """Push many runs, each as the API takes it, in as many requests as it needs.

    Gives the answer to each request; together, their `ids` are those of the runs.
    """
    address = (server or os.environ.get(SERVER_VARIABLE, "http://127.0.0.1:8642")).rstrip("/")
    name = source or os.environ.get(SOURCE_VARIABLE, "")
    url = f"{address}/api/mlhome/evaluations"
    if name:
        url += "?" + urllib.parse.urlencode({"source": name})
    return [_sent(url, body, attempts, timeout) for body in _bodies(runs)]


def _bodies(runs: Sequence[Mapping[str, Any]]) -> Iterator[bytes]:
    """The runs as lists in JSON, none longer than it may be."""
    part: list[bytes] = []
    size = 0
    for run in runs:
        text = json.dumps(_plain(run), allow_nan=False).encode()
        if part and (len(part) == AT_ONCE or size + len(text) > LARGEST):
            yield b"[" + b",".join(part) + b"]"
            part, size = [], 0
        part.append(text)
        size += len(text)
    if part:
        yield b"[" + b",".join(part) + b"]"


def _sent(url: str, body: bytes, attempts: int, timeout: float) -> dict[str, Any]:
    headers = {
        "Content-Type": "application/json",
        "X-MLHome-Request": "1",
        "Idempotency-Key": uuid.uuid4().hex,  # the same for every attempt
    }
    request = urllib.request.Request(url, body, headers, method="POST")
    for attempt in range(1, attempts + 1):
        try:
            with urllib.request.urlopen(request, timeout=timeout) as response:
                answer: dict[str, Any] = json.load(response)
                return answer
        except urllib.error.HTTPError as error:
            said = _message(error)
            if error.code not in _LATER or attempt == attempts:
                raise PushFailed(f"{url} answered {error.code}: {said}") from error
        except (OSError, ValueError) as error:
            if attempt == attempts:
                raise PushFailed(f"{url} can't be reached: {error}") from error
        time.sleep(min(30.0, 2.0 ** (attempt - 1)) * random.uniform(0.5, 1.0))
    raise PushFailed("no attempt was allowed")


def _message(error: urllib.error.HTTPError) -> str:
    try:
        return str(json.load(error)["error"]["message"])
    except (OSError, ValueError, KeyError, TypeError):
        return str(error.reason)


def _plain(value: Any) -> Any:
    """As JSON has it: numbers of NumPy and others become Python's, and NaN a text."""
    if isinstance(value, Mapping):
        return {str(name): _plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if hasattr(value, "tolist"):  # arrays and their scalars
        return _plain(value.tolist())
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    return value
