"""What a listing is asked for, before it is known which page of it is wanted."""

import re
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import ColumnElement, and_, false, or_

from catalog.browse.filters.asked import has_part
from catalog.browse.filters.compile import at_key, condition
from catalog.browse.filters.predicate import EVERYTHING, All, InvalidFilter, Predicate, check_size
from catalog.browse.filters.query_object import parse_query
from catalog.browse.filters.query_string import parse_filters
from catalog.browse.reader import Reader

UID = "metadata.uid"
_PART_OF_UID = re.compile("[0-9a-f-]+")
MOST_FIELDS = 16  # to sort by, or to look for words in
LONGEST_TERM = 1_000  # characters


@dataclass(frozen=True, slots=True)
class OrderField:
    """A path to sort by; keys are compared in lower case, as values are."""

    field: str
    descending: bool = False

    @property
    def key(self) -> str:
        return self.field.lower()


@dataclass(frozen=True, slots=True)
class Selection:
    """Filters of both grammars (all must hold), a substring to look for, and an order."""

    filters: tuple[str, ...] = ()
    query: Mapping[str, Any] | None = None
    order: tuple[OrderField, ...] = ()
    term: str = ""
    term_fields: tuple[str, ...] = ()

    def identity(self) -> tuple[Hashable, ...]:
        """Equal for selections that select the same."""
        query = None if self.query is None else orjson.dumps(dict(self.query))
        return (self.filters, query, self.order, self.term, self.term_fields)

    def predicate(self) -> Predicate:
        """Raises InvalidFilter."""
        asked = parse_filters(self.filters)
        if self.query is not None:
            query = parse_query(dict(self.query))
            asked = query if asked == EVERYTHING else All((asked, query))
        check_size(asked)
        return asked

    def matches(self, reader: Reader) -> ColumnElement[bool]:
        """The condition on `entity`; raises InvalidFilter."""
        if len(self.order) > MOST_FIELDS or len(self.term_fields) > MOST_FIELDS:
            raise InvalidFilter(f"at most {MOST_FIELDS} fields to sort by or to look in")
        if len(self.term) > LONGEST_TERM:
            raise InvalidFilter(f"at most {LONGEST_TERM} characters to look for")
        asked, term = self.predicate(), self.term.strip().lower()
        wanted = reader.sees()
        if asked != EVERYTHING:
            wanted = and_(wanted, condition(asked, reader))
        return and_(wanted, self._has_term(term, reader)) if term else wanted

    def _has_term(self, term: str, reader: Reader) -> ColumnElement[bool]:
        """The words in one of the fields; the sorted field, else the uid, where none is named."""
        fields = self.term_fields or tuple(order.field for order in self.order[:1]) or (UID,)
        keys = {field.lower() for field in fields}
        if not _PART_OF_UID.fullmatch(term):
            keys.discard(UID)  # no need to look into every one
        return or_(false(), *(at_key(key, has_part(term), reader) for key in sorted(keys)))
