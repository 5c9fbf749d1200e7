"""Reads a query. Whatever can't be parsed is read as words; no text is an error.

query   = both { "OR" both }
both    = one { [ "AND" ] one }
one     = ( "-" | "NOT" ) one | "(" query ")" | field operator values | "phrase" | word
"""

from dataclasses import dataclass

from search.query.chips import Chip, without
from search.query.fields import DEFAULT_FIELDS, QueryFields
from search.query.tokens import Token, tokens, unquoted
from search.query.tree import EVERYTHING, And, Between, Node, Not, Or, Words
from search.query.values import as_words, has_word, read_fielded

MAX_LENGTH = 1_000  # characters
MAX_PARTS = 64  # words, phrases and filters
MAX_DEPTH = 8  # parentheses and negations within each other


@dataclass(frozen=True, slots=True)
class Query:
    """A query as it was understood."""

    text: str
    tree: Node
    chips: tuple[Chip, ...]


@dataclass(frozen=True, slots=True)
class _Part:
    """A node with the stretch of text it was read from."""

    node: Node
    start: int
    end: int
    kind: str
    field: str = ""
    value: str = ""
    note: str = ""


def parse_query(text: str, fields: QueryFields = DEFAULT_FIELDS) -> Query:
    """Reads any text as a query over the given fields."""
    read = text[:MAX_LENGTH]
    found = list(tokens(read))
    reading = _Reading(found, fields, len(read))
    parts = reading.query(0)
    chips = [_chip(text, part) for part in parts]
    cut = reading.cut_at if reading.cut_at is not None else len(read)
    if cut < len(text) and text[cut:].strip():
        chips.append(_cut(text, cut))
    return Query(text, _joined(parts), tuple(chips))


class _Reading:
    """A walk over the tokens of one query."""

    def __init__(self, found: list[Token], fields: QueryFields, length: int) -> None:
        self.tokens = found
        self.fields = fields
        self.length = length
        self.at = 0
        self.parts = 0
        self.cut_at: int | None = None

    def query(self, depth: int) -> list[_Part]:
        """Up to the end or the `)` of this level; alternatives come as one part."""
        alternatives = [self.both(depth)]
        while self._takes_or() or (depth == 0 and self._takes("close")):
            if self.tokens[self.at - 1].kind == "close":
                alternatives[-1].extend(self.both(depth))  # one `)` too many: passed over
            else:
                alternatives.append(self.both(depth))
        filled = [parts for parts in alternatives if parts]
        if len(filled) < 2:
            return filled[0] if filled else []
        return [_group(Or(tuple(_joined(parts) for parts in filled)), filled[0], filled[-1])]

    def both(self, depth: int) -> list[_Part]:
        parts: list[_Part] = []
        while (token := self._peek()) and token.kind != "close" and not self._at_or(bool(parts)):
            self.at += 1
            if token.kind != "and" and (part := self.one(token, depth)):
                parts.append(part)
        return parts

    def one(self, token: Token, depth: int) -> _Part | None:
        if token.kind == "not" and self._operand_follows():
            return self._negated(token, depth)
        if token.kind == "open":
            return self._grouped(token, depth)
        return self._counted(token)

    def _negated(self, token: Token, depth: int) -> _Part | None:
        operand = self.tokens[self.at]
        self.at += 1
        part = self.one(operand, min(depth + 1, MAX_DEPTH)) if depth < MAX_DEPTH else None
        if part is None:
            return None
        node = part.node.part if isinstance(part.node, Not) else Not(_closed(part.node))
        return _Part(node, token.start, part.end, "not", part.field, part.value, part.note)

    def _grouped(self, token: Token, depth: int) -> _Part | None:
        if depth >= MAX_DEPTH:
            return None  # too deep: the parenthesis is passed over, its content read flat
        parts = self.query(depth + 1)
        end = self.tokens[self.at - 1].end
        if (closing := self._peek()) and closing.kind == "close":
            self.at += 1
            end = closing.end
            parts = [_replaced(part, _closed(part.node)) for part in parts]
        if not parts:
            return None
        node = _joined(parts)
        return _Part(node, token.start, end, parts[0].kind if len(parts) == 1 else "group")

    def _counted(self, token: Token) -> _Part | None:
        if self.parts >= MAX_PARTS:
            if self.cut_at is None:
                self.cut_at = token.start
            return None
        part = self._leaf(token)
        self.parts += part is not None
        return part

    def _leaf(self, token: Token) -> _Part | None:
        if token.kind == "fielded":
            return self._fielded(token)
        text = unquoted(token.text)
        if not has_word(text):
            return None
        if token.kind == "quoted":
            phrase = Words(text, phrase=True)
            return _Part(phrase, token.start, token.end, "phrase", value=text)
        word = Words(text, open=True)
        node = word if token.end == self.length else _closed(word)
        return _Part(node, token.start, token.end, "word", value=text)

    def _fielded(self, token: Token) -> _Part | None:
        field = self.fields.get(token.field)
        is_open = token.end == self.length and not token.text.endswith('"')
        node = read_fielded(token, field, is_open) if field else None
        if node is not None:
            kind = "range" if isinstance(node, Between) else "filter"
            value = token.text[len(token.field) + len(token.operator) :]
            return _Part(node, token.start, token.end, kind, token.field, value)
        note = (
            f"`{token.field}` can't be asked this way; read as words"
            if field
            else f"there is no field `{token.field}`; read as words"
        )
        return _Part(
            as_words(token, is_open), token.start, token.end, "word", value=token.text, note=note
        )

    def _peek(self) -> Token | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def _takes(self, kind: str) -> bool:
        token = self._peek()
        if token is None or token.kind != kind:
            return False
        self.at += 1
        return True

    def _takes_or(self) -> bool:
        return self._at_or(True) and self._takes("or")

    def _at_or(self, after_operand: bool) -> bool:
        """Whether an OR stands here that joins two operands; any other is a word."""
        token = self._peek()
        if token is None or token.kind != "or" or not after_operand:
            return False
        following = self.tokens[self.at + 1 : self.at + 2]
        return bool(following) and following[0].kind not in ("close", "or")

    def _operand_follows(self) -> bool:
        token = self._peek()
        return token is not None and token.kind not in ("close", "or", "and")


def _joined(parts: list[_Part]) -> Node:
    if not parts:
        return EVERYTHING
    return parts[0].node if len(parts) == 1 else And(tuple(part.node for part in parts))


def _group(node: Node, first: list[_Part], last: list[_Part]) -> _Part:
    return _Part(node, first[0].start, last[-1].end, "group")


def _replaced(part: _Part, node: Node) -> _Part:
    return _Part(node, part.start, part.end, part.kind, part.field, part.value, part.note)


def _closed(node: Node) -> Node:
    """The node with no word in it that may still be being typed."""
    match node:
        case Words():
            return Words(node.text, node.phrase, node.field)
        case And(parts):
            return And(tuple(_closed(part) for part in parts))
        case Or(parts):
            return Or(tuple(_closed(part) for part in parts))
        case Not(part):
            return Not(_closed(part))
        case _:
            return node


def _chip(text: str, part: _Part) -> Chip:
    return Chip(
        text=text[part.start : part.end],
        kind=part.kind,
        without=without(text, part.start, part.end),
        field=part.field,
        value=part.value,
        note=part.note,
    )


def _cut(text: str, at: int) -> Chip:
    note = f"a query may have {MAX_LENGTH:,} characters and {MAX_PARTS} parts; the rest is not read"
    return Chip(text=text[at:], kind="cut", without=text[:at].rstrip(), note=note)
