"""The tables of facts: evaluation runs with what they measured, and versions of models.

Made for millions of results and any number of metric names: names, slices, subjects and data are
numbers here, given by the small tables, and the rows that there are many of are narrow.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from catalog.store.tables import metadata

# Who reports: `api`, `push:NAME`, or a plugin with where it knows it from, `mlflow connection:3`.
fact_source = Table(
    "fact_source",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(160), nullable=False, unique=True),
)

# What facts are about, by ref: the entity may not be there yet, or no more.
fact_subject = Table(
    "fact_subject",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("ref", String(255), nullable=False, unique=True),
)

# Names of metrics, params and tags, as they are written.
fact_name = Table(
    "fact_name",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(255), nullable=False, unique=True),
    Column("folded", String(255), nullable=False),  # lower case
    Index(None, "folded"),
)

# Parts of data, as canonical text: `country=SE, plays=2026`. All of it is number 0, with no row.
OVERALL = 0
fact_slice = Table(
    "fact_slice",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("slice", String(512), nullable=False, unique=True),
)

# Data that something was measured on.
fact_dataset = Table(
    "fact_dataset",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("digest_of", String(40), nullable=False, unique=True),  # of the four below
    Column("name", Text, nullable=False),
    Column("ref", String(255), nullable=False),
    Column("digest", Text, nullable=False),
    Column("split", String(255), nullable=False),
    # Of what makes data the same: equal digests, else names; and equal splits.
    Column("same_as", String(40), nullable=False),
    Column("same_id", Integer, nullable=False),  # the lowest id of those that are the same
    Column("folded", String(255), nullable=False),  # its name in lower case
    Index(None, "same_as"),
    Index(None, "folded"),
    Index(None, "ref"),
)

evaluation_run = Table(
    "evaluation_run",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("source_id", ForeignKey("fact_source.id"), nullable=False),
    Column("uid", String(255), nullable=False),  # the source's own
    Column("subject_id", ForeignKey("fact_subject.id"), nullable=False),
    Column("version", String(255), nullable=False),
    Column("type", String(16), nullable=False),  # training | evaluation
    Column("status", String(16), nullable=False),
    Column("name", String(255), nullable=False),
    Column("run_group", String(255), nullable=False),
    Column("started_at", Float),
    Column("ended_at", Float),
    Column("began", Float, nullable=False),  # started, else ended, else when it was first reported
    # When it was over, else when it began; never later than when that was reported, whatever the
    # clock of its machine says.
    Column("at", Float, nullable=False),
    Column("dataset_id", Integer, nullable=False),  # 0: not known
    Column("same_id", Integer, nullable=False),  # of the data set
    # Of its subject's version on its data: the one that counts.
    Column("latest", Boolean, nullable=False),
    Column("url", Text, nullable=False),
    Column("digest", String(40), nullable=False),  # of all that is kept of it
    Column("recorded_at", Float, nullable=False),
    Column("changed_at", Float, nullable=False),
    UniqueConstraint("source_id", "uid"),
    Index(None, "subject_id", "began", "id"),
    Index("ix_evaluation_run_group", "subject_id", "version", "same_id", "status", "type", "at"),
    # `latest` is a column too, without which SQLite prefers other indexes.
    Index(
        "ix_evaluation_run_latest",
        *("subject_id", "latest", "version"),
        sqlite_where=text("latest = 1"),
        postgresql_where=text("latest"),
    ),
    Index(None, "dataset_id", "subject_id"),
    sqlite_autoincrement=True,
)

# One number. `value` is null where it is not finite; `special` says what it is then.
NAN, PLUS_INFINITY, MINUS_INFINITY = 1, 2, 3
evaluation_result = Table(
    "evaluation_result",
    metadata,
    Column("run_id", Integer, primary_key=True, autoincrement=False),
    Column("metric_id", Integer, primary_key=True, autoincrement=False),
    Column("slice_id", Integer, primary_key=True, autoincrement=False),
    Column("subject_id", Integer, nullable=False),
    Column("value", Float),
    Column("special", SmallInteger, nullable=False),
    Column("latest", Boolean, nullable=False),  # of a run that is
    Column("n", BigInteger),
    Column("low", Float),
    Column("high", Float),
    Column("level", Float),
    Column("method", String(63)),
    Index("ix_evaluation_result_value", "subject_id", "metric_id", "slice_id", "value", "run_id"),
    Index(
        "ix_evaluation_result_latest",
        *("metric_id", "slice_id", "value", "subject_id", "run_id"),
        sqlite_where=text("latest = 1"),
        postgresql_where=text("latest"),
    ),
    sqlite_with_rowid=False,
)

# Params and tags, to filter and sort by. `text` is cut; what was written is in the run's details.
PARAM, TAG = 0, 1
run_param = Table(
    "run_param",
    metadata,
    Column("run_id", Integer, primary_key=True, autoincrement=False),
    Column("place", SmallInteger, primary_key=True, autoincrement=False),  # PARAM | TAG
    Column("name_id", Integer, primary_key=True, autoincrement=False),
    Column("subject_id", Integer, nullable=False),
    Column("number", Float),  # null where the text is none
    Column("text", String(255), nullable=False),
    Index("ix_run_param_value", "subject_id", "place", "name_id", "number", "text", "run_id"),
    sqlite_with_rowid=False,
)

# How many runs of a subject have a metric (place 2, for each slice), param or tag.
METRIC = 2
run_column = Table(
    "run_column",
    metadata,
    Column("subject_id", Integer, primary_key=True, autoincrement=False),
    Column("place", SmallInteger, primary_key=True, autoincrement=False),
    Column("name_id", Integer, primary_key=True, autoincrement=False),
    Column("slice_id", Integer, primary_key=True, autoincrement=False),
    Column("runs", Integer, nullable=False),
    sqlite_with_rowid=False,
)

# What is read with a run's page only. `type`: details and curves (JSON), series (one a metric)
# and examples (columns of numbers); all compressed.
run_blob = Table(
    "run_blob",
    metadata,
    Column("run_id", Integer, primary_key=True, autoincrement=False),
    Column("type", String(16), primary_key=True),
    Column("name_id", Integer, primary_key=True, autoincrement=False),  # of a series; else 0
    Column("points", Integer, nullable=False),
    Column("note", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
)

# A version of a model as one source knows it; pages show what all of them say.
model_version = Table(
    "model_version",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("subject_id", ForeignKey("fact_subject.id"), nullable=False),
    Column("version", String(255), nullable=False),
    Column("source_id", ForeignKey("fact_source.id"), nullable=False),
    Column("artifact_digest", Text, nullable=False),
    Column("run_uid", String(255), nullable=False),  # of the same source
    Column("created_at", Float),
    Column("details", LargeBinary, nullable=False),  # JSON: all that was reported
    Column("digest", String(40), nullable=False),
    Column("recorded_at", Float, nullable=False),
    Column("changed_at", Float, nullable=False),
    UniqueConstraint("subject_id", "version", "source_id"),
    Index(None, "source_id", "run_uid"),
    sqlite_autoincrement=True,
)

# Names that move from version to version, each as one source has it.
model_alias = Table(
    "model_alias",
    metadata,
    Column("subject_id", Integer, primary_key=True, autoincrement=False),
    Column("source_id", Integer, primary_key=True, autoincrement=False),
    Column("alias", String(255), primary_key=True),
    Column("version", String(255), nullable=False),
    Column("since", Float, nullable=False),
)

# Pushes that were taken, so that one which is sent again does nothing.
push_key = Table(
    "push_key",
    metadata,
    Column("source_id", Integer, primary_key=True, autoincrement=False),
    Column("key", String(255), primary_key=True),
    Column("digest", String(40), nullable=False),  # of what was sent
    Column("answer", LargeBinary, nullable=False),  # JSON
    Column("at", Float, nullable=False),
    Index(None, "at"),
)
