"""The web pages: every address, and who answers it."""

from functools import partial

from flask import Blueprint

from catalog.ui import (
    compare_address,
    compare_page,
    entry_page,
    finding,
    health,
    home,
    kind_page,
    leaderboard_page,
    method_page,
    plugin_health,
    plugin_page,
    run_page,
    serving,
)
from catalog.ui.built import built_files
from catalog.ui.parts import PageParts
from catalog.ui.plugin_links import PluginLinks
from catalog.ui.showing import teach_templates
from catalog.ui.upload_pages import add_upload_pages

TABS = "versions, runs, trend, leaderboard, problems, history, descriptor"
RUN = "/runs/<int(max=2147483647):run_id>"
LOCATION = "/health/locations/<int(max=2147483647):location_id>"


def blueprint(parts: PageParts) -> Blueprint:
    """All pages, rendered on the server; none of them writes a query of its own."""
    pages = Blueprint("pages", __name__, template_folder="templates")
    files = built_files()
    links = PluginLinks(parts)
    teach_templates(pages, files, links)
    _reading(pages, parts)
    _changing(pages, parts)
    _of_plugins(pages, parts, links)
    add_upload_pages(pages, parts)
    pages.add_url_rule("/help", "help", partial(serving.help_page, parts))
    pages.add_url_rule("/help/statistics", "method", method_page.statistics_page)
    pages.add_url_rule("/theme/<choice>", "theme", serving.set_theme)
    pages.add_url_rule("/static/ui/<path:path>", "static", partial(serving.static_file, files))
    return pages


def _reading(pages: Blueprint, parts: PageParts) -> None:
    one = "/catalog/<namespace>/<kind>/<name>"
    entry = partial(entry_page.entry_page, parts)
    pages.add_url_rule("/", "home", partial(home.home, parts))
    pages.add_url_rule("/search", "search", partial(finding.search_page, parts))
    pages.add_url_rule("/catalog/<kind>", "kind", partial(kind_page.kind_page, parts))
    pages.add_url_rule(one, "entry", entry)
    pages.add_url_rule(f"{one}/<any({TABS}):tab>", "entry_tab", entry)
    version = partial(entry_page.version_of_model, parts)
    pages.add_url_rule(f"{one}/versions/<path:version>", "version", version)
    panel = partial(entry_page.panel_page, parts)
    pages.add_url_rule(f"{one}/plugins/<plugin>/<panel>", "entry_panel", panel)
    pages.add_url_rule(compare_address.PATH, "compare", partial(compare_page.compare_page, parts))
    picture = partial(compare_page.picture_of, parts)
    pages.add_url_rule(compare_page.PICTURE, "compare_picture", picture)
    boards = partial(leaderboard_page.leaderboards_page, parts)
    board = partial(leaderboard_page.leaderboard_page, parts)
    pages.add_url_rule("/leaderboards", "leaderboards", boards)
    pages.add_url_rule("/leaderboards/<int(max=2147483647):data_id>", "leaderboard", board)
    pages.add_url_rule(RUN, "run", partial(run_page.run_page, parts))
    pages.add_url_rule("/health", "health", partial(health.health_page, parts))
    pages.add_url_rule(LOCATION, "location", partial(health.location_page, parts))


def _of_plugins(pages: Blueprint, parts: PageParts, links: PluginLinks) -> None:
    """What plugins bring, how they are, and where to go to it."""
    pages.add_url_rule("/palette", "palette", partial(finding.palette, parts, links))
    page = partial(plugin_page.plugin_page, parts)
    pages.add_url_rule("/plugins/<plugin>/<page>", "plugin_page", page)
    health_of_one = partial(plugin_health.plugin_health, parts)
    pages.add_url_rule("/health/plugins/<name>", "plugin", health_of_one)


def _changing(pages: Blueprint, parts: PageParts) -> None:
    """By POST only, and only with the token of a form of ours: see catalog/app/guard.py."""
    for rule, name, answer in (
        ("/health/locations", "add_location", health.add_location),
        (f"{LOCATION}/refresh", "refresh_location", health.refresh_location),
        (f"{LOCATION}/remove", "remove_location", health.remove_location),
        ("/health/plugins/<name>/refresh", "ask_plugin_again", plugin_health.ask_again),
    ):
        pages.add_url_rule(rule, name, partial(answer, parts), methods=["POST"])
