"""What these tests read from: both databases, with their tables and nothing in them."""

from tests.contracts.conftest import *  # noqa: F403
