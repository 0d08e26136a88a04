"""Vectors of texts that went leave every machine"""

import sqlalchemy as sa
from alembic import op

from api.storage.tables import base as tables

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Vectors of texts that went leave every machine."""
    op.create_table(
        "forgotten_vectors",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("keys", tables.Json, nullable=False),
        sa.Column("at", tables.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forgotten_vectors")),
    )


def downgrade() -> None:
    """Back to forgetting them on one machine."""
    op.drop_table("forgotten_vectors")
