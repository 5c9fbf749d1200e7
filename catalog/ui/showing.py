"""How every page is put together: the frame, what templates can call, and answers in parts."""

import time
from collections.abc import Callable, Iterable
from typing import Any

from flask import Blueprint, Response, make_response, render_template, request
from markupsafe import Markup

from catalog.browse.commit_pages import commit_link, line_link
from catalog.ui import addresses, times
from catalog.ui.built import BuiltFiles
from catalog.ui.changes import change_lines, dotted
from catalog.ui.charts.once import first_chart
from catalog.ui.kinds import MAIN, look_of, relation_words
from catalog.ui.plugin_links import PluginLink
from catalog.ui.prose import as_html, breakable, first_paragraph, joined, ticked
from catalog.ui.runs_table import took
from catalog.ui.starting import first_descriptor
from catalog.ui.tables import in_address
from catalog.ui.words import capitalised, in_words, json_text, shortened

THEME_COOKIE = "mlhome-theme"
THEMES = ("system", "light", "dark")
# What is shown for the icons that are all there is to a button.
STAND_INS = {
    "circle-question-mark": "?",
    "copy": "⧉",
    "sun-moon": "◐",
    "triangle-alert": "!",
    "x": "\N{MULTIPLICATION SIGN}",
}


def show(template: str, status: int = 200, **values: Any) -> Response:
    """A page; only its main part when htmx asks for that."""
    frame = "part.html" if wants_part() else "page.html"
    answer = make_response(render_template(template, frame=frame, **values), status)
    answer.vary.update(("Cookie", "HX-Request"))
    answer.headers.setdefault("Cache-Control", "no-cache")
    return answer


def wants_part() -> bool:
    """Whether htmx asks for a part; a page it restores from history is a whole one."""
    headers = request.headers
    return "HX-Request" in headers and "HX-History-Restore-Request" not in headers


def teach_templates(
    pages: Blueprint, files: BuiltFiles, plugin_links: Callable[[], Iterable[PluginLink]] = tuple
) -> None:
    """Give all templates of the app, error pages too, the words they use; `plugin_links` gives
    the pages of plugins for the navigation."""

    @pages.app_context_processor
    def words() -> dict[str, Any]:
        return {
            "built": files.address,
            "icon": lambda name, text="": icon(files, name, text),
            "theme": theme(),
            "main_kinds": MAIN,
            "plugin_links": plugin_links,
            "now": time.time(),
        }

    for name, function in GLOBALS.items():
        pages.add_app_template_global(function, name)
    for name, function in FILTERS.items():
        pages.add_app_template_filter(function, name)


def icon(files: BuiltFiles, name: str, text: str = "") -> Markup:
    """An icon of the sprite, or a letter in its place where this build has no sprite.

    Hidden from screen readers unless it has a text of its own.
    """
    said = Markup('role="img" aria-label="{}"').format(text) if text else 'aria-hidden="true"'
    sprite = files.address("icons")
    if not sprite:
        stand_in = '<span class="icon" {}>{}</span>'
        return Markup(stand_in).format(Markup(said), STAND_INS.get(name, ""))
    drawn = '<svg class="icon" {}><use href="{}#{}"></use></svg>'
    return Markup(drawn).format(Markup(said), sprite, name)


def time_element(at: float | None) -> Markup:
    """A time in words, with the exact one on hover."""
    if at is None:
        return Markup('<span class="muted">never</span>')
    return Markup('<time datetime="{}" title="{}">{}</time>').format(
        times.machine_stamp(at), times.stamp(at), times.ago(at, time.time())
    )


def theme() -> str:
    """light, dark or system, as this reader chose."""
    chosen = request.cookies.get(THEME_COOKIE, "")
    return chosen if chosen in THEMES else "system"


# What templates can call, and what they can pass a value through.
GLOBALS: dict[str, Callable[..., Any]] = {
    "commit_link": commit_link,
    "first_chart": first_chart,
    "first_descriptor": first_descriptor,
    "line_link": line_link,
    "look": look_of,
    "entry_address": addresses.entry_address,
    "version_address": addresses.version_address,
    "with_query": addresses.with_query,
}
FILTERS: dict[str, Callable[..., Any]] = {
    "as_ref": addresses.as_ref,
    "breakable": breakable,
    "capitalised": capitalised,
    "change_lines": change_lines,
    "dotted": dotted,
    "first_paragraph": first_paragraph,
    "in_address": in_address,
    "in_words": in_words,
    "joined": joined,
    "json_text": json_text,
    "markdown": as_html,
    "relation_words": relation_words,
    "safe_link": addresses.safe_link,
    "shortened": shortened,
    "ticked": ticked,
    "time": time_element,
    "took": took,
}
