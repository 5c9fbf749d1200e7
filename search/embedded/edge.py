"""The engine's edge: whatever goes wrong inside it leaves as one of our exceptions."""

from collections.abc import Iterator
from contextlib import contextmanager

from search.errors import IndexUnavailable


@contextmanager
def edge(error: type[IndexUnavailable], doing: str) -> Iterator[None]:
    """Turns the engine's failures into `error`, whose text begins with what was being done."""
    try:
        yield
    except BaseException as problem:
        if not _is_engine_failure(problem):
            raise
        raise error(f"{doing}: {problem}") from problem


def _is_engine_failure(problem: BaseException) -> bool:
    """The engine's errors are ValueErrors and OSErrors. A panic of its Rust code is a
    BaseException of a class that can't be imported."""
    panicked = type(problem).__name__ == "PanicException"
    return panicked or isinstance(problem, ValueError | OSError | RuntimeError)
