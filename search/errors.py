"""What can go wrong with an index. Text that people typed never does."""


class IndexUnavailable(Exception):
    """The engine does not answer now; what was asked may work later. Lists still come from SQL."""


class IndexCorrupt(IndexUnavailable):
    """The index is missing, damaged or made for another schema: only a rebuild helps."""


class IndexLocked(IndexUnavailable):
    """Another process is writing to this index; the embedded engine has one writer."""


class InvalidCursor(ValueError):
    """A cursor that was not given out for this query and sort."""
