"""Annual rounds: what services propose for a year, targets that belong to a round, and why an indicator ended."""

import sqlalchemy as sa
from alembic import op

from quarterdeck.core.db import Json
from quarterdeck.migrations import guards

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
CYCLES = "cycle IN ('quarterly', 'annual')"
CHANGES = "change IS NULL OR change IN ('keep', 'change', 'new', 'drop')"
PROFILES = "profile IN ('even', 'seasonal', 'by_hand')"
TARGET_KEYS = [["id"], ["council_id", "series_id", "period_code", "number"]]
SAID = (
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


def upgrade() -> None:
    with op.batch_alter_table("round") as round_:
        round_.add_column(sa.Column("cycle", sa.String(10), nullable=False, server_default="quarterly"))
        round_.create_check_constraint(op.f("ck_round_cycle"), CYCLES)
    with op.batch_alter_table("round") as round_:
        round_.alter_column("cycle", server_default=None, existing_type=sa.String(10), existing_nullable=False)
    with op.batch_alter_table("entry") as entry:
        entry.add_column(sa.Column("proposes", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("entry") as entry:
        entry.alter_column("proposes", server_default=None, existing_type=sa.Boolean(), existing_nullable=False)
    with op.batch_alter_table("indicator") as indicator:
        indicator.add_column(sa.Column("ended_because", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("indicator") as indicator:
        indicator.alter_column("ended_because", server_default=None, existing_type=sa.Text(), existing_nullable=False)
    _targets()
    _proposals()


def downgrade() -> None:
    op.drop_table("proposal")
    guards.drop_triggers("target")
    op.drop_index("ix_target_round", table_name="target")
    with op.batch_alter_table("target") as target:
        target.drop_constraint(op.f("fk_target_approval_id"), type_="foreignkey")
        target.drop_column("approval_id")
        target.drop_column("round_id")
    _guard_targets(SAID)
    with op.batch_alter_table("indicator") as indicator:
        indicator.drop_column("ended_because")
    with op.batch_alter_table("entry") as entry:
        entry.drop_column("proposes")
    with op.batch_alter_table("round") as round_:
        round_.drop_constraint(op.f("ck_round_cycle"), type_="check")
        round_.drop_column("cycle")


def _targets() -> None:
    guards.drop_triggers("target")
    with op.batch_alter_table("target") as target:
        target.add_column(sa.Column("round_id", WHOLE, nullable=True))
        target.add_column(sa.Column("approval_id", WHOLE, nullable=True))
        target.create_foreign_key(op.f("fk_target_approval_id"), "approval", ["approval_id"], ["id"])
    # Each was decided on by itself so far: the newest decision on it is the one that stands.
    op.execute(
        "UPDATE target SET approval_id = (SELECT MAX(approval.id) FROM approval WHERE approval.council_id = "
        "target.council_id AND approval.subject_kind = 'target' AND approval.subject_id = target.id)"
    )
    op.create_index("ix_target_round", "target", ["council_id", "round_id"], unique=False)
    decided = f"OLD.approval_id IS NOT NULL AND {guards.changed('approval_id')}"
    _guard_targets((*SAID, "round_id"), f" OR ({decided})")


def _guard_targets(fixed: tuple[str, ...], also: str = "") -> None:
    """A target changes in its state alone, and its approval is set once. also: a further refusal of an update."""
    explained = "CAST(NEW.explanations AS TEXT) <> CAST(OLD.explanations AS TEXT)"
    approved = f"OLD.approved_change_no IS NOT NULL AND ({guards.changed('approved_change_no', 'state')})"
    guards.refuse_update("target", f"{explained} OR {guards.changed(*fixed)} OR ({approved}){also}")
    guards.refuse_delete("target", TARGET_KEYS)


def _proposals() -> None:
    table = "proposal"
    op.create_table(
        table,
        sa.Column("id", WHOLE, autoincrement=True, nullable=False),
        sa.Column("council_id", WHOLE, nullable=False),
        sa.Column("entry_id", WHOLE, nullable=False),
        sa.Column("change", sa.String(10), nullable=True),
        sa.Column("profile", sa.String(10), nullable=False),
        sa.Column("targets", Json, nullable=False),
        sa.Column("rationale", sa.Text(), nullable=False),
        sa.Column("benchmark", sa.Text(), nullable=False),
        sa.Column("benchmark_value", sa.Double(), nullable=True),
        sa.Column("benchmark_source", sa.String(300), nullable=False),
        sa.CheckConstraint(CHANGES, name=op.f(f"ck_{table}_change")),
        sa.CheckConstraint(PROFILES, name=op.f(f"ck_{table}_profile")),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f(f"fk_{table}_council_id")),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f(f"fk_{table}_entry_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("council_id", "entry_id", name=op.f(f"uq_{table}_council_id_entry_id")),
    )
