"""Comments in review, parts of an edition that are exempt from publication, and why papers were late."""

import sqlalchemy as sa
from alembic import op

from quarterdeck.core.db import Moment
from quarterdeck.migrations import guards

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OF_ONE_THING = "(series_id IS NULL) = (period_code IS NULL) AND (series_id IS NULL) <> (activity_id IS NULL)"
ANSWERED = "(answer IS NULL) = (answered_at IS NULL) AND (answer IS NULL OR answer <> '')"
COMMENT = (
    "id",
    "council_id",
    "edition_id",
    "series_id",
    "period_code",
    "activity_id",
    "body_id",
    "comment",
    "commented_by",
    "commented_at",
)
# As 0001 guards it; from here on with the reason for late papers.
ISSUE = (
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


def upgrade() -> None:
    guards.drop_triggers("edition_issue")
    with op.batch_alter_table("edition_issue") as issue:
        issue.add_column(sa.Column("late_reason", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("edition_issue") as issue:
        issue.alter_column("late_reason", server_default=None, existing_type=sa.Text())
    _guard_issues(*ISSUE, "late_reason")
    _exempt_parts()
    _comments()


def downgrade() -> None:
    for table in ("review_comment", "exempt_part"):
        guards.drop_triggers(table)
        op.drop_table(table)
    guards.drop_triggers("edition_issue")
    with op.batch_alter_table("edition_issue") as issue:
        issue.drop_column("late_reason")
    _guard_issues(*ISSUE)


def _guard_issues(*columns: str) -> None:
    """An issue stays as it was made; what its body made of it is added once."""
    decided = guards.changed("outcome", "decided_on")
    guards.refuse_update("edition_issue", f"{guards.changed(*columns)} OR (OLD.outcome IS NOT NULL AND ({decided}))")
    guards.refuse_delete("edition_issue", [["id"], ["council_id", "edition_id", "body_id"]])


def _exempt_parts() -> None:
    table = "exempt_part"
    op.create_table(
        table,
        sa.Column("id", WHOLE, autoincrement=True, nullable=False),
        sa.Column("council_id", WHOLE, nullable=False),
        sa.Column("issue_id", WHOLE, nullable=False),
        sa.Column("edition_id", WHOLE, nullable=False),
        *_of_one_thing(table),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint("reason <> ''", name=op.f(f"ck_{table}_reason")),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f(f"fk_{table}_council_id")),
        sa.ForeignKeyConstraint(["edition_id"], ["pack_edition.id"], name=op.f(f"fk_{table}_edition_id")),
        sa.ForeignKeyConstraint(["issue_id"], ["edition_issue.id"], name=op.f(f"fk_{table}_issue_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    op.create_index("ix_exempt_part_edition", table, ["council_id", "edition_id"], unique=False)
    op.create_index("ix_exempt_part_cell", table, ["council_id", "series_id", "period_code"], unique=False)
    guards.append_only(table, [["id"]])


def _comments() -> None:
    table = "review_comment"
    op.create_table(
        table,
        sa.Column("id", WHOLE, autoincrement=True, nullable=False),
        sa.Column("council_id", WHOLE, nullable=False),
        sa.Column("edition_id", WHOLE, nullable=False),
        *_of_one_thing(table),
        sa.Column("body_id", WHOLE, nullable=True),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("commented_by", WHOLE, nullable=True),
        sa.Column("commented_at", Moment(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_by", WHOLE, nullable=True),
        sa.Column("answered_at", Moment(), nullable=True),
        sa.CheckConstraint("comment <> ''", name=op.f(f"ck_{table}_comment")),
        sa.CheckConstraint(ANSWERED, name=op.f(f"ck_{table}_answer")),
        sa.ForeignKeyConstraint(["answered_by"], ["person.id"], name=op.f(f"fk_{table}_answered_by")),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f(f"fk_{table}_body_id")),
        sa.ForeignKeyConstraint(["commented_by"], ["person.id"], name=op.f(f"fk_{table}_commented_by")),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f(f"fk_{table}_council_id")),
        sa.ForeignKeyConstraint(["edition_id"], ["pack_edition.id"], name=op.f(f"fk_{table}_edition_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    op.create_index("ix_review_comment_edition", table, ["council_id", "edition_id"], unique=False)
    # Nothing is changed but that the answer is given, once.
    guards.append_only(table, [["id"]], f"OLD.answered_at IS NULL AND NOT ({guards.changed(*COMMENT)})")


def _of_one_thing(table: str) -> list[sa.Column | sa.Constraint]:
    """The columns that name a figure or an activity of an edition."""
    return [
        sa.Column("series_id", WHOLE, nullable=True),
        sa.Column("period_code", sa.String(length=24), nullable=True),
        sa.Column("activity_id", WHOLE, nullable=True),
        sa.CheckConstraint(OF_ONE_THING, name=op.f(f"ck_{table}_of_one_thing")),
        sa.ForeignKeyConstraint(["activity_id"], ["activity.id"], name=op.f(f"fk_{table}_activity_id")),
        sa.ForeignKeyConstraint(["period_code"], ["period.code"], name=op.f(f"fk_{table}_period_code")),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name=op.f(f"fk_{table}_series_id")),
    ]
