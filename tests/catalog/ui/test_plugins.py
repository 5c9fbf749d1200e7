"""Plugins on catalog health, their own pages, and what they add to navigation and help."""

import json
import re
import time

import pytest
from sqlalchemy import select

from catalog.refresh.push_sources import PushSource, add_push_source
from catalog.refresh.register import disable, note_failure
from catalog.store.plugin_tables import refresh
from catalog.store.plugin_tables import search_field as field_table
from catalog.ui import plugin_links, plugin_page
from descriptors.problems import Problem
from plugins.host.loading import load_plugins
from plugins.mlflow.kinds import experiment_kind
from tests.catalog.ui.conftest import Site
from tests.catalog.ui.plugin_parts import EVIL, a_plugin, lab, tell
from tests.catalog.ui.test_health import token
from tests.catalog.ui.test_panels import MODEL, connect, use_lab

HEALTH = "/health/plugins/lab"


@pytest.fixture(autouse=True)
def always_look(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plugin_links, "LOOK_AGAIN", 0.0)


def rows(site: Site) -> dict[str, dict[str, object]]:
    found = json.loads(site.page("/health?plugins.format=json"))
    return {row["name"]: row for row in found}


def test_health_lists_plugins_with_how_they_are(site: Site) -> None:
    use_lab(site)
    connect(site, time.time() - 60, "No route to it.")
    tell(site.workshop.database, MODEL, {"level": 1}, time.time())
    page = site.page("/health")
    assert "1 of 1 plugins fails" in page
    assert f'href="{HEALTH}"' in page
    assert "No route to it." in page
    (row,) = rows(site).values()
    assert (row["state"], row["connections"], row["entities"]) == ("failing", 1, 1)
    assert row["error"] == "No route to it."


def test_a_plugin_that_can_not_be_loaded_says_why_and_what_to_do(site: Site) -> None:
    use_lab(site)
    wrong = Problem("plugin/import", "plugin `lab` can't be imported", "install `numpy`")
    with site.workshop.database.write() as connection:
        note_failure(connection, "lab", wrong)
    for address in ("/health", HEALTH):
        page = site.page(address)
        assert "Plugin <code>lab</code> can&#39;t be imported" in page
        assert "Install <code>numpy</code>" in page


def test_health_lists_who_pushes(site: Site) -> None:
    with site.workshop.database.write() as connection:
        add_push_source(connection, PushSource("ci", "Our CI", {"build": {}}), 1.0)
    page = site.page("/health")
    assert "Systems that push" in page
    assert "Our CI" in page
    assert json.loads(site.page("/health?pushing.format=json"))[0]["name"] == "ci"


def test_a_plugin_has_a_page_with_all_about_it(site: Site) -> None:
    use_lab(site)
    connect(site, time.time() - 60, "No route to it.")
    tell(site.workshop.database, MODEL, {"level": 1}, time.time())
    page = site.page(HEALTH)
    for words in (
        "http://lab.example",
        "without a secret",
        "No route to it.",
        "What the lab says",
        'href="/plugins/lab/levels"',
        "every 60 s",
        "Ask again now",
        "It finds nothing wrong",
    ):
        assert words in page, words
    site.page("/health/plugins/other", 404)


def test_the_page_of_every_bundled_plugin_says_what_it_brings(site: Site) -> None:
    site.plugins.plugins = load_plugins().loaded
    site.plugins.register(site.workshop.database, 1.0)
    for plugin in site.plugins.plugins:
        page = site.page(f"/health/plugins/{plugin.name}")
        for words in (plugin.search_fields, plugin.settings, plugin.routes):
            assert all(one.about.split("`")[0][:20] in page for one in words)
        if plugin.refreshes:
            assert f"mlhome connect {plugin.name} https://server.example.com" in page


def test_its_upstreams_are_asked_again_by_a_button(site: Site) -> None:
    use_lab(site)
    connect(site, 1.0, "No route to it.")
    with site.workshop.database.write() as connection:
        connection.execute(refresh.update().values(next_at=9e9))
    refused = site.client.post(f"{HEALTH}/refresh", data={})
    assert refused.status_code == 403
    form = {"csrf_token": token(site)}
    assert site.client.post(f"{HEALTH}/refresh", data=form).status_code == 303
    with site.workshop.database.read() as connection:
        assert connection.scalar(select(refresh.c.next_at)) == 0.0
    assert site.client.post("/health/plugins/other/refresh", data=form).status_code == 404


def test_a_disabled_plugin_says_how_to_enable_it(site: Site) -> None:
    use_lab(site)
    connect(site, 1.0)
    with site.workshop.database.write() as connection:
        disable(connection, "lab", ["lab"], 1.0)
    site.plugins.plugins = ()
    page = site.page(HEALTH)
    assert "mlhome plugins enable lab" in page
    assert "Ask again now" not in page
    site.page("/plugins/lab/levels", 404)


def test_a_removed_plugin_is_still_told_of(site: Site) -> None:
    use_lab(site)
    tell(site.workshop.database, MODEL, {"level": 1}, time.time())
    site.plugins.plugins = ()
    site.plugins.register(site.workshop.database, 2.0)
    assert rows(site)["lab"]["state"] == "removed"
    assert "It is no longer installed," in site.page(HEALTH)


def test_a_plugin_has_pages_of_its_own_in_navigation_and_palette(site: Site) -> None:
    use_lab(site)
    assert "All levels" not in site.page("/")  # it knows nothing yet
    tell(site.workshop.database, MODEL, {"level": EVIL}, time.time())
    assert 'href="/plugins/lab/levels"' in site.page("/")
    assert 'href="/plugins/lab/levels"' in site.page("/palette?q=lev")
    assert 'href="/plugins/lab/levels"' not in site.page("/palette?q=ot").partition("<h1>")[2]
    page = site.page("/plugins/lab/levels")
    assert "<p>model:default/scorer is at &lt;script&gt;" in page
    site.page("/plugins/lab/other", 404)
    site.page("/plugins/other/levels", 404)


def test_a_page_of_a_plugin_says_how_old_its_values_are(site: Site) -> None:
    use_lab(site)
    connect(site, time.time() - 7200, "No route to it.")
    tell(site.workshop.database, MODEL, {"level": 1}, time.time() - 9000)
    page = site.page("/plugins/lab/levels")
    assert "Failing: 1 of these may be otherwise by now." in page
    assert "No route to it." in page


def test_a_page_whose_template_fails_shows_the_values(site: Site) -> None:
    good = lab()
    broken = type(good.pages[0])(
        name="levels", title="All levels", attachment="told", template="{{ 1 / 0 }}"
    )
    site.plugins.plugins = (type(good)(**{**vars(good), "pages": (broken,)}),)
    tell(site.workshop.database, MODEL, {"level": "seven"}, time.time())
    page = site.page("/plugins/lab/levels")
    assert "can't be shown: " in page.replace("&#39;", "'")
    assert "seven" in page


def test_a_page_over_many_entities_comes_in_parts(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_lab(site)
    monkeypatch.setattr(plugin_page, "AT_ONCE", 1)
    for ref in (MODEL, "project:default/churn"):
        tell(site.workshop.database, ref, {"level": 1}, time.time())
    first = site.page("/plugins/lab/levels")
    assert "model:default/scorer" in first
    assert "project:default/churn is" not in first
    following = re.search(r'rel="next" href="([^"]+)"', first)
    assert following
    assert "project:default/churn is" in site.page(following[1])
    assert site.client.get("/plugins/lab/levels?cursor=x").status_code == 302


def test_help_lists_metrics_and_the_fields_of_plugins(site: Site) -> None:
    page = site.page("/help")
    assert "<code>metric.NAME</code>" in page
    assert "<code>metric.auc&gt;0.9</code>" in page
    assert "Fields of plugins" not in page
    with site.workshop.database.write() as connection:
        values = {"name": "lab.level", "type": "number", "about": "How high it is."}
        connection.execute(field_table.insert().values(**values))
    assert "<code>lab.level</code></dt><dd>How high it is." in site.page("/help")


def test_a_kind_that_a_plugin_brings_has_a_page_before_anything_is_of_it(site: Site) -> None:
    address = "/catalog/experiment"
    assert site.client.get(address).status_code == 404
    site.plugins.plugins = (a_plugin("lab", kinds=[experiment_kind()]),)
    assert "Nothing is declared yet" in site.page(address)
