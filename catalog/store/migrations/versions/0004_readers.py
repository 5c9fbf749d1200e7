"""Files that plugins read: by which reader, and with which files beside them."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    for name, type, default in (("reader", sa.String(length=127), ""), ("needs", sa.Text(), "[]")):
        op.add_column("source", sa.Column(name, type, server_default=default, nullable=False))


def downgrade() -> None:
    for name in ("needs", "reader"):
        op.drop_column("source", name)
