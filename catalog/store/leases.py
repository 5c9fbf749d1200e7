"""What one process at a time does: when it is due, and what becomes of it when that one is gone.

It is told by columns that every such table has: `lease_owner`, `lease_until`, and one for the time
at which it is due.
"""

from collections.abc import Callable

from sqlalchemy import Column, Connection, select, update

# The time at which something is due that people asked for: before all others.
REQUESTED = 0.0
# What fails is tried again after 10 s, 20 s, 40 s … up to an hour.
FIRST_BACK_OFF, LONGEST_BACK_OFF = 10.0, 3600.0


def back_off(failures: int) -> float:
    """How many seconds to wait after so many failures in a row before this one."""
    wait: float = min(LONGEST_BACK_OFF, FIRST_BACK_OFF * 2 ** min(failures, 12))
    return wait


def release_leases(
    connection: Connection, due_at: Column[float], is_gone: Callable[[str], bool]
) -> None:
    """Give up the leases of owners that are known to be gone; others end by themselves. `due_at`:
    the column of the table that says when a row is due, which these are at once."""
    table = due_at.table
    owners = select(table.c.lease_owner).where(table.c.lease_owner.is_not(None)).distinct()
    gone = [owner for owner in connection.scalars(owners) if owner and is_gone(owner)]
    connection.execute(
        update(table)
        .where(table.c.lease_owner.in_(gone))
        .values({"lease_owner": None, "lease_until": None, due_at.name: REQUESTED})
    )
