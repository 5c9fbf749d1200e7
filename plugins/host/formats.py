"""The format with the kinds of plugins: what descriptors may say where these are installed."""

from functools import cache

from descriptors.format import Format, make_format, shipped_format
from plugins.host.loading import Plugins, load_plugins


def format_with(plugins: Plugins) -> Format:
    """The shipped kinds and those of the plugins."""
    shipped = shipped_format()
    further = [kind for plugin in plugins.loaded for kind in plugin.made_kinds()]
    if not further:
        return shipped
    return make_format([*shipped.kinds.values(), *further], shipped.envelope)


@cache
def installed_format(disabled: tuple[str, ...] = ()) -> Format:
    """The same of all plugins that are installed and not disabled, once a process."""
    return format_with(load_plugins(disabled))
