"""A site whose plugins do well and badly, for tests of how that looks."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Any

from sqlalchemy import insert, update
from werkzeug.serving import make_server

from catalog.ingest import ParsePool
from catalog.locations import LocationSpec
from catalog.refresh.proposals import record_proposals
from catalog.refresh.push_sources import PushSource, add_push_source
from catalog.store.plugin_tables import connection as connection_table
from catalog.store.plugin_tables import plugin as plugin_table
from catalog.store.plugin_tables import refresh, search_field
from catalog.store.proposals import TYPE
from plugins.api import AttachmentType, Page, Panel, Proposal
from plugins.host.loading import LoadedPlugin
from tests.builders import Workshop
from tests.catalog.ui.conftest import CHURN, Site, make_site
from tests.catalog.ui.plugin_parts import AnyValue, a_plugin, lab, tell
from tests.parts.sqlite import empty_catalog

MODEL, PAGE = "model:default/scorer", "/catalog/default/model/scorer"
PAGES = (
    PAGE,
    f"{PAGE}/plugins/tab/told",
    "/health",
    "/health/plugins/lab",
    "/health/plugins/gone",
    "/plugins/lab/levels",
    "/plugins/broken/levels",
    "/catalog/default/model/found",
    "/help",
)
TABLE = """\
<table><caption>Levels</caption><thead><tr><th scope="col">Level</th><th scope="col">A long name
of a column</th><th scope="col">Another long name</th></tr></thead>
<tbody><tr><td>{{ value.level }}</td><td>some-text-without-any-place-to-break-it-into-lines</td>
<td>1,234,567,890.123</td></tr></tbody></table><meter aria-label="level" value="3" max="7"></meter>
<a href="https://lab.example">Open</a>"""
FOUND: dict[str, Any] = {
    "apiVersion": "mlhome/v1",
    "kind": "Model",
    "metadata": {"name": "found", "annotations": {"lab/name": "x" * 90}},
    "spec": {"project": "churn", "lifecycle": "experimental"},
}


@contextmanager
def plugin_site(folder: Path, pool: ParsePool) -> Iterator[str]:
    """The address of the site while it runs."""
    database = empty_catalog(folder)
    workshop = Workshop(database, pool, folder / "descriptors")
    workshop.write("churn/mlhome.yaml", *CHURN)
    workshop.ingest()
    site = make_site(workshop, lambda: None)
    _fill(site)
    server = make_server("127.0.0.1", 0, site.client.application, threaded=True)
    thread = Thread(target=server.serve_forever, args=[0.02], daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    database.close()


def _fill(site: Site) -> None:
    database, now = site.workshop.database, time.time()
    gone = a_plugin("gone", attachments=[AttachmentType(name="told", schema=AnyValue)])
    site.plugins.plugins = (lab(TABLE), _another("broken", "{{ 1 / 0 }}"), _another("tab", TABLE))
    in_use = site.plugins.plugins
    site.plugins.plugins = (*in_use, gone)
    site.plugins.register(database, now)
    site.plugins.plugins = in_use
    site.plugins.register(database, now)
    for plugin in ("lab", "broken", "tab", "gone"):
        tell(database, MODEL, {"level": 7, "inside": {"levels": [1, 2]}}, now - 9000, plugin)
    _ask_in_vain(site, now)
    value = {"ok": True, "stages": [{"name": f"stage-{at}", "seconds": at} for at in range(9)]}
    tell(database, MODEL, value, now, "push", "push:ci", "build")
    site.workshop.ingest(
        LocationSpec("folder", str(site.workshop.folder)), LocationSpec(TYPE, "lab/1")
    )


def _another(name: str, template: str) -> LoadedPlugin:
    like_it = {"title": name, "attachment": "told", "template": template}
    return a_plugin(
        name,
        attachments=[AttachmentType(name="told", schema=AnyValue, title="What it says")],
        panels=[Panel(name="told", place="tab" if name == "tab" else "side", **like_it)],
        pages=[Page(name="levels", **like_it)],
    )


def _ask_in_vain(site: Site, now: float) -> None:
    problem = json.dumps({"code": "plugin/upstream", "message": "No route.", "hint": "wait"})
    server = {"plugin": "lab", "name": "main", "url": "https://lab.example", "added_by": "cli"}
    plan = {"plugin": "lab", "name": "ask", "connection_id": 1, "next_at": now + 60}
    plan |= {"last_ok_at": now - 8000, "state": "failing", "last_error": problem, "seconds": 1.5}
    with site.workshop.database.write() as connection:
        connection.execute(insert(connection_table).values(**server, created_at=1.0))
        connection.execute(insert(refresh).values(**plan))
        about = {"name": "lab.level", "type": "number", "about": "How high it is."}
        connection.execute(insert(search_field).values(**about))
        broken = plugin_table.c.name == "broken"
        connection.execute(update(plugin_table).where(broken).values(last_error=problem))
        add_push_source(connection, PushSource("ci", "Our CI", {"build": {}}), 1.0)
        proposal = Proposal(document=FOUND, reason="the lab has a model `found`")
        record_proposals(connection, "lab", 1, [proposal], now)
