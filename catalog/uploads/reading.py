"""Who reads which file, and what is made of one: the plugin's function is called in a child."""

import threading
import time
from collections.abc import Mapping

from catalog.uploads.parts import UploadParts
from catalog.uploads.views import Reads
from descriptors.problems import Problem
from plugins.api import Draft, File, Upload
from plugins.host.calls import Failure
from plugins.host.loading import LoadedPlugin, Plugins

START = 20.0  # seconds a call may wait for its process, beside its deadline
BUSY = "upload/busy"
_turn = threading.Lock()  # one request waits for a plugin; all others find the server quick


def readable(plugins: Plugins) -> list[Reads]:
    """All ways in which files are read."""
    return [
        Reads(
            plugin=plugin.name,
            type=it.name,
            title=it.title,
            suffixes=tuple(it.suffixes),
            about=it.about,
        )
        for plugin in plugins.loaded
        for it in plugin.uploads
    ]


def reader_of(plugins: Plugins, filename: str, key: str = "") -> Reads | Problem:
    """Who reads a file of this name: the one asked for, else the first that takes it."""
    ways = readable(plugins)
    fitting = [it for it in ways if it.takes(filename) and key in ("", it.key)]
    if fitting:
        return fitting[0]
    keys = sorted(it.key for it in ways)
    if not keys:
        return Problem(
            "upload/plugin",
            "No plugin in use reads files",
            "`mlhome plugins list` says which there are",
        )
    if key and key not in keys:
        message = f"Nothing in use reads files as `{key[:100]}`"
        return Problem("upload/reads", message, f"one of {', '.join(keys)}")
    known = sorted({suffix for it in ways if key in ("", it.key) for suffix in it.suffixes})
    message = f"Nothing reads a file called `{filename[:100]}`"
    return Problem("upload/suffix", message, f"its name must end in {', '.join(known)}")


def read_file(
    parts: UploadParts, way: Reads, filename: str, data: bytes, answers: Mapping[str, str]
) -> Draft | Problem:
    """What the plugin makes of a file by these answers; or why it makes nothing."""
    found = _declared(parts.plugins(), way)
    if found is None or parts.caller is None:
        message = f"Plugin `{way.plugin}` is not in use here"
        return Problem("upload/plugin", message, f"`mlhome plugins enable {way.plugin}`")
    if not _turn.acquire(blocking=False):
        return Problem(BUSY, "Another file is read at this moment", "try again")
    try:
        plugin, upload = found
        file = File(path=filename, data=data)
        pending = parts.caller.upload(plugin, upload, file, answers, time.time())
        made = pending.future.result(timeout=upload.deadline + START)
    except TimeoutError:
        message = f"The process of the plugin {way.plugin} does not start"
        return Problem("upload/late", message, "try again")
    finally:
        _turn.release()
    if isinstance(made, Failure):
        return made.problem
    draft: Draft = made
    return draft


def _declared(plugins: Plugins, way: Reads) -> tuple[LoadedPlugin, Upload] | None:
    plugin = plugins.get(way.plugin)
    upload = next((it for it in plugin.uploads if it.name == way.type), None) if plugin else None
    return (plugin, upload) if plugin and upload else None
