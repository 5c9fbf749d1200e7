"""Answers that stay true until the catalog changes, so that they need not be counted again."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

from sqlalchemy import Connection, func, literal, select

from catalog.store.due import STITCH
from catalog.store.tables import change, due

T = TypeVar("T")


class Remembered(Generic[T]):
    """The last answers, each with the state of the catalog it was true for.

    The state is the newest change, as long as no entity waits to be stitched: what stitching
    alters (owners, relations, audiences) has no change of its own.
    """

    def __init__(self, capacity: int = 512) -> None:
        self._capacity = capacity
        self._answers: OrderedDict[Hashable, tuple[int, T]] = OrderedDict()
        self._lock = Lock()

    def answer(self, connection: Connection, question: Hashable, find: Callable[[], T]) -> T:
        """The remembered answer where it is still true, else what `find` returns."""
        state = catalog_state(connection)
        if state is None:
            return find()
        with self._lock:
            known = self._answers.get(question)
        if known is not None and known[0] == state:
            return known[1]
        return self._keep(question, state, find())

    def _keep(self, question: Hashable, state: int, found: T) -> T:
        with self._lock:
            self._answers[question] = (state, found)
            self._answers.move_to_end(question)
            while len(self._answers) > self._capacity:
                self._answers.popitem(last=False)
        return found


def catalog_state(connection: Connection) -> int | None:
    """The number of the newest change; None while something is still to be stitched."""
    waiting = select(literal(1)).where(due.c.consumer == STITCH).limit(1).scalar_subquery()
    newest = select(func.coalesce(func.max(change.c.seq), 0), waiting)
    state, busy = connection.execute(newest).one()
    return None if busy else state
