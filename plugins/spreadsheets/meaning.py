"""What a column means, in the words that mapping files, upload forms and commands share.

`metric`, `metric as top5 in %`, `low of auc`, `param`, `slice as country`, `-` for nothing.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from descriptors.suggest import did_you_mean
from plugins.spreadsheets.limits import LONGEST_NAME

KINDS: Mapping[str, str] = {
    "model": "which model was measured: its name, or a ref",
    "version": "the version of the model",
    "metric": "numbers of one metric, which is called like the column",
    "measure": "the name of the metric, where each row has one number",
    "value": "the number of that metric",
    "n": "how many examples are behind the number",
    "low": "the lower end of the number's interval",
    "high": "the upper end of the number's interval",
    "dataset": "the data it was measured on",
    "split": "the part of that data: test, validation …",
    "slice": "a part of the examples, such as a country; empty or `all`: all of them",
    "param": "a parameter of the model or run; rows that differ in one are runs of their own",
    "date": "when it was measured",
    "run": "the name of the run, where a model has several",
    "evaluator": "what measured it",
    "commit": "the commit it was measured at",
    "author": "who measured it",
    "url": "where more is to be seen",
    "note": "a remark",
    "-": "nothing: the column is not read",
}
NOTHING = "-"
NAMED = frozenset({"metric", "param", "slice", "note"})  # may be `as NAME`
IN_UNIT = frozenset({"metric", "value"})  # may be `in UNIT`
OF_METRIC = frozenset({"n", "low", "high"})  # may be `of METRIC`
WRITTEN = re.compile(r"(?P<kind>\S+)(?:\s+(?P<rest>.*\S))?\s*")
AS = re.compile(r"(?:as\s+(?P<name>.+?))?(?:(?:^|\s+)in\s+(?P<unit>\S+))?")
OF = re.compile(r"of\s+(?P<of>.+)")


@dataclass(frozen=True, slots=True)
class Meaning:
    """`name` is what it is called, where not like its column; `of` the metric it belongs to."""

    kind: str
    name: str = ""
    of: str = ""
    unit: str = ""

    def __str__(self) -> str:
        parts = (("as", self.name), ("of", self.of), ("in", self.unit))
        return " ".join([self.kind, *(f"{word} {text}" for word, text in parts if text)])


@dataclass(frozen=True, slots=True)
class NoMeaning:
    """Words that mean nothing, and a hint."""

    message: str
    hint: str


def read_meaning(text: str) -> Meaning | NoMeaning:
    """What the words mean; an empty text means nothing to be read."""
    words = WRITTEN.fullmatch(text.strip() or NOTHING)
    kind = words["kind"].lower() if words else ""
    rest = (words["rest"] or "") if words else ""
    if kind not in KINDS:
        hint = did_you_mean(kind, KINDS) or f"one of: {', '.join(KINDS)}"
        return NoMeaning(f"`{text[:80]}` is no meaning of a column", hint)
    if not rest:
        return Meaning(kind)
    return _with_rest(kind, rest) or NoMeaning(f"`{text[:80]}`: {_may_be(kind)}", "")


def _with_rest(kind: str, rest: str) -> Meaning | None:
    if kind in OF_METRIC:
        of = OF.fullmatch(rest)
        return Meaning(kind, of=of["of"][:LONGEST_NAME]) if of else None
    named = AS.fullmatch(rest) if kind in NAMED | IN_UNIT else None
    if not named or (named["name"] and kind not in NAMED):
        return None
    if named["unit"] and kind not in IN_UNIT:  # then `in` is a word of the name
        return Meaning(kind, name=rest.removeprefix("as").strip()[:LONGEST_NAME])
    return Meaning(kind, name=(named["name"] or "")[:LONGEST_NAME], unit=named["unit"] or "")


def _may_be(kind: str) -> str:
    if kind in OF_METRIC:
        return f"write `{kind} of METRIC`"
    parts = [" as NAME" * (kind in NAMED), " in UNIT" * (kind in IN_UNIT)]
    return f"write `{kind}{''.join(parts)}`"
