"""The plan in depth: action detail, links, values by service, registers, evidence files by content, house words, matched columns."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from leadapp.db.sealing import reseal

revision = "0002"
down_revision = "0001"

NEW_COLUMNS = {
    "evidence": ("file_name TEXT NOT NULL DEFAULT ''", "sha256 TEXT NOT NULL DEFAULT ''", "size INTEGER NOT NULL DEFAULT 0"),
    "kpi": ("by_service BOOLEAN NOT NULL DEFAULT 0",),
    "plan_action": (
        "kind TEXT CONSTRAINT ck_plan_action_kind_known"
        " CHECK (kind IS NULL OR kind IN ('harm_reducing', 'structural', 'learning', 'visibility'))",
        "change_year INTEGER CONSTRAINT ck_plan_action_change_year_known CHECK (change_year IS NULL OR change_year BETWEEN 1 AND 5)",
        "blocked_by TEXT NOT NULL DEFAULT ''",
        "unblocked_when TEXT NOT NULL DEFAULT ''",
        "budget_planned DOUBLE",
        "budget_spent DOUBLE",
        "budget_kind TEXT CONSTRAINT ck_plan_action_budget_kind_known"
        " CHECK (budget_kind IS NULL OR budget_kind IN ('core', 'temporary'))",
    ),
}
BY_SERVICE = ("2.6.K1", "2.6.K2", "2.13.K2", "3.9.K2", "3.11.K2a", "3.12.K2", "4.5.K1", "4.5.K2", "4.5.K3", "5.4.K2")


def upgrade() -> None:
    _add_tables()
    op.drop_table("evidence_file")  # no version ever wrote into it; its index goes with it
    for table, columns in NEW_COLUMNS.items():
        for column in columns:
            op.execute(f"ALTER TABLE {table} ADD COLUMN {column}")
    named = ", ".join(f"'{kpi}'" for kpi in BY_SERVICE)
    op.execute(f"UPDATE kpi SET by_service = 1 WHERE corporate_kpi IN ({named})")
    for table in NEW_COLUMNS:
        reseal(op.get_bind(), table)


def downgrade() -> None:
    for table in ("service_value", "smartie", "action_link", "register_entry", "import_match", "house_word", "evidence_content"):
        op.drop_table(table)
    for table, columns in NEW_COLUMNS.items():
        for column in columns:
            op.execute(f"ALTER TABLE {table} DROP COLUMN {column.split()[0]}")
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
    for table in NEW_COLUMNS:
        reseal(op.get_bind(), table)


def _add_tables() -> None:
    op.create_table(
        "evidence_content",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_content")),
        sa.UniqueConstraint("sha256", name=op.f("uq_evidence_content_sha256")),
    )
    op.create_table(
        "house_word",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("term", sa.Text(), nullable=False),
        sa.Column("suggestion", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("rule_key", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("checksum", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("kind IN ('avoid', 'title', 'off', 'spelling')", name=op.f("ck_house_word_kind_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_house_word")),
        sa.UniqueConstraint("uid", name=op.f("uq_house_word_uid")),
    )
    op.create_table(
        "import_match",
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("heads", sa.Text(), nullable=False),
        sa.Column("matching", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("checksum", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_match")),
        sa.UniqueConstraint("purpose", "heads", name=op.f("uq_import_match_purpose_heads")),
        sa.UniqueConstraint("uid", name=op.f("uq_import_match_uid")),
    )
    op.create_table(
        "register_entry",
        sa.Column("register", sa.Text(), nullable=False),
        sa.Column("subject_kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("happened_on", sa.Date(), nullable=True),
        sa.Column("done", sa.Boolean(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("corporate_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("checksum", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(
            "answer IS NULL OR answer IN ('yes', 'no', 'not_needed')", name=op.f("ck_register_entry_answer_known")
        ),
        sa.CheckConstraint(
            "register IN ('eia', 'agreement', 'consultation', 'listening')", name=op.f("ck_register_entry_register_known")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_register_entry_person_id_person"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["service_id"], ["service.id"], name=op.f("fk_register_entry_service_id_service"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_entry")),
        sa.UniqueConstraint("uid", name=op.f("uq_register_entry_uid")),
    )
    op.create_index(op.f("ix_register_entry_person_id"), "register_entry", ["person_id"], unique=False)
    op.create_index(op.f("ix_register_entry_register_happened_on"), "register_entry", ["register", "happened_on"], unique=False)
    op.create_index(op.f("ix_register_entry_service_id"), "register_entry", ["service_id"], unique=False)
    op.create_table(
        "action_link",
        sa.Column("from_id", sa.Integer(), nullable=False),
        sa.Column("to_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("checksum", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("kind IN ('relates', 'depends')", name=op.f("ck_action_link_kind_known")),
        sa.CheckConstraint("from_id <> to_id", name=op.f("ck_action_link_two_actions")),
        sa.ForeignKeyConstraint(
            ["from_id"], ["plan_action.id"], name=op.f("fk_action_link_from_id_plan_action"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["to_id"], ["plan_action.id"], name=op.f("fk_action_link_to_id_plan_action"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_link")),
        sa.UniqueConstraint("from_id", "to_id", name=op.f("uq_action_link_from_id_to_id")),
        sa.UniqueConstraint("uid", name=op.f("uq_action_link_uid")),
    )
    op.create_index(op.f("ix_action_link_to_id"), "action_link", ["to_id"], unique=False)
    op.create_table(
        "smartie",
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("specific", sa.Text(), nullable=False),
        sa.Column("measurable", sa.Text(), nullable=False),
        sa.Column("achievable", sa.Text(), nullable=False),
        sa.Column("relevant", sa.Text(), nullable=False),
        sa.Column("time_bound", sa.Text(), nullable=False),
        sa.Column("inclusive", sa.Text(), nullable=False),
        sa.Column("equitable", sa.Text(), nullable=False),
        sa.Column("shaped_by", sa.Text(), nullable=False),
        sa.Column("benefits", sa.Text(), nullable=False),
        sa.Column("disparity", sa.Text(), nullable=False),
        sa.Column("could_widen", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("checksum", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["action_id"], ["plan_action.id"], name=op.f("fk_smartie_action_id_plan_action"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_smartie")),
        sa.UniqueConstraint("action_id", name=op.f("uq_smartie_action_id")),
        sa.UniqueConstraint("uid", name=op.f("uq_smartie_uid")),
    )
    op.create_table(
        "service_value",
        sa.Column("kpi_id", sa.Integer(), nullable=False),
        sa.Column("quarter", sa.Text(), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Double(), nullable=True),
        sa.Column("numerator", sa.Double(), nullable=True),
        sa.Column("denominator", sa.Double(), nullable=True),
        sa.Column("not_applicable", sa.Boolean(), nullable=False),
        sa.Column("renewal_due", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("checksum", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["kpi_id"], ["kpi.id"], name=op.f("fk_service_value_kpi_id_kpi"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["service_id"], ["service.id"], name=op.f("fk_service_value_service_id_service"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_value")),
        sa.UniqueConstraint("kpi_id", "quarter", "service_id", name=op.f("uq_service_value_kpi_id_quarter_service_id")),
        sa.UniqueConstraint("uid", name=op.f("uq_service_value_uid")),
    )
    op.create_index(op.f("ix_service_value_quarter"), "service_value", ["quarter"], unique=False)
    op.create_index(op.f("ix_service_value_service_id"), "service_value", ["service_id"], unique=False)
