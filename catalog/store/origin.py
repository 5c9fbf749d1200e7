"""The annotations that say where an entity comes from, as Backstage writes them.

Used for what is stored to filter by and for what people are shown, so that both say the same.
"""

from typing import Any, NamedTuple

MANAGED_BY = "backstage.io/managed-by-location"
MANAGED_BY_ORIGIN = "backstage.io/managed-by-origin-location"
VIEW_URL, EDIT_URL = "backstage.io/view-url", "backstage.io/edit-url"
SOURCE_LOCATION = "backstage.io/source-location"
ORPHAN = "backstage.io/orphan"


class Origin(NamedTuple):
    """Of one source; empty texts stand for what is not known."""

    location_ref: str  # `file:/…` or `url:https://…`
    origin_ref: str  # likewise, of the location that people added
    view_url: str = ""
    edit_url: str = ""
    source_location: str = ""


def annotated(document: dict[str, Any], origin: Origin) -> dict[str, Any]:
    """The document with its origin; only the two locations overrule what the descriptor says."""
    metadata = document["metadata"]
    addresses = (
        (VIEW_URL, origin.view_url),
        (EDIT_URL, origin.edit_url),
        (SOURCE_LOCATION, origin.source_location),
    )
    annotations = {
        **{name: value for name, value in addresses if value},
        **(metadata.get("annotations") or {}),
        MANAGED_BY: origin.location_ref,
        MANAGED_BY_ORIGIN: origin.origin_ref,
    }
    return {**document, "metadata": {**metadata, "annotations": annotations}}
