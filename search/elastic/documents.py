"""A change as two lines of a bulk request."""

from typing import Any

import orjson

from search.document import Change, Removal, SearchDocument
from search.indexed import indexed, without_halves
from search.ranking import importance
from search.rows import to_row


def to_lines(change: Change) -> list[bytes]:
    """The cluster refuses a revision that is not higher than the one it holds."""
    about = {"_id": str(change.id), "version": change.revision, "version_type": "external"}
    if isinstance(change, Removal):
        return [orjson.dumps({"delete": about})]
    return [orjson.dumps({"index": about}), orjson.dumps(_fields(without_halves(change)))]


def _fields(document: SearchDocument) -> dict[str, Any]:
    form = indexed(document)
    return {
        "id": document.id,
        "revision": document.revision,
        "audience": document.audience,
        **form.texts,
        "terms": form.terms,
        "exact": form.exact,
        **{f"facet_{field}": values for field, values in form.facets.items()},
        **{f"by_{sort}": key for sort, key in form.keys.items()},
        "updated_at": document.updated_at,
        "views": document.views,
        "importance": importance(document.kind, document.views),
        "row": to_row(document),
    }
