"""The tables of plugins: whom they ask and when, and what they know about entities."""

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from catalog.store.tables import metadata

# A plugin that was seen installed; its row outlives it, so that what it left is shown as such.
plugin = Table(
    "plugin",
    metadata,
    Column("name", String(63), primary_key=True),
    Column("version", String(63), nullable=False, default=""),
    Column("enabled", Boolean, nullable=False, default=True),
    # Of all it declares: what entities were described with, and files read.
    Column("fingerprint", String(64), nullable=False, default=""),
    Column("seen_at", Float, nullable=False),  # when it was last there at a start
    Column("installed", Boolean, nullable=False, default=True),
    Column("last_error", Text),  # a problem as JSON: of loading, or of the last call that failed
)

# An upstream server that people connected. Holds where a secret is found, never the secret.
connection = Table(
    "connection",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("plugin", String(63), nullable=False),
    Column("name", String(63), nullable=False),
    Column("url", Text, nullable=False),
    Column("secret_from", Text, nullable=False, default=""),  # `env:NAME` or `file:/path`
    Column("added_by", String(16), nullable=False),  # cli | settings
    Column("created_at", Float, nullable=False),
    UniqueConstraint("plugin", "name"),
    sqlite_autoincrement=True,
)

# A function of a plugin that is called again and again, and how its last call went.
refresh = Table(
    "refresh",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("plugin", String(63), nullable=False),
    Column("name", String(63), nullable=False),
    Column("connection_id", Integer, nullable=False, default=0),  # 0: of no connection
    Column("entity_id", Integer, nullable=False, default=0),  # 0: of no single entity
    Column("cursor", Text, nullable=False, default=""),
    Column("state", String(16), nullable=False, default="new"),  # new | ok | failing
    Column("failures", Integer, nullable=False, default=0),  # in a row
    Column("last_error", Text),  # a problem as JSON
    Column("last_started_at", Float),
    Column("last_ok_at", Float),
    Column("seconds", Float),  # the last call took
    Column("next_at", Float, nullable=False, default=0.0),
    Column("lease_owner", String(64)),
    Column("lease_until", Float),
    # When the chain of pages began that goes on (`more`); null: the next call begins one.
    Column("chain_since", Float),
    # When to ask once more after the call or chain that goes on, which began too early for what
    # people asked for or changed since; null: in a period.
    Column("again_at", Float),
    UniqueConstraint("plugin", "name", "connection_id", "entity_id"),
    Index(None, "next_at"),
    Index(None, "entity_id"),
    sqlite_autoincrement=True,
)

# What one plugin knows about one entity: a row a state, the present one without `until`.
attachment = Table(
    "attachment",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("entity_id", ForeignKey("entity.id", ondelete="CASCADE"), nullable=False),
    Column("plugin", String(63), nullable=False),
    Column("type", String(63), nullable=False),
    # Who said so: `describe`, `connection:<id>`, `file:<source id>`, `push:<name>`.
    Column("source", String(160), nullable=False),
    Column("version", Integer, nullable=False, default=1),  # of the plugin's schema
    Column("digest", String(40), nullable=False),
    Column("value", LargeBinary, nullable=False),  # JSON
    Column("url", Text, nullable=False, default=""),
    Column("observed_at", Float, nullable=False),
    Column("since", Float, nullable=False),
    Column("until", Float),
    Index(None, "entity_id", "plugin", "type", "source"),
    Index(None, "source"),
    Index(None, "plugin", "type", "until"),
    sqlite_autoincrement=True,
)

# Fields that plugins let people search by: values of present attachments.
search_field = Table(
    "search_field",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(127), nullable=False, unique=True),  # `plugin.field`
    Column("type", String(16), nullable=False),  # term | number | date
    Column("about", Text, nullable=False, default=""),
)
search_value = Table(
    "search_value",
    metadata,
    Column("field_id", Integer, primary_key=True),
    Column("text", String(255), primary_key=True),  # folded; of a number or date "" is not used
    Column("entity_id", Integer, primary_key=True),
    Column("number", Float),  # numbers, and dates in seconds since 1970
    Index(None, "field_id", "number"),
    Index(None, "entity_id"),
    sqlite_with_rowid=False,
)

# Named, typed facts for policies, as a plugin's checks computed them last.
check_value = Table(
    "check_value",
    metadata,
    Column("entity_id", ForeignKey("entity.id", ondelete="CASCADE"), primary_key=True),
    Column("plugin", String(63), primary_key=True),
    Column("name", String(63), primary_key=True),
    Column("value", Text, nullable=False),  # JSON
    Column("at", Float, nullable=False),
)

# Descriptors that plugins propose for what is upstream and declared nowhere.
proposal = Table(
    "proposal",
    metadata,
    Column("plugin", String(63), primary_key=True),
    Column("connection_id", Integer, primary_key=True),
    Column("ref", String(255), primary_key=True),
    Column("document", LargeBinary, nullable=False),  # JSON
    Column("reason", Text, nullable=False, default=""),
    Column("digest", String(40), nullable=False),
    Column("since", Float, nullable=False),
)

# Systems that push attachments and facts themselves.
push_source = Table(
    "push_source",
    metadata,
    Column("name", String(63), primary_key=True),
    Column("title", Text, nullable=False, default=""),
    Column("secret_digest", String(64), nullable=False),  # SHA-256 of the token
    Column("schemas", Text, nullable=False, default="{}"),  # JSON Schema by attachment type
    Column("created_at", Float, nullable=False),
    Column("last_used_at", Float),
)
