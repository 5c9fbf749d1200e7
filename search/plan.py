"""What a request asks for, before any engine is asked."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from search.cursor import Cursor, read_cursor
from search.folding import fold, run_of_words
from search.looking_up import looked_up
from search.query import Query, QueryFields, parse_query
from search.query.tree import And, Node, Not, Or, Words
from search.ranking import STOP_WORDS, typos_allowed
from search.request import SORTS, SearchRequest

MAX_LIMIT = 1_000


@dataclass(frozen=True, slots=True)
class Plan:
    """`filters` are by the name that the index knows their field by. `sort` is "" for relevance,
    else a name of SORTS. `exact` are the texts that an entry may be called, in full. `near` says
    that words with typing errors are to be found as well."""

    request: SearchRequest
    query: Query
    filters: Mapping[str, tuple[str, ...]]
    sort: str
    descending: bool
    cursor: Cursor | None
    limit: int
    exact: tuple[str, ...]
    near: bool

    @property
    def order(self) -> str:
        """The sort as cursors name it."""
        return f"-{self.sort}" if self.sort and self.descending else self.sort


def make_plan(request: SearchRequest) -> Plan:
    """Raises InvalidCursor."""
    fields = request.fields
    query = parse_query(request.query, fields)
    query = replace(query, tree=looked_up(query.tree, fields, request.look_up))
    sort, descending = _sort(request.sort, query)
    cursor = read_cursor(request.cursor, f"-{sort}" if sort and descending else sort)
    return Plan(
        request=request,
        query=query,
        filters={_stored_as(name, fields): given for name, given in request.filters.items()},
        sort=sort,
        descending=descending,
        cursor=cursor,
        limit=min(max(request.limit, 0), MAX_LIMIT),
        exact=_exact(query.tree),
        near=cursor.near if cursor else False,
    )


def may_be_mistyped(plan: Plan) -> bool:
    """Whether it is worth looking for words near to the ones typed."""
    words = (word for word in found_words(plan.query.tree) if not word.phrase)
    return not plan.near and any(typos_allowed(word.text) for word in words)


def found_words(node: Node) -> Iterator[Words]:
    """The words and phrases an entry is found by, not those it must not have."""
    match node:
        case Words():
            yield node
        case And(parts) | Or(parts):
            for part in parts:
                yield from found_words(part)


def is_optional(node: Node, among: tuple[Node, ...]) -> bool:
    """Whether a part is a word that says little, beside others that say more."""
    return _says_little(node) and any(
        isinstance(other, Words) and not _says_little(other) for other in among
    )


def split_not(parts: tuple[Node, ...]) -> tuple[list[Node], list[Node]]:
    """What must match, and what must not."""
    wanted: list[Node] = [part for part in parts if not isinstance(part, Not)]
    return wanted, [part.part for part in parts if isinstance(part, Not)]


def _stored_as(name: str, fields: QueryFields) -> str:
    field = fields.get(name)
    return field.stored_as if field else name


def _sort(asked: str, query: Query) -> tuple[str, bool]:
    """Without words there is nothing to be relevant to: such lists go by title."""
    name = asked.removeprefix("-")
    if name in SORTS:
        return name, asked.startswith("-")
    return ("", True) if any(found_words(query.tree)) else ("title", False)


def _exact(tree: Node) -> tuple[str, ...]:
    parts = tree.parts if isinstance(tree, And) else (tree,)
    words = [part.text for part in parts if isinstance(part, Words) and not part.field]
    return names_of(" ".join(words)) if words else ()


def names_of(text: str) -> tuple[str, ...]:
    """A text as a ref and as a name or title."""
    return fold(text), run_of_words(text)


def _says_little(node: Node) -> bool:
    return isinstance(node, Words) and not node.phrase and fold(node.text) in STOP_WORDS
