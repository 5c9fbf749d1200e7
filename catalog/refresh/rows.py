"""Names of rows of the table `refresh`: those of refreshes, and those of providers."""

from collections.abc import Mapping

from sqlalchemy import ColumnElement, case, or_

from catalog.store.leases import REQUESTED
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


def goes_on() -> ColumnElement[bool]:
    """A call or a chain of pages has begun, perhaps before what one wants it to see."""
    return or_(refresh.c.lease_until.is_not(None), refresh.c.chain_since.is_not(None))


def at_once() -> Mapping[str, object]:
    """Values of rows that are to be asked now; what goes on ends first and is asked again then."""
    again = case((goes_on(), REQUESTED), else_=refresh.c.again_at)
    return {"next_at": REQUESTED, "failures": 0, "again_at": again}
