"""Where each part of a document stands in its file; computed only when somebody asks."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from yaml.nodes import MappingNode, Node, SequenceNode

from descriptors.build import Builder
from descriptors.compose import compose
from descriptors.documents import Chunk
from descriptors.limits import Limits
from descriptors.problems import Steps, pointer
from descriptors.scalars import key_text


@dataclass(frozen=True, slots=True)
class Place:
    """Line and column (from 1) of a key, and of its value; in a list both are the item's."""

    key: tuple[int, int]
    value: tuple[int, int]


NOWHERE = Place((0, 0), (0, 0))


def nearest(places: Mapping[str, Place], steps: Steps) -> Place:
    """The place of what the steps lead to, or of the closest thing above that is in the file."""
    paths = (pointer(steps[:end]) for end in range(len(steps), -1, -1))
    return next((places[path] for path in paths if path in places), NOWHERE)


def places(chunk: Chunk, limits: Limits) -> Mapping[str, Place]:
    """The place of everything in a document that could be built, by JSON pointer."""
    root = compose(chunk.data) if chunk.data else None
    return {} if root is None else dict(_walk(root, root, (), chunk.line, Builder(limits)))


def place_of(node: Node, line: int) -> tuple[int, int]:
    """Line and column of a node in its file, `line` lines of which lie above its document."""
    return node.start_mark.line + line + 1, node.start_mark.column + 1


def _walk(
    key: Node, node: Node, steps: Steps, line: int, builder: Builder
) -> Iterator[tuple[str, Place]]:
    yield pointer(steps), Place(place_of(key, line), place_of(node, line))
    if isinstance(node, MappingNode):
        for key_node, item in node.value:
            name = key_text(builder.value(key_node))
            yield from _walk(key_node, item, (*steps, name), line, builder)
    elif isinstance(node, SequenceNode):
        for index, item in enumerate(node.value):
            yield from _walk(item, item, (*steps, index), line, builder)
