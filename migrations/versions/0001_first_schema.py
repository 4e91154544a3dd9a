"""First schema: the directorate, its plan, KPIs, returns, evidence, the change log and the search index."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

SEARCH = (
    "CREATE VIRTUAL TABLE search USING fts5("
    "title, body, table_name UNINDEXED, uid UNINDEXED, tokenize='unicode61 remove_diacritics 2', prefix='3')"
)


def upgrade() -> None:
    op.create_table(
        "change_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("copy_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("who_id", sa.Integer(), nullable=True),
        sa.Column("answers", sa.Integer(), nullable=True),
        sa.Column("visit", sa.Text(), nullable=False),
        sa.Column("chain", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("kind IN ('do', 'undo', 'redo', 'final')", name=op.f("ck_change_step_kind_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_step")),
        sa.UniqueConstraint("copy_id", "number", name=op.f("uq_change_step_copy_id_number")),
    )
    op.create_table(
        "decision",
        sa.Column("corporate_id", sa.Text(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("part", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("checksum", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("decision IN ('open', 'adopted', 'declined')", name=op.f("ck_decision_decision_known")),
        sa.CheckConstraint(
            "part IS NULL OR part IN ('own', 'named', 'contribute', 'report', 'aware')", name=op.f("ck_decision_part_known")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
        sa.UniqueConstraint("corporate_id", name=op.f("uq_decision_corporate_id")),
        sa.UniqueConstraint("uid", name=op.f("uq_decision_uid")),
    )
    op.create_table(
        "edition",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("taken_on", sa.Date(), nullable=False),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("checksum", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edition")),
        sa.UniqueConstraint("uid", name=op.f("uq_edition_uid")),
    )
    op.create_table(
        "evidence",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("dated", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("checksum", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("kind IN ('note', 'link', 'file')", name=op.f("ck_evidence_kind_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
        sa.UniqueConstraint("uid", name=op.f("uq_evidence_uid")),
    )
    op.create_table(
        "export_log",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("quarter", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_export_log")),
    )
    op.create_table(
        "person",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("post", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("checksum", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("uid", name=op.f("uq_person_uid")),
    )
    op.create_table(
        "quarter_return",
        sa.Column("quarter", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("progress", sa.Text(), nullable=False),
        sa.Column("challenges", sa.Text(), nullable=False),
        sa.Column("feedback", sa.Text(), nullable=False),
        sa.Column("pillar_1", sa.Text(), nullable=False),
        sa.Column("pillar_2", sa.Text(), nullable=False),
        sa.Column("pillar_3", sa.Text(), nullable=False),
        sa.Column("pillar_4", sa.Text(), nullable=False),
        sa.Column("pillar_5", sa.Text(), nullable=False),
        sa.Column("submitted_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("checksum", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("state IN ('draft', 'signed', 'confirmed', 'submitted')", name=op.f("ck_quarter_return_state_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quarter_return")),
        sa.UniqueConstraint("quarter", "revision", name=op.f("uq_quarter_return_quarter_revision")),
        sa.UniqueConstraint("uid", name=op.f("uq_quarter_return_uid")),
    )
    op.create_table(
        "service",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("frontline", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("checksum", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service")),
        sa.UniqueConstraint("uid", name=op.f("uq_service_uid")),
    )
    op.create_table(
        "store_info",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("store_id", sa.Text(), nullable=False),
        sa.Column("copy_id", sa.Text(), nullable=False),
        sa.Column("created_at", sa.Text(), nullable=False),
        sa.Column("created_by_version", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_store_info")),
    )
    op.create_table(
        "typed_text",
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("quarter", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("checksum", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_typed_text")),
        sa.UniqueConstraint("subject", "field", "quarter", name=op.f("uq_typed_text_subject_field_quarter")),
        sa.UniqueConstraint("uid", name=op.f("uq_typed_text_uid")),
    )
    op.create_table(
        "change_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("step_id", sa.Integer(), nullable=False),
        sa.Column("table_name", sa.Text(), nullable=False),
        sa.Column("row_uid", sa.Text(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=True),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("blanked", sa.Boolean(), nullable=False),
        sa.CheckConstraint("kind IN ('add', 'change', 'remove')", name=op.f("ck_change_entry_kind_known")),
        sa.ForeignKeyConstraint(
            ["step_id"], ["change_step.id"], name=op.f("fk_change_entry_step_id_change_step"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_entry")),
    )
    op.create_index(op.f("ix_change_entry_row_uid"), "change_entry", ["row_uid"], unique=False)
    op.create_index(op.f("ix_change_entry_step_id"), "change_entry", ["step_id"], unique=False)
    op.create_table(
        "directorate",
        sa.Column("council", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("lead_id", sa.Integer(), nullable=True),
        sa.Column("month_zero", sa.Date(), nullable=True),
        sa.Column("priority", sa.Boolean(), nullable=True),
        sa.Column("first_quarter", sa.Text(), nullable=False),
        sa.Column("days_to_return", sa.Integer(), nullable=False),
        sa.Column("marking", sa.Text(), nullable=False),
        sa.Column("group_name", sa.Text(), nullable=False),
        sa.Column("underway_definition", sa.Text(), nullable=False),
        sa.Column("email_to", sa.Text(), nullable=False),
        sa.Column("small_number", sa.Integer(), nullable=False),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        sa.Column("as_at", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("checksum", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("days_to_return BETWEEN 0 AND 90", name=op.f("ck_directorate_days_to_return_sane")),
        sa.ForeignKeyConstraint(["lead_id"], ["person.id"], name=op.f("fk_directorate_lead_id_person"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_directorate")),
        sa.UniqueConstraint("uid", name=op.f("uq_directorate_uid")),
    )
    op.create_index(op.f("ix_directorate_lead_id"), "directorate", ["lead_id"], unique=False)
    op.create_table(
        "evidence_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("evidence_id", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["evidence_id"], ["evidence.id"], name=op.f("fk_evidence_file_evidence_id_evidence"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_file")),
    )
    op.create_index(op.f("ix_evidence_file_evidence_id"), "evidence_file", ["evidence_id"], unique=False)
    op.create_table(
        "plan_action",
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("corporate_id", sa.Text(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("pillar", sa.Integer(), nullable=True),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("service_id", sa.Integer(), nullable=True),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("band", sa.Text(), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("status_reason", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Text(), nullable=True),
        sa.Column("started_on", sa.Date(), nullable=True),
        sa.Column("completed_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("checksum", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(
            "confidence IS NULL OR confidence IN ('on_track', 'at_risk', 'off_track')",
            name=op.f("ck_plan_action_confidence_known"),
        ),
        sa.CheckConstraint(
            "status IN ('not_started', 'underway', 'complete', 'paused', 'will_not_do')", name=op.f("ck_plan_action_status_known")
        ),
        sa.CheckConstraint("pillar IS NULL OR pillar BETWEEN 1 AND 5", name=op.f("ck_plan_action_pillar_known")),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_plan_action_owner_id_person"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["service_id"], ["service.id"], name=op.f("fk_plan_action_service_id_service"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_action")),
        sa.UniqueConstraint("reference", name=op.f("uq_plan_action_reference")),
        sa.UniqueConstraint("uid", name=op.f("uq_plan_action_uid")),
    )
    op.create_index(op.f("ix_plan_action_owner_id"), "plan_action", ["owner_id"], unique=False)
    op.create_index(op.f("ix_plan_action_service_id"), "plan_action", ["service_id"], unique=False)
    op.create_table(
        "commitment",
        sa.Column("made_in", sa.Text(), nullable=False),
        sa.Column("quarter", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("action_id", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("checksum", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(
            "outcome IS NULL OR outcome IN ('kept', 'part_kept', 'not_kept')", name=op.f("ck_commitment_outcome_known")
        ),
        sa.ForeignKeyConstraint(
            ["action_id"], ["plan_action.id"], name=op.f("fk_commitment_action_id_plan_action"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_commitment_owner_id_person"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitment")),
        sa.UniqueConstraint("uid", name=op.f("uq_commitment_uid")),
    )
    op.create_index(op.f("ix_commitment_action_id"), "commitment", ["action_id"], unique=False)
    op.create_index(op.f("ix_commitment_owner_id"), "commitment", ["owner_id"], unique=False)
    op.create_index(op.f("ix_commitment_quarter"), "commitment", ["quarter"], unique=False)
    op.create_table(
        "evidence_use",
        sa.Column("evidence_id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("checksum", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["action_id"], ["plan_action.id"], name=op.f("fk_evidence_use_action_id_plan_action"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["evidence_id"], ["evidence.id"], name=op.f("fk_evidence_use_evidence_id_evidence"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_use")),
        sa.UniqueConstraint("evidence_id", "action_id", name=op.f("uq_evidence_use_evidence_id_action_id")),
        sa.UniqueConstraint("uid", name=op.f("uq_evidence_use_uid")),
    )
    op.create_index(op.f("ix_evidence_use_action_id"), "evidence_use", ["action_id"], unique=False)
    op.create_table(
        "kpi",
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("corporate_kpi", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("perception", sa.Boolean(), nullable=False),
        sa.Column("counts_people", sa.Boolean(), nullable=False),
        sa.Column("due", sa.Text(), nullable=False),
        sa.Column("target", sa.Double(), nullable=True),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("direction", sa.Text(), nullable=True),
        sa.Column("numerator_label", sa.Text(), nullable=False),
        sa.Column("denominator_label", sa.Text(), nullable=False),
        sa.Column("baseline", sa.Text(), nullable=False),
        sa.Column("definition", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("checksum", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('milestone', 'count', 'percentage', 'yes_no', 'perception', 'trend')", name=op.f("ck_kpi_kind_known")
        ),
        sa.ForeignKeyConstraint(
            ["action_id"], ["plan_action.id"], name=op.f("fk_kpi_action_id_plan_action"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kpi")),
        sa.UniqueConstraint("uid", name=op.f("uq_kpi_uid")),
    )
    op.create_index(op.f("ix_kpi_action_id"), "kpi", ["action_id"], unique=False)
    op.create_table(
        "milestone",
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("checksum", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["action_id"], ["plan_action.id"], name=op.f("fk_milestone_action_id_plan_action"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestone")),
        sa.UniqueConstraint("uid", name=op.f("uq_milestone_uid")),
    )
    op.create_index(op.f("ix_milestone_action_id"), "milestone", ["action_id"], unique=False)
    op.create_table(
        "progress_update",
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("quarter", sa.Text(), nullable=False),
        sa.Column("written_on", sa.Date(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("no_change", sa.Boolean(), nullable=False),
        sa.Column("status", sa.Text(), nullable=True),
        sa.Column("confidence", sa.Text(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("checksum", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(
            "confidence IS NULL OR confidence IN ('on_track', 'at_risk', 'off_track')",
            name=op.f("ck_progress_update_confidence_known"),
        ),
        sa.ForeignKeyConstraint(
            ["action_id"], ["plan_action.id"], name=op.f("fk_progress_update_action_id_plan_action"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_progress_update_by_id_person"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_progress_update")),
        sa.UniqueConstraint("uid", name=op.f("uq_progress_update_uid")),
    )
    op.create_index(op.f("ix_progress_update_action_id_quarter"), "progress_update", ["action_id", "quarter"], unique=False)
    op.create_index(op.f("ix_progress_update_by_id"), "progress_update", ["by_id"], unique=False)
    op.create_index(op.f("ix_progress_update_quarter"), "progress_update", ["quarter"], unique=False)
    op.create_table(
        "redating",
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("quarter", sa.Text(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("from_date", sa.Date(), nullable=True),
        sa.Column("to_date", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("checksum", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["action_id"], ["plan_action.id"], name=op.f("fk_redating_action_id_plan_action"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_redating")),
        sa.UniqueConstraint("uid", name=op.f("uq_redating_uid")),
    )
    op.create_index(op.f("ix_redating_action_id"), "redating", ["action_id"], unique=False)
    op.create_table(
        "kpi_value",
        sa.Column("kpi_id", sa.Integer(), nullable=False),
        sa.Column("quarter", sa.Text(), nullable=False),
        sa.Column("measured_on", sa.Date(), nullable=False),
        sa.Column("number", sa.Double(), nullable=True),
        sa.Column("numerator", sa.Double(), nullable=True),
        sa.Column("denominator", sa.Double(), nullable=True),
        sa.Column("not_yet_measured", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("wave", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=True),
        sa.Column("invited", sa.Integer(), nullable=True),
        sa.Column("response_rate", sa.Double(), nullable=True),
        sa.Column("next_wave", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("checksum", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["kpi_id"], ["kpi.id"], name=op.f("fk_kpi_value_kpi_id_kpi"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kpi_value")),
        sa.UniqueConstraint("kpi_id", "quarter", name=op.f("uq_kpi_value_kpi_id_quarter")),
        sa.UniqueConstraint("uid", name=op.f("uq_kpi_value_uid")),
    )
    op.create_index(op.f("ix_kpi_value_quarter"), "kpi_value", ["quarter"], unique=False)
    op.execute(SEARCH)


def downgrade() -> None:
    op.execute("DROP TABLE search")
    op.drop_index(op.f("ix_kpi_value_quarter"), table_name="kpi_value")
    op.drop_table("kpi_value")
    op.drop_index(op.f("ix_redating_action_id"), table_name="redating")
    op.drop_table("redating")
    op.drop_index(op.f("ix_progress_update_quarter"), table_name="progress_update")
    op.drop_index(op.f("ix_progress_update_by_id"), table_name="progress_update")
    op.drop_index(op.f("ix_progress_update_action_id_quarter"), table_name="progress_update")
    op.drop_table("progress_update")
    op.drop_index(op.f("ix_milestone_action_id"), table_name="milestone")
    op.drop_table("milestone")
    op.drop_index(op.f("ix_kpi_action_id"), table_name="kpi")
    op.drop_table("kpi")
    op.drop_index(op.f("ix_evidence_use_action_id"), table_name="evidence_use")
    op.drop_table("evidence_use")
    op.drop_index(op.f("ix_commitment_quarter"), table_name="commitment")
    op.drop_index(op.f("ix_commitment_owner_id"), table_name="commitment")
    op.drop_index(op.f("ix_commitment_action_id"), table_name="commitment")
    op.drop_table("commitment")
    op.drop_index(op.f("ix_plan_action_service_id"), table_name="plan_action")
    op.drop_index(op.f("ix_plan_action_owner_id"), table_name="plan_action")
    op.drop_table("plan_action")
    op.drop_index(op.f("ix_evidence_file_evidence_id"), table_name="evidence_file")
    op.drop_table("evidence_file")
    op.drop_index(op.f("ix_directorate_lead_id"), table_name="directorate")
    op.drop_table("directorate")
    op.drop_index(op.f("ix_change_entry_step_id"), table_name="change_entry")
    op.drop_index(op.f("ix_change_entry_row_uid"), table_name="change_entry")
    op.drop_table("change_entry")
    op.drop_table("typed_text")
    op.drop_table("store_info")
    op.drop_table("service")
    op.drop_table("quarter_return")
    op.drop_table("person")
    op.drop_table("export_log")
    op.drop_table("evidence")
    op.drop_table("edition")
    op.drop_table("decision")
    op.drop_table("change_step")
