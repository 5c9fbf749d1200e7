"""Scores of single examples and what slices these belong to: checked, bounded and packed.

Of a slice's name the distinct values are kept once, as text, and for each example the place of its
own among them.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, TypeVar

from catalog.evaluations.blobs import Columns, pack_columns
from catalog.evaluations.limits import LONGEST_NAME, MOST_EXAMPLE_BYTES, MOST_EXAMPLE_SLICES
from catalog.evaluations.remarks import Remarks
from catalog.evaluations.slices import LONGEST_SLICE, slice_text
from catalog.evaluations.texts import clean
from plugins.facts import Examples

_VALUES = "slice:"  # before the name of a slice: where its values are kept
Places = TypeVar("Places")


class SliceColumn(NamedTuple):
    """`values[places[i]]` is that of example i."""

    values: list[str]
    places: list[int]


def packed_examples(examples: Examples, remarks: Remarks) -> bytes:
    """Empty where they can't be kept."""
    count = len(examples.ids)
    lengths = {len(column) for column in examples.scores.values()}
    if lengths - {count} or len(examples.clusters) not in (0, count):
        remarks.warn("examples", "columns of unequal length were left out", "/examples")
        return b""
    texts = {"ids": _texts(examples.ids), "clusters": _texts(examples.clusters)}
    slices = dict(_slice_columns(examples, remarks))
    values = {f"{_VALUES}{name}": column.values for name, column in slices.items()}
    size = 8 * count * (len(examples.scores) + len(slices))
    size += sum(len(text) for column in (*texts.values(), *values.values()) for text in column)
    if size > MOST_EXAMPLE_BYTES:
        text = f"{size} bytes of examples were left out; at most {MOST_EXAMPLE_BYTES} are kept"
        remarks.warn("examples", text, "/examples")
        return b""
    scores = {clean(name): column for name, column in examples.scores.items()}
    places = {name: column.places for name, column in slices.items()}
    return pack_columns(Columns(places, scores, texts | values))


def slice_columns(
    places: Mapping[str, Places], texts: Mapping[str, Sequence[str]]
) -> Iterator[tuple[str, Sequence[str], Places]]:
    """By name: the values and the places in them, of columns as they are kept."""
    for name, column in places.items():
        yield name, texts[f"{_VALUES}{name}"], column


def _slice_columns(examples: Examples, remarks: Remarks) -> Iterator[tuple[str, SliceColumn]]:
    """Those that can be kept."""
    named = list(examples.slices.items())
    for name, column in named[:MOST_EXAMPLE_SLICES]:
        plain = clean(str(name))
        path = f"/examples/slices/{plain}"
        if not plain or len(plain) > LONGEST_NAME:
            text = f"a slice's name of {len(plain)} characters was left out"
            remarks.warn("slice", text, "/examples/slices", f"1 to {LONGEST_NAME} characters")
        elif len(column) != len(examples.ids):
            text = f"{len(column)} values of `{plain}` for {len(examples.ids)} examples"
            remarks.warn("examples", f"{text} were left out", path, "as many as there are `ids`")
        else:
            yield plain, _slice_column(plain, column, remarks, path)
    if len(named) > MOST_EXAMPLE_SLICES:
        text = f"of {len(named)} names of slices {MOST_EXAMPLE_SLICES} were kept"
        remarks.warn("too-many", text, "/examples/slices")


def _slice_column(name: str, column: Sequence[str], remarks: Remarks, path: str) -> SliceColumn:
    texts = _texts(column)
    known = {text: text for text in dict.fromkeys(texts)}
    long = [text for text in known if text and len(slice_text({name: text})) > LONGEST_SLICE]
    known |= dict.fromkeys(long, "")
    if long:
        text = f"{len(long)} values of `{name}` are too long for a slice and were left out"
        remarks.warn("slice", text, path, f"at most {LONGEST_SLICE} characters with the name")
    numbers = {text: place for place, text in enumerate(dict.fromkeys(known.values()))}
    return SliceColumn(list(numbers), [numbers[known[text]] for text in texts])


def _texts(texts: Sequence[str]) -> list[str]:
    return [clean(str(text)) for text in texts]
