"""Parents before children, and no way round a cycle."""

from collections.abc import Mapping
from types import SimpleNamespace

from hypothesis import given
from hypothesis import strategies as st

from catalog.stitching.inputs import Claimed
from catalog.stitching.order import parents_first

names = st.sampled_from("abcdef")


@given(st.dictionaries(names, names))
def test_each_comes_once_and_after_its_parent_unless_they_go_in_a_circle(
    parents: Mapping[str, str],
) -> None:
    claimed = [_claimed(ref, parent) for ref, parent in parents.items()]
    order = [it.row.ref for it in parents_first(claimed)]
    assert sorted(order) == sorted(parents)
    for ref, parent in parents.items():
        if parent in parents and not _in_circle(ref, parents):
            assert order.index(parent) < order.index(ref)


def _in_circle(ref: str, parents: Mapping[str, str]) -> bool:
    seen: set[str] = set()
    while ref in parents and ref not in seen:
        seen.add(ref)
        ref = parents[ref]
    return ref in seen


def _claimed(ref: str, parent: str) -> Claimed:
    return Claimed(SimpleNamespace(ref=ref, parent=parent), inputs=None)  # type: ignore[arg-type]
