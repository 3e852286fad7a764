"""That a part of an edition is exempt from publication no more, and why; papers that follow a meeting that is moved."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from quarterdeck.core.db import Moment
from quarterdeck.migrations import guards

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TABLE = "exemption_lifted"
# As 0006 guards it; from here on without the day on which papers become public.
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
    "change_no",
    "late_reason",
)


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", WHOLE, autoincrement=True, nullable=False),
        sa.Column("council_id", WHOLE, nullable=False),
        sa.Column("part_id", WHOLE, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("lifted_by", WHOLE, nullable=True),
        sa.Column("lifted_at", Moment(), nullable=False),
        sa.Column("change_no", WHOLE, nullable=False),
        sa.CheckConstraint("reason <> ''", name=op.f(f"ck_{TABLE}_reason")),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f(f"fk_{TABLE}_council_id")),
        sa.ForeignKeyConstraint(["lifted_by"], ["person.id"], name=op.f(f"fk_{TABLE}_lifted_by")),
        sa.ForeignKeyConstraint(["part_id"], ["exempt_part.id"], name=op.f(f"fk_{TABLE}_part_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
        sa.UniqueConstraint("council_id", "part_id", name=op.f(f"uq_{TABLE}_council_id_part_id")),
    )
    guards.append_only(TABLE, [["id"], ["council_id", "part_id"]])
    guards.drop_triggers("edition_issue")
    # The day may follow the meeting's until the body has made something of the papers.
    _guard_issues(ISSUE, ("outcome", "decided_on", "public_from"))


def downgrade() -> None:
    guards.drop_triggers(TABLE)
    op.drop_table(TABLE)
    guards.drop_triggers("edition_issue")
    _guard_issues((*ISSUE, "public_from"), ("outcome", "decided_on"))


def _guard_issues(fixed: Sequence[str], once: Sequence[str]) -> None:
    """An issue stays as it was made; what its body made of it is added once."""
    decided = f"OLD.outcome IS NOT NULL AND ({guards.changed(*once)})"
    guards.refuse_update("edition_issue", f"{guards.changed(*fixed)} OR ({decided})")
    guards.refuse_delete("edition_issue", [["id"], ["council_id", "edition_id", "body_id"]])
