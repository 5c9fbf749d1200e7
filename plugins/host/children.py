"""Calls functions of plugins in child processes, so that each harms nobody but itself.

Each plugin has children of its own, started when first needed and ended when idle. A call that
comes to its deadline is killed with all it forked; one that takes too much memory, crashes or ends
the interpreter ends its child; one that changes its process is the last of that child. A function
that fails again and again rests.
"""

import threading
from concurrent.futures import Future
from types import TracebackType
from typing import Any, Self

from plugins.host.calls import ANSWERS, Asked, Call, Failure, Given
from plugins.host.channel import Load
from plugins.host.lane import Lane
from plugins.host.limits import Limits
from plugins.host.loading import load_plugin

__all__ = ["Asked", "Children", "Failure", "Given", "Limits", "Pending"]


class Pending:
    """A call on its way. `future` is for `concurrent.futures.wait` over many."""

    def __init__(self, future: "Future[Any]") -> None:
        self.future = future

    def done(self) -> bool:
        return self.future.done()

    def result(self) -> Any:
        """Waits for the call. What the function returned, in the contract's own classes (Report,
        Reading, LocationTarget …, lists as tuples), checked; or a Failure."""
        return self.future.result()


class Children:
    """The children of all plugins, killed at the end of the `with` block.

    `load` makes a plugin of its name; it is pickled by reference and called in the child.
    """

    def __init__(self, load: Load = load_plugin, limits: Limits | None = None) -> None:
        self._load, self._limits = load, limits or Limits()
        self._lanes: dict[str, Lane] = {}
        self._lock = threading.Lock()
        self._closed = False

    def call(self, plugin: str, hook: str, name: str, *arguments: Any, deadline: float) -> Pending:
        """Begin to call a function that a plugin declares by `hook` under `name` (see Call).

        The arguments are those the contract names, but a Given where it has a Context, and Asked
        for what a Route is asked; they are pickled. `deadline`, in seconds, is counted from when
        the call's turn comes. Never waits.
        """
        if hook not in ANSWERS:
            raise ValueError(f"no functions are called by the hook {hook}")
        return Pending(self._lane(plugin).start(Call(plugin, hook, name, arguments, deadline)))

    def close(self) -> None:
        with self._lock:
            self._closed = True
            lanes, self._lanes = list(self._lanes.values()), {}
        for lane in lanes:
            lane.close()

    def _lane(self, plugin: str) -> Lane:
        with self._lock:
            if self._closed:
                raise RuntimeError("these children have been closed")
            if plugin not in self._lanes:
                self._lanes[plugin] = Lane(plugin, self._load, self._limits)
            return self._lanes[plugin]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
