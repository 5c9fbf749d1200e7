"""A plugin that does every wrong thing there is, and one that does none.

`load` is called in the children of tests.
"""

import ctypes
import gc
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import marshmallow

from descriptors.problems import Problem
from plugins.api import (
    Attachment,
    AttachmentType,
    Context,
    EvaluationRun,
    Refresh,
    Report,
    Result,
    UpstreamFailed,
    hook,
)
from plugins.host.loading import LoadedPlugin, load_plugin

GIB = 1 << 30


def load(name: str) -> LoadedPlugin | Problem:
    module = ModuleType(name)
    vars(module).update(refreshes=refreshes, attachments=attachments)
    return load_plugin(name, {name: module})


class Note(marshmallow.Schema):
    text = marshmallow.fields.String(required=True)
    more = marshmallow.fields.Raw()


@hook
def attachments() -> list[AttachmentType]:
    return [AttachmentType(name="note", schema=Note)]


@hook
def refreshes() -> list[Refresh]:
    return [Refresh(name=name.replace("_", "-"), run=run) for name, run in WAYS.items()]


def a_note(**fields: Any) -> Attachment:
    return Attachment(entity="Component:Shop", type="note", value={"text": "hello", **fields})


def good(context: Context) -> Report:
    return Report(attachments=[a_note()], cursor=context.cursor + "!")


def not_a_number(context: Context) -> Report:
    results = [Result(metric="auc", value=value) for value in (float("nan"), float("-inf"))]
    return Report(evaluations=[EvaluationRun(id="1", subject="model:default/m", results=results)])


# What it returns


def returns_none(context: Context) -> Any:
    return None


def returns_dict(context: Context) -> Any:
    return {"attachments": []}


def returns_foreign_class(context: Context) -> Any:
    foreign: Any = object()
    return Report(attachments=[foreign])


def returns_function(context: Context) -> Any:
    return Report(attachments=[a_note(more=lambda: None)])


def returns_text_for_number(context: Context) -> Any:
    high: Any = "high"
    results = [Result(metric="auc", value=high)]
    return Report(evaluations=[EvaluationRun(id="1", subject="model:default/m", results=results)])


def returns_endless_code(context: Context) -> Report:
    return Report(problems=[Problem("x" * 64, "It is odd.")])


def returns_line_of_no_file(context: Context) -> Report:
    return Report(problems=[Problem("odd", "It is odd.", line=2**31)])


def returns_cycle(context: Context) -> Report:
    cycle: list[Any] = []
    cycle += [cycle, cycle]
    return Report(attachments=[a_note(more=cycle)])


def returns_nan_in_json(context: Context) -> Report:
    return Report(attachments=[a_note(more=float("nan"))], complete=True)


def returns_unknown_type(context: Context) -> Report:
    return Report(attachments=[Attachment(entity="component:a/b", type="other", value=1)])


def returns_unfit_value(context: Context) -> Report:
    return Report(attachments=[Attachment(entity="component:a/b", type="note", value={"t": 1})])


def returns_script_as_url(context: Context) -> Report:
    note = a_note()
    return Report(
        attachments=[
            Attachment(entity=note.entity, type="note", value=note.value, url="javascript:alert(1)")
        ]
    )


def returns_100_mb(context: Context) -> Report:
    return Report(attachments=[a_note(more="x" * 500_000) for _ in range(200)])


def returns_endless_list(context: Context) -> Report:
    class Endless(list[Attachment]):
        def __iter__(self) -> Any:
            while True:
                yield a_note()

    return Report(attachments=Endless())


def returns_fields_that_raise(context: Context) -> Any:
    class Worse(Report):
        def __getattribute__(self, name: str) -> Any:
            raise SystemExit(4)

    return object.__new__(Worse)


# How it ends


def raises(context: Context) -> Report:
    raise ValueError("no\x1b[2Jluck")


def raises_what_cannot_be_shown(context: Context) -> Report:
    class Silent(Exception):
        def __str__(self) -> str:
            raise RuntimeError

    raise Silent


def raises_system_exit(context: Context) -> Report:
    raise SystemExit(7)


def raises_keyboard_interrupt(context: Context) -> Report:
    raise KeyboardInterrupt


def exits(context: Context) -> Report:
    sys.exit("bye")


def exits_at_once(context: Context) -> Report:
    os._exit(3)


def crashes(context: Context) -> Report:
    ctypes.string_at(0)
    return Report()


def recurses(context: Context) -> Report:
    return recurses(context)


def fails_upstream(context: Context) -> Report:
    raise UpstreamFailed("the server is down")


def hangs(context: Context) -> Report:
    time.sleep(1000)
    return Report()


def hangs_deaf(context: Context) -> Report:
    """Deaf to signals, and to its own deadline."""
    for each in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGALRM):
        signal.signal(each, signal.SIG_IGN)
    while True:
        try:
            time.sleep(1000)
        except BaseException:
            continue


# What it takes


def takes_4_gb(context: Context) -> Report:
    return Report(cursor=str(len(bytearray(4 * GIB))))


def takes_4_gb_by_and_by(context: Context) -> Report:
    kept = [bytearray(1 << 20) for _ in range(4096)]
    return Report(cursor=str(len(kept)))


def writes_4_gb(context: Context) -> Report:
    with Path("/dev/shm/mlhome-test").open("wb") as file:
        os.unlink(file.name)  # noqa: PTH108
        for _ in range(4096):
            file.write(bytes(1 << 20))
    return Report()


# What it leaves behind


def forks(context: Context) -> Report:
    os.fork()
    return Report(cursor=str(os.getpid()))


def forks_and_raises(context: Context) -> Report:
    if os.fork() == 0:
        raise ValueError("the copy")
    return Report()


def forks_and_sleeps(context: Context) -> Report:
    pid = os.fork()
    if pid == 0:
        time.sleep(1000)
    return Report(cursor=str(pid))


def forks_and_hangs(context: Context) -> Report:
    pid = os.fork()
    if pid:
        Path(context.cursor).write_text(str(pid))
    time.sleep(1000)
    return Report()


def forks_and_exits_at_once(context: Context) -> Report:
    pid = os.fork()
    if pid:
        Path(context.cursor).write_text(str(pid))
        os._exit(9)
    time.sleep(1000)
    return Report()


def starts_a_program(context: Context) -> Report:
    return Report(cursor=str(subprocess.Popen(["sleep", "1000"]).pid))


def closes_standard_files(context: Context) -> Report:
    sys.stdin.close()
    sys.stdout.close()
    for each in (0, 1, 2):
        os.close(each)
    return Report()


def closes_all_files(context: Context) -> Report:
    os.closerange(3, 1024)
    return Report()


def writes_to_all_files(context: Context) -> Report:
    for each in range(3, 64):
        try:
            os.write(each, b"\x00\x00\x00\x05hello" * 100)
        except OSError:
            continue
    return Report()


def leaves_threads(context: Context) -> Report:
    for _ in range(3):
        threading.Thread(target=time.sleep, args=[1000]).start()
    return Report()


def prints_a_lot(context: Context) -> Report:
    for number in range(20_000):
        print("line", number)
        os.write(1, b"x" * 1000)
    logging.getLogger().warning("once more")
    return Report()


def changes_its_process(context: Context) -> Report:
    os.chdir("/")
    os.environ["CHANGED"] = "yes"
    signal.signal(signal.SIGUSR1, signal.SIG_IGN)
    signal.alarm(1)
    sys.setrecursionlimit(100)
    gc.disable()
    return Report()


def tells_of_its_process(context: Context) -> Report:
    secrets = [name for name in os.environ if name.startswith("MLHOME_")]
    state = (os.environ.get("CHANGED"), signal.getsignal(signal.SIGUSR1), secrets)
    return Report(cursor=str(state))


def tells_its_pid(context: Context) -> Report:
    return Report(cursor=str(os.getpid()))


def waits_for_a_file(context: Context) -> Report:
    """Says that it runs, and waits until it may end."""
    folder = Path(context.settings["folder"])
    (folder / f"{os.getpid()}.running").touch()
    while not (folder / "end").exists():
        time.sleep(0.02)
    return Report()


WAYS: dict[str, Callable[[Context], Report]] = {
    name: way
    for name, way in list(globals().items())
    if callable(way) and getattr(way, "__annotations__", {}).get("context") is Context
}
