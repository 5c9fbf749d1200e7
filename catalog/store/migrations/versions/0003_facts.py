"""Facts: evaluation runs with results, params and series; model versions; pushes taken."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    create_fact_dataset()
    create_fact_name()
    create_fact_slice()
    create_fact_source()
    create_fact_subject()
    create_evaluation_result()
    create_model_alias()
    create_push_key()
    create_run_blob()
    create_run_column()
    create_run_param()
    create_evaluation_run()
    create_model_version()


def downgrade() -> None:
    for table in (
        "model_version",
        "evaluation_run",
        "run_param",
        "run_column",
        "run_blob",
        "push_key",
        "model_alias",
        "evaluation_result",
        "fact_subject",
        "fact_source",
        "fact_slice",
        "fact_name",
        "fact_dataset",
    ):
        op.drop_table(table)


def create_fact_dataset() -> None:
    op.create_table(
        "fact_dataset",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest_of", sa.String(length=40), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("ref", sa.String(length=255), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("split", sa.String(length=255), nullable=False),
        sa.Column("same_as", sa.String(length=40), nullable=False),
        sa.Column("same_id", sa.Integer(), nullable=False),
        sa.Column("folded", sa.String(length=255), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fact_dataset")),
        sa.UniqueConstraint("digest_of", name=op.f("uq_fact_dataset_digest_of")),
    )
    op.create_index(op.f("ix_fact_dataset_folded"), "fact_dataset", ["folded"], unique=False)
    op.create_index(op.f("ix_fact_dataset_ref"), "fact_dataset", ["ref"], unique=False)
    op.create_index(op.f("ix_fact_dataset_same_as"), "fact_dataset", ["same_as"], unique=False)


def create_fact_name() -> None:
    op.create_table(
        "fact_name",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("folded", sa.String(length=255), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fact_name")),
        sa.UniqueConstraint("name", name=op.f("uq_fact_name_name")),
    )
    op.create_index(op.f("ix_fact_name_folded"), "fact_name", ["folded"], unique=False)


def create_fact_slice() -> None:
    op.create_table(
        "fact_slice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slice", sa.String(length=512), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fact_slice")),
        sa.UniqueConstraint("slice", name=op.f("uq_fact_slice_slice")),
    )


def create_fact_source() -> None:
    op.create_table(
        "fact_source",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fact_source")),
        sa.UniqueConstraint("name", name=op.f("uq_fact_source_name")),
    )


def create_fact_subject() -> None:
    op.create_table(
        "fact_subject",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=255), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fact_subject")),
        sa.UniqueConstraint("ref", name=op.f("uq_fact_subject_ref")),
    )


def create_evaluation_result() -> None:
    op.create_table(
        "evaluation_result",
        sa.Column("run_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("metric_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("slice_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("value", sa.Float(), nullable=True),
        sa.Column("special", sa.SmallInteger(), nullable=False),
        sa.Column("latest", sa.Boolean(), nullable=False),
        sa.Column("n", sa.BigInteger(), nullable=True),
        sa.Column("low", sa.Float(), nullable=True),
        sa.Column("high", sa.Float(), nullable=True),
        sa.Column("level", sa.Float(), nullable=True),
        sa.Column("method", sa.String(length=63), nullable=True),
        sa.PrimaryKeyConstraint(
            "run_id", "metric_id", "slice_id", name=op.f("pk_evaluation_result")
        ),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_evaluation_result_latest",
        "evaluation_result",
        ["metric_id", "slice_id", "value", "subject_id", "run_id"],
        unique=False,
        sqlite_where=sa.text("latest = 1"),
        postgresql_where=sa.text("latest"),
    )
    op.create_index(
        "ix_evaluation_result_value",
        "evaluation_result",
        ["subject_id", "metric_id", "slice_id", "value", "run_id"],
        unique=False,
    )


def create_model_alias() -> None:
    op.create_table(
        "model_alias",
        sa.Column("subject_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("source_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("alias", sa.String(length=255), nullable=False),
        sa.Column("version", sa.String(length=255), nullable=False),
        sa.Column("since", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("subject_id", "source_id", "alias", name=op.f("pk_model_alias")),
    )


def create_push_key() -> None:
    op.create_table(
        "push_key",
        sa.Column("source_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("key", sa.String(length=255), nullable=False),
        sa.Column("digest", sa.String(length=40), nullable=False),
        sa.Column("answer", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("source_id", "key", name=op.f("pk_push_key")),
    )
    op.create_index(op.f("ix_push_key_at"), "push_key", ["at"], unique=False)


def create_run_blob() -> None:
    op.create_table(
        "run_blob",
        sa.Column("run_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("type", sa.String(length=16), nullable=False),
        sa.Column("name_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("run_id", "type", "name_id", name=op.f("pk_run_blob")),
    )


def create_run_column() -> None:
    op.create_table(
        "run_column",
        sa.Column("subject_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("place", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("name_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("slice_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("runs", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "subject_id", "place", "name_id", "slice_id", name=op.f("pk_run_column")
        ),
        sqlite_with_rowid=False,
    )


def create_run_param() -> None:
    op.create_table(
        "run_param",
        sa.Column("run_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("place", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("name_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Float(), nullable=True),
        sa.Column("text", sa.String(length=255), nullable=False),
        sa.PrimaryKeyConstraint("run_id", "place", "name_id", name=op.f("pk_run_param")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_run_param_value",
        "run_param",
        ["subject_id", "place", "name_id", "number", "text", "run_id"],
        unique=False,
    )


def create_evaluation_run() -> None:
    op.create_table(
        "evaluation_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=255), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.String(length=255), nullable=False),
        sa.Column("type", sa.String(length=16), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("run_group", sa.String(length=255), nullable=False),
        sa.Column("started_at", sa.Float(), nullable=True),
        sa.Column("ended_at", sa.Float(), nullable=True),
        sa.Column("began", sa.Float(), nullable=False),
        sa.Column("at", sa.Float(), nullable=False),
        sa.Column("dataset_id", sa.Integer(), nullable=False),
        sa.Column("same_id", sa.Integer(), nullable=False),
        sa.Column("latest", sa.Boolean(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=40), nullable=False),
        sa.Column("recorded_at", sa.Float(), nullable=False),
        sa.Column("changed_at", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"], ["fact_source.id"], name=op.f("fk_evaluation_run_source_id_fact_source")
        ),
        sa.ForeignKeyConstraint(
            ["subject_id"],
            ["fact_subject.id"],
            name=op.f("fk_evaluation_run_subject_id_fact_subject"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluation_run")),
        sa.UniqueConstraint("source_id", "uid", name=op.f("uq_evaluation_run_source_id_uid")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_evaluation_run_group",
        "evaluation_run",
        ["subject_id", "version", "same_id", "status", "type", "at"],
        unique=False,
    )
    op.create_index(
        "ix_evaluation_run_latest",
        "evaluation_run",
        ["subject_id", "latest", "version"],
        unique=False,
        sqlite_where=sa.text("latest = 1"),
        postgresql_where=sa.text("latest"),
    )
    op.create_index(
        op.f("ix_evaluation_run_dataset_id_subject_id"),
        "evaluation_run",
        ["dataset_id", "subject_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_evaluation_run_subject_id_began_id"),
        "evaluation_run",
        ["subject_id", "began", "id"],
        unique=False,
    )


def create_model_version() -> None:
    op.create_table(
        "model_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.String(length=255), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("artifact_digest", sa.Text(), nullable=False),
        sa.Column("run_uid", sa.String(length=255), nullable=False),
        sa.Column("created_at", sa.Float(), nullable=True),
        sa.Column("details", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.String(length=40), nullable=False),
        sa.Column("recorded_at", sa.Float(), nullable=False),
        sa.Column("changed_at", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"], ["fact_source.id"], name=op.f("fk_model_version_source_id_fact_source")
        ),
        sa.ForeignKeyConstraint(
            ["subject_id"],
            ["fact_subject.id"],
            name=op.f("fk_model_version_subject_id_fact_subject"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_model_version")),
        sa.UniqueConstraint(
            "subject_id",
            "version",
            "source_id",
            name=op.f("uq_model_version_subject_id_version_source_id"),
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_model_version_source_id_run_uid"),
        "model_version",
        ["source_id", "run_uid"],
        unique=False,
    )
