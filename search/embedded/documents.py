"""A change as a document of the embedded index."""

import orjson
import tantivy

from search.document import Removal, SearchDocument
from search.indexed import Indexed, indexed, without_halves
from search.ranking import importance
from search.rows import to_row


def to_tantivy(document: SearchDocument, schema: tantivy.Schema) -> tantivy.Document:
    document = without_halves(document)
    return tantivy.Document.from_dict(_fields(document, indexed(document)), schema)


def tombstone(removal: Removal, schema: tantivy.Schema) -> tantivy.Document:
    """Remembers the revision of what is gone, so that a late write can't bring it back."""
    fields = {"id": removal.id, "revision": removal.revision, "removed": True}
    return tantivy.Document.from_dict(fields, schema)


def _fields(document: SearchDocument, form: Indexed) -> dict[str, object]:
    return {
        "id": document.id,
        "revision": document.revision,
        "audience": document.audience,
        "removed": False,
        **form.texts,
        "words": [text for texts in form.texts.values() for text in texts if text],
        "terms": form.terms,
        "exact": form.exact,
        **{f"facet_{field}": values for field, values in form.facets.items()},
        **{f"by_{sort}": key for sort, key in form.keys.items()},
        "updated_at": float(document.updated_at),
        "views": float(document.views),
        # The engine multiplies a score by log2(2 + weight).
        "weight": 2.0 ** importance(document.kind, document.views) - 2.0,
        "row": orjson.dumps(to_row(document)),
    }
