"""What is noted of a call that was leased and gave no answer."""

import time

from catalog.refresh.parts import PluginParts
from catalog.refresh.schedule import Leased, record_failure
from descriptors.problems import Problem
from plugins.host.calls import Failure


def keep_failure(parts: PluginParts, it: Leased, wrong: Failure | Problem) -> None:
    """What was known stays; it is asked again later. Raises LeaseLost."""
    problem = wrong.problem if isinstance(wrong, Failure) else wrong
    wait = wrong.retry_after if isinstance(wrong, Failure) else 0.0
    parts.database.transact(
        lambda connection: record_failure(connection, it, parts.owner, problem, wait, time.time())
    )
