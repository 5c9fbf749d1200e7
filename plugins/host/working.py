"""The child's side: a process that runs the functions of one plugin until it is no longer needed.

Nobody's code but the plugin's and ours runs here. What it does to this process (its folder,
signals, threads, forks) ends with it.
"""

import os
import pickle
import resource
import signal
import sys
import time
from multiprocessing.connection import Connection as Channel
from threading import Thread
from typing import NoReturn

from descriptors.problems import Problem
from plugins.host.answering import answer, encoded
from plugins.host.calls import Call, failure
from plugins.host.channel import ANSWER, LAST, READY, TAKEN, Load
from plugins.host.limits import Limits, allow_seconds, take_limits
from plugins.host.loading import LoadedPlugin
from plugins.host.surroundings import surroundings
from plugins.host.tail import Tail, output_goes_to

LOOK_AFTER_PARENT = 1.0  # seconds


def work(channel: Channel, plugin: str, load: Load, limits: Limits, parent: int) -> NoReturn:
    """Answer calls until there is none for a while; never returns."""
    try:
        _set_apart(channel, parent)
        take_limits(limits)
        found = _quietly_load(load, plugin)
        channel.send_bytes(READY)
        _serve(channel, found, limits)
    except (EOFError, OSError):  # the parent is gone, or the plugin took the channel from us
        pass
    finally:
        _end()


def _serve(channel: Channel, plugin: LoadedPlugin | Problem, limits: Limits) -> None:
    me, before = os.getpid(), surroundings()
    for left in reversed(range(limits.calls_per_child)):
        if not channel.poll(limits.idle_seconds):
            return
        call: Call = pickle.loads(channel.recv_bytes())
        channel.send_bytes(TAKEN)
        allow_seconds(call.deadline)
        said = _answer(plugin, call, limits, me)
        last = left == 0 or surroundings() != before
        channel.send_bytes(LAST if last else ANSWER)
        channel.send_bytes(said)
        if last:
            return


def _answer(plugin: LoadedPlugin | Problem, call: Call, limits: Limits, me: int) -> bytes:
    if isinstance(plugin, Problem):
        return encoded(failure(call, "raised", "can't be loaded: " + plugin.message), "", limits)
    tail = Tail()
    try:
        with output_goes_to(tail):
            found = answer(plugin, call, limits)
        return encoded(found, tail.text(), limits)
    finally:
        if os.getpid() != me:  # a copy that the plugin forked came back from its code
            os._exit(0)


def _quietly_load(load: Load, plugin: str) -> LoadedPlugin | Problem:
    with output_goes_to(Tail()):
        return load(plugin)


def _set_apart(channel: Channel, parent: int) -> None:
    """Be the leader of a group of one's own, with nothing of the parent's but the channel: other
    descriptors lead to what starts the children of everybody."""
    os.setsid()
    os.closerange(3, channel.fileno())
    os.closerange(channel.fileno() + 1, resource.getrlimit(resource.RLIMIT_NOFILE)[0])
    Thread(target=_end_with, args=[parent], daemon=True).start()
    for name in [name for name in os.environ if name.startswith("MLHOME_")]:
        del os.environ[name]  # passwords of the catalog
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nowhere, standard)
    sys.stdin = open(0, closefd=False)  # noqa: SIM115


def _end_with(parent: int) -> None:
    # A parent that was killed can't end its children; they notice by themselves.
    while True:
        time.sleep(LOOK_AFTER_PARENT)
        try:
            os.kill(parent, 0)
        except ProcessLookupError:
            _end()


def _end() -> NoReturn:
    """Leave at once, and take along what was forked."""
    try:
        os.killpg(0, signal.SIGKILL)
    finally:
        os._exit(1)
