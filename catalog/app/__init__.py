"""The web application: the only place where API, pages and their parts are joined."""

from catalog.app.application import create_app
from catalog.app.index_reader import IndexReader
from catalog.app.parts import Parts
from catalog.app.view_counter import ViewCounter

__all__ = ["IndexReader", "Parts", "ViewCounter", "create_app"]
