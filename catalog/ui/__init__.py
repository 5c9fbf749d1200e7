"""The web pages: complete HTML from the server, with htmx for what can be quicker than a page."""

from catalog.ui.blueprint import blueprint
from catalog.ui.failing import error_page
from catalog.ui.parts import LocationCommands, PageParts

__all__ = ["LocationCommands", "PageParts", "blueprint", "error_page"]
