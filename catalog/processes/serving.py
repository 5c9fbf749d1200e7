"""The web process: pages and API over the record and the index, a worker kept alive beside it."""

import os
import signal
import socket
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from flask import Flask
from waitress import create_server

from catalog.app import IndexReader, Parts, ViewCounter, create_app
from catalog.errors import MLHomeError, SettingsError
from catalog.indexing import current_build
from catalog.ingest.location_register import LocationRegister
from catalog.processes.opening import open_record, search_engine
from catalog.processes.plugins import PluginsInUse, check_settings, settings_of
from catalog.processes.supervisor import Supervisor
from catalog.refresh.calling import Caller
from catalog.settings import SETTINGS_FILE, Settings
from catalog.store.database import Database
from descriptors.problems import Problem
from plugins.host.children import Children
from plugins.host.formats import format_with
from plugins.host.loading import Plugins
from search.index import SearchIndex

# A whole list of entities is some megabytes; the server's defaults would write it to a file first.
SENT_AT_ONCE, KEPT_IN_MEMORY = 256 * 1024, 16 * 1024 * 1024  # bytes

WORKER = (sys.executable, "-m", "catalog.cli", "worker", "--supervised")
LOOPBACK = ("127.0.0.1", "::1", "localhost")


def serve(
    settings: Settings, targets: Sequence[str], announce: Callable[[str], None], *, alone: bool
) -> None:
    """Serve until SIGTERM or SIGINT; `targets` are read from now on.

    `announce` is given the address once it answers. `alone` leaves the work to workers that are
    started elsewhere. Raises SettingsError for an address that is open to others, and for a
    setting that no plugin has.
    """
    _refuse_open_address(settings)
    signal.signal(signal.SIGTERM, _end)
    database = open_record(settings)
    add_targets(database, targets, settings)
    plugins = PluginsInUse(database)
    check_settings(settings, plugins(), plugins.disabled)
    supervisor = Supervisor(WORKER, _worker_environment(settings))
    try:
        if not alone:
            supervisor.start()
        with _application(settings, database, plugins, supervisor.is_running) as app:
            server = _bind(app, settings)
            announce(_address(settings.host, server))
            server.run()
    finally:
        if not alone:
            supervisor.stop()
        database.close()


def add_targets(database: Database, targets: Sequence[str], settings: Settings) -> None:
    """Raises SettingsError for a target that names nothing readable."""
    register = LocationRegister(
        database, "cli", local=True, git_hosts=settings.makes_of_git_hosts()
    )
    for target in targets:
        added = register.add(target)
        if isinstance(added, Problem):
            raise SettingsError(f"{added.message} ({added.hint})")


@contextmanager
def _application(
    settings: Settings,
    database: Database,
    plugins: Callable[[], Plugins],
    worker_runs: Callable[[], bool],
) -> Iterator[Flask]:
    index, counter = index_reader(settings, database), ViewCounter(database)
    if settings.count_views:
        counter.start()
    try:
        with Children() as children:
            yield create_app(
                Parts(
                    settings=settings,
                    database=database,
                    format=format_with(plugins()),
                    index=index,
                    locations=LocationRegister(
                        database, "api", local=False, git_hosts=settings.makes_of_git_hosts()
                    ),
                    count_view=counter if settings.count_views else lambda ref: None,
                    worker_runs=worker_runs,
                    plugins=plugins,
                    caller=Caller(children, settings_of(settings)),
                )
            )
    finally:
        if settings.count_views:
            counter.stop()
        index.close()


def index_reader(settings: Settings, database: Database) -> IndexReader:
    engine = search_engine(settings)

    def build_in_use() -> str:
        with database.read() as connection:
            return current_build(connection, engine)

    def open_build(build: str) -> SearchIndex:
        return engine.open(build, writable=False)

    return IndexReader(build_in_use, open_build)


def _bind(app: Flask, settings: Settings) -> Any:
    try:
        return create_server(
            app,
            host=settings.host,
            port=settings.port,
            threads=settings.web_threads,
            ident="",
            max_request_body_size=app.config["MAX_CONTENT_LENGTH"],
            channel_timeout=60,
            send_bytes=SENT_AT_ONCE,
            outbuf_overflow=KEPT_IN_MEMORY,
            clear_untrusted_proxy_headers=True,
        )
    except (OSError, socket.gaierror) as error:
        raise MLHomeError(
            f"Can't listen on {settings.host}:{settings.port}: {error.strerror or error}. "
            "Choose another port with --port; 0 takes any free one."
        ) from None


def _address(host: str, server: Any) -> str:
    # `localhost` may stand for several addresses, each of which is then listened on.
    port = getattr(server, "effective_port", None) or server.effective_listen[0][1]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def _refuse_open_address(settings: Settings) -> None:
    if settings.host not in LOOPBACK:
        raise SettingsError(
            f"ML Home has no sign-in yet, so it doesn't listen on {settings.host}, where others "
            "could change things. Let it listen on 127.0.0.1, put a proxy that signs people in "
            "before it, and name the proxy's host in the setting `public_hosts`."
        )


def _worker_environment(settings: Settings) -> dict[str, str]:
    """Everything but the settings as it is here; no file or flag then says anything else."""
    kept = {name: value for name, value in os.environ.items() if name != SETTINGS_FILE}
    return {**kept, **settings.as_environment()}


def _end(_number: int, _frame: object) -> None:
    raise SystemExit(0)
