"""What is promised and answered for: signatures, frozen returns, triggers, risks, escalations, challenges, the year; words to keep."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from leadapp.db.sealing import reseal

revision = "0003"
down_revision = "0002"

NEW_COLUMNS = {
    "directorate": (
        "route_1 TEXT NOT NULL DEFAULT 'Directorate Management Team'",
        "route_2 TEXT NOT NULL DEFAULT 'Anti-Racism Lead'",
        "route_3 TEXT NOT NULL DEFAULT 'Council Management Team or Culture Change Board'",
        "handover_note TEXT NOT NULL DEFAULT ''",
    ),
    "quarter_return": ("sha256 TEXT NOT NULL DEFAULT ''", "correction TEXT NOT NULL DEFAULT ''"),
    "export_log": ("version TEXT NOT NULL DEFAULT 'full'",),
}
SEALED = ("directorate", "quarter_return")
NEW_TABLES = (
    "escalation_step",
    "trigger_answer",
    "risk_action",
    "escalation",
    "risk",
    "challenge",
    "case_study",
    "year_note",
    "trigger_setting",
    "signature",
    "asked",
    "frozen_return",
)
KINDS, KINDS_BEFORE = ("avoid", "title", "off", "spelling", "keep"), ("avoid", "title", "off", "spelling")


def upgrade() -> None:
    _add_tables()
    for statement in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER frozen_return_no_{statement.lower()} BEFORE {statement} ON frozen_return"
            " BEGIN SELECT RAISE(ABORT, 'a submitted return stays as it is'); END"
        )
    for table, columns in NEW_COLUMNS.items():
        for column in columns:
            op.execute(f"ALTER TABLE {table} ADD COLUMN {column}")
    _remake_house_words(KINDS)
    for table in SEALED:
        reseal(op.get_bind(), table)


def downgrade() -> None:
    for table in NEW_TABLES:
        op.drop_table(table)  # its indexes and triggers go with it
    for table, columns in NEW_COLUMNS.items():
        for column in columns:
            op.execute(f"ALTER TABLE {table} DROP COLUMN {column.split()[0]}")
    op.execute("DELETE FROM house_word WHERE kind = 'keep'")
    _remake_house_words(KINDS_BEFORE)
    for table in SEALED:
        reseal(op.get_bind(), table)


def _remake_house_words(kinds: tuple[str, ...]) -> None:
    """Make the table anew with the kinds it may hold: SQLite cannot change a CHECK in place."""
    listed = ", ".join(f"'{kind}'" for kind in kinds)
    op.create_table(
        "house_word_new",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("term", sa.Text(), nullable=False),
        sa.Column("suggestion", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("rule_key", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("checksum", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(f"kind IN ({listed})", name=op.f("ck_house_word_kind_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_house_word")),
        sa.UniqueConstraint("uid", name=op.f("uq_house_word_uid")),
    )
    names = "kind, term, suggestion, reason, rule_key, id, uid, version, checksum"
    op.execute(f"INSERT INTO house_word_new ({names}) SELECT {names} FROM house_word")
    op.drop_table("house_word")
    op.rename_table("house_word_new", "house_word")


def _add_tables() -> None:
    op.create_table(
        "frozen_return",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("quarter", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("frozen_at", sa.Text(), nullable=False),
        sa.Column("made_by_version", sa.Text(), nullable=False),
        sa.Column("record", sa.LargeBinary(), nullable=False),
        sa.Column("documents", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_frozen_return")),
        sa.UniqueConstraint("quarter", "revision", name=op.f("uq_frozen_return_quarter_revision")),
    )
    op.create_table(
        "trigger_setting",
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("is_off", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("numbers", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("checksum", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trigger_setting")),
        sa.UniqueConstraint("rule", name=op.f("uq_trigger_setting_rule")),
        sa.UniqueConstraint("uid", name=op.f("uq_trigger_setting_uid")),
    )
    op.create_table(
        "year_note",
        sa.Column("year", sa.Text(), nullable=False),
        sa.Column("introduction", sa.Text(), nullable=False),
        sa.Column("next_year", sa.Text(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("comment_from", sa.Text(), nullable=False),
        sa.Column("commented_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("checksum", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_year_note")),
        sa.UniqueConstraint("uid", name=op.f("uq_year_note_uid")),
        sa.UniqueConstraint("year", name=op.f("uq_year_note_year")),
    )
    op.create_table(
        "asked",
        sa.Column("quarter", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("checksum", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_asked_person_id_person"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_asked")),
        sa.UniqueConstraint("quarter", "person_id", name=op.f("uq_asked_quarter_person_id")),
        sa.UniqueConstraint("uid", name=op.f("uq_asked_uid")),
    )
    op.create_index(op.f("ix_asked_person_id"), "asked", ["person_id"], unique=False)
    op.create_table(
        "risk",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("likelihood", sa.Integer(), nullable=True),
        sa.Column("impact", sa.Integer(), nullable=True),
        sa.Column("mitigation", sa.Text(), nullable=False),
        sa.Column("mitigation_due", sa.Date(), nullable=True),
        sa.Column("raised_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("closed_why", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("checksum", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("kind IN ('risk', 'issue')", name=op.f("ck_risk_kind_known")),
        sa.CheckConstraint("impact IS NULL OR impact BETWEEN 1 AND 5", name=op.f("ck_risk_impact_sane")),
        sa.CheckConstraint("likelihood IS NULL OR likelihood BETWEEN 1 AND 5", name=op.f("ck_risk_likelihood_sane")),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_risk_owner_id_person"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_risk")),
        sa.UniqueConstraint("reference", name=op.f("uq_risk_reference")),
        sa.UniqueConstraint("uid", name=op.f("uq_risk_uid")),
    )
    op.create_index(op.f("ix_risk_owner_id"), "risk", ["owner_id"], unique=False)
    op.create_table(
        "signature",
        sa.Column("return_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("post", sa.Text(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("how", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("checksum", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("how IN ('here', 'email', 'meeting')", name=op.f("ck_signature_how_known")),
        sa.CheckConstraint("role IN ('lead', 'second')", name=op.f("ck_signature_role_known")),
        sa.ForeignKeyConstraint(
            ["return_id"], ["quarter_return.id"], name=op.f("fk_signature_return_id_quarter_return"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signature")),
        sa.UniqueConstraint("return_id", "role", name=op.f("uq_signature_return_id_role")),
        sa.UniqueConstraint("uid", name=op.f("uq_signature_uid")),
    )
    op.create_table(
        "case_study",
        sa.Column("year", sa.Text(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("checksum", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["action_id"], ["plan_action.id"], name=op.f("fk_case_study_action_id_plan_action"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_study")),
        sa.UniqueConstraint("uid", name=op.f("uq_case_study_uid")),
    )
    op.create_index(op.f("ix_case_study_action_id"), "case_study", ["action_id"], unique=False)
    op.create_index(op.f("ix_case_study_year"), "case_study", ["year"], unique=False)
    op.create_table(
        "challenge",
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("challenge", sa.Text(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("action_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("checksum", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["action_id"], ["plan_action.id"], name=op.f("fk_challenge_action_id_plan_action"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_challenge")),
        sa.UniqueConstraint("uid", name=op.f("uq_challenge_uid")),
    )
    op.create_index(op.f("ix_challenge_action_id"), "challenge", ["action_id"], unique=False)
    op.create_table(
        "escalation",
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("ask", sa.Text(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=True),
        sa.Column("risk_id", sa.Integer(), nullable=True),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=True),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("closing_test", sa.Text(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("checksum", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["action_id"], ["plan_action.id"], name=op.f("fk_escalation_action_id_plan_action"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["risk_id"], ["risk.id"], name=op.f("fk_escalation_risk_id_risk"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_escalation")),
        sa.UniqueConstraint("reference", name=op.f("uq_escalation_reference")),
        sa.UniqueConstraint("uid", name=op.f("uq_escalation_uid")),
    )
    op.create_index(op.f("ix_escalation_action_id"), "escalation", ["action_id"], unique=False)
    op.create_index(op.f("ix_escalation_risk_id"), "escalation", ["risk_id"], unique=False)
    op.create_table(
        "risk_action",
        sa.Column("risk_id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("checksum", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["action_id"], ["plan_action.id"], name=op.f("fk_risk_action_action_id_plan_action"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["risk_id"], ["risk.id"], name=op.f("fk_risk_action_risk_id_risk"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_risk_action")),
        sa.UniqueConstraint("risk_id", "action_id", name=op.f("uq_risk_action_risk_id_action_id")),
        sa.UniqueConstraint("uid", name=op.f("uq_risk_action_uid")),
    )
    op.create_index(op.f("ix_risk_action_action_id"), "risk_action", ["action_id"], unique=False)
    op.create_table(
        "escalation_step",
        sa.Column("escalation_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("checksum", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("place BETWEEN 1 AND 3", name=op.f("ck_escalation_step_place_known")),
        sa.ForeignKeyConstraint(
            ["escalation_id"], ["escalation.id"], name=op.f("fk_escalation_step_escalation_id_escalation"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_escalation_step")),
        sa.UniqueConstraint("escalation_id", "place", name=op.f("uq_escalation_step_escalation_id_place")),
        sa.UniqueConstraint("uid", name=op.f("uq_escalation_step_uid")),
    )
    op.create_table(
        "trigger_answer",
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("quarter", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("escalation_id", sa.Integer(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("checksum", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["escalation_id"], ["escalation.id"], name=op.f("fk_trigger_answer_escalation_id_escalation"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trigger_answer")),
        sa.UniqueConstraint("rule", "subject", "quarter", name=op.f("uq_trigger_answer_rule_subject_quarter")),
        sa.UniqueConstraint("uid", name=op.f("uq_trigger_answer_uid")),
    )
    op.create_index(op.f("ix_trigger_answer_escalation_id"), "trigger_answer", ["escalation_id"], unique=False)
    op.create_index(op.f("ix_trigger_answer_quarter"), "trigger_answer", ["quarter"], unique=False)
