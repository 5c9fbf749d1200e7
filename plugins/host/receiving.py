"""The parent's side of an answer: bytes from a process that nobody trusts become a value."""

import json
import logging
from typing import Any

from descriptors.problems import Problem
from plugins.host.calls import ANSWERS, FAILURES, Call, Failure, failure
from plugins.host.shapes import Mismatch, shape_of
from plugins.texts import printable

# All that reading a text of somebody else's making may end with.
UNREADABLE = (
    *(ValueError, TypeError, LookupError, AttributeError, RecursionError, StopIteration),
    Mismatch,
)
log = logging.getLogger(__name__)


def received(call: Call, answer: bytes) -> Any:
    """The value of a call, or the Failure."""
    try:
        content = json.loads(answer)
        _log(call, content.get("printed", ""))
        if "failure" in content:
            return _failure(content["failure"])
        if "too_large" in content:
            return failure(call, "garbage", f"returned too much: {content['too_large']}")
        return shape_of(ANSWERS[call.hook]).built(content["value"])
    except (
        ValueError,
        KeyError,
        AttributeError,
        RecursionError,
        StopIteration,
        TypeError,
        Mismatch,
    ) as error:
        return failure(call, "garbage", f"gave no answer that can be read: {error}")


def _failure(content: Any) -> Failure:
    kind = next(kind for kind in FAILURES if kind == content["kind"])
    return Failure(shape_of(Problem).built(content["problem"]), kind)


def _log(call: Call, printed: object) -> None:
    if isinstance(printed, str) and printed.strip():
        log.info("%s printed: …%s", call.title, printable(printed[-500:]))
