"""What these tests write to: both databases."""

from tests.contracts.conftest import *  # noqa: F403
