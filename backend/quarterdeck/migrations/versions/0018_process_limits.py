"""From which periods process limits begin anew, and how a council has limits worked out."""

import sqlalchemy as sa
from alembic import op

from quarterdeck.core.db import Moment
from quarterdeck.migrations import guards

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "process_rebase",
        sa.Column("id", WHOLE, autoincrement=True, nullable=False),
        sa.Column("council_id", WHOLE, nullable=False),
        sa.Column("series_id", WHOLE, nullable=False),
        sa.Column("period_code", sa.String(24), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        *_recorded("process_rebase"),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name=op.f("fk_process_rebase_series_id")),
        sa.ForeignKeyConstraint(["period_code"], ["period.code"], name=op.f("fk_process_rebase_period_code")),
    )
    op.create_index("ix_process_rebase_series", "process_rebase", ["council_id", "series_id"], unique=False)
    guards.append_only("process_rebase", [["id"]])
    op.create_table(
        "process_setting",
        sa.Column("id", WHOLE, autoincrement=True, nullable=False),
        sa.Column("council_id", WHOLE, nullable=False),
        sa.Column("number", WHOLE, nullable=False),
        sa.Column("run", WHOLE, nullable=False),
        sa.Column("screened", sa.Boolean(), nullable=False),
        *_recorded("process_setting"),
        sa.CheckConstraint("run >= 5 AND run <= 9", name=op.f("ck_process_setting_run")),
        sa.UniqueConstraint("council_id", "number", name=op.f("uq_process_setting_council_id_number")),
    )
    guards.append_only("process_setting", [["id"], ["council_id", "number"]])


def downgrade() -> None:
    op.drop_table("process_setting")
    op.drop_table("process_rebase")


def _recorded(table: str) -> list[sa.schema.SchemaItem]:
    """Why, by whom and when: columns and constraints that both tables have."""
    return [
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("recorded_by", WHOLE, nullable=True),
        sa.Column("recorded_at", Moment(), nullable=False),
        sa.Column("change_no", WHOLE, nullable=False),
        sa.CheckConstraint("reason <> ''", name=op.f(f"ck_{table}_reason")),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f(f"fk_{table}_council_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f(f"fk_{table}_recorded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    ]
