"""Where the value of a path is kept: in a column of `entity`, in `relation`, or in `filter_row`."""

from sqlalchemy import Column, ScalarSelect, select

from catalog.store.tables import entity, filter_key

# Lower-case path → column. A column's empty text means "not there".
COLUMNS: dict[str, Column[str]] = {
    "kind": entity.c.kind,
    "metadata.namespace": entity.c.namespace,
    "metadata.name": entity.c.name,
    "metadata.uid": entity.c.uid,
    "spec.type": entity.c.type,
    "spec.lifecycle": entity.c.lifecycle,
}

RELATIONS = "relations."
LONGEST_KEY = 200  # what is longer has no row


def key_id(key: str) -> ScalarSelect[int]:
    """The interned number of a path, looked up inside the statement that needs it."""
    return select(filter_key.c.id).where(filter_key.c.key == key).scalar_subquery()
