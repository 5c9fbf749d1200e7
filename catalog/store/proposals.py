"""Proposals of plugins stand in the register of locations, one for each connection."""

import time

from sqlalchemy import Connection, insert, select, update

from catalog.store.tables import location

TYPE = "proposals"  # of the location; its target is `plugin/connection id`


def have_proposals_read(connection: Connection, plugin: str, connection_id: int) -> None:
    """What a plugin proposes by a connection has changed: have it read as soon as may be."""
    it = (location.c.type == TYPE, location.c.target == f"{plugin}/{connection_id}")
    if connection.scalar(select(location.c.id).where(*it)) is None:
        new = {"type": TYPE, "target": f"{plugin}/{connection_id}", "added_by": "plugin"}
        connection.execute(insert(location).values(**new, created_at=time.time()))
    else:
        connection.execute(update(location).where(*it).values(next_read_at=0.0, token=""))
