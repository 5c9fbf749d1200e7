"""The web pages: complete HTML from the server, with htmx for what can be quicker than a page."""

from catalog.ui.blueprint import blueprint
from catalog.ui.failing import error_page
from catalog.ui.parts import PageParts

__all__ = ["PageParts", "blueprint", "error_page"]
