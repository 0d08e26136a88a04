"""Looking for people without reading every profile"""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

NAME = "ix_experts_listed"
COLUMNS = ["id", "status", "institution", "institution_country", "validated", "excluded"]


def upgrade() -> None:
    """Looking for people without reading every profile."""
    with op.batch_alter_table("experts", schema=None) as batch_op:
        batch_op.create_index(NAME, COLUMNS, unique=False)


def downgrade() -> None:
    """Back to reading every row."""
    with op.batch_alter_table("experts", schema=None) as batch_op:
        batch_op.drop_index(NAME)
