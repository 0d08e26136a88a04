"""Encoding by many workers, and a change of the model while the service goes on"""

import sqlalchemy as sa
from alembic import op

from api.storage.tables import base as tables

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Encoding by many workers, and a change of the model while the service goes on."""
    op.create_table(
        "encoding_work",
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("first_revision", sa.Integer(), nullable=False),
        sa.Column("first_id", sa.String(), nullable=False),
        sa.Column("last_revision", sa.Integer(), nullable=False),
        sa.Column("last_id", sa.String(), nullable=False),
        sa.Column("worker", sa.String(), nullable=True),
        sa.Column("until", tables.Moment(), nullable=True),
        sa.PrimaryKeyConstraint("fingerprint", "first_revision", "first_id", name=op.f("pk_encoding_work")),
    )
    op.create_table(
        "models",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("in_use", sa.String(), nullable=True),
        sa.Column("in_use_fingerprint", sa.String(), nullable=True),
        sa.Column("next", sa.String(), nullable=True),
        sa.Column("next_fingerprint", sa.String(), nullable=True),
        sa.Column("since", tables.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_models")),
    )
    with op.batch_alter_table("encoded", schema=None) as batch_op:
        batch_op.add_column(sa.Column("planned_revision", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("planned_id", sa.String(), nullable=True))
    op.execute("update encoded set planned_revision = revision")
    with op.batch_alter_table("encoded", schema=None) as batch_op:
        batch_op.alter_column("planned_revision", server_default=None)


def downgrade() -> None:
    """Back to the tables before; a model chosen here has to be set in the settings."""
    with op.batch_alter_table("encoded", schema=None) as batch_op:
        batch_op.drop_column("planned_id")
        batch_op.drop_column("planned_revision")
    op.drop_table("models")
    op.drop_table("encoding_work")
