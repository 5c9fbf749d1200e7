"""What `spacy evaluate` and `spacy train` measured: numbers, and numbers for each label.

Format: spacy.io/api/cli#evaluate, and `performance` of spacy.io/api/data-formats#meta. What is
scored for each label (`ents_per_type`, `cats_f_per_type`, `morph_per_feat` …) becomes slices.
"""

import re
from collections.abc import Iterator, Mapping

from plugins.api import Result, Value
from plugins.contents import storable
from plugins.evaljson.contents import flat, is_number

_PER = re.compile(r"(.+?)(?:_f)?_per_(type|feat)")
_SLICE = {"type": "label", "feat": "feature"}
_NO_LABEL = "(none)"  # spaCy scores what has no label under an empty one
MOST_RESULTS = 50_000


def results(scores: Mapping[str, Value]) -> list[Result]:
    """In the order of the file. What could not be measured is null there, and left out."""
    found = [it for name, value in scores.items() for it in _results(name, value)]
    return found[:MOST_RESULTS]


def _results(name: str, value: Value) -> Iterator[Result]:
    if is_number(value):
        yield Result(metric=storable(name), value=float(value))
        return
    match = _PER.fullmatch(name)
    if match and isinstance(value, dict):
        for label, each in value.items():
            where = {_SLICE[match[2]]: storable(label) or _NO_LABEL}
            yield from _of_label(match[1], where, each)
    else:
        for metric, each in flat(value, name):
            if is_number(each):
                yield Result(metric=storable(metric), value=float(each))


def _of_label(metric: str, where: Mapping[str, str], value: Value) -> Iterator[Result]:
    """Of `ents_per_type` precision, recall and F are those of `ents_p`, `ents_r`, `ents_f`; of
    `cats_auc_per_type` the value is the AUC."""
    for name, each in flat(value, metric):
        if is_number(each):
            yield Result(metric=storable(name.replace(".", "_")), value=float(each), slice=where)
