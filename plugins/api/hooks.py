"""The hooks: what a plugin is called, and may declare."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import click
import pluggy

from plugins.api.attachments import AttachmentType, Check, Page, Panel, SearchField
from plugins.api.describing import Describe, Refresh
from plugins.api.files import Reader
from plugins.api.locations import Provider
from plugins.api.routes import Route
from plugins.api.settings import Setting
from plugins.api.uploads import Upload

ENTRY_POINTS = "mlhome.plugins"
NAME = re.compile(r"[a-z][a-z0-9]{0,30}")
NAME_RULE = "a small letter, then at most 30 small letters and digits"
hook = pluggy.HookimplMarker("mlhome")
declared = pluggy.HookspecMarker("mlhome")


class Hooks(Protocol):
    """Every hook there is. A plugin has those it needs; each returns a list, which may be empty."""

    @declared
    def kinds(self) -> Sequence[Mapping[str, Any]]:
        """JSON Schemas of further kinds, as descriptors/README.md describes them. Their fields
        are completed by editors and their descriptors validated offline like all others."""

    @declared
    def settings(self) -> Sequence[Setting]:
        """The settings of the plugin. A name nobody declares is an error when ML Home starts."""

    @declared
    def attachments(self) -> Sequence[AttachmentType]:
        """The types of attachments that the plugin's functions return."""

    @declared
    def search_fields(self) -> Sequence[SearchField]:
        """What of its attachments people can search by."""

    @declared
    def describes(self) -> Sequence[Describe]:
        """What is told from a descriptor alone, when an entity is new or changed."""

    @declared
    def refreshes(self) -> Sequence[Refresh]:
        """What is asked of remote systems, again and again."""

    @declared
    def readers(self) -> Sequence[Reader]:
        """Which other files in locations declare something, and how they are read."""

    @declared
    def providers(self) -> Sequence[Provider]:
        """Where further locations are found."""

    @declared
    def checks(self) -> Sequence[Check]:
        """Facts that policies may ask for."""

    @declared
    def panels(self) -> Sequence[Panel]:
        """What is shown of attachments on the page of their entity."""

    @declared
    def pages(self) -> Sequence[Page]:
        """Pages of the plugin's own."""

    @declared
    def routes(self) -> Sequence[Route]:
        """Answers of the plugin's own in the API."""

    @declared
    def uploads(self) -> Sequence[Upload]:
        """Files that people can upload, and how they are read."""

    @declared
    def commands(self) -> Sequence[click.Command]:
        """Commands under `mlhome PLUGIN`. They run in the terminal of whoever calls them, as
        trusted code."""
