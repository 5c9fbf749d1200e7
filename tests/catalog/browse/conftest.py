"""What these tests read from: both databases, with their tables and nothing in them."""

from tests.contracts.conftest import (
    database,
    empty_database,
    empty_database_url,
    postgres_url,
)

__all__ = ["database", "empty_database", "empty_database_url", "postgres_url"]
