"""The order in which a batch is stitched."""

from collections.abc import Iterable, Iterator, Sequence

from catalog.stitching.inputs import Claimed


def parents_first(claimed: Sequence[Claimed]) -> Iterator[Claimed]:
    """Every entity after the one it inherits from, if that is in the batch too; cycles end."""
    waiting = {it.row.ref: it for it in claimed}
    for ref in [it.row.ref for it in claimed]:
        yield from reversed(list(_chain(ref, waiting)))


def _chain(ref: str, waiting: dict[str, Claimed]) -> Iterable[Claimed]:
    while ref in waiting:
        it = waiting.pop(ref)
        yield it
        ref = it.row.parent
