"""The calls of one plugin, and its children: nobody else ever waits for them."""

import logging
import pickle
import threading
import time
from collections import Counter, deque
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from plugins.host.breaker import Breaker
from plugins.host.calls import Call, Failure, failure
from plugins.host.channel import Load
from plugins.host.child import Child, Dead, Late
from plugins.host.limits import Limits
from plugins.host.receiving import received

log = logging.getLogger(__name__)
FRESH_STARTS = 3  # a child that ended while it idled is replaced without anybody noticing


@dataclass(frozen=True, slots=True)
class _Waiting:
    call: Call
    future: "Future[Any]" = field(default_factory=Future)


class Lane:
    """Runs calls in the order they came, so many at a time as the limits allow."""

    def __init__(self, plugin: str, load: Load, limits: Limits) -> None:
        self._plugin, self._load, self._limits = plugin, load, limits
        self._lock = threading.Lock()
        self._waiting: deque[_Waiting] = deque()
        self._running: Counter[str] = Counter()  # by connection
        self._idle: list[Child] = []
        self._all: set[Child] = set()
        self._breakers: dict[tuple[str, str, str], Breaker] = {}
        self._closed = False
        self._threads = ThreadPoolExecutor(limits.processes, f"plugin {plugin}")

    def start(self, call: Call) -> "Future[Any]":
        waiting = _Waiting(call)
        with self._lock:
            closed = self._closed
            if not closed:
                self._waiting.append(waiting)
        if closed:  # in this very moment, as nobody is given a lane that was closed before
            waiting.future.set_result(_closed(call))
        self._next()
        return waiting.future

    def close(self) -> None:
        """Kill all children; what waits or runs comes out as crashed."""
        with self._lock:
            self._closed = True
            left, self._waiting = list(self._waiting), deque()
            children = list(self._all)
        for waiting in left:
            waiting.future.set_result(_closed(waiting.call))
        for child in children:
            child.strike()
        self._threads.shutdown()
        for child in children:
            child.end()

    def _next(self) -> None:
        """Begin whatever may begin now."""
        with self._lock:
            while not self._closed and (found := self._ready()):
                self._waiting.remove(found)
                self._running[found.call.connection] += 1
                self._threads.submit(self._run, found)

    def _ready(self) -> _Waiting | None:
        if self._running.total() >= self._limits.processes:
            return None
        most = self._limits.per_connection
        return next(
            (
                each
                for each in self._waiting
                if not each.call.connection or self._running[each.call.connection] < most
            ),
            None,
        )

    def _run(self, waiting: _Waiting) -> None:
        call = waiting.call
        try:
            waiting.future.set_result(self._guarded(call))
        except BaseException as error:  # a fault of ours: whoever waits must hear of it
            waiting.future.set_exception(error)
        finally:
            with self._lock:
                self._running[call.connection] -= 1
                self._running += Counter()  # forget connections without calls
            self._next()

    def _guarded(self, call: Call) -> Any:
        """The call, unless its function rests."""
        with self._lock:
            breaker = self._breaker(call)
            wait = breaker.seconds_to_wait(time.monotonic())
        if wait:
            return failure(call, "resting", f"rests for {wait:.0f} s", wait=wait)
        value = self._asked(call)
        with self._lock:
            if isinstance(value, Failure) and value.kind != "refused":
                breaker.failed(time.monotonic())
            else:
                breaker.succeeded()
        return value

    def _breaker(self, call: Call) -> Breaker:
        limits = self._limits
        key = (call.hook, call.name, call.connection)
        return self._breakers.setdefault(
            key, Breaker(limits.failures, limits.first_rest, limits.longest_rest)
        )

    def _asked(self, call: Call) -> Any:
        message = pickle.dumps(call)
        for left in reversed(range(FRESH_STARTS)):
            try:
                return received(call, self._ask(message, call.deadline))
            except Late:
                if not self._closed:
                    return failure(call, "timeout", f"took more than {call.deadline:g} seconds")
            except Dead as death:
                if not self._closed and (death.taken or not left):
                    return _crashed(call, death)
            if self._closed:
                return _closed(call)
        raise AssertionError("unreachable")

    def _ask(self, message: bytes, deadline: float) -> bytes:
        child = self._child()
        was_last = True
        try:
            answer, was_last = child.ask(message, deadline)
        finally:
            self._forget(child) if was_last else self._keep(child)
        return answer

    def _child(self) -> Child:
        with self._lock:
            if self._idle:
                return self._idle.pop()
        child = Child(self._plugin, self._load, self._limits)
        with self._lock:
            self._all.add(child)
            if self._closed:  # it came too late to be killed with the others
                child.strike()
        return child

    def _keep(self, child: Child) -> None:
        with self._lock:
            self._idle.append(child)

    def _forget(self, child: Child) -> None:
        child.end()
        with self._lock:
            self._all.discard(child)


def _crashed(call: Call, death: Dead) -> Failure:
    how = f" with exit code {death.code}" if death.code is not None and death.code >= 0 else ""
    how = f", killed by signal {-death.code}" if death.code and death.code < 0 else how
    when = "ended its process" if death.taken else "could not be started: its process ended"
    return failure(call, "crashed", f"{when}{how}")


def _closed(call: Call) -> Failure:
    return failure(call, "crashed", "was given up: ML Home is stopping")
