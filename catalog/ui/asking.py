"""What a search page is asked for by its address, and the addresses of its neighbours."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from catalog.ui.addresses import with_query

# Facets in the order they stand on the page, with their headings.
FACETS = {
    "kind": "Kind",
    "type": "Type or task",
    "lifecycle": "Lifecycle",
    "owner": "Owner",
    "project": "Project",
    "domain": "Domain",
    "tag": "Tag",
}
SORTS = {"": "Best match", "title": "Title", "-updated": "Last changed", "-views": "Most viewed"}


@dataclass(frozen=True, slots=True)
class Asked:
    """The question in an address. `fixed_kind` is that of a kind's own list, "" elsewhere;
    `columns` are those of its table, as the address names them."""

    path: str
    query: str
    filters: Mapping[str, tuple[str, ...]]
    sort: str
    cursor: str
    fixed_kind: str = ""
    columns: str = ""

    def all_filters(self) -> dict[str, tuple[str, ...]]:
        """The filters as the index is given them."""
        return {**self.filters, **({"kind": (self.fixed_kind,)} if self.fixed_kind else {})}

    def address(self, **changes: str) -> str:
        """This page's address, with query, sort or cursor changed; without the old cursor."""
        values = {"query": self.query, "sort": self.sort, "cursor": "", **changes}
        table = [("sort", values["sort"]), ("columns", self.columns), ("cursor", values["cursor"])]
        return with_query(self.path, [("q", values["query"]), *self._pairs(), *table])

    def without(self, field: str, value: str) -> str:
        """The address with one filter taken away."""
        kept = [pair for pair in self._pairs() if pair != (field, value)]
        table = [("sort", self.sort), ("columns", self.columns)]
        return with_query(self.path, [("q", self.query), *kept, *table])

    def chosen(self) -> list[tuple[str, str]]:
        """Every filter in force, in the order of the facets."""
        return self._pairs()

    def _pairs(self) -> list[tuple[str, str]]:
        return [(field, value) for field in FACETS for value in self.filters.get(field, ())]


def asked_by(
    path: str, arguments: "MultiDict[str, str]", fixed_kind: str = "", default_sort: str = ""
) -> Asked:
    """Read an address; what it doesn't know it leaves alone. The list of a kind has a table, which
    knows itself by what it can be sorted."""
    sort = arguments.get("sort", default_sort)
    known = {"", *(name.lstrip("-") for name in SORTS)}
    filters = {field: _distinct(arguments.getlist(field)) for field in FACETS}
    return Asked(
        path=path,
        query=arguments.get("q", "").strip(),
        filters={
            field: values
            for field, values in filters.items()
            if values and not (fixed_kind and field == "kind")
        },
        sort=sort if fixed_kind or sort.lstrip("-") in known else "",
        cursor=arguments.get("cursor", ""),
        fixed_kind=fixed_kind,
        columns=",".join(arguments.getlist("columns")) if fixed_kind else "",
    )


def _distinct(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value.strip().lower() for value in values if value.strip()))
