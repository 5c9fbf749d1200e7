"""The fields of the Elasticsearch index."""

import hashlib
import json
from typing import Any

from search.ranking import FIELD_WEIGHTS
from search.request import FACETS, NUMBER_SORTS, TEXT_SORTS

TEXT_FIELDS = tuple(FIELD_WEIGHTS)
NUMBERS = ("updated_at", "views")

# Raised when the meaning of a field changes without its declaration changing.
VERSION = 1

_FOLDED = ["lowercase", "asciifolding"]

SETTINGS: dict[str, Any] = {
    "number_of_shards": 1,
    "auto_expand_replicas": "0-1",
    # How long a deletion's revision is remembered, so that a late write can't undo it.
    "gc_deletes": "1h",
    "analysis": {
        "tokenizer": {
            # Runs of letters and digits, so that `fraud-model` and `fraud_model` have two words.
            "runs": {"type": "pattern", "pattern": r"[\p{L}\p{N}\p{M}]{1,200}", "group": 0}
        },
        "filter": {
            "stems": {"type": "snowball", "language": "English"},
            "beginnings": {"type": "edge_ngram", "min_gram": 3, "max_gram": 20},
        },
        "analyzer": {
            "plain": {"type": "custom", "tokenizer": "runs", "filter": _FOLDED},
            "stemmed": {"type": "custom", "tokenizer": "runs", "filter": [*_FOLDED, "stems"]},
            "beginnings": {
                "type": "custom",
                "tokenizer": "runs",
                "filter": [*_FOLDED, "beginnings"],
            },
        },
    },
}


def mappings() -> dict[str, Any]:
    """Only `row` is kept as it was given: an index is made anew from SQL, never from an index."""
    described = {"dynamic": False, "_source": {"includes": ["row"]}, "properties": _properties()}
    return {**described, "_meta": {"schema": fingerprint()}}


def fingerprint() -> str:
    """Changes whenever an index made before could not be read or would answer otherwise."""
    parts = json.dumps([VERSION, SETTINGS, _properties()], sort_keys=True)
    return hashlib.sha256(parts.encode()).hexdigest()[:16]


def _properties() -> dict[str, Any]:
    text = {"type": "text", "analyzer": "stemmed", "copy_to": ["words", "beginnings"]}
    whole = {"type": "keyword", "doc_values": False}
    column = {"type": "keyword"}
    return {
        **{field: {"type": "long"} for field in ("id", "revision", "audience")},
        **dict.fromkeys(TEXT_FIELDS, text),
        "words": {"type": "text", "analyzer": "plain"},
        "beginnings": {"type": "text", "analyzer": "beginnings", "search_analyzer": "plain"},
        **dict.fromkeys(("terms", "exact"), whole),
        **{f"facet_{facet}": column for facet in FACETS},
        **{f"by_{sort}": column for sort in TEXT_SORTS},
        **{f"by_{sort}": {"type": "long", "index": False} for sort in NUMBER_SORTS},
        **{field: {"type": "double"} for field in (*NUMBERS, "importance")},
        "row": {"type": "object", "enabled": False},
    }
