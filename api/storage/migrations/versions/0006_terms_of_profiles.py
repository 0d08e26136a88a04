"""Finding people by field or language without reading every profile"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

FIELDS = {
    "sqlite": "select distinct 'field', item.value, experts.id, 0 from experts, json_each(experts.profile, '$.fields') as item",
    "postgresql": (
        "select distinct 'field', item.value, experts.id, 0 from experts, "
        "jsonb_array_elements_text(experts.profile -> 'fields') as item(value)"
    ),
}
CLAIMS = {
    "sqlite": (
        "select experts.id as expert_id, json_extract(item.value, '$.language') as code, "
        "json_extract(item.value, '$.speaking') as speaking, json_extract(item.value, '$.native') as native "
        "from experts, json_each(experts.profile, '$.languages') as item"
    ),
    "postgresql": (
        "select experts.id as expert_id, item.value ->> 'language' as code, item.value ->> 'speaking' as speaking, "
        "(item.value ->> 'native')::boolean as native "
        "from experts, jsonb_array_elements(experts.profile -> 'languages') as item(value)"
    ),
}
RANKS = " ".join(f"when '{level}' then {rank}" for rank, level in enumerate(("A1", "A2", "B1", "B2", "C1", "C2"), 1))


def upgrade() -> None:
    """Finding people by field or language without reading every profile."""
    op.create_table(
        "profile_terms",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("expert_id", sa.String(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["expert_id"], ["experts.id"], name=op.f("fk_profile_terms_expert_id_experts"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("kind", "code", "expert_id", name=op.f("pk_profile_terms")),
        sqlite_with_rowid=False,
    )
    kind = op.get_bind().dialect.name
    level = f"coalesce(case speaking {RANKS} end, case when native then 6 end, 0)"
    into = "insert into profile_terms (kind, code, expert_id, level)"
    op.execute(f"{into} {FIELDS[kind]}")
    op.execute(
        f"{into} select 'language', code, expert_id, max({level}) from ({CLAIMS[kind]}) as claims group by code, expert_id"
    )
    with op.batch_alter_table("profile_terms", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_profile_terms_expert_id"), ["expert_id"], unique=False)


def downgrade() -> None:
    """Back to reading every profile."""
    op.drop_table("profile_terms")
