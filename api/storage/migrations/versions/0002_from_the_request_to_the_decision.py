"""From the request to the decision"""

import sqlalchemy as sa
from alembic import op

from api.storage.tables import base as tables

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """From the request to the decision."""
    op.create_table(
        "requests",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("title", sa.String(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=True),
        sa.Column("country", sa.String(), nullable=True),
        sa.Column("institution", sa.String(), nullable=True),
        sa.Column("understood", tables.Json, nullable=False),
        sa.Column("merged_into", sa.String(), nullable=True),
        sa.Column("created_at", tables.Moment(), nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["merged_into"], ["requests.id"], name=op.f("fk_requests_merged_into_requests"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_requests")),
    )
    with op.batch_alter_table("requests", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_requests_merged_into"), ["merged_into"], unique=False)
        batch_op.create_index(batch_op.f("ix_requests_state"), ["state"], unique=False)

    op.create_table(
        "steps",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject_id", sa.String(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("at", tables.Moment(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_steps")),
    )
    with op.batch_alter_table("steps", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_steps_subject_id"), ["subject_id"], unique=False)

    op.create_table(
        "actions",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("request_id", sa.String(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("country", sa.String(), nullable=True),
        sa.Column("institution", sa.String(), nullable=True),
        sa.Column("fields", tables.Json, nullable=False),
        sa.Column("deliverables", tables.Json, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("created_at", tables.Moment(), nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id"], ["requests.id"], name=op.f("fk_actions_request_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_actions")),
        sa.UniqueConstraint("code", name=op.f("uq_actions_code")),
    )
    with op.batch_alter_table("actions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_actions_request_id"), ["request_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_actions_state"), ["state"], unique=False)

    op.create_table(
        "assessments",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("request_id", sa.String(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("answer", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("at", tables.Moment(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id"], ["requests.id"], name=op.f("fk_assessments_request_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessments")),
    )
    with op.batch_alter_table("assessments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assessments_request_id"), ["request_id"], unique=False)

    op.create_table(
        "activities",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("action_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("activity_types", tables.Json, nullable=False),
        sa.Column("start", sa.Date(), nullable=True),
        sa.Column("end", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["action_id"], ["actions.id"], name=op.f("fk_activities_action_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activities")),
        sa.UniqueConstraint("action_id", "number", name=op.f("uq_activities_action_id_number")),
    )
    with op.batch_alter_table("activities", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_activities_action_id"), ["action_id"], unique=False)

    op.create_table(
        "notices",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("expert_id", sa.String(), nullable=True),
        sa.Column("account_id", sa.String(), nullable=True),
        sa.Column("subject_id", sa.String(), nullable=True),
        sa.Column("facts", tables.Json, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_try_at", tables.Moment(), nullable=False),
        sa.Column("sent_at", tables.Moment(), nullable=True),
        sa.Column("problem", sa.String(), nullable=True),
        sa.Column("created_at", tables.Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_notices_account_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["expert_id"], ["experts.id"], name=op.f("fk_notices_expert_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
    )
    with op.batch_alter_table("notices", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_notices_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_notices_expert_id"), ["expert_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_notices_state"), ["state"], unique=False)

    op.create_table(
        "calls",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("activity_id", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=True),
        sa.Column("title", sa.String(), nullable=True),
        sa.Column("terms", tables.Json, nullable=False),
        sa.Column("settings", tables.Json, nullable=False),
        sa.Column("deadline", sa.Date(), nullable=True),
        sa.Column("reserve_moves_up", sa.Boolean(), nullable=False),
        sa.Column("to_announce", sa.Boolean(), nullable=False),
        sa.Column("created_at", tables.Moment(), nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activities.id"], name=op.f("fk_calls_activity_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calls")),
    )
    with op.batch_alter_table("calls", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_calls_activity_id"), ["activity_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_calls_state"), ["state"], unique=False)

    op.create_table(
        "applications",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("call_id", sa.String(), nullable=False),
        sa.Column("expert_id", sa.String(), nullable=False),
        sa.Column("positions", tables.Json, nullable=False),
        sa.Column("available", sa.Boolean(), nullable=False),
        sa.Column("no_conflict", sa.Boolean(), nullable=False),
        sa.Column("message", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("at", tables.Moment(), nullable=False),
        sa.Column("withdrawn_at", tables.Moment(), nullable=True),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], name=op.f("fk_applications_call_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["expert_id"], ["experts.id"], name=op.f("fk_applications_expert_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_applications")),
        sa.UniqueConstraint("call_id", "expert_id", name=op.f("uq_applications_call_id_expert_id")),
    )
    with op.batch_alter_table("applications", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_applications_call_id"), ["call_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_applications_expert_id"), ["expert_id"], unique=False)

    op.create_table(
        "evaluation_notes",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("call_id", sa.String(), nullable=False),
        sa.Column("position_id", sa.String(), nullable=False),
        sa.Column("expert_id", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=True),
        sa.Column("at", tables.Moment(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["call_id"], ["calls.id"], name=op.f("fk_evaluation_notes_call_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["expert_id"], ["experts.id"], name=op.f("fk_evaluation_notes_expert_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluation_notes")),
    )
    with op.batch_alter_table("evaluation_notes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_evaluation_notes_call_id"), ["call_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_evaluation_notes_expert_id"), ["expert_id"], unique=False)

    op.create_table(
        "invitations",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("call_id", sa.String(), nullable=False),
        sa.Column("position_id", sa.String(), nullable=False),
        sa.Column("expert_id", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("offer", sa.Boolean(), nullable=False),
        sa.Column("shortlist_id", sa.String(), nullable=True),
        sa.Column("from_reserve", sa.Boolean(), nullable=False),
        sa.Column("replaces", sa.String(), nullable=True),
        sa.Column("sent_at", tables.Moment(), nullable=False),
        sa.Column("reply_by", tables.Moment(), nullable=False),
        sa.Column("reminded_at", tables.Moment(), nullable=True),
        sa.Column("answered_at", tables.Moment(), nullable=True),
        sa.Column("available", sa.Boolean(), nullable=True),
        sa.Column("no_conflict", sa.Boolean(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], name=op.f("fk_invitations_call_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["expert_id"], ["experts.id"], name=op.f("fk_invitations_expert_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
    )
    with op.batch_alter_table("invitations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_invitations_call_id"), ["call_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_invitations_expert_id"), ["expert_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_invitations_state"), ["state"], unique=False)

    op.create_table(
        "shortlists",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("call_id", sa.String(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("pool", tables.Json, nullable=True),
        sa.Column("named", tables.Json, nullable=False),
        sa.Column("run_id", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("summary", tables.Json, nullable=False),
        sa.Column("content", tables.Json, nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("redacted_at", tables.Moment(), nullable=True),
        sa.Column("at", tables.Moment(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], name=op.f("fk_shortlists_call_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shortlists")),
        sa.UniqueConstraint("call_id", "number", name=op.f("uq_shortlists_call_id_number")),
    )
    with op.batch_alter_table("shortlists", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_shortlists_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_shortlists_call_id"), ["call_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_shortlists_run_id"), ["run_id"], unique=False)

    op.create_table(
        "decisions",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("call_id", sa.String(), nullable=False),
        sa.Column("shortlist_id", sa.String(), nullable=False),
        sa.Column("chosen", tables.Json, nullable=False),
        sa.Column("reserve", tables.Json, nullable=False),
        sa.Column("departs", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("at", tables.Moment(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], name=op.f("fk_decisions_call_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["shortlist_id"], ["shortlists.id"], name=op.f("fk_decisions_shortlist_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions")),
        sa.UniqueConstraint("call_id", name=op.f("uq_decisions_call_id")),
    )
    op.create_table(
        "cvs",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("expert_id", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("format", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=True),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("read_at", tables.Moment(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("decided_at", tables.Moment(), nullable=True),
        sa.Column("read", tables.Json, nullable=False),
        sa.Column("decisions", tables.Json, nullable=False),
        sa.Column("proposed", tables.Json, nullable=False),
        sa.Column("same_person", sa.String(), nullable=True),
        sa.Column("email_hash", sa.String(), nullable=True),
        sa.Column("name_hash", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["expert_id"], ["experts.id"], name=op.f("fk_cvs_expert_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cvs")),
    )
    with op.batch_alter_table("cvs", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_cvs_email_hash"), ["email_hash"], unique=False)
        batch_op.create_index(batch_op.f("ix_cvs_expert_id"), ["expert_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_cvs_name_hash"), ["name_hash"], unique=False)
        batch_op.create_index(batch_op.f("ix_cvs_same_person"), ["same_person"], unique=False)
        batch_op.create_index(batch_op.f("ix_cvs_sha256"), ["sha256"], unique=False)
        batch_op.create_index(batch_op.f("ix_cvs_state"), ["state"], unique=False)


def downgrade() -> None:
    """Back to the revision before."""
    with op.batch_alter_table("cvs", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_cvs_state"))
        batch_op.drop_index(batch_op.f("ix_cvs_sha256"))
        batch_op.drop_index(batch_op.f("ix_cvs_same_person"))
        batch_op.drop_index(batch_op.f("ix_cvs_name_hash"))
        batch_op.drop_index(batch_op.f("ix_cvs_expert_id"))
        batch_op.drop_index(batch_op.f("ix_cvs_email_hash"))

    op.drop_table("cvs")
    op.drop_table("decisions")
    with op.batch_alter_table("shortlists", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_shortlists_run_id"))
        batch_op.drop_index(batch_op.f("ix_shortlists_call_id"))
        batch_op.drop_index(batch_op.f("ix_shortlists_at"))

    op.drop_table("shortlists")
    with op.batch_alter_table("invitations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_invitations_state"))
        batch_op.drop_index(batch_op.f("ix_invitations_expert_id"))
        batch_op.drop_index(batch_op.f("ix_invitations_call_id"))

    op.drop_table("invitations")
    with op.batch_alter_table("evaluation_notes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_evaluation_notes_expert_id"))
        batch_op.drop_index(batch_op.f("ix_evaluation_notes_call_id"))

    op.drop_table("evaluation_notes")
    with op.batch_alter_table("applications", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_applications_expert_id"))
        batch_op.drop_index(batch_op.f("ix_applications_call_id"))

    op.drop_table("applications")
    with op.batch_alter_table("calls", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_calls_state"))
        batch_op.drop_index(batch_op.f("ix_calls_activity_id"))

    op.drop_table("calls")
    with op.batch_alter_table("notices", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_notices_state"))
        batch_op.drop_index(batch_op.f("ix_notices_expert_id"))
        batch_op.drop_index(batch_op.f("ix_notices_account_id"))

    op.drop_table("notices")
    with op.batch_alter_table("activities", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_activities_action_id"))

    op.drop_table("activities")
    with op.batch_alter_table("assessments", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_assessments_request_id"))

    op.drop_table("assessments")
    with op.batch_alter_table("actions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_actions_state"))
        batch_op.drop_index(batch_op.f("ix_actions_request_id"))

    op.drop_table("actions")
    with op.batch_alter_table("steps", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_steps_subject_id"))

    op.drop_table("steps")
    with op.batch_alter_table("requests", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_requests_state"))
        batch_op.drop_index(batch_op.f("ix_requests_merged_into"))

    op.drop_table("requests")
