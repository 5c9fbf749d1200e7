"""The fields of the embedded index."""

import hashlib
import json
from importlib.metadata import version

import tantivy

from search.ranking import FIELD_WEIGHTS
from search.request import FACETS, NUMBER_SORTS, SORTS, TEXT_SORTS
from search.words import plain, stemmed

TEXT_FIELDS = tuple(FIELD_WEIGHTS)
NUMBERS = ("updated_at", "views")

# Raised when analysis or meaning of a field changes without its declaration changing.
VERSION = 2


def schema() -> tantivy.Schema:
    build = tantivy.SchemaBuilder()
    for field in ("id", "revision", "audience"):
        # Signed: the engine takes a Python int for one when it deletes by a term.
        build.add_integer_field(field, indexed=True, fast=True)
    build.add_boolean_field("removed", indexed=True)
    for field in TEXT_FIELDS:
        build.add_text_field(field, tokenizer_name="stemmed")
    build.add_text_field("words", tokenizer_name="plain")
    for field in ("terms", "exact"):
        build.add_text_field(field, tokenizer_name="raw", index_option="basic")
    for facet in FACETS:
        _add_column(build, f"facet_{facet}")
    for sort in TEXT_SORTS:
        _add_column(build, f"by_{sort}")
    for sort in NUMBER_SORTS:
        build.add_integer_field(f"by_{sort}", fast=True)
    for field in (*NUMBERS, "weight"):
        build.add_float_field(field, indexed=field in NUMBERS, fast=True)
    build.add_bytes_field("row", stored=True)
    return build.build()


def fingerprint() -> str:
    """Changes whenever an index made before could not be read or would answer otherwise."""
    parts = [VERSION, version("tantivy"), TEXT_FIELDS, NUMBERS, FACETS, SORTS]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:16]


def register(index: tantivy.Index) -> None:
    """Analyzers live in a process's memory: each process tells the index anew."""
    index.register_tokenizer("plain", plain())
    index.register_tokenizer("stemmed", stemmed())


def _add_column(build: tantivy.SchemaBuilder, name: str) -> None:
    """Whole values, kept by document: to be counted and sorted by."""
    build.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
