"""The ground: every table of the first quarter, and the guards over what must not change."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from quarterdeck.core.db import Moment
from quarterdeck.migrations import guards

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
DOCUMENT = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")

# Logs: every row stays as it was written. The keys are what INSERT OR REPLACE could clash on.
LOGS = {
    "observation": [["id"], ["council_id", "indicator_id", "unit_id", "breakdown", "period_code", "revision"]],
    "observation_approval": [["observation_id"]],
    "rating": [["id"]],
    "indicator_definition": [["id"], ["council_id", "indicator_id", "number"]],
    "rating_rule": [["id"], ["council_id", "indicator_id", "number"]],
    "activity_update": [["id"], ["council_id", "activity_id", "period_code", "revision"]],
    "approval": [["id"]],
    "framework_version": [["id"], ["council_id", "number"]],
    "framework_stage": [["id"], ["framework_version_id", "key"]],
    "pack_figure": [["edition_id", "series_id", "period_code"]],
    "evidence_file": [["sha256"]],
}
EVENT_COLUMNS = (
    "id",
    "council_id",
    "position",
    "change_no",
    "recorded_at",
    "actor_id",
    "action",
    "kind",
    "subject_id",
    "comment_sha256",
    "previous_hash",
    "hash",
)
EDITION_COLUMNS = (
    "id",
    "council_id",
    "round_id",
    "number",
    "period_code",
    "framework_version_id",
    "sealed_by",
    "sealed_at",
    "change_no",
)
ISSUE_COLUMNS = (
    "id",
    "council_id",
    "edition_id",
    "body_id",
    "meeting_id",
    "report_number",
    "locks",
    "issued_at",
    "issued_by",
    "public_from",
    "change_no",
)
TARGET_COLUMNS = (
    "id",
    "council_id",
    "series_id",
    "period_code",
    "number",
    "value",
    "low",
    "high",
    "text",
    "as_printed",
    "rationale",
    "source",
    "recorded_by",
    "recorded_at",
    "change_no",
)
RESTATEMENT_COLUMNS = (
    "id",
    "council_id",
    "series_id",
    "unit_id",
    "period_code",
    "value_state",
    "value",
    "numerator",
    "denominator",
    "reason",
    "proposed_by",
    "proposed_at",
)
SEALED = (
    "NOT EXISTS (SELECT 1 FROM pack_edition WHERE pack_edition.id = NEW.edition_id AND pack_edition.state = 'sealing')"
)


def _guard() -> None:
    guards.install_refusal()
    for table, keys in LOGS.items():
        guards.append_only(table, keys)
    # A leaver's words can be erased from an event; nothing else of it can change.
    detail = "CAST(NEW.detail AS TEXT) <> CAST(OLD.detail AS TEXT)"
    guards.refuse_update("audit_event", f"{guards.changed(*EVENT_COLUMNS)} OR {detail} OR NEW.comment IS NOT NULL")
    guards.refuse_delete("audit_event", [["id"], ["council_id", "position"]])
    guards.refuse_update(
        "pack_edition",
        f"{guards.changed(*EDITION_COLUMNS)} OR (OLD.state <> 'sealing' AND (NEW.state = 'sealing' OR "
        f"{guards.changed('manifest_sha256')} OR CAST(NEW.content AS TEXT) <> CAST(OLD.content AS TEXT)))",
    )
    guards.refuse_delete("pack_edition", [["id"], ["council_id", "round_id", "number"]])
    guards.refuse_update(
        "edition_issue",
        f"{guards.changed(*ISSUE_COLUMNS)} OR (OLD.outcome IS NOT NULL AND ({guards.changed('outcome', 'decided_on')}))",
    )
    guards.refuse_delete("edition_issue", [["id"], ["council_id", "edition_id", "body_id"]])
    guards.refuse_update(
        "target",
        f"{guards.changed(*TARGET_COLUMNS)} OR (OLD.approved_change_no IS NOT NULL AND "
        f"({guards.changed('approved_change_no', 'state')}))",
    )
    guards.refuse_delete("target", [["id"], ["council_id", "series_id", "period_code", "number"]])
    guards.refuse_update(
        "restatement",
        f"{guards.changed(*RESTATEMENT_COLUMNS)} OR (OLD.state <> 'proposed' AND ({guards.changed('state', 'decided_by')}))",
    )
    guards.refuse_delete("restatement", [["id"]])
    guards.lock_observations()
    guards.refuse_insert("pack_figure_sealed", "pack_figure", SEALED, "this edition is sealed: nothing is added to it")


def upgrade() -> None:
    op.create_table(
        "council",
        sa.Column("id", WHOLE, autoincrement=True, nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("gss_code", sa.String(length=9), nullable=True),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("version", WHOLE, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_council")),
        sa.UniqueConstraint("code", name=op.f("uq_council_code")),
    )
    op.create_table(
        "council_head",
        sa.Column("council_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("change_no", WHOLE, nullable=False),
        sa.Column("recorded_at", Moment(), nullable=False),
        sa.Column("event_count", WHOLE, nullable=False),
        sa.Column("chain_hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("council_id", name=op.f("pk_council_head")),
    )
    op.create_table(
        "evidence_file",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", WHOLE, nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_evidence_file")),
    )
    op.create_table(
        "idempotency_key",
        sa.Column("council_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("actor_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("status", WHOLE, nullable=True),
        sa.Column("headers", DOCUMENT, nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("council_id", "actor_id", "key", name=op.f("pk_idempotency_key")),
    )
    op.create_table(
        "job",
        sa.Column("id", WHOLE, autoincrement=True, nullable=False),
        sa.Column("council_id", WHOLE, nullable=False),
        sa.Column("person_id", WHOLE, nullable=True),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("payload", DOCUMENT, nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("done_steps", WHOLE, nullable=False),
        sa.Column("total_steps", WHOLE, nullable=False),
        sa.Column("attempts", WHOLE, nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("leased_until", Moment(), nullable=True),
        sa.Column("finished_at", Moment(), nullable=True),
        sa.CheckConstraint("state IN ('waiting', 'running', 'done', 'failed')", name=op.f("ck_job_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
    )
    op.create_index("ix_job_next", "job", ["state", "id"], unique=False)
    op.create_table(
        "outbox_message",
        sa.Column("id", WHOLE, autoincrement=True, nullable=False),
        sa.Column("council_id", WHOLE, nullable=False),
        sa.Column("topic", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("subject_id", WHOLE, nullable=False),
        sa.Column("payload", DOCUMENT, nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("told_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_message")),
    )
    op.create_index("ix_outbox_message_waiting", "outbox_message", ["told_at", "id"], unique=False)
    op.create_table(
        "period",
        sa.Column("code", sa.String(length=24), nullable=False),
        sa.Column("scheme", sa.String(length=10), nullable=False),
        sa.Column("span", sa.String(length=10), nullable=False),
        sa.Column("start_on", sa.Date(), nullable=False),
        sa.Column("end_on", sa.Date(), nullable=False),
        sa.Column("label", sa.String(length=300), nullable=False),
        sa.CheckConstraint("end_on >= start_on", name=op.f("ck_period_dates")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_period")),
    )
    op.create_index("ix_period_start", "period", ["start_on"], unique=False)
    op.create_table(
        "sign_in_attempt",
        sa.Column("id", WHOLE, autoincrement=True, nullable=False),
        sa.Column("key_sha256", sa.String(length=64), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_attempt")),
    )
    op.create_index("ix_sign_in_attempt_key", "sign_in_attempt", ["key_sha256", "at"], unique=False)
    op.create_table(
        "audit_event",
        sa.Column("id", WHOLE, autoincrement=True, nullable=False),
        sa.Column("council_id", WHOLE, nullable=False),
        sa.Column("position", WHOLE, nullable=False),
        sa.Column("change_no", WHOLE, nullable=False),
        sa.Column("recorded_at", Moment(), nullable=False),
        sa.Column("actor_id", WHOLE, nullable=True),
        sa.Column("action", sa.String(length=100), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("subject_id", WHOLE, nullable=True),
        sa.Column("detail", DOCUMENT, nullable=False),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("comment_sha256", sa.String(length=64), nullable=True),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["council_id"], ["council_head.council_id"], name=op.f("fk_audit_event_council_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_event")),
        sa.UniqueConstraint("council_id", "position", name=op.f("uq_audit_event_council_id_position")),
    )
    op.create_index("ix_audit_event_change", "audit_event", ["council_id", "change_no"], unique=False)
    op.create_index("ix_audit_event_moment", "audit_event", ["council_id", "recorded_at"], unique=False)
    op.create_index("ix_audit_event_subject", "audit_event", ["council_id", "kind", "subject_id"], unique=False)
    op.create_table(
        "body",
        sa.Column("id", WHOLE, autoincrement=True, nullable=False),
        sa.Column("council_id", WHOLE, nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("version", WHOLE, nullable=False),
        sa.CheckConstraint(
            "kind IN ('cabinet', 'scrutiny', 'committee', 'full_council', 'cmt', 'progress_group', 'task_and_finish', 'audit')",
            name=op.f("ck_body_kind"),
        ),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_body_council_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_body")),
        sa.UniqueConstraint("council_id", "code", name=op.f("uq_body_council_id_code")),
    )
    op.create_table(
        "framework_version",
        sa.Column("id", WHOLE, autoincrement=True, nullable=False),
        sa.Column("council_id", WHOLE, nullable=False),
        sa.Column("number", WHOLE, nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("template", sa.String(length=40), nullable=True),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("calendar", DOCUMENT, nullable=False),
        sa.Column("rating_scheme", DOCUMENT, nullable=False),
        sa.Column("legend", DOCUMENT, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("adopted_at", Moment(), nullable=False),
        sa.Column("change_no", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_framework_version_council_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_framework_version")),
        sa.UniqueConstraint("council_id", "number", name=op.f("uq_framework_version_council_id_number")),
    )
    op.create_table(
        "person",
        sa.Column("id", WHOLE, autoincrement=True, nullable=False),
        sa.Column("council_id", WHOLE, nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("version", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_person_council_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("email", name=op.f("uq_person_email")),
    )
    op.create_index(op.f("ix_person_council_id"), "person", ["council_id"], unique=False)
    op.create_table(
        "portfolio",
        sa.Column("id", WHOLE, autoincrement=True, nullable=False),
        sa.Column("council_id", WHOLE, nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("version", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_portfolio_council_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portfolio")),
        sa.UniqueConstraint("council_id", "code", name=op.f("uq_portfolio_council_id_code")),
    )
    op.create_table(
        "unit",
        sa.Column("id", WHOLE, autoincrement=True, nullable=False),
        sa.Column("council_id", WHOLE, nullable=False),
        sa.Column("parent_id", WHOLE, nullable=True),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("version", WHOLE, nullable=False),
        sa.CheckConstraint("kind IN ('council', 'directorate', 'service', 'team')", name=op.f("ck_unit_kind")),
        sa.CheckConstraint("parent_id IS NULL OR parent_id <> id", name=op.f("ck_unit_parent")),
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_from IS NULL OR valid_to >= valid_from", name=op.f("ck_unit_dates")
        ),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_unit_council_id")),
        sa.ForeignKeyConstraint(["parent_id"], ["unit.id"], name=op.f("fk_unit_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit")),
        sa.UniqueConstraint("council_id", "code", name=op.f("uq_unit_council_id_code")),
    )
    op.create_index("ix_unit_parent", "unit", ["council_id", "parent_id"], unique=False)
    op.create_table(
        "evidence",
        sa.Column("id", WHOLE, autoincrement=True, nullable=False),
        sa.Column("council_id", WHOLE, nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("subject_id", WHOLE, nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("filename", sa.String(length=300), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("added_by", WHOLE, nullable=True),
        sa.Column("added_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["added_by"], ["person.id"], name=op.f("fk_evidence_added_by")),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_evidence_council_id")),
        sa.ForeignKeyConstraint(["sha256"], ["evidence_file.sha256"], name=op.f("fk_evidence_sha256")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
    )
    op.create_index("ix_evidence_subject", "evidence", ["council_id", "kind", "subject_id"], unique=False)
    op.create_table(
        "framework_stage",
        sa.Column("id", WHOLE, autoincrement=True, nullable=False),
        sa.Column("council_id", WHOLE, nullable=False),
        sa.Column("framework_version_id", WHOLE, nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("position", WHOLE, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("body_id", WHOLE, nullable=True),
        sa.Column("days_allowed", WHOLE, nullable=False),
        sa.Column("optional", sa.Boolean(), nullable=False),
        sa.Column("decisive", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "(kind IN ('officer_review', 'member_body')) = (body_id IS NOT NULL)", name=op.f("ck_framework_stage_body")
        ),
        sa.CheckConstraint(
            "kind IN ('check', 'officer_review', 'portfolio_review', 'member_body')",
            name=op.f("ck_framework_stage_kind"),
        ),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_framework_stage_body_id")),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_framework_stage_council_id")),
        sa.ForeignKeyConstraint(
            ["framework_version_id"], ["framework_version.id"], name=op.f("fk_framework_stage_framework_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_framework_stage")),
        sa.UniqueConstraint("framework_version_id", "key", name=op.f("uq_framework_stage_framework_version_id_key")),
    )
    op.create_table(
        "local_account",
        sa.Column("person_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("changed_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_local_account_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_local_account")),
    )
    op.create_table(
        "meeting",
        sa.Column("id", WHOLE, autoincrement=True, nullable=False),
        sa.Column("council_id", WHOLE, nullable=False),
        sa.Column("body_id", WHOLE, nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("public", sa.Boolean(), nullable=False),
        sa.Column("version", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_meeting_body_id")),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_meeting_council_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
        sa.UniqueConstraint("council_id", "body_id", "held_on", name=op.f("uq_meeting_council_id_body_id_held_on")),
    )
    op.create_table(
        "pack_edition",
        sa.Column("id", WHOLE, autoincrement=True, nullable=False),
        sa.Column("council_id", WHOLE, nullable=False),
        sa.Column("round_id", WHOLE, nullable=False),
        sa.Column("number", WHOLE, nullable=False),
        sa.Column("period_code", sa.String(length=24), nullable=False),
        sa.Column("framework_version_id", WHOLE, nullable=False),
        sa.Column("content", DOCUMENT, nullable=False),
        sa.Column("manifest_sha256", sa.String(length=64), nullable=False),
        sa.Column("sealed_by", WHOLE, nullable=True),
        sa.Column("sealed_at", Moment(), nullable=False),
        sa.Column("change_no", WHOLE, nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("version", WHOLE, nullable=False),
        sa.CheckConstraint("state IN ('sealing', 'sealed', 'superseded')", name=op.f("ck_pack_edition_state")),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_pack_edition_council_id")),
        sa.ForeignKeyConstraint(
            ["framework_version_id"], ["framework_version.id"], name=op.f("fk_pack_edition_framework_version_id")
        ),
        sa.ForeignKeyConstraint(["period_code"], ["period.code"], name=op.f("fk_pack_edition_period_code")),
        sa.ForeignKeyConstraint(["sealed_by"], ["person.id"], name=op.f("fk_pack_edition_sealed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pack_edition")),
        sa.UniqueConstraint(
            "council_id", "round_id", "number", name=op.f("uq_pack_edition_council_id_round_id_number")
        ),
    )
    op.create_table(
        "plan",
        sa.Column("id", WHOLE, autoincrement=True, nullable=False),
        sa.Column("council_id", WHOLE, nullable=False),
        sa.Column("unit_id", WHOLE, nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("start_on", sa.Date(), nullable=False),
        sa.Column("end_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("superseded_by_id", WHOLE, nullable=True),
        sa.Column("version", WHOLE, nullable=False),
        sa.CheckConstraint(
            "kind IN ('council_plan', 'business_plan', 'delivery_plan', 'service_plan', 'strategy')",
            name=op.f("ck_plan_kind"),
        ),
        sa.CheckConstraint("state IN ('draft', 'adopted', 'superseded')", name=op.f("ck_plan_state")),
        sa.CheckConstraint("end_on >= start_on", name=op.f("ck_plan_dates")),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_plan_council_id")),
        sa.ForeignKeyConstraint(["superseded_by_id"], ["plan.id"], name=op.f("fk_plan_superseded_by_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_plan_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan")),
        sa.UniqueConstraint("council_id", "code", name=op.f("uq_plan_council_id_code")),
    )
    op.create_table(
        "post",
        sa.Column("id", WHOLE, autoincrement=True, nullable=False),
        sa.Column("council_id", WHOLE, nullable=False),
        sa.Column("unit_id", WHOLE, nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("version", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_post_council_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_post_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post")),
        sa.UniqueConstraint("council_id", "code", name=op.f("uq_post_council_id_code")),
    )
    op.create_table(
        "round",
        sa.Column("id", WHOLE, autoincrement=True, nullable=False),
        sa.Column("council_id", WHOLE, nullable=False),
        sa.Column("period_code", sa.String(length=24), nullable=False),
        sa.Column("framework_version_id", WHOLE, nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("opened_at", Moment(), nullable=True),
        sa.Column("closed_at", Moment(), nullable=True),
        sa.Column("version", WHOLE, nullable=False),
        sa.CheckConstraint(
            "state IN ('planned', 'collecting', 'reviewing', 'closed', 'cancelled')", name=op.f("ck_round_state")
        ),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_round_council_id")),
        sa.ForeignKeyConstraint(
            ["framework_version_id"], ["framework_version.id"], name=op.f("fk_round_framework_version_id")
        ),
        sa.ForeignKeyConstraint(["period_code"], ["period.code"], name=op.f("fk_round_period_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round")),
    )
    op.create_index("ix_round_period", "round", ["council_id", "period_code"], unique=False)
    op.create_table(
        "sign_in_session",
        sa.Column("id", WHOLE, autoincrement=True, nullable=False),
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("person_id", WHOLE, nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_sign_in_session_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_session")),
        sa.UniqueConstraint("token_sha256", name=op.f("uq_sign_in_session_token_sha256")),
    )
    op.create_index(op.f("ix_sign_in_session_person_id"), "sign_in_session", ["person_id"], unique=False)
    op.create_table(
        "unit_succession",
        sa.Column("council_id", WHOLE, nullable=False),
        sa.Column("predecessor_id", WHOLE, nullable=False),
        sa.Column("successor_id", WHOLE, nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_unit_succession_council_id")),
        sa.ForeignKeyConstraint(["predecessor_id"], ["unit.id"], name=op.f("fk_unit_succession_predecessor_id")),
        sa.ForeignKeyConstraint(["successor_id"], ["unit.id"], name=op.f("fk_unit_succession_successor_id")),
        sa.PrimaryKeyConstraint("predecessor_id", "successor_id", name=op.f("pk_unit_succession")),
    )
    op.create_table(
        "action",
        sa.Column("id", WHOLE, autoincrement=True, nullable=False),
        sa.Column("council_id", WHOLE, nullable=False),
        sa.Column("ref", sa.String(length=64), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("whom_post_id", WHOLE, nullable=True),
        sa.Column("whom_text", sa.String(length=300), nullable=False),
        sa.Column("unit_id", WHOLE, nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("due_precision", sa.String(length=5), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("source_kind", sa.String(length=40), nullable=False),
        sa.Column("source_id", WHOLE, nullable=False),
        sa.Column("raised_by", WHOLE, nullable=True),
        sa.Column("raised_at", Moment(), nullable=False),
        sa.Column("closed_at", Moment(), nullable=True),
        sa.Column("version", WHOLE, nullable=False),
        sa.CheckConstraint("due_precision IN ('day', 'month')", name=op.f("ck_action_due_precision")),
        sa.CheckConstraint("state IN ('open', 'completed', 'cancelled')", name=op.f("ck_action_state")),
        sa.CheckConstraint("whom_post_id IS NOT NULL OR whom_text <> ''", name=op.f("ck_action_whom")),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_action_council_id")),
        sa.ForeignKeyConstraint(["raised_by"], ["person.id"], name=op.f("fk_action_raised_by")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_action_unit_id")),
        sa.ForeignKeyConstraint(["whom_post_id"], ["post.id"], name=op.f("fk_action_whom_post_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action")),
        sa.UniqueConstraint("council_id", "ref", name=op.f("uq_action_council_id_ref")),
    )
    op.create_index("ix_action_due", "action", ["council_id", "state", "due_on"], unique=False)
    op.create_table(
        "approval",
        sa.Column("id", WHOLE, autoincrement=True, nullable=False),
        sa.Column("council_id", WHOLE, nullable=False),
        sa.Column("subject_kind", sa.String(length=20), nullable=False),
        sa.Column("subject_id", WHOLE, nullable=False),
        sa.Column("round_stage_id", WHOLE, nullable=True),
        sa.Column("body_id", WHOLE, nullable=True),
        sa.Column("portfolio_id", WHOLE, nullable=True),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("meeting_id", WHOLE, nullable=True),
        sa.Column("minute_reference", sa.String(length=100), nullable=True),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("recorded_by", WHOLE, nullable=True),
        sa.Column("recorded_at", Moment(), nullable=False),
        sa.Column("change_no", WHOLE, nullable=False),
        sa.CheckConstraint("outcome IN ('approved', 'noted', 'returned')", name=op.f("ck_approval_outcome")),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_approval_body_id")),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_approval_council_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_approval_meeting_id")),
        sa.ForeignKeyConstraint(["portfolio_id"], ["portfolio.id"], name=op.f("fk_approval_portfolio_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f("fk_approval_recorded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval")),
    )
    op.create_index("ix_approval_round_stage", "approval", ["council_id", "round_stage_id"], unique=False)
    op.create_index("ix_approval_subject", "approval", ["council_id", "subject_kind", "subject_id"], unique=False)
    op.create_table(
        "edition_issue",
        sa.Column("id", WHOLE, autoincrement=True, nullable=False),
        sa.Column("council_id", WHOLE, nullable=False),
        sa.Column("edition_id", WHOLE, nullable=False),
        sa.Column("body_id", WHOLE, nullable=False),
        sa.Column("meeting_id", WHOLE, nullable=True),
        sa.Column("report_number", sa.String(length=40), nullable=False),
        sa.Column("locks", sa.Boolean(), nullable=False),
        sa.Column("issued_at", Moment(), nullable=False),
        sa.Column("issued_by", WHOLE, nullable=True),
        sa.Column("public_from", sa.Date(), nullable=True),
        sa.Column("outcome", sa.String(length=10), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("change_no", WHOLE, nullable=False),
        sa.CheckConstraint("outcome IN ('approved', 'noted', 'returned')", name=op.f("ck_edition_issue_outcome")),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_edition_issue_body_id")),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_edition_issue_council_id")),
        sa.ForeignKeyConstraint(["edition_id"], ["pack_edition.id"], name=op.f("fk_edition_issue_edition_id")),
        sa.ForeignKeyConstraint(["issued_by"], ["person.id"], name=op.f("fk_edition_issue_issued_by")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_edition_issue_meeting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edition_issue")),
        sa.UniqueConstraint(
            "council_id", "edition_id", "body_id", name=op.f("uq_edition_issue_council_id_edition_id_body_id")
        ),
    )
    op.create_table(
        "indicator",
        sa.Column("id", WHOLE, autoincrement=True, nullable=False),
        sa.Column("council_id", WHOLE, nullable=False),
        sa.Column("ref", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("unit_id", WHOLE, nullable=False),
        sa.Column("owner_post_id", WHOLE, nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("frequency", sa.String(length=20), nullable=False),
        sa.Column("lag", WHOLE, nullable=False),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("version", WHOLE, nullable=False),
        sa.CheckConstraint(
            "frequency IN ('monthly', 'quarterly', 'half_yearly', 'annual')", name=op.f("ck_indicator_frequency")
        ),
        sa.CheckConstraint("kind IN ('performance', 'contextual')", name=op.f("ck_indicator_kind")),
        sa.CheckConstraint("lag >= 0 AND lag <= 8", name=op.f("ck_indicator_lag")),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_indicator_council_id")),
        sa.ForeignKeyConstraint(["owner_post_id"], ["post.id"], name=op.f("fk_indicator_owner_post_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_indicator_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator")),
        sa.UniqueConstraint("council_id", "ref", name=op.f("uq_indicator_council_id_ref")),
    )
    op.create_index("ix_indicator_unit", "indicator", ["council_id", "unit_id"], unique=False)
    op.create_table(
        "post_holding",
        sa.Column("id", WHOLE, autoincrement=True, nullable=False),
        sa.Column("council_id", WHOLE, nullable=False),
        sa.Column("post_id", WHOLE, nullable=False),
        sa.Column("person_id", WHOLE, nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_post_holding_council_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_post_holding_person_id")),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_post_holding_post_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post_holding")),
    )
    op.create_index("ix_post_holding_person", "post_holding", ["council_id", "person_id"], unique=False)
    op.create_table(
        "role_grant",
        sa.Column("id", WHOLE, autoincrement=True, nullable=False),
        sa.Column("council_id", WHOLE, nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("scope", sa.String(length=20), nullable=False),
        sa.Column("scope_id", WHOLE, nullable=True),
        sa.Column("person_id", WHOLE, nullable=True),
        sa.Column("post_id", WHOLE, nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("version", WHOLE, nullable=False),
        sa.CheckConstraint("(scope = 'council') = (scope_id IS NULL)", name=op.f("ck_role_grant_scope_id")),
        sa.CheckConstraint("scope IN ('council', 'unit', 'portfolio', 'body')", name=op.f("ck_role_grant_scope")),
        sa.CheckConstraint("(person_id IS NULL) <> (post_id IS NULL)", name=op.f("ck_role_grant_holder")),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_role_grant_council_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_role_grant_person_id")),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_role_grant_post_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_grant")),
    )
    op.create_index("ix_role_grant_person", "role_grant", ["council_id", "person_id"], unique=False)
    op.create_index("ix_role_grant_post", "role_grant", ["council_id", "post_id"], unique=False)
    op.create_table(
        "round_stage",
        sa.Column("id", WHOLE, autoincrement=True, nullable=False),
        sa.Column("council_id", WHOLE, nullable=False),
        sa.Column("round_id", WHOLE, nullable=False),
        sa.Column("stage_id", WHOLE, nullable=False),
        sa.Column("position", WHOLE, nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("opened_at", Moment(), nullable=True),
        sa.Column("decided_at", Moment(), nullable=True),
        sa.Column("edition_id", WHOLE, nullable=True),
        sa.CheckConstraint("state IN ('waiting', 'open', 'decided', 'skipped')", name=op.f("ck_round_stage_state")),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_round_stage_council_id")),
        sa.ForeignKeyConstraint(["edition_id"], ["pack_edition.id"], name=op.f("fk_round_stage_edition_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_round_stage_round_id")),
        sa.ForeignKeyConstraint(["stage_id"], ["framework_stage.id"], name=op.f("fk_round_stage_stage_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_stage")),
        sa.UniqueConstraint(
            "council_id", "round_id", "stage_id", name=op.f("uq_round_stage_council_id_round_id_stage_id")
        ),
    )
    op.create_table(
        "submission",
        sa.Column("id", WHOLE, autoincrement=True, nullable=False),
        sa.Column("council_id", WHOLE, nullable=False),
        sa.Column("round_id", WHOLE, nullable=False),
        sa.Column("unit_id", WHOLE, nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("submitted_by", WHOLE, nullable=True),
        sa.Column("submitted_at", Moment(), nullable=True),
        sa.Column("confirmed_by", WHOLE, nullable=True),
        sa.Column("confirmed_by_post_id", WHOLE, nullable=True),
        sa.Column("confirmed_at", Moment(), nullable=True),
        sa.Column("returned_reason", sa.Text(), nullable=True),
        sa.Column("version", WHOLE, nullable=False),
        sa.CheckConstraint(
            "state <> 'confirmed' OR confirmed_by IS NOT NULL OR confirmed_by_post_id IS NOT NULL",
            name=op.f("ck_submission_confirmed"),
        ),
        sa.CheckConstraint(
            "state IN ('requested', 'draft', 'submitted', 'returned', 'confirmed')", name=op.f("ck_submission_state")
        ),
        sa.CheckConstraint(
            "confirmed_by IS NULL OR submitted_by IS NULL OR confirmed_by <> submitted_by",
            name=op.f("ck_submission_two_people"),
        ),
        sa.ForeignKeyConstraint(["confirmed_by"], ["person.id"], name=op.f("fk_submission_confirmed_by")),
        sa.ForeignKeyConstraint(["confirmed_by_post_id"], ["post.id"], name=op.f("fk_submission_confirmed_by_post_id")),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_submission_council_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_submission_round_id")),
        sa.ForeignKeyConstraint(["submitted_by"], ["person.id"], name=op.f("fk_submission_submitted_by")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_submission_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission")),
        sa.UniqueConstraint(
            "council_id", "round_id", "unit_id", name=op.f("uq_submission_council_id_round_id_unit_id")
        ),
    )
    op.create_table(
        "theme",
        sa.Column("id", WHOLE, autoincrement=True, nullable=False),
        sa.Column("council_id", WHOLE, nullable=False),
        sa.Column("plan_id", WHOLE, nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("position", WHOLE, nullable=False),
        sa.Column("version", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_theme_council_id")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_theme_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_theme")),
        sa.UniqueConstraint("council_id", "plan_id", "code", name=op.f("uq_theme_council_id_plan_id_code")),
    )
    op.create_table(
        "indicator_alias",
        sa.Column("id", WHOLE, autoincrement=True, nullable=False),
        sa.Column("council_id", WHOLE, nullable=False),
        sa.Column("indicator_id", WHOLE, nullable=False),
        sa.Column("ref", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_indicator_alias_council_id")),
        sa.ForeignKeyConstraint(["indicator_id"], ["indicator.id"], name=op.f("fk_indicator_alias_indicator_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator_alias")),
        sa.UniqueConstraint("council_id", "ref", "name", name=op.f("uq_indicator_alias_council_id_ref_name")),
    )
    op.create_table(
        "indicator_definition",
        sa.Column("id", WHOLE, autoincrement=True, nullable=False),
        sa.Column("council_id", WHOLE, nullable=False),
        sa.Column("indicator_id", WHOLE, nullable=False),
        sa.Column("number", WHOLE, nullable=False),
        sa.Column("definition", sa.Text(), nullable=False),
        sa.Column("numerator_label", sa.Text(), nullable=False),
        sa.Column("denominator_label", sa.Text(), nullable=False),
        sa.Column("data_source", sa.Text(), nullable=False),
        sa.Column("unit_of_measure", sa.String(length=40), nullable=False),
        sa.Column("decimals", WHOLE, nullable=False),
        sa.Column("polarity", sa.String(length=10), nullable=False),
        sa.Column("aggregation", sa.String(length=20), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("breaks_series", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("recorded_by", WHOLE, nullable=True),
        sa.Column("recorded_at", Moment(), nullable=False),
        sa.Column("change_no", WHOLE, nullable=False),
        sa.CheckConstraint(
            "aggregation IN ('flow', 'year_to_date', 'snapshot', 'rolling', 'average')",
            name=op.f("ck_indicator_definition_aggregation"),
        ),
        sa.CheckConstraint(
            "polarity IN ('higher', 'lower', 'range', 'none')", name=op.f("ck_indicator_definition_polarity")
        ),
        sa.CheckConstraint("decimals >= 0 AND decimals <= 6", name=op.f("ck_indicator_definition_decimals")),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_indicator_definition_council_id")),
        sa.ForeignKeyConstraint(["indicator_id"], ["indicator.id"], name=op.f("fk_indicator_definition_indicator_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f("fk_indicator_definition_recorded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator_definition")),
        sa.UniqueConstraint(
            "council_id", "indicator_id", "number", name=op.f("uq_indicator_definition_council_id_indicator_id_number")
        ),
    )
    op.create_table(
        "indicator_portfolio",
        sa.Column("id", WHOLE, autoincrement=True, nullable=False),
        sa.Column("council_id", WHOLE, nullable=False),
        sa.Column("indicator_id", WHOLE, nullable=False),
        sa.Column("portfolio_id", WHOLE, nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_indicator_portfolio_council_id")),
        sa.ForeignKeyConstraint(["indicator_id"], ["indicator.id"], name=op.f("fk_indicator_portfolio_indicator_id")),
        sa.ForeignKeyConstraint(["portfolio_id"], ["portfolio.id"], name=op.f("fk_indicator_portfolio_portfolio_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator_portfolio")),
    )
    op.create_index(
        "ix_indicator_portfolio_indicator", "indicator_portfolio", ["council_id", "indicator_id"], unique=False
    )
    op.create_index(
        "ix_indicator_portfolio_portfolio", "indicator_portfolio", ["council_id", "portfolio_id"], unique=False
    )
    op.create_table(
        "priority",
        sa.Column("id", WHOLE, autoincrement=True, nullable=False),
        sa.Column("council_id", WHOLE, nullable=False),
        sa.Column("theme_id", WHOLE, nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("position", WHOLE, nullable=False),
        sa.Column("version", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_priority_council_id")),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_priority_theme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_priority")),
        sa.UniqueConstraint("council_id", "theme_id", "code", name=op.f("uq_priority_council_id_theme_id_code")),
    )
    op.create_table(
        "rating_rule",
        sa.Column("id", WHOLE, autoincrement=True, nullable=False),
        sa.Column("council_id", WHOLE, nullable=False),
        sa.Column("indicator_id", WHOLE, nullable=False),
        sa.Column("number", WHOLE, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("parameters", DOCUMENT, nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("recorded_by", WHOLE, nullable=True),
        sa.Column("recorded_at", Moment(), nullable=False),
        sa.Column("change_no", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_rating_rule_council_id")),
        sa.ForeignKeyConstraint(["indicator_id"], ["indicator.id"], name=op.f("fk_rating_rule_indicator_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f("fk_rating_rule_recorded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rating_rule")),
        sa.UniqueConstraint(
            "council_id", "indicator_id", "number", name=op.f("uq_rating_rule_council_id_indicator_id_number")
        ),
    )
    op.create_table(
        "series",
        sa.Column("id", WHOLE, autoincrement=True, nullable=False),
        sa.Column("council_id", WHOLE, nullable=False),
        sa.Column("indicator_id", WHOLE, nullable=False),
        sa.Column("unit_id", WHOLE, nullable=False),
        sa.Column("breakdown", sa.String(length=100), nullable=False),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_series_council_id")),
        sa.ForeignKeyConstraint(["indicator_id"], ["indicator.id"], name=op.f("fk_series_indicator_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_series_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_series")),
        sa.UniqueConstraint(
            "council_id",
            "indicator_id",
            "unit_id",
            "breakdown",
            name=op.f("uq_series_council_id_indicator_id_unit_id_breakdown"),
        ),
    )
    op.create_table(
        "activity",
        sa.Column("id", WHOLE, autoincrement=True, nullable=False),
        sa.Column("council_id", WHOLE, nullable=False),
        sa.Column("priority_id", WHOLE, nullable=False),
        sa.Column("ref", sa.String(length=64), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("unit_id", WHOLE, nullable=False),
        sa.Column("lead_post_id", WHOLE, nullable=True),
        sa.Column("start_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("version", WHOLE, nullable=False),
        sa.CheckConstraint(
            "status IN ('not_started', 'on_course', 'in_question', 'unable', 'completed')",
            name=op.f("ck_activity_status"),
        ),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_activity_council_id")),
        sa.ForeignKeyConstraint(["lead_post_id"], ["post.id"], name=op.f("fk_activity_lead_post_id")),
        sa.ForeignKeyConstraint(["priority_id"], ["priority.id"], name=op.f("fk_activity_priority_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_activity_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity")),
        sa.UniqueConstraint("council_id", "priority_id", "ref", name=op.f("uq_activity_council_id_priority_id_ref")),
    )
    op.create_index("ix_activity_unit", "activity", ["council_id", "unit_id"], unique=False)
    op.create_table(
        "indicator_priority",
        sa.Column("id", WHOLE, autoincrement=True, nullable=False),
        sa.Column("council_id", WHOLE, nullable=False),
        sa.Column("indicator_id", WHOLE, nullable=False),
        sa.Column("priority_id", WHOLE, nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_indicator_priority_council_id")),
        sa.ForeignKeyConstraint(["indicator_id"], ["indicator.id"], name=op.f("fk_indicator_priority_indicator_id")),
        sa.ForeignKeyConstraint(["priority_id"], ["priority.id"], name=op.f("fk_indicator_priority_priority_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator_priority")),
    )
    op.create_index(
        "ix_indicator_priority_indicator", "indicator_priority", ["council_id", "indicator_id"], unique=False
    )
    op.create_index("ix_indicator_priority_priority", "indicator_priority", ["council_id", "priority_id"], unique=False)
    op.create_table(
        "observation",
        sa.Column("id", WHOLE, autoincrement=True, nullable=False),
        sa.Column("council_id", WHOLE, nullable=False),
        sa.Column("series_id", WHOLE, nullable=False),
        sa.Column("indicator_id", WHOLE, nullable=False),
        sa.Column("unit_id", WHOLE, nullable=False),
        sa.Column("breakdown", sa.String(length=100), nullable=False),
        sa.Column("period_code", sa.String(length=24), nullable=False),
        sa.Column("revision", WHOLE, nullable=False),
        sa.Column("value_state", sa.String(length=20), nullable=False),
        sa.Column("value", sa.Double(), nullable=True),
        sa.Column("numerator", sa.Double(), nullable=True),
        sa.Column("denominator", sa.Double(), nullable=True),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.Column("forecast", sa.Double(), nullable=True),
        sa.Column("commentary", sa.Text(), nullable=False),
        sa.Column("explanations", DOCUMENT, nullable=False),
        sa.Column("as_printed", sa.Text(), nullable=True),
        sa.Column("printed_on", sa.Date(), nullable=True),
        sa.Column("printed_rating", sa.String(length=40), nullable=True),
        sa.Column("origin", sa.String(length=20), nullable=False),
        sa.Column("origin_id", WHOLE, nullable=True),
        sa.Column("source", sa.String(length=300), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("recorded_by", WHOLE, nullable=True),
        sa.Column("recorded_at", Moment(), nullable=False),
        sa.Column("change_no", WHOLE, nullable=False),
        sa.CheckConstraint("(value_state = 'value') = (value IS NOT NULL)", name=op.f("ck_observation_value")),
        sa.CheckConstraint(
            "kind IN ('first', 'correction', 'restatement', 'as_printed')", name=op.f("ck_observation_kind")
        ),
        sa.CheckConstraint(
            "origin IN ('submission', 'restatement', 'backfill', 'calculation')", name=op.f("ck_observation_origin")
        ),
        sa.CheckConstraint("revision = 1 OR reason <> ''", name=op.f("ck_observation_reason")),
        sa.CheckConstraint(
            "value_state IN ('value', 'awaited', 'not_due', 'not_available', 'not_applicable', 'suppressed', 'nil_return', 'error')",
            name=op.f("ck_observation_value_state"),
        ),
        sa.CheckConstraint("revision >= 1", name=op.f("ck_observation_revision")),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_observation_council_id")),
        sa.ForeignKeyConstraint(["indicator_id"], ["indicator.id"], name=op.f("fk_observation_indicator_id")),
        sa.ForeignKeyConstraint(["period_code"], ["period.code"], name=op.f("fk_observation_period_code")),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f("fk_observation_recorded_by")),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name=op.f("fk_observation_series_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_observation_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_observation")),
        sa.UniqueConstraint(
            "council_id",
            "indicator_id",
            "unit_id",
            "breakdown",
            "period_code",
            "revision",
            name=op.f("uq_observation_council_id_indicator_id_unit_id_breakdown_period_code_revision"),
        ),
    )
    op.create_index(
        "ix_observation_series", "observation", ["council_id", "series_id", "period_code", "change_no"], unique=False
    )
    op.create_table(
        "target",
        sa.Column("id", WHOLE, autoincrement=True, nullable=False),
        sa.Column("council_id", WHOLE, nullable=False),
        sa.Column("series_id", WHOLE, nullable=False),
        sa.Column("period_code", sa.String(length=24), nullable=False),
        sa.Column("number", WHOLE, nullable=False),
        sa.Column("value", sa.Double(), nullable=True),
        sa.Column("low", sa.Double(), nullable=True),
        sa.Column("high", sa.Double(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("as_printed", sa.Text(), nullable=True),
        sa.Column("rationale", sa.Text(), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("recorded_by", WHOLE, nullable=True),
        sa.Column("recorded_at", Moment(), nullable=False),
        sa.Column("change_no", WHOLE, nullable=False),
        sa.Column("approved_change_no", WHOLE, nullable=True),
        sa.Column("version", WHOLE, nullable=False),
        sa.CheckConstraint("(state = 'approved') = (approved_change_no IS NOT NULL)", name=op.f("ck_target_approved")),
        sa.CheckConstraint("state IN ('proposed', 'approved', 'declined')", name=op.f("ck_target_state")),
        sa.CheckConstraint(
            "value IS NOT NULL OR (low IS NOT NULL AND high IS NOT NULL) OR text <> ''", name=op.f("ck_target_content")
        ),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_target_council_id")),
        sa.ForeignKeyConstraint(["period_code"], ["period.code"], name=op.f("fk_target_period_code")),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f("fk_target_recorded_by")),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name=op.f("fk_target_series_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_target")),
        sa.UniqueConstraint(
            "council_id",
            "series_id",
            "period_code",
            "number",
            name=op.f("uq_target_council_id_series_id_period_code_number"),
        ),
    )
    op.create_table(
        "activity_portfolio",
        sa.Column("id", WHOLE, autoincrement=True, nullable=False),
        sa.Column("council_id", WHOLE, nullable=False),
        sa.Column("activity_id", WHOLE, nullable=False),
        sa.Column("portfolio_id", WHOLE, nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["activity_id"], ["activity.id"], name=op.f("fk_activity_portfolio_activity_id")),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_activity_portfolio_council_id")),
        sa.ForeignKeyConstraint(["portfolio_id"], ["portfolio.id"], name=op.f("fk_activity_portfolio_portfolio_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity_portfolio")),
    )
    op.create_index("ix_activity_portfolio_activity", "activity_portfolio", ["council_id", "activity_id"], unique=False)
    op.create_table(
        "activity_update",
        sa.Column("id", WHOLE, autoincrement=True, nullable=False),
        sa.Column("council_id", WHOLE, nullable=False),
        sa.Column("activity_id", WHOLE, nullable=False),
        sa.Column("period_code", sa.String(length=24), nullable=False),
        sa.Column("revision", WHOLE, nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("update", sa.Text(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("path_to_green", sa.Text(), nullable=False),
        sa.Column("recorded_by", WHOLE, nullable=True),
        sa.Column("recorded_at", Moment(), nullable=False),
        sa.Column("change_no", WHOLE, nullable=False),
        sa.CheckConstraint(
            "status IN ('not_started', 'on_course', 'in_question', 'unable', 'completed')",
            name=op.f("ck_activity_update_status"),
        ),
        sa.ForeignKeyConstraint(["activity_id"], ["activity.id"], name=op.f("fk_activity_update_activity_id")),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_activity_update_council_id")),
        sa.ForeignKeyConstraint(["period_code"], ["period.code"], name=op.f("fk_activity_update_period_code")),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f("fk_activity_update_recorded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity_update")),
        sa.UniqueConstraint(
            "council_id",
            "activity_id",
            "period_code",
            "revision",
            name=op.f("uq_activity_update_council_id_activity_id_period_code_revision"),
        ),
    )
    op.create_table(
        "entry",
        sa.Column("id", WHOLE, autoincrement=True, nullable=False),
        sa.Column("council_id", WHOLE, nullable=False),
        sa.Column("submission_id", WHOLE, nullable=False),
        sa.Column("series_id", WHOLE, nullable=True),
        sa.Column("activity_id", WHOLE, nullable=True),
        sa.Column("period_code", sa.String(length=24), nullable=False),
        sa.Column("position", WHOLE, nullable=False),
        sa.Column("value_state", sa.String(length=20), nullable=True),
        sa.Column("value", sa.Double(), nullable=True),
        sa.Column("numerator", sa.Double(), nullable=True),
        sa.Column("denominator", sa.Double(), nullable=True),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.Column("forecast", sa.Double(), nullable=True),
        sa.Column("commentary", sa.Text(), nullable=False),
        sa.Column("explanations", DOCUMENT, nullable=False),
        sa.Column("status", sa.String(length=20), nullable=True),
        sa.Column("update", sa.Text(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("path_to_green", sa.Text(), nullable=False),
        sa.Column("updated_by", WHOLE, nullable=True),
        sa.Column("updated_at", Moment(), nullable=True),
        sa.Column("version", WHOLE, nullable=False),
        sa.CheckConstraint(
            "status IS NULL OR status IN ('not_started', 'on_course', 'in_question', 'unable', 'completed')",
            name=op.f("ck_entry_status"),
        ),
        sa.CheckConstraint("value IS NULL OR value_state = 'value'", name=op.f("ck_entry_value")),
        sa.CheckConstraint(
            "value_state IS NULL OR value_state IN ('value', 'awaited', 'not_due', 'not_available', 'not_applicable', 'suppressed', 'nil_return', 'error')",
            name=op.f("ck_entry_value_state"),
        ),
        sa.CheckConstraint("(series_id IS NULL) <> (activity_id IS NULL)", name=op.f("ck_entry_subject")),
        sa.ForeignKeyConstraint(["activity_id"], ["activity.id"], name=op.f("fk_entry_activity_id")),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_entry_council_id")),
        sa.ForeignKeyConstraint(["period_code"], ["period.code"], name=op.f("fk_entry_period_code")),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name=op.f("fk_entry_series_id")),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"], name=op.f("fk_entry_submission_id")),
        sa.ForeignKeyConstraint(["updated_by"], ["person.id"], name=op.f("fk_entry_updated_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry")),
        sa.UniqueConstraint(
            "council_id", "submission_id", "activity_id", name=op.f("uq_entry_council_id_submission_id_activity_id")
        ),
        sa.UniqueConstraint(
            "council_id",
            "submission_id",
            "series_id",
            "period_code",
            name=op.f("uq_entry_council_id_submission_id_series_id_period_code"),
        ),
    )
    op.create_table(
        "observation_approval",
        sa.Column("council_id", WHOLE, nullable=False),
        sa.Column("observation_id", WHOLE, nullable=False),
        sa.Column("edition_id", WHOLE, nullable=True),
        sa.Column("change_no", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_observation_approval_council_id")),
        sa.ForeignKeyConstraint(["edition_id"], ["pack_edition.id"], name=op.f("fk_observation_approval_edition_id")),
        sa.ForeignKeyConstraint(
            ["observation_id"], ["observation.id"], name=op.f("fk_observation_approval_observation_id")
        ),
        sa.PrimaryKeyConstraint("observation_id", name=op.f("pk_observation_approval")),
    )
    op.create_index("ix_observation_approval_change", "observation_approval", ["council_id", "change_no"], unique=False)
    op.create_table(
        "rating",
        sa.Column("id", WHOLE, autoincrement=True, nullable=False),
        sa.Column("council_id", WHOLE, nullable=False),
        sa.Column("series_id", WHOLE, nullable=False),
        sa.Column("period_code", sa.String(length=24), nullable=False),
        sa.Column("observation_id", WHOLE, nullable=False),
        sa.Column("definition_id", WHOLE, nullable=False),
        sa.Column("target_id", WHOLE, nullable=True),
        sa.Column("rule_id", WHOLE, nullable=True),
        sa.Column("rating", sa.String(length=10), nullable=False),
        sa.Column("unrated_reason", sa.String(length=40), nullable=True),
        sa.Column("override_reason", sa.Text(), nullable=True),
        sa.Column("recorded_by", WHOLE, nullable=True),
        sa.Column("change_no", WHOLE, nullable=False),
        sa.CheckConstraint(
            "(rating = 'unrated') = (unrated_reason IS NOT NULL)", name=op.f("ck_rating_unrated_reason")
        ),
        sa.CheckConstraint("rating IN ('green', 'amber', 'red', 'unrated')", name=op.f("ck_rating_rating")),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_rating_council_id")),
        sa.ForeignKeyConstraint(["definition_id"], ["indicator_definition.id"], name=op.f("fk_rating_definition_id")),
        sa.ForeignKeyConstraint(["observation_id"], ["observation.id"], name=op.f("fk_rating_observation_id")),
        sa.ForeignKeyConstraint(["period_code"], ["period.code"], name=op.f("fk_rating_period_code")),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f("fk_rating_recorded_by")),
        sa.ForeignKeyConstraint(["rule_id"], ["rating_rule.id"], name=op.f("fk_rating_rule_id")),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name=op.f("fk_rating_series_id")),
        sa.ForeignKeyConstraint(["target_id"], ["target.id"], name=op.f("fk_rating_target_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rating")),
    )
    op.create_index("ix_rating_cell", "rating", ["council_id", "series_id", "period_code", "change_no"], unique=False)
    op.create_table(
        "restatement",
        sa.Column("id", WHOLE, autoincrement=True, nullable=False),
        sa.Column("council_id", WHOLE, nullable=False),
        sa.Column("series_id", WHOLE, nullable=False),
        sa.Column("unit_id", WHOLE, nullable=False),
        sa.Column("period_code", sa.String(length=24), nullable=False),
        sa.Column("value_state", sa.String(length=20), nullable=False),
        sa.Column("value", sa.Double(), nullable=True),
        sa.Column("numerator", sa.Double(), nullable=True),
        sa.Column("denominator", sa.Double(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("proposed_by", WHOLE, nullable=True),
        sa.Column("proposed_at", Moment(), nullable=False),
        sa.Column("decided_by", WHOLE, nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("observation_id", WHOLE, nullable=True),
        sa.Column("version", WHOLE, nullable=False),
        sa.CheckConstraint("(value_state = 'value') = (value IS NOT NULL)", name=op.f("ck_restatement_value")),
        sa.CheckConstraint(
            "decided_by IS NULL OR decided_by <> proposed_by OR state = 'withdrawn'",
            name=op.f("ck_restatement_two_people"),
        ),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_restatement_reason")),
        sa.CheckConstraint(
            "state IN ('proposed', 'accepted', 'declined', 'withdrawn')", name=op.f("ck_restatement_state")
        ),
        sa.CheckConstraint(
            "value_state IN ('value', 'awaited', 'not_due', 'not_available', 'not_applicable', 'suppressed', 'nil_return', 'error')",
            name=op.f("ck_restatement_value_state"),
        ),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_restatement_council_id")),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("fk_restatement_decided_by")),
        sa.ForeignKeyConstraint(["observation_id"], ["observation.id"], name=op.f("fk_restatement_observation_id")),
        sa.ForeignKeyConstraint(["period_code"], ["period.code"], name=op.f("fk_restatement_period_code")),
        sa.ForeignKeyConstraint(["proposed_by"], ["person.id"], name=op.f("fk_restatement_proposed_by")),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name=op.f("fk_restatement_series_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_restatement_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_restatement")),
    )
    op.create_index("ix_restatement_cell", "restatement", ["council_id", "series_id", "period_code"], unique=False)
    op.create_table(
        "current_observation",
        sa.Column("council_id", WHOLE, nullable=False),
        sa.Column("standing", sa.String(length=10), nullable=False),
        sa.Column("period_code", sa.String(length=24), nullable=False),
        sa.Column("unit_id", WHOLE, nullable=False),
        sa.Column("indicator_id", WHOLE, nullable=False),
        sa.Column("breakdown", sa.String(length=100), nullable=False),
        sa.Column("series_id", WHOLE, nullable=False),
        sa.Column("observation_id", WHOLE, nullable=False),
        sa.Column("rating_id", WHOLE, nullable=False),
        sa.Column("definition_id", WHOLE, nullable=False),
        sa.Column("target_id", WHOLE, nullable=True),
        sa.Column("rule_id", WHOLE, nullable=True),
        sa.CheckConstraint("standing IN ('latest', 'approved')", name=op.f("ck_current_observation_standing")),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_current_observation_council_id")),
        sa.ForeignKeyConstraint(
            ["definition_id"], ["indicator_definition.id"], name=op.f("fk_current_observation_definition_id")
        ),
        sa.ForeignKeyConstraint(["indicator_id"], ["indicator.id"], name=op.f("fk_current_observation_indicator_id")),
        sa.ForeignKeyConstraint(
            ["observation_id"], ["observation.id"], name=op.f("fk_current_observation_observation_id")
        ),
        sa.ForeignKeyConstraint(["period_code"], ["period.code"], name=op.f("fk_current_observation_period_code")),
        sa.ForeignKeyConstraint(["rating_id"], ["rating.id"], name=op.f("fk_current_observation_rating_id")),
        sa.ForeignKeyConstraint(["rule_id"], ["rating_rule.id"], name=op.f("fk_current_observation_rule_id")),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name=op.f("fk_current_observation_series_id")),
        sa.ForeignKeyConstraint(["target_id"], ["target.id"], name=op.f("fk_current_observation_target_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_current_observation_unit_id")),
        sa.PrimaryKeyConstraint(
            "council_id",
            "standing",
            "period_code",
            "unit_id",
            "indicator_id",
            "breakdown",
            name=op.f("pk_current_observation"),
        ),
    )
    op.create_index(
        "ix_current_observation_trend",
        "current_observation",
        ["council_id", "standing", "indicator_id", "unit_id", "breakdown", "period_code"],
        unique=False,
    )
    op.create_table(
        "pack_figure",
        sa.Column("edition_id", WHOLE, nullable=False),
        sa.Column("series_id", WHOLE, nullable=False),
        sa.Column("period_code", sa.String(length=24), nullable=False),
        sa.Column("council_id", WHOLE, nullable=False),
        sa.Column("position", WHOLE, nullable=False),
        sa.Column("observation_id", WHOLE, nullable=False),
        sa.Column("rating_id", WHOLE, nullable=False),
        sa.Column("definition_id", WHOLE, nullable=False),
        sa.Column("target_id", WHOLE, nullable=True),
        sa.Column("rule_id", WHOLE, nullable=True),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_pack_figure_council_id")),
        sa.ForeignKeyConstraint(
            ["definition_id"], ["indicator_definition.id"], name=op.f("fk_pack_figure_definition_id")
        ),
        sa.ForeignKeyConstraint(["edition_id"], ["pack_edition.id"], name=op.f("fk_pack_figure_edition_id")),
        sa.ForeignKeyConstraint(["observation_id"], ["observation.id"], name=op.f("fk_pack_figure_observation_id")),
        sa.ForeignKeyConstraint(["period_code"], ["period.code"], name=op.f("fk_pack_figure_period_code")),
        sa.ForeignKeyConstraint(["rating_id"], ["rating.id"], name=op.f("fk_pack_figure_rating_id")),
        sa.ForeignKeyConstraint(["rule_id"], ["rating_rule.id"], name=op.f("fk_pack_figure_rule_id")),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name=op.f("fk_pack_figure_series_id")),
        sa.ForeignKeyConstraint(["target_id"], ["target.id"], name=op.f("fk_pack_figure_target_id")),
        sa.PrimaryKeyConstraint("edition_id", "series_id", "period_code", name=op.f("pk_pack_figure")),
    )
    op.create_index("ix_pack_figure_cell", "pack_figure", ["council_id", "series_id", "period_code"], unique=False)
    _guard()


def downgrade() -> None:
    op.drop_index("ix_pack_figure_cell", table_name="pack_figure")
    op.drop_table("pack_figure")
    op.drop_index("ix_current_observation_trend", table_name="current_observation")
    op.drop_table("current_observation")
    op.drop_index("ix_restatement_cell", table_name="restatement")
    op.drop_table("restatement")
    op.drop_index("ix_rating_cell", table_name="rating")
    op.drop_table("rating")
    op.drop_index("ix_observation_approval_change", table_name="observation_approval")
    op.drop_table("observation_approval")
    op.drop_table("entry")
    op.drop_table("activity_update")
    op.drop_index("ix_activity_portfolio_activity", table_name="activity_portfolio")
    op.drop_table("activity_portfolio")
    op.drop_table("target")
    op.drop_index("ix_observation_series", table_name="observation")
    op.drop_table("observation")
    op.drop_index("ix_indicator_priority_priority", table_name="indicator_priority")
    op.drop_index("ix_indicator_priority_indicator", table_name="indicator_priority")
    op.drop_table("indicator_priority")
    op.drop_index("ix_activity_unit", table_name="activity")
    op.drop_table("activity")
    op.drop_table("series")
    op.drop_table("rating_rule")
    op.drop_table("priority")
    op.drop_index("ix_indicator_portfolio_portfolio", table_name="indicator_portfolio")
    op.drop_index("ix_indicator_portfolio_indicator", table_name="indicator_portfolio")
    op.drop_table("indicator_portfolio")
    op.drop_table("indicator_definition")
    op.drop_table("indicator_alias")
    op.drop_table("theme")
    op.drop_table("submission")
    op.drop_table("round_stage")
    op.drop_index("ix_role_grant_post", table_name="role_grant")
    op.drop_index("ix_role_grant_person", table_name="role_grant")
    op.drop_table("role_grant")
    op.drop_index("ix_post_holding_person", table_name="post_holding")
    op.drop_table("post_holding")
    op.drop_index("ix_indicator_unit", table_name="indicator")
    op.drop_table("indicator")
    op.drop_table("edition_issue")
    op.drop_index("ix_approval_subject", table_name="approval")
    op.drop_index("ix_approval_round_stage", table_name="approval")
    op.drop_table("approval")
    op.drop_index("ix_action_due", table_name="action")
    op.drop_table("action")
    op.drop_table("unit_succession")
    op.drop_index(op.f("ix_sign_in_session_person_id"), table_name="sign_in_session")
    op.drop_table("sign_in_session")
    op.drop_index("ix_round_period", table_name="round")
    op.drop_table("round")
    op.drop_table("post")
    op.drop_table("plan")
    op.drop_table("pack_edition")
    op.drop_table("meeting")
    op.drop_table("local_account")
    op.drop_table("framework_stage")
    op.drop_index("ix_evidence_subject", table_name="evidence")
    op.drop_table("evidence")
    op.drop_index("ix_unit_parent", table_name="unit")
    op.drop_table("unit")
    op.drop_table("portfolio")
    op.drop_index(op.f("ix_person_council_id"), table_name="person")
    op.drop_table("person")
    op.drop_table("framework_version")
    op.drop_table("body")
    op.drop_index("ix_audit_event_subject", table_name="audit_event")
    op.drop_index("ix_audit_event_moment", table_name="audit_event")
    op.drop_index("ix_audit_event_change", table_name="audit_event")
    op.drop_table("audit_event")
    op.drop_index("ix_sign_in_attempt_key", table_name="sign_in_attempt")
    op.drop_table("sign_in_attempt")
    op.drop_index("ix_period_start", table_name="period")
    op.drop_table("period")
    op.drop_index("ix_outbox_message_waiting", table_name="outbox_message")
    op.drop_table("outbox_message")
    op.drop_index("ix_job_next", table_name="job")
    op.drop_table("job")
    op.drop_table("idempotency_key")
    op.drop_table("evidence_file")
    op.drop_table("council_head")
    op.drop_table("council")
    guards.drop_functions("observation_locked", "pack_figure_sealed")
    guards.remove_refusal()
