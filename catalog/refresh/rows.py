"""Names of rows of the table `refresh`: those of refreshes, and those of providers."""

from collections.abc import Mapping

from sqlalchemy import ColumnElement

from catalog.store.plugin_tables import refresh
from plugins import api
from plugins.host.loading import LoadedPlugin

PROVIDER = "provider:"  # no refresh has a colon in its name


def of_provider(it: api.Provider) -> str:
    return f"{PROVIDER}{it.name}"


def asked_of(plugin: LoadedPlugin) -> Mapping[str, api.Refresh | api.Provider]:
    """All that is called again and again, by the name of its rows."""
    providers = {of_provider(it): it for it in plugin.providers}
    return {**{it.name: it for it in plugin.refreshes}, **providers}


def is_of_provider() -> ColumnElement[bool]:
    """Their `cursor` holds the ids of the locations that they gave: it outlives new beginnings."""
    return refresh.c.name.startswith(PROVIDER, autoescape=True)
