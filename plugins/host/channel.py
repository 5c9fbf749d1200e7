"""The words between a child and its parent, before and after each answer."""

from collections.abc import Callable
from typing import TypeAlias

from descriptors.problems import Problem
from plugins.host.loading import LoadedPlugin

Load: TypeAlias = Callable[[str], LoadedPlugin | Problem]
"""Makes a plugin of its name; pickled by reference, and called in a child."""

READY = b"ready"  # the plugin is loaded
TAKEN = b"taken"  # a call begins
ANSWER = b"answer"  # it follows
LAST = b"last"  # it follows, and then this child ends
