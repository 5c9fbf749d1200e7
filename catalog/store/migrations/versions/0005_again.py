"""When to ask an upstream once more after the call or chain of pages that goes on."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.add_column("refresh", sa.Column("again_at", sa.Float(), nullable=True))


def downgrade() -> None:
    op.drop_column("refresh", "again_at")
