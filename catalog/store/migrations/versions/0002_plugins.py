"""Plugins: connections, refreshes, attachments, search values, checks, proposals, pushes."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    create_connection()
    create_plugin()
    create_proposal()
    create_push_source()
    create_refresh()
    create_search_field()
    create_search_value()
    create_attachment()
    create_check_value()
    widen_problem()


def downgrade() -> None:
    op.drop_index(op.f("ix_problem_said_by"), table_name="problem")
    op.drop_column("problem", "said_by")
    for table in (
        "check_value",
        "attachment",
        "search_value",
        "search_field",
        "refresh",
        "push_source",
        "proposal",
        "plugin",
        "connection",
    ):
        op.drop_table(table)


def create_connection() -> None:
    op.create_table(
        "connection",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plugin", sa.String(length=63), nullable=False),
        sa.Column("name", sa.String(length=63), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("secret_from", sa.Text(), nullable=False),
        sa.Column("added_by", sa.String(length=16), nullable=False),
        sa.Column("created_at", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_connection")),
        sa.UniqueConstraint("plugin", "name", name=op.f("uq_connection_plugin_name")),
        sqlite_autoincrement=True,
    )


def create_plugin() -> None:
    op.create_table(
        "plugin",
        sa.Column("name", sa.String(length=63), nullable=False),
        sa.Column("version", sa.String(length=63), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("seen_at", sa.Float(), nullable=False),
        sa.Column("installed", sa.Boolean(), nullable=False),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_plugin")),
    )


def create_proposal() -> None:
    op.create_table(
        "proposal",
        sa.Column("plugin", sa.String(length=63), nullable=False),
        sa.Column("connection_id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=255), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=40), nullable=False),
        sa.Column("since", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("plugin", "connection_id", "ref", name=op.f("pk_proposal")),
    )


def create_push_source() -> None:
    op.create_table(
        "push_source",
        sa.Column("name", sa.String(length=63), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("secret_digest", sa.String(length=64), nullable=False),
        sa.Column("schemas", sa.Text(), nullable=False),
        sa.Column("created_at", sa.Float(), nullable=False),
        sa.Column("last_used_at", sa.Float(), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_push_source")),
    )


def create_refresh() -> None:
    op.create_table(
        "refresh",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plugin", sa.String(length=63), nullable=False),
        sa.Column("name", sa.String(length=63), nullable=False),
        sa.Column("connection_id", sa.Integer(), nullable=False),
        sa.Column("entity_id", sa.Integer(), nullable=False),
        sa.Column("cursor", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.Column("last_started_at", sa.Float(), nullable=True),
        sa.Column("last_ok_at", sa.Float(), nullable=True),
        sa.Column("seconds", sa.Float(), nullable=True),
        sa.Column("next_at", sa.Float(), nullable=False),
        sa.Column("lease_owner", sa.String(length=64), nullable=True),
        sa.Column("lease_until", sa.Float(), nullable=True),
        sa.Column("chain_since", sa.Float(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refresh")),
        sa.UniqueConstraint(
            "plugin",
            "name",
            "connection_id",
            "entity_id",
            name=op.f("uq_refresh_plugin_name_connection_id_entity_id"),
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_refresh_entity_id"), "refresh", ["entity_id"], unique=False)
    op.create_index(op.f("ix_refresh_next_at"), "refresh", ["next_at"], unique=False)


def create_search_field() -> None:
    op.create_table(
        "search_field",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=127), nullable=False),
        sa.Column("type", sa.String(length=16), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_field")),
        sa.UniqueConstraint("name", name=op.f("uq_search_field_name")),
    )


def create_search_value() -> None:
    op.create_table(
        "search_value",
        sa.Column("field_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=255), nullable=False),
        sa.Column("entity_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Float(), nullable=True),
        sa.PrimaryKeyConstraint("field_id", "text", "entity_id", name=op.f("pk_search_value")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_search_value_entity_id"), "search_value", ["entity_id"], unique=False)
    op.create_index(
        op.f("ix_search_value_field_id_number"),
        "search_value",
        ["field_id", "number"],
        unique=False,
    )


def create_attachment() -> None:
    op.create_table(
        "attachment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entity_id", sa.Integer(), nullable=False),
        sa.Column("plugin", sa.String(length=63), nullable=False),
        sa.Column("type", sa.String(length=63), nullable=False),
        sa.Column("source", sa.String(length=160), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=40), nullable=False),
        sa.Column("value", sa.LargeBinary(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("observed_at", sa.Float(), nullable=False),
        sa.Column("since", sa.Float(), nullable=False),
        sa.Column("until", sa.Float(), nullable=True),
        sa.ForeignKeyConstraint(
            ["entity_id"],
            ["entity.id"],
            name=op.f("fk_attachment_entity_id_entity"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_attachment_entity_id_plugin_type_source"),
        "attachment",
        ["entity_id", "plugin", "type", "source"],
        unique=False,
    )
    op.create_index(
        op.f("ix_attachment_plugin_type_until"),
        "attachment",
        ["plugin", "type", "until"],
        unique=False,
    )
    op.create_index(op.f("ix_attachment_source"), "attachment", ["source"], unique=False)


def create_check_value() -> None:
    op.create_table(
        "check_value",
        sa.Column("entity_id", sa.Integer(), nullable=False),
        sa.Column("plugin", sa.String(length=63), nullable=False),
        sa.Column("name", sa.String(length=63), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("at", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entity_id"],
            ["entity.id"],
            name=op.f("fk_check_value_entity_id_entity"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("entity_id", "plugin", "name", name=op.f("pk_check_value")),
    )


def widen_problem() -> None:
    op.add_column(
        "problem", sa.Column("said_by", sa.String(length=160), server_default="", nullable=False)
    )
    op.create_index(op.f("ix_problem_said_by"), "problem", ["said_by"], unique=False)
