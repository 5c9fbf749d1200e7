"""From the tree of a query to Elasticsearch's query language."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from search.elastic.mapping import NUMBERS, TEXT_FIELDS
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

Engine = dict[str, Any]

_TERMS = 65_536  # `index.max_terms_count`, as Elasticsearch sets it
_EXPANSIONS = 200  # how many words of the index a mistyped one is compared with at most


class Translation:
    """Translates the parts of one plan."""

    def __init__(self, plan: Plan, near: bool) -> None:
        self.plan = plan
        self.near = near
        self.plain = plain()
        self.stemmed = stemmed()

    def whole(self) -> Engine:
        """What the reader may see of what matches, before filters that are facets."""
        parts = {
            "must": [self.node(self.plan.query.tree)],
            "filter": [_audience(self.plan.request.audiences)],
            "should": list(self._exact()),
        }
        important = {"field": "importance", "missing": 1.0}
        return {"function_score": {"query": {"bool": parts}, "field_value_factor": important}}

    def node(self, node: Node) -> Engine:
        match node:
            case Words():
                return self._words(node)
            case Is():
                return is_any(node.field, node.values)
            case Between():
                return _between(node)
            case Ids(ids):
                return _among(sorted(ids))
            case Not(part):
                return self._all([], [part])
            case And(parts):
                return self._all(*split_not(parts))
            case Or(parts):
                alternatives = [self.node(part) for part in parts]
                return {"bool": {"should": alternatives, "minimum_should_match": 1}}

    def _all(self, wanted: Sequence[Node], unwanted: Sequence[Node]) -> Engine:
        among = tuple(wanted)
        must = [self.node(part) for part in wanted if not is_optional(part, among)]
        should = [self.node(part) for part in wanted if is_optional(part, among)]
        must_not = [self.node(part) for part in unwanted]
        return {"bool": {"must": must or [_everything()], "should": should, "must_not": must_not}}

    def _exact(self) -> Iterator[Engine]:
        if self.plan.exact:
            yield _scored({"terms": {"exact": self.plan.exact}}, EXACT)

    def _words(self, words: Words) -> Engine:
        fields = (words.field,) if words.field else TEXT_FIELDS
        if not self.plain.analyze(words.text):
            return {"match_none": {}}
        ways = [_run(field, words.text, FIELD_WEIGHTS[field]) for field in fields]
        if not words.phrase:
            ways += [*self._as_name(words), *self._beginning(words), *self._nearly(words, fields)]
        return {"dis_max": {"queries": ways, "tie_breaker": TIE_BREAKER}}

    def _as_name(self, words: Words) -> Iterator[Engine]:
        if not words.field:
            yield _scored({"terms": {"exact": names_of(words.text)}}, EXACT_WORD)

    def _beginning(self, words: Words) -> Iterator[Engine]:
        """What a word that is still being typed may become."""
        typed = self.plain.analyze(words.text)
        if not (words.open and self.plan.request.prefix):
            return
        if words.field:
            yield _prefix(words.field, typed[-1], FIELD_WEIGHTS[words.field] * PREFIX)
            return
        yield _prefix("exact", fold(words.text), FIELD_WEIGHTS["name"] * PREFIX * 2)
        if len(typed) > 1:
            found = {"match_phrase_prefix": {"words": words.text}}
            yield _scored(found, FIELD_WEIGHTS["name"] * PREFIX)
            return
        yield _prefix("words", typed[-1], PREFIX)
        for field in LEADING_FIELDS:
            yield _prefix(field, typed[-1], FIELD_WEIGHTS[field] * PREFIX)

    def _nearly(self, words: Words, fields: Sequence[str]) -> Iterator[Engine]:
        """Each of the words, with as many wrong letters as its length allows."""
        if not self.near:
            return
        typed, stems = self.plain.analyze(words.text), self.stemmed.analyze(words.text)
        each = [
            self._near_word(fields, word, stem, words.open and position == len(typed) - 1)
            for position, (word, stem) in enumerate(zip(typed, stems, strict=True))
        ]
        yield {"bool": {"must": each}}

    def _near_word(self, fields: Sequence[str], word: str, stem: str, is_open: bool) -> Engine:
        typos = typos_allowed(word)
        ways = [_fuzzy(field, stem, typos, FIELD_WEIGHTS[field] * NEAR) for field in fields]
        if is_open and self.plan.request.prefix and len(fields) > 1:
            begun = (
                _fuzzy("beginnings", word, typos, NEAR) if typos else _prefix("words", word, NEAR)
            )
            ways.append(begun)
        return {"dis_max": {"queries": ways, "tie_breaker": TIE_BREAKER}}


def filter_parts(filters: Mapping[str, tuple[str, ...]], ignoring: str = "") -> list[Engine]:
    return [is_any(field, values) for field, values in filters.items() if field != ignoring]


def is_any(field: str, values: Sequence[str]) -> Engine:
    return _scored({"terms": {"terms": [term(field, value) for value in values]}}, 0.0)


def _audience(audiences: frozenset[int]) -> Engine:
    return {"terms": {"audience": sorted(audiences)}}


def _between(node: Between) -> Engine:
    if node.field not in NUMBERS:
        return {"match_none": {}}
    low, high = "gte" if node.include_low else "gt", "lte" if node.include_high else "lt"
    bounds = {low: node.low, high: node.high}
    given = {name: bound for name, bound in bounds.items() if bound is not None}
    return _scored({"range": {node.field: given}}, 0.0)


def _among(ids: Sequence[int]) -> Engine:
    """In as many clauses as the engine's limit on terms asks for."""
    parts = [{"terms": {"id": ids[at : at + _TERMS]}} for at in range(0, len(ids), _TERMS)]
    return _scored({"bool": {"should": parts or [{"match_none": {}}]}}, 0.0)


def _run(field: str, text: str, weight: float) -> Engine:
    """The words next to each other in one field."""
    return {"match_phrase": {field: {"query": text, "boost": weight}}}


def _prefix(field: str, beginning: str, weight: float) -> Engine:
    return _scored({"prefix": {field: beginning}}, weight)


def _fuzzy(field: str, word: str, typos: int, weight: float) -> Engine:
    how = {"value": word, "fuzziness": typos, "max_expansions": _EXPANSIONS}
    return _scored({"fuzzy": {field: how}}, weight)


def _everything() -> Engine:
    return _scored({"match_all": {}}, 0.0)


def _scored(query: Engine, score: float) -> Engine:
    return {"constant_score": {"filter": query, "boost": score}}
