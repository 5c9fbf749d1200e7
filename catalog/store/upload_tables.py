"""The table of files that people upload: drafts that nobody has agreed to yet, and what counts."""

from sqlalchemy import Boolean, Column, Float, Index, Integer, LargeBinary, String, Table, Text

from catalog.store.tables import metadata

upload = Table(
    "upload",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", String(43), nullable=False, unique=True),  # what a draft is found by
    Column("plugin", String(63), nullable=False),
    Column("type", String(63), nullable=False),  # which of the plugin's uploads
    Column("name", String(63), nullable=False),
    Column("is_draft", Boolean, nullable=False),
    Column("filename", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),  # the file, compressed
    Column("answers", Text, nullable=False),  # JSON
    Column("draft", LargeBinary, nullable=False),  # what the plugin made of it: compressed JSON
    Column("runs", Integer, nullable=False),
    Column("results", Integer, nullable=False),
    Column("problems", Integer, nullable=False),
    Column("at", Float, nullable=False),
    Index(None, "plugin", "name"),
    Index(None, "at"),
    sqlite_autoincrement=True,
)
