"""From the tree of a query to the engine's own query."""

from collections.abc import Iterator, Sequence

import tantivy
from tantivy import Occur
from tantivy import Query as Engine

from search.embedded.schema import NUMBERS, TEXT_FIELDS
from search.folding import fold
from search.indexed import term
from search.plan import Plan, is_optional, names_of, split_not
from search.query.tree import And, Between, Ids, Is, Node, Not, Or, Words
from search.ranking import (
    EXACT,
    EXACT_WORD,
    FIELD_WEIGHTS,
    LEADING_FIELDS,
    NEAR,
    PREFIX,
    TIE_BREAKER,
    typos_allowed,
)
from search.words import plain, stemmed


class Translation:
    """Translates the parts of one plan."""

    def __init__(self, schema: tantivy.Schema, plan: Plan, near: bool) -> None:
        self.schema = schema
        self.plan = plan
        self.near = near
        self.plain = plain()
        self.stemmed = stemmed()

    def whole(self, ignoring: str = "") -> Engine:
        """What the reader may see of what matches; `ignoring` names a filter left out."""
        request = self.plan.request
        filters = [
            self._is(Is(field, values))
            for field, values in self.plan.filters.items()
            if field != ignoring
        ]
        parts = [*filters, self._audience(request.audiences), self.node(self.plan.query.tree)]
        return Engine.boolean_query([*((Occur.Must, part) for part in parts), *self._exact()])

    def node(self, node: Node) -> Engine:
        match node:
            case Words():
                return self._words(node)
            case Is():
                return self._is(node)
            case Between():
                return self._between(node)
            case Ids(ids):
                return _unscored(Engine.term_set_query(self.schema, "id", sorted(ids)))
            case Not(part):
                return self._all([], [part])
            case And(parts):
                return self._all(*split_not(parts))
            case Or(parts):
                return Engine.boolean_query([(Occur.Should, self.node(part)) for part in parts])

    def _all(self, wanted: Sequence[Node], unwanted: Sequence[Node]) -> Engine:
        among = tuple(wanted)
        clauses = [
            (Occur.Should if is_optional(part, among) else Occur.Must, self.node(part))
            for part in wanted
        ]
        clauses += [(Occur.MustNot, self.node(part)) for part in unwanted]
        return Engine.boolean_query(clauses if wanted else [(Occur.Must, _everything()), *clauses])

    def _audience(self, audiences: frozenset[int]) -> Engine:
        terms = [Engine.term_query(self.schema, "audience", each) for each in sorted(audiences)]
        return _unscored(Engine.boolean_query([(Occur.Should, each) for each in terms]))

    def _exact(self) -> Iterator[tuple[Occur, Engine]]:
        if self.plan.exact:
            called = Engine.term_set_query(self.schema, "exact", list(self.plan.exact))
            yield Occur.Should, Engine.const_score_query(called, EXACT)

    def _is(self, node: Is) -> Engine:
        terms = [term(node.field, value) for value in node.values]
        return _unscored(Engine.term_set_query(self.schema, "terms", terms))

    def _between(self, node: Between) -> Engine:
        if node.field not in NUMBERS:
            return Engine.empty_query()
        return _unscored(
            Engine.range_query(
                self.schema,
                node.field,
                tantivy.FieldType.Float,
                lower_bound=node.low,
                upper_bound=node.high,
                include_lower=node.include_low,
                include_upper=node.include_high,
            )
        )

    def _words(self, words: Words) -> Engine:
        stems = self.stemmed.analyze(words.text)
        if not stems:
            return Engine.empty_query()
        ways = [
            self._run(field, stems, FIELD_WEIGHTS[field])
            for field in ((words.field,) if words.field else TEXT_FIELDS)
        ]
        if not words.phrase:
            ways += [*self._as_name(words), *self._beginning(words), *self._nearly(words, stems)]
        return Engine.disjunction_max_query(ways, TIE_BREAKER)

    def _run(self, field: str, stems: list[str], weight: float) -> Engine:
        """The words next to each other in one field."""
        if len(stems) == 1:
            found = Engine.term_query(self.schema, field, stems[0])
        else:
            found = Engine.phrase_query(self.schema, field, list(stems))
        return Engine.boost_query(found, weight)

    def _as_name(self, words: Words) -> Iterator[Engine]:
        if not words.field:
            called = Engine.term_set_query(self.schema, "exact", list(names_of(words.text)))
            yield Engine.const_score_query(called, EXACT_WORD)

    def _beginning(self, words: Words) -> Iterator[Engine]:
        """What a word that is still being typed may become."""
        if not (words.open and self.plan.request.prefix):
            return
        *before, last = self.plain.analyze(words.text)
        if words.field:
            yield self._prefix(words.field, last, FIELD_WEIGHTS[words.field] * PREFIX)
            return
        yield self._prefix("exact", fold(words.text), FIELD_WEIGHTS["name"] * PREFIX * 2)
        if before:
            found = Engine.phrase_prefix_query(self.schema, "words", [*before, last])
            yield Engine.const_score_query(found, FIELD_WEIGHTS["name"] * PREFIX)
            return
        yield self._prefix("words", last, PREFIX)
        for field in LEADING_FIELDS:
            yield self._prefix(field, last, FIELD_WEIGHTS[field] * PREFIX)

    def _prefix(self, field: str, beginning: str, weight: float) -> Engine:
        found = Engine.fuzzy_term_query(self.schema, field, beginning, 0, prefix=True)
        return Engine.const_score_query(found, weight)

    def _nearly(self, words: Words, stems: list[str]) -> Iterator[Engine]:
        """Each of the words, with as many wrong letters as its length allows."""
        if not self.near:
            return
        typed = self.plain.analyze(words.text)
        fields = (words.field,) if words.field else TEXT_FIELDS
        each = [
            self._near_word(fields, word, stem, words.open and position == len(typed) - 1)
            for position, (word, stem) in enumerate(zip(typed, stems, strict=True))
        ]
        yield Engine.boolean_query([(Occur.Must, word) for word in each])

    def _near_word(self, fields: Sequence[str], word: str, stem: str, is_open: bool) -> Engine:
        typos = typos_allowed(word)
        ways = [self._fuzzy(field, stem, typos, FIELD_WEIGHTS[field] * NEAR) for field in fields]
        if is_open and self.plan.request.prefix and len(fields) > 1:
            ways.append(self._fuzzy("words", word, typos, NEAR, prefix=True))
        return Engine.disjunction_max_query(ways, TIE_BREAKER)

    def _fuzzy(
        self, field: str, word: str, typos: int, weight: float, prefix: bool = False
    ) -> Engine:
        found = Engine.fuzzy_term_query(self.schema, field, word, typos, True, prefix)
        return Engine.const_score_query(found, weight)


def _everything() -> Engine:
    return _unscored(Engine.all_query())


def _unscored(query: Engine) -> Engine:
    return Engine.const_score_query(query, 0.0)
