"""Builds of the index in a cluster: an index each, which says what schema it was made for."""

from search.elastic.edge import PREFIX, connect, edge, index_name, write_alias
from search.elastic.mapping import SETTINGS, mappings


def create(search_url: str, build: str) -> None:
    with edge("an index can't be made"), connect(search_url) as client:
        client.indices.create(
            index=index_name(build),
            settings=SETTINGS,
            mappings=mappings(),
            aliases={write_alias(build): {}},
        )


def drop(search_url: str, build: str) -> None:
    """Deletes a build; none is no error."""
    with edge("an index can't be dropped"), connect(search_url) as client:
        client.indices.delete(index=index_name(build), ignore_unavailable=True)


def names(search_url: str) -> list[str]:
    with edge("the indices can't be listed"), connect(search_url) as client:
        found = client.indices.get(index=f"{PREFIX}*", features="aliases")
    return sorted(name.removeprefix(PREFIX) for name in found)
