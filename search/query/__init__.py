"""The query language: from what people type to a tree that an engine can translate."""

from search.query.chips import Chip
from search.query.fields import DEFAULT_FIELDS, QueryField, QueryFields
from search.query.parse import Query, parse_query

__all__ = ["DEFAULT_FIELDS", "Chip", "Query", "QueryField", "QueryFields", "parse_query"]
