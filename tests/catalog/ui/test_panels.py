"""Panels of plugins on the page of an entity, and what is said of those that can't be trusted."""

import json
import re
import time
from typing import Any

import pytest
from sqlalchemy import insert, update

from catalog.attachments.told_by import sources_in_words
from catalog.refresh.push_sources import PushSource, add_push_source
from catalog.refresh.register import disable
from catalog.store.plugin_tables import connection as connection_table
from catalog.store.plugin_tables import plugin as plugin_table
from catalog.store.plugin_tables import refresh
from catalog.ui.nested import DEEPEST, nested
from tests.catalog.ui.conftest import Site
from tests.catalog.ui.plugin_parts import EVIL, lab, tell

MODEL, PAGE = "model:default/scorer", "/catalog/default/model/scorer"


def connect(site: Site, last_ok_at: float, error: str = "") -> None:
    """The server of the plugin, heard at that time; `error` is why not since."""
    server = {
        "plugin": "lab",
        "name": "main",
        "url": "http://lab.example",
        "added_by": "cli",
    }
    plan: dict[str, Any] = {
        "plugin": "lab",
        "name": "ask",
        "connection_id": 1,
        "next_at": 0.0,
    }
    plan |= {"last_ok_at": last_ok_at, "state": "ok"}
    if error:
        problem = json.dumps({"code": "plugin/upstream", "message": error})
        plan |= {"state": "failing", "failures": 3, "last_error": problem}
    with site.workshop.database.write() as connection:
        connection.execute(insert(connection_table).values(**server, created_at=1.0))
        connection.execute(insert(refresh).values(**plan))


def use_lab(site: Site, *arguments: str) -> None:
    site.plugins.plugins = (lab(*arguments),)
    site.plugins.register(site.workshop.database, time.time())


def panel(page: str) -> str:
    """The part of the page that is the first panel."""
    found = re.search(r'<section class="section panel".*?</section>', page, re.DOTALL)
    assert found, page
    return found[0]


def test_a_panel_shows_what_the_plugin_knows_with_source_and_age(site: Site) -> None:
    use_lab(site)
    connect(site, time.time() - 90)
    tell(site.workshop.database, MODEL, {"level": 7}, time.time() - 7200)
    shown = panel(site.page(PAGE))
    assert "<p>Level 7</p>" in shown
    assert "http://lab.example (main): observed 2 h ago, asked 1 min ago" in shown
    assert 'class="state' not in shown
    assert "section panel" not in site.page(PAGE.replace("model/scorer", "project/churn"))


def test_a_panel_stands_where_its_plugin_wants_it(site: Site) -> None:
    tell(site.workshop.database, MODEL, {"level": 7}, time.time())
    use_lab(site, "<p>Level {{ value.level }}</p>", "side")
    assert "Level 7" in site.page(PAGE).partition("<aside")[2]
    use_lab(site, "<p>Level {{ value.level }}</p>", "tab")
    overview = site.page(PAGE)
    assert "Level 7" not in overview
    assert f'href="{PAGE}/plugins/lab/told"' in overview
    assert "Level 7" in site.page(f"{PAGE}/plugins/lab/told")
    part = site.client.get(f"{PAGE}/plugins/lab/told", headers={"HX-Request": "true"})
    assert "Level 7" in part.text
    site.page(f"{PAGE}/plugins/lab/other", 404)
    upper = site.client.get("/catalog/default/Model/scorer/plugins/lab/told")
    assert upper.location.endswith(f"{PAGE}/plugins/lab/told")


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("failing", ("failing", "No route to it.", "was last heard")),
        ("old", ("stale", "Not asked since")),
        ("disabled", ("plugin disabled", "is disabled. This is what it knew")),
        ("removed", ("removed", "is no longer installed")),
        ("broken", ("failing", "can&#39;t be used now")),
        ("troubled", ("plugin in trouble",)),
    ],
)
def test_a_panel_says_why_it_may_be_wrong_and_keeps_what_was_known(
    site: Site, state: str, words: tuple[str, ...]
) -> None:
    use_lab(site)
    error = "No route to it." if state == "failing" else ""
    connect(site, time.time() - (7200 if state == "old" else 0), error)
    tell(site.workshop.database, MODEL, {"level": 7}, time.time() - 9000)
    bring_about(site, state)
    shown = panel(site.page(PAGE))
    for each in words:
        assert each.replace("&#39;", "'") in shown.replace("&#39;", "'")
    assert "7" in re.sub(r"<[^>]+>", "", shown.replace("Level", ""))
    assert '<span class="state' in shown


def bring_about(site: Site, state: str) -> None:
    database = site.workshop.database
    if state in ("disabled", "removed", "broken"):
        site.plugins.plugins = ()
    if state == "disabled":
        with database.write() as connection:
            assert disable(connection, "lab", ["lab"], 1.0) is None
    if state == "removed":
        site.plugins.register(database, time.time())
    if state in ("broken", "troubled"):
        wrong = json.dumps({"code": "plugin/raised", "message": "It raised."})
        with database.write() as connection:
            connection.execute(update(plugin_table).values(last_error=wrong))


@pytest.mark.parametrize(
    "template",
    [
        "{{ 1 / 0 }}",
        "{{ value.level.missing() }}",
        "{% for i in range(10**9) %}x{% endfor %}",
        "{% include 'page.html' %}",
        "{{ value.__class__() }}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    ],
)
def test_a_template_that_fails_names_its_plugin_and_shows_the_values(
    site: Site, template: str
) -> None:
    use_lab(site, template)
    tell(site.workshop.database, MODEL, {"level": "seven"}, time.time())
    shown = panel(site.page(PAGE))
    assert 'The panel of the plugin <a href="/health/plugins/lab">lab</a> can' in shown
    assert "seven" in shown


def test_what_upstream_says_is_never_markup(site: Site) -> None:
    use_lab(site, "<p onclick='x()'>{{ value.level }}</p><script>x()</script><form></form>")
    tell(site.workshop.database, MODEL, {"level": EVIL}, time.time())
    shown = panel(site.page(PAGE))
    assert "<p>&lt;script&gt;" in shown
    for bad in ("<script", "onclick", "<form"):
        assert bad not in shown
    site.plugins.plugins = ()
    assert "<script>" not in panel(site.page(PAGE))


def test_values_that_wait_for_another_version_of_the_panel_are_shown_bare(
    site: Site,
) -> None:
    use_lab(site)
    tell(site.workshop.database, MODEL, {"level": 7}, time.time())
    with site.workshop.database.write() as connection:
        connection.exec_driver_sql("UPDATE attachment SET version = 3")
    shown = panel(site.page(PAGE))
    assert "version 1 of the panel, not 3 of the values" in shown
    assert "Level 7" not in shown


def test_what_a_system_pushes_is_a_readable_table(site: Site) -> None:
    database = site.workshop.database
    with database.write() as connection:
        add_push_source(connection, PushSource("ci", "Our CI", {"build": {}}), 1.0)
    value = {
        "passedTests": 12,
        "stages": [{"name": "unit", "seconds": 3}, {"name": EVIL}],
    }
    tell(database, MODEL, value, time.time(), "push", "push:ci", "build")
    shown = panel(site.page(PAGE))
    assert "Our CI: build" in shown
    assert "<dt>Passed tests</dt>" in shown
    assert '<th scope="col">Seconds</th>' in shown
    assert "pushed by ci: observed just now, heard" in shown
    assert "<script>" not in shown
    with database.write() as connection:
        connection.exec_driver_sql("DELETE FROM push_source")
    assert "The system that pushed it is no longer known" in panel(site.page(PAGE))


def test_nothing_is_too_large_or_too_deep_to_be_shown(site: Site) -> None:
    deep: Any = 1
    for _ in range(100):
        deep = [{"in": deep}]
    tell(
        site.workshop.database,
        MODEL,
        {"deep": deep, "long": "x" * 100_000, "many": list(range(5_000))},
        time.time(),
        "push",
        "push:ci",
    )
    shown = panel(site.page(PAGE))
    assert "and 4,900 more" in shown
    assert len(shown) < 20_000
    wide = [{"a": list(range(90)), "b": [{"c": i} for i in range(99)]} for _ in range(99)]
    tell(site.workshop.database, MODEL, {"wide": wide}, time.time(), "push", "push:ci")
    assert len(panel(site.page(PAGE))) < 500_000


def test_shapes_of_values() -> None:
    assert nested([{"a": 1}, {"b": 2}]).columns == ["a", "b"]
    assert nested([{"a": 1}, 2]).shape == "list"
    assert nested([1, 2]).text == [1, 2]
    assert nested({}).text is None
    assert nested([{str(i): i for i in range(50)}]).shape == "list"
    it = nested({"a": {"a": {"a": {"a": {"a": {"a": {"a": 1}}}}}}})
    for _ in range(DEEPEST - 1):
        it = it.pairs[0][1]
    assert it.pairs[0][1].text == "… 1 more"


def test_sources_are_called_as_people_call_them(site: Site) -> None:
    connect(site, 1.0)
    sources = [
        "connection:1",
        "connection:9",
        "connection:0",
        "file:1",
        "file:99",
        "push:ci",
    ]
    with site.workshop.database.read() as connection:
        words = sources_in_words(connection, [*sources, "describe", "odd"])
    assert [words[one] for one in [*sources, "describe", "odd"]] == [
        "http://lab.example (main)",
        "a server that is connected no more",
        "the plugin itself",
        "churn/mlhome.yaml",
        "a file that is read no more",
        "pushed by ci",
        "its descriptor",
        "odd",
    ]
