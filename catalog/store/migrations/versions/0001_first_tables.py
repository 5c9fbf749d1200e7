"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    create_change()
    create_due()
    create_entity()
    create_filter_key()
    create_filter_row()
    create_index_build()
    create_location()
    create_entry()
    create_relation()
    create_source()
    create_version()
    create_view()
    create_problem()


def downgrade() -> None:
    for table in (
        "problem",
        "view",
        "version",
        "source",
        "relation",
        "entry",
        "location",
        "index_build",
        "filter_row",
        "filter_key",
        "entity",
        "due",
        "change",
    ):
        op.drop_table(table)


def create_change() -> None:
    op.create_table(
        "change",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("entity_id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=255), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(length=16), nullable=False),
        sa.Column("at", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_change")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_change_entity_id"), "change", ["entity_id"], unique=False)


def create_due() -> None:
    op.create_table(
        "due",
        sa.Column("consumer", sa.String(length=64), nullable=False),
        sa.Column("entity_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("not_before", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("consumer", "entity_id", name=op.f("pk_due")),
        sqlite_with_rowid=False,
    )


def create_entity() -> None:
    op.create_table(
        "entity",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("ref", sa.String(length=255), nullable=False),
        sa.Column("kind", sa.String(length=63), nullable=False),
        sa.Column("namespace", sa.String(length=63), nullable=False),
        sa.Column("name", sa.String(length=63), nullable=False),
        sa.Column("type", sa.String(length=255), nullable=False),
        sa.Column("lifecycle", sa.String(length=255), nullable=False),
        sa.Column("owner", sa.String(length=255), nullable=False),
        sa.Column("project", sa.String(length=255), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("parent", sa.String(length=255), nullable=False),
        sa.Column("audience", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("orphan_since", sa.Float(), nullable=True),
        sa.Column("deleted_at", sa.Float(), nullable=True),
        sa.Column("created_at", sa.Float(), nullable=False),
        sa.Column("updated_at", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entity")),
        sa.UniqueConstraint("ref", name=op.f("uq_entity_ref")),
        sa.UniqueConstraint("uid", name=op.f("uq_entity_uid")),
    )
    op.create_index(
        op.f("ix_entity_kind_type_name"),
        "entity",
        ["kind", "type", "name"],
        unique=False,
    )
    op.create_index(op.f("ix_entity_name"), "entity", ["name"], unique=False)
    op.create_index(op.f("ix_entity_orphan_since"), "entity", ["orphan_since"], unique=False)
    op.create_index(op.f("ix_entity_owner"), "entity", ["owner"], unique=False)
    op.create_index(op.f("ix_entity_parent"), "entity", ["parent"], unique=False)
    op.create_index(op.f("ix_entity_project"), "entity", ["project"], unique=False)
    op.create_index(op.f("ix_entity_source_id"), "entity", ["source_id"], unique=False)
    op.create_index(op.f("ix_entity_updated_at"), "entity", ["updated_at"], unique=False)


def create_filter_key() -> None:
    op.create_table(
        "filter_key",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=255), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_filter_key")),
        sa.UniqueConstraint("key", name=op.f("uq_filter_key_key")),
    )


def create_filter_row() -> None:
    op.create_table(
        "filter_row",
        sa.Column("key_id", sa.Integer(), nullable=False),
        sa.Column("value", sa.String(length=255), nullable=False),
        sa.Column("entity_id", sa.Integer(), nullable=False),
        sa.Column("original", sa.String(length=255), nullable=True),
        sa.Column("item", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("key_id", "value", "entity_id", name=op.f("pk_filter_row")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_filter_row_entity_id"), "filter_row", ["entity_id"], unique=False)


def create_index_build() -> None:
    op.create_table(
        "index_build",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("engine", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("created_at", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_index_build")),
    )


def create_location() -> None:
    op.create_table(
        "location",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("type", sa.String(length=16), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("ref", sa.String(length=255), nullable=False),
        sa.Column("patterns", sa.Text(), nullable=False),
        sa.Column("added_by", sa.String(length=16), nullable=False),
        sa.Column("parent_source_id", sa.Integer(), nullable=True),
        sa.Column("token", sa.String(length=255), nullable=False),
        sa.Column("commit", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.Column("created_at", sa.Float(), nullable=False),
        sa.Column("last_read_at", sa.Float(), nullable=True),
        sa.Column("last_ok_at", sa.Float(), nullable=True),
        sa.Column("next_read_at", sa.Float(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("lease_owner", sa.String(length=64), nullable=True),
        sa.Column("lease_until", sa.Float(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_location")),
        sa.UniqueConstraint(
            "type",
            "target",
            "ref",
            "patterns",
            name=op.f("uq_location_type_target_ref_patterns"),
        ),
        sqlite_autoincrement=True,
    )


def create_entry() -> None:
    op.create_table(
        "entry",
        sa.Column("entity_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("etag", sa.String(length=40), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entity_id"],
            ["entity.id"],
            name=op.f("fk_entry_entity_id_entity"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("entity_id", name=op.f("pk_entry")),
    )


def create_relation() -> None:
    op.create_table(
        "relation",
        sa.Column("entity_id", sa.Integer(), nullable=False),
        sa.Column("type", sa.String(length=63), nullable=False),
        sa.Column("target", sa.String(length=255), nullable=False),
        sa.Column("inverse", sa.String(length=63), nullable=False),
        sa.ForeignKeyConstraint(
            ["entity_id"],
            ["entity.id"],
            name=op.f("fk_relation_entity_id_entity"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("entity_id", "type", "target", name=op.f("pk_relation")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_relation_target_inverse"),
        "relation",
        ["target", "inverse"],
        unique=False,
    )


def create_source() -> None:
    op.create_table(
        "source",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("location_id", sa.Integer(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("via", sa.String(length=255), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("location_ref", sa.Text(), nullable=False),
        sa.Column("origin_ref", sa.Text(), nullable=False),
        sa.Column("view_url", sa.Text(), nullable=False),
        sa.Column("edit_url", sa.Text(), nullable=False),
        sa.Column("source_location", sa.Text(), nullable=False),
        sa.Column("commit", sa.String(length=64), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.Float(), nullable=True),
        sa.Column("exact", sa.Boolean(), nullable=False),
        sa.Column("read_at", sa.Float(), nullable=False),
        sa.Column("targets", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["location_id"],
            ["location.id"],
            name=op.f("fk_source_location_id_location"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source")),
        sa.UniqueConstraint("location_id", "path", name=op.f("uq_source_location_id_path")),
        sqlite_autoincrement=True,
    )


def create_version() -> None:
    op.create_table(
        "version",
        sa.Column("entity_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.Float(), nullable=False),
        sa.Column("action", sa.String(length=16), nullable=False),
        sa.Column("location", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("commit", sa.String(length=64), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.Float(), nullable=True),
        sa.Column("digest", sa.String(length=40), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=True),
        sa.Column("diff", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entity_id"],
            ["entity.id"],
            name=op.f("fk_version_entity_id_entity"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("entity_id", "number", name=op.f("pk_version")),
    )


def create_view() -> None:
    op.create_table(
        "view",
        sa.Column("entity_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entity_id"],
            ["entity.id"],
            name=op.f("fk_view_entity_id_entity"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("entity_id", "day", name=op.f("pk_view")),
    )


def create_problem() -> None:
    op.create_table(
        "problem",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("location_id", sa.Integer(), nullable=True),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("entity_id", sa.Integer(), nullable=True),
        sa.Column("entity_ref", sa.String(length=255), nullable=False),
        sa.Column("code", sa.String(length=63), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("hint", sa.Text(), nullable=False),
        sa.Column("severity", sa.String(length=16), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("column", sa.Integer(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("since", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(
            ["location_id"],
            ["location.id"],
            name=op.f("fk_problem_location_id_location"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["source.id"],
            name=op.f("fk_problem_source_id_source"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_problem")),
    )
    op.create_index(op.f("ix_problem_entity_id"), "problem", ["entity_id"], unique=False)
    op.create_index(op.f("ix_problem_entity_ref"), "problem", ["entity_ref"], unique=False)
    op.create_index(op.f("ix_problem_location_id"), "problem", ["location_id"], unique=False)
    op.create_index(op.f("ix_problem_source_id"), "problem", ["source_id"], unique=False)
