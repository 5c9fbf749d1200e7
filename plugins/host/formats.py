"""The format with the kinds of plugins: what descriptors may say where these are installed."""

from functools import cache

from descriptors.format import Format, make_format, shipped_format
from plugins.host.loading import LoadedPlugin, Plugins, load_plugin, load_plugins


def format_with(plugins: Plugins) -> Format:
    """The shipped kinds and those of the plugins."""
    shipped = shipped_format()
    further = [kind for plugin in plugins.loaded for kind in plugin.made_kinds()]
    if not further:
        return shipped
    return make_format([*shipped.kinds.values(), *further], shipped.envelope)


def installed_format() -> Format:
    """The same of all plugins that are installed: what is valid without a catalog at hand."""
    return format_with(load_plugins())


@cache
def format_with_kinds_of(names: tuple[str, ...]) -> Format:
    """The same of these plugins, loaded once a process; one that can't be has no kinds."""
    found = [load_plugin(name) for name in names]
    return format_with(Plugins(tuple(it for it in found if isinstance(it, LoadedPlugin))))
