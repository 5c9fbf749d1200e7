"""The table of comparisons of examples: what was computed, and what a worker has yet to compute."""

from sqlalchemy import Column, Float, Index, Integer, LargeBinary, String, Table, Text

from catalog.store.tables import metadata

# The differences of two runs, by the content they were computed from: runs with the same examples
# share a row, and a run whose examples change leaves it.
comparison_result = Table(
    "comparison_result",
    metadata,
    Column("digest", String(64), primary_key=True),  # of both runs' examples and the options
    Column("run_id", Integer, nullable=False),  # where the examples can be read
    Column("baseline_run_id", Integer, nullable=False),
    Column("options", Text, nullable=False),  # JSON
    Column("state", String(16), nullable=False),  # waiting | done
    Column("progress", Float, nullable=False, default=0.0),  # 0 to 1
    Column("body", LargeBinary),  # compressed JSON, when it is done
    Column("failures", Integer, nullable=False, default=0),  # in a row
    Column("last_error", Text, nullable=False, default=""),
    Column("used_at", Float, nullable=False),  # to the day: what nobody asks for is forgotten
    Column("next_at", Float),  # when a worker is to compute it; null: no more
    Column("lease_owner", String(64)),
    Column("lease_until", Float),
    Index(None, "next_at"),
    Index(None, "used_at"),
)
