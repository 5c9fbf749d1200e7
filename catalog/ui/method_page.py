"""The page that says how differences are judged: the method's own text."""

from functools import cache
from importlib.resources import files

from flask import Response

from catalog.ui.showing import show


def statistics_page() -> Response:
    title, text = _method()
    return show("method.html", title=title, text=text)


@cache
def _method() -> tuple[str, str]:
    """The title, and what stands below it (Markdown)."""
    text = files("catalog.statistics").joinpath("README.md").read_text(encoding="utf-8")
    title, _, rest = text.partition("\n")
    return title.removeprefix("# "), rest
