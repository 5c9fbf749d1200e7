"""How often entries are opened, brought into the index without writing it at every view.

An entry is indexed with its views of the last 30 days whenever it is indexed. What is opened and
never changes is indexed again when its count has doubled or halved, and once a day whatever the
difference: searches see a count that is less than twice too low, and exact after a day.
"""

from functools import partial

from catalog.store.database import Database
from catalog.store.due import index_anew
from catalog.store.views import DAY, views_of_late

# Entries made due in one transaction.
AT_ONCE = 1_000


class ViewsToTell:
    """What one worker has told the index of. It begins with nothing: then all that was opened of
    late is told once more, which does no harm."""

    def __init__(self) -> None:
        self._told: dict[int, int] = {}
        self._day = -1  # of the last exact count

    def tell(self, database: Database, now: float) -> int:
        """Make those entries due whose count the index should learn; gives how many."""
        with database.read() as connection:
            views = views_of_late(connection, now)
        today = int(now // DAY)
        news = [id for id in views if self._is_news(id, views[id], exactly=today != self._day)]
        told = 0
        for start in range(0, len(news), AT_ONCE):
            some = news[start : start + AT_ONCE]
            due = database.transact(partial(index_anew, ids=some))
            self._told |= {id: views[id] for id in due}
            told += len(due)
        self._day = today
        return told

    def _is_news(self, id: int, views: int, *, exactly: bool) -> bool:
        told = self._told.get(id, -1 if exactly else 0)
        return views != told if exactly else views.bit_length() != told.bit_length()
