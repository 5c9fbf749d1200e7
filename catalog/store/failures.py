"""Which errors of a database mean that the world is broken, and which that two writers met."""

from sqlalchemy.exc import DBAPIError

from catalog.errors import DatabaseUnavailable

# SQLite's primary result codes: BUSY, LOCKED, READONLY, IOERR, CORRUPT, FULL, CANTOPEN, NOTADB.
SQLITE_UNAVAILABLE = frozenset({5, 6, 8, 10, 11, 13, 14, 26})
# PostgreSQL's classes of SQLSTATE: connection, resources, operator's intervention, system error.
POSTGRESQL_UNAVAILABLE = ("08", "53", "57", "58")
# Two writers that met; the last one: both wrote the first row of the same name.
CONTENTION = frozenset({"40001", "40P01", "23505"})  # serialization, deadlock, unique violation


def is_unavailable(error: DBAPIError) -> bool:
    """True for what a person must mend: locked, full, unreachable, damaged."""
    code = getattr(error.orig, "sqlite_errorcode", None)
    if code is not None:
        return code & 0xFF in SQLITE_UNAVAILABLE
    state = _sqlstate(error)
    if state:
        return state.startswith(POSTGRESQL_UNAVAILABLE)
    return error.connection_invalidated or type(error.orig).__name__ == "OperationalError"


def is_contention(error: DBAPIError) -> bool:
    """True when the same work may well succeed if done once more."""
    return _sqlstate(error) in CONTENTION


def unavailable(error: DBAPIError) -> DatabaseUnavailable:
    reason = " ".join(str(error.orig).split())
    return DatabaseUnavailable(
        f"The database can't be used: {reason}. Look at its address, its disk and whether "
        "another program holds it; what was being written was rolled back."
    )


def _sqlstate(error: DBAPIError) -> str:
    return getattr(error.orig, "sqlstate", None) or ""
