"""Peers and communities of practice"""

import sqlalchemy as sa
from alembic import op

from api.storage.tables import base as tables

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Peers and communities of practice."""
    op.create_table(
        "institution_profiles",
        sa.Column("institution_id", sa.String(), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("fields", tables.Json, nullable=False),
        sa.Column("countries", tables.Json, nullable=False),
        sa.Column("languages", tables.Json, nullable=False),
        sa.Column("changed_at", tables.Moment(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["institutions.id"],
            name=op.f("fk_institution_profiles_institution_id_institutions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("institution_id", name=op.f("pk_institution_profiles")),
    )
    with op.batch_alter_table("institution_profiles", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_institution_profiles_form"), ["form"], unique=False)

    op.create_table(
        "communities",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("topics", tables.Json, nullable=False),
        sa.Column("fields", tables.Json, nullable=False),
        sa.Column("countries", tables.Json, nullable=False),
        sa.Column("languages", tables.Json, nullable=False),
        sa.Column("coordinator", sa.String(), nullable=True),
        sa.Column("changed_at", tables.Moment(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["coordinator"],
            ["institutions.id"],
            name=op.f("fk_communities_coordinator_institutions"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_communities")),
    )
    with op.batch_alter_table("communities", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_communities_coordinator"), ["coordinator"], unique=False)
        batch_op.create_index(batch_op.f("ix_communities_name"), ["name"], unique=False)

    op.create_table(
        "community_members",
        sa.Column("community_id", sa.String(), nullable=False),
        sa.Column("focal_point_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"],
            ["communities.id"],
            name=op.f("fk_community_members_community_id_communities"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["focal_point_id"],
            ["focal_points.id"],
            name=op.f("fk_community_members_focal_point_id_focal_points"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("community_id", "focal_point_id", name=op.f("pk_community_members")),
    )
    with op.batch_alter_table("community_members", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_community_members_focal_point_id"), ["focal_point_id"], unique=False)

    op.create_table(
        "interests",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("institution_id", sa.String(), nullable=False),
        sa.Column("focal_point_id", sa.String(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("fields", tables.Json, nullable=False),
        sa.Column("at", tables.Moment(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["focal_point_id"],
            ["focal_points.id"],
            name=op.f("fk_interests_focal_point_id_focal_points"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["institutions.id"],
            name=op.f("fk_interests_institution_id_institutions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interests")),
    )
    with op.batch_alter_table("interests", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_interests_focal_point_id"), ["focal_point_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_interests_institution_id"), ["institution_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_interests_year"), ["year"], unique=False)


def downgrade() -> None:
    """Back to the tables before."""
    with op.batch_alter_table("interests", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_interests_year"))
        batch_op.drop_index(batch_op.f("ix_interests_institution_id"))
        batch_op.drop_index(batch_op.f("ix_interests_focal_point_id"))

    op.drop_table("interests")
    with op.batch_alter_table("community_members", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_community_members_focal_point_id"))

    op.drop_table("community_members")
    with op.batch_alter_table("communities", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_communities_name"))
        batch_op.drop_index(batch_op.f("ix_communities_coordinator"))

    op.drop_table("communities")
    with op.batch_alter_table("institution_profiles", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_institution_profiles_form"))

    op.drop_table("institution_profiles")
