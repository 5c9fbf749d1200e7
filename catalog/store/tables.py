"""The tables: what the catalog keeps.

SQL is the record; a search index can always be made anew from it. Times are seconds since 1970
(UTC), entity refs are the canonical lower-case text `kind:namespace/name`.
"""

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# Where descriptors are read from, and how the last read went.
location = Table(
    "location",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("type", String(16), nullable=False),  # file | folder | git | url
    Column("target", Text, nullable=False),
    Column(
        "ref", String(255), nullable=False, default=""
    ),  # branch, tag or commit of a Git location
    Column(
        "patterns", Text, nullable=False, default=""
    ),  # one a line; empty = the settings' patterns
    Column("added_by", String(16), nullable=False),  # cli | settings | api | descriptor | provider
    # The source whose `Location` entity names this one; gone with it.
    Column("parent_source_id", Integer),
    Column(
        "token", String(255), nullable=False, default=""
    ),  # commit or etag of the last good read
    Column("commit", String(64), nullable=False, default=""),
    Column("state", String(16), nullable=False, default="new"),  # new | ok | failing
    Column("last_error", Text),  # a problem as JSON
    Column("created_at", Float, nullable=False),
    Column("last_read_at", Float),
    Column("last_ok_at", Float),
    Column("next_read_at", Float, nullable=False, default=0.0),
    Column("failures", Integer, nullable=False, default=0),
    Column("lease_owner", String(64)),
    Column("lease_until", Float),
    UniqueConstraint("type", "target", "ref", "patterns"),
    sqlite_autoincrement=True,  # an id is never used again, whoever still holds it
)

# One file of a location, as it was last read.
source = Table(
    "source",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("location_id", ForeignKey("location.id", ondelete="CASCADE"), nullable=False),
    Column("path", Text, nullable=False),
    Column("via", String(255), nullable=False, default=""),  # ref of the `Location` that names it
    # SHA-256 of bytes and includes; empty = to be read again whatever its bytes (another file gave
    # up what it declares too); "-" = could not be read.
    Column("digest", String(64), nullable=False),
    Column("fingerprint", String(64), nullable=False),  # of the Format it was validated with
    Column("location_ref", Text, nullable=False),  # `file:/…` or `url:https://…`
    Column(
        "origin_ref", Text, nullable=False, default=""
    ),  # likewise, of the location people added
    Column("view_url", Text, nullable=False, default=""),
    Column("edit_url", Text, nullable=False, default=""),
    Column("source_location", Text, nullable=False, default=""),  # folder people edit, as a URL
    Column("commit", String(64), nullable=False, default=""),
    Column("author", Text, nullable=False, default=""),
    Column("changed_at", Float),
    Column("exact", Boolean, nullable=False, default=True),  # False: changed at that time or before
    Column("read_at", Float, nullable=False),
    # What its `Location` entities name: JSON [[ref, [target, …], required], …]
    Column("targets", Text, nullable=False, default="[]"),
    # `plugin/reader` of a file that is no descriptor, and what it asked for beside it: JSON.
    Column("reader", String(127), nullable=False, default="", server_default=""),
    Column("needs", Text, nullable=False, default="[]", server_default="[]"),
    UniqueConstraint("location_id", "path"),
    sqlite_autoincrement=True,
)

# A thing with a ref. A row outlives deletion, so that its id and revision are never used again;
# what can be seen has a row in `entry` (not yet stitched or deleted: none).
# kind … project are lower case, for filters and sorting; the document keeps what was written.
entity = Table(
    "entity",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("uid", String(36), nullable=False, unique=True),
    Column("ref", String(255), nullable=False, unique=True),
    Column("kind", String(63), nullable=False),
    Column("namespace", String(63), nullable=False),
    Column("name", String(63), nullable=False),
    Column("type", String(255), nullable=False, default=""),
    Column("lifecycle", String(255), nullable=False, default=""),
    Column("owner", String(255), nullable=False, default=""),  # ref, inherited where not declared
    Column("project", String(255), nullable=False, default=""),  # ref, likewise
    Column("title", Text, nullable=False),  # metadata.title, else the name as written
    # Ref of the entity from which owner, project and audience are inherited; empty = none.
    Column("parent", String(255), nullable=False, default=""),
    Column("audience", Integer, nullable=False, default=0),  # 0 = everyone
    Column("source_id", Integer),
    Column("line", Integer, nullable=False, default=0),
    Column("version", Integer, nullable=False, default=0),  # number of its newest row in `version`
    Column("revision", Integer, nullable=False, default=0),  # raised by any input of its entry
    Column("orphan_since", Float),
    Column("deleted_at", Float),
    Column("created_at", Float, nullable=False),
    # When people last changed what it declares: the time of the commit or file, where known.
    Column("updated_at", Float, nullable=False),
    Index(None, "kind", "type", "name"),
    Index(None, "name"),
    Index(None, "updated_at"),
    Index(None, "owner"),
    Index(None, "project"),
    Index(None, "source_id"),
    Index(None, "parent"),
    Index(None, "orphan_since"),
)

# The stitched result: the JSON people and clients are given, ready to send.
entry = Table(
    "entry",
    metadata,
    Column("entity_id", ForeignKey("entity.id", ondelete="CASCADE"), primary_key=True),
    # The entity's revision when this body was first made; what the index holds it under. The
    # entity's own may be higher: an input changed and the body did not.
    Column("revision", Integer, nullable=False),
    Column("etag", String(40), nullable=False),
    Column("body", LargeBinary, nullable=False),
)

# Every state of every descriptor.
version = Table(
    "version",
    metadata,
    Column("entity_id", ForeignKey("entity.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("at", Float, nullable=False),
    Column("action", String(16), nullable=False),  # created | updated | deleted | restored
    Column("location", Text, nullable=False),  # the source's location_ref
    Column("path", Text, nullable=False),
    Column("line", Integer, nullable=False),
    Column("commit", String(64), nullable=False, default=""),
    Column("author", Text, nullable=False, default=""),
    Column("changed_at", Float),
    Column("digest", String(40), nullable=False),
    Column("document", LargeBinary),  # JSON; null when deleted
    Column("diff", Text, nullable=False, default="[]"),  # JSON: [{op, path, before, after}]
)

# What an entity declares; its inverse is shown on the target.
relation = Table(
    "relation",
    metadata,
    Column("entity_id", ForeignKey("entity.id", ondelete="CASCADE"), primary_key=True),
    Column("type", String(63), primary_key=True),
    Column("target", String(255), primary_key=True),
    Column("inverse", String(63), nullable=False),
    Index(None, "target", "inverse"),
    sqlite_with_rowid=False,
)

filter_key = Table(
    "filter_key",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", String(255), nullable=False, unique=True),  # lower case, dotted
)

# One value of one path of an entity, for filters and facets (all paths but metadata.uid, which is
# a column, and relations.*, which the relation table answers). NO_VALUE stands for "is there, but
# has no value one could ask for" (null, or longer than the limit). Of a list of texts each is a
# row with `item` set, which also stands for Backstage's second row `path.<text> = true`:
# `metadata.tags.java=true` is the row (`metadata.tags`, `java`, item). Not a foreign key, as the
# entity's row is never deleted and the check would cost a look-up for each row written.
NO_VALUE = "\uffff"
filter_row = Table(
    "filter_row",
    metadata,
    Column("key_id", Integer, primary_key=True),
    Column("value", String(255), primary_key=True),  # lower case
    Column("entity_id", Integer, primary_key=True),
    Column("original", String(255)),  # as written, where that differs from value
    Column("item", Boolean, nullable=False, default=False),
    Index(None, "entity_id"),
    sqlite_with_rowid=False,
)

# What is wrong, until the source is read again. Problems of reading a whole location have no
# source; a conflict is a problem of the source that lost, shown on the winner's entity as well.
problem = Table(
    "problem",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("location_id", ForeignKey("location.id", ondelete="CASCADE")),
    Column("source_id", ForeignKey("source.id", ondelete="CASCADE")),
    Column("entity_id", Integer),  # the entity it is shown on, where there is one
    Column("entity_ref", String(255), nullable=False, default=""),
    Column("code", String(63), nullable=False),
    Column("message", Text, nullable=False),
    Column("hint", Text, nullable=False, default=""),
    Column("severity", String(16), nullable=False, default="error"),
    Column("file", Text, nullable=False, default=""),
    Column("line", Integer, nullable=False, default=0),
    Column("column", Integer, nullable=False, default=0),
    Column("path", Text, nullable=False, default=""),
    Column("since", Float, nullable=False),
    # Of a plugin's problem: its name, and the source of its attachments it belongs to.
    Column("said_by", String(160), nullable=False, default="", server_default=""),
    Index(None, "entity_id"),
    Index(None, "entity_ref"),
    Index(None, "said_by"),
    Index(None, "source_id"),
    Index(None, "location_id"),
)

# The durable log of what changed.
change = Table(
    "change",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("entity_id", Integer, nullable=False),
    Column("ref", String(255), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("action", String(16), nullable=False),
    Column("at", Float, nullable=False),
    Index(None, "entity_id"),
    sqlite_autoincrement=True,
)

# Work to do, one row a consumer and entity; settled only up to the revision that was done.
# Consumers: `stitch`, and `index:<build>` for each index build.
due = Table(
    "due",
    metadata,
    Column("consumer", String(64), primary_key=True),
    Column("entity_id", Integer, primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    Column("not_before", Float, nullable=False, default=0.0),
    sqlite_with_rowid=False,
)

index_build = Table(
    "index_build",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("engine", Text, nullable=False),  # "embedded", or the address of the cluster
    Column("state", String(16), nullable=False),  # building | current | old
    Column("created_at", Float, nullable=False),
)

# How often an entry's page was opened, a row a day (days since 1970).
view = Table(
    "view",
    metadata,
    Column("entity_id", ForeignKey("entity.id", ondelete="CASCADE"), primary_key=True),
    Column("day", Integer, primary_key=True),
    Column("count", Integer, nullable=False),
)
