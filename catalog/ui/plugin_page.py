"""A page of a plugin's own: its template over all attachments of a type."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import abort, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from catalog.attachments.read import AttachmentView, attachments_of_type
from catalog.attachments.told_by import sources_in_words
from catalog.store.cursors import InvalidCursor
from catalog.ui.addresses import entry_address
from catalog.ui.nested import Nested, nested
from catalog.ui.panels import as_told, made, state_of
from catalog.ui.parts import PageParts
from catalog.ui.showing import show
from plugins.host.loading import LoadedPlugin

AT_ONCE = 200  # attachments on one page
SHOWN_BARE = 50  # of them, where the template can't show them


@dataclass(frozen=True, slots=True)
class Doubt:
    """So many of the attachments may be wrong, and why."""

    state: str
    reason: str
    count: int
    fresh_at: float


def plugin_page(parts: PageParts, plugin: str, page: str) -> AnyResponse:
    """The page at /plugins/<plugin>/<page>; 404 for one of a plugin that is not in use."""
    loaded = parts.plugins().get(plugin)
    declared = next((one for one in loaded.pages if one.name == page), None) if loaded else None
    if loaded is None or declared is None:
        abort(404, f"No plugin {plugin} in use has a page of that name.")
    address = f"/plugins/{plugin}/{page}"
    try:
        found = attachments_of_type(
            parts.database,
            parts.reader(),
            plugin,
            declared.attachment,
            limit=AT_ONCE,
            cursor=request.args.get("cursor", ""),
            plugins=parts.plugins(),
        )
    except InvalidCursor:
        return redirect(address)
    html, failed = made(declared.template, {"attachments": _told(parts, found.attachments)})
    return show(
        "plugin_page.html",
        page=declared,
        plugin=loaded,
        address=address,
        found=found,
        html=html,
        failed=failed,
        bare=_bare(found.attachments) if failed else (),
        doubts=_doubts(found.attachments, loaded),
        is_later=bool(request.args.get("cursor")),
    )


def _told(parts: PageParts, them: Sequence[AttachmentView]) -> list[dict[str, Any]]:
    """What the template is given of each; `page` is the address of the entity's page."""
    with parts.database.read() as connection:
        sources = sources_in_words(connection, {it.source for it in them})
    return [
        {
            **as_told(it, sources[it.source]),
            "entity": it.entity_ref,
            "page": entry_address(it.entity_ref),
            "value": it.value,
        }
        for it in them
    ]


def _bare(them: Sequence[AttachmentView]) -> list[tuple[str, Nested]]:
    return [(it.entity_ref, nested(it.value)) for it in them[:SHOWN_BARE]]


def _doubts(them: Sequence[AttachmentView], plugin: LoadedPlugin) -> list[Doubt]:
    """Why some of them may be otherwise by now, each reason once."""
    found: dict[tuple[str, str], Doubt] = {}
    for it in them:
        state = state_of(it, plugin)
        if state in ("failing", "old"):
            key = (state, it.stale_reason)
            held = found.get(key)
            count, fresh = (held.count, held.fresh_at) if held else (0, it.fresh_at)
            found[key] = Doubt(*key, count + 1, min(fresh, it.fresh_at))
    return list(found.values())
