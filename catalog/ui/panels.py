"""What plugins and other systems know of an entity, as panels of its page.

Only stored values and templates are used: no code of a plugin runs while a page is rendered, and a
template that fails spoils no more than its own panel.
"""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

from catalog.attachments.names import PUSH, origin
from catalog.attachments.read import AttachmentView, attachments_of
from catalog.attachments.told_by import sources_in_words
from catalog.browse.views import Entry
from catalog.ui.nested import Nested, nested
from catalog.ui.parts import PageParts
from catalog.ui.times import ago
from catalog.ui.words import in_words
from plugins.api import Entity, Panel
from plugins.host.loading import LoadedPlugin, Plugins
from plugins.host.templates import TemplateFailed, rendered

# So many times as long as it waits between two questions, and an upstream was not asked lately.
MISSED = 3
# The place of what a plugin left that is not in use: after all else.
LEFT = "left"


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelView:
    """One panel. `html` is what the plugin's template made; without one `values` are shown as they
    are, and `failed` says why the template could not be used, if there is one. `state` is ok, old,
    failing, troubled (something else of its plugin fails), disabled or removed."""

    key: str
    title: str
    place: str
    about: AttachmentView
    source: str
    state: str
    html: Markup | None
    values: Nested
    failed: str = ""

    @property
    def has_plugin(self) -> bool:
        return self.about.plugin != PUSH

    @property
    def age(self) -> str:
        """When it was so, and when its source was last heard."""
        now, heard = time.time(), "asked" if self.has_plugin else "heard"
        observed = ago(self.about.observed_at, now)
        return f"observed {observed}, {heard} {ago(self.about.fresh_at, now)}"


@dataclass(frozen=True, slots=True)
class EntryPanels:
    """Those of one entity, by their place."""

    panels: Sequence[PanelView] = field(default=())

    def at(self, place: str) -> list[PanelView]:
        return [one for one in self.panels if one.place == place]

    @property
    def tabs(self) -> dict[str, list[PanelView]]:
        """By what stands for the tab in the address: the same panel of several sources is one."""
        found: dict[str, list[PanelView]] = {}
        for one in self.at("tab"):
            found.setdefault(one.key, []).append(one)
        return found


def panels_of(parts: PageParts, entry: Entry) -> EntryPanels:
    """All panels of an entity, those of a plugin in the order it declares them."""
    plugins = parts.plugins()
    known = attachments_of(parts.database, parts.reader(), entry.ref, plugins=plugins)
    if not known:
        return EntryPanels()
    with parts.database.read() as connection:
        sources = sources_in_words(connection, {it.source for it in known})
    return EntryPanels(
        [
            _shown(it, panel, plugins, sources[it.source], entry)
            for it, panel in _chosen(known, plugins)
        ]
    )


def _chosen(
    known: Sequence[AttachmentView], plugins: Plugins
) -> Iterator[tuple[AttachmentView, Panel | None]]:
    """What is shown by which panel. What a plugin declares no panel for is its own business; what
    a plugin left that is not there to ask, and what is pushed, is shown as it is."""
    for name in sorted({it.plugin for it in known}):
        mine = [it for it in known if it.plugin == name]
        plugin = plugins.get(name)
        if plugin is None:
            yield from ((it, None) for it in mine)
            continue
        for panel in plugin.panels:
            yield from ((it, panel) for it in mine if it.type == panel.attachment)


def _shown(
    it: AttachmentView, panel: Panel | None, plugins: Plugins, source: str, entry: Entry
) -> PanelView:
    plugin = plugins.get(it.plugin)
    html, failed = _html(it, panel, plugin, source, entry) if panel else (None, "")
    title = panel.title if panel else in_words(it.title) if it.title == it.type else it.title
    return PanelView(
        key=f"plugins/{it.plugin}/{panel.name if panel else it.type}",
        title=title,
        place=panel.place if panel else "overview" if it.plugin == PUSH else LEFT,
        about=it,
        source=source,
        state=state_of(it, plugin),
        html=html,
        values=nested(it.value),
        failed=failed,
    )


def _html(
    it: AttachmentView,
    panel: Panel,
    plugin: LoadedPlugin | None,
    source: str,
    entry: Entry,
) -> tuple[Markup | None, str]:
    declared = plugin.attachment(it.type) if plugin else None
    if declared and declared.version != it.version:
        versions = f"version {declared.version} of the panel, not {it.version} of the values"
        return None, f"there is {versions} yet"
    values = {
        "value": it.value,
        "attachment": as_told(it, source),
        "entity": _entity(entry),
    }
    return made(panel.template, values)


def made(template: str, values: dict[str, Any]) -> tuple[Markup | None, str]:
    """The HTML of a plugin's template, or why there is none."""
    try:
        return Markup(rendered(template, values)), ""
    except TemplateFailed as error:
        return None, str(error)


def as_told(it: AttachmentView, source: str) -> dict[str, Any]:
    """What templates are told of an attachment beside its value."""
    return {"observed_at": it.observed_at, "url": it.url, "source": source}


def _entity(entry: Entry) -> Entity:
    names = ("ref", "kind", "namespace", "name", "title", "document")
    return Entity(**{name: getattr(entry, name) for name in names})


def state_of(it: AttachmentView, plugin: LoadedPlugin | None) -> str:
    """How far what is shown can be trusted to be as things are."""
    if it.plugin_state in ("disabled", "removed"):
        return it.plugin_state
    if it.stale_reason:
        return "failing"
    if plugin is None and it.plugin != PUSH:
        return "failing"
    if _is_old(it, plugin):
        return "old"
    return "troubled" if it.plugin_state == "failing" else "ok"


def _is_old(it: AttachmentView, plugin: LoadedPlugin | None) -> bool:
    """Whether its upstream should have been asked several times since it was."""
    if plugin is None or origin(it.source).kind != "connection" or not plugin.refreshes:
        return False
    pause = max(one.every + one.deadline for one in plugin.refreshes)
    return time.time() - it.fresh_at > MISSED * pause
