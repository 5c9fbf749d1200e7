"""A process with two children that wait, to be killed by a test."""

import sys

from plugins.host.children import Children, Given
from tests.plugins.host.naughty import load

if __name__ == "__main__":
    given = Given(now=1.0, settings={"folder": sys.argv[1]})
    with Children(load) as children:
        waiting = [
            children.call("naughty", "refreshes", "waits-for-a-file", given, deadline=600.0)
            for _ in range(2)
        ]
        for pending in waiting:
            pending.result()
