"""How series are calculated, and what each calculated figure was made of."""

import sqlalchemy as sa
from alembic import op

from quarterdeck.core.db import Moment
from quarterdeck.migrations import guards

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "calculation",
        sa.Column("id", WHOLE, autoincrement=True, nullable=False),
        sa.Column("council_id", WHOLE, nullable=False),
        sa.Column("series_id", WHOLE, nullable=False),
        sa.Column("number", WHOLE, nullable=False),
        sa.Column("operation", sa.String(10), nullable=True),
        sa.Column("covers", sa.String(20), nullable=True),
        sa.Column("periods", WHOLE, nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("recorded_by", WHOLE, nullable=True),
        sa.Column("recorded_at", Moment(), nullable=False),
        sa.Column("change_no", WHOLE, nullable=False),
        sa.CheckConstraint(
            "operation IN ('sum', 'ratio', 'average', 'mean', 'last')", name=op.f("ck_calculation_operation")
        ),
        sa.CheckConstraint(
            "covers IN ('same_period', 'periods_within', 'last_periods', 'year_so_far')",
            name=op.f("ck_calculation_covers"),
        ),
        sa.CheckConstraint("(operation IS NULL) = (covers IS NULL)", name=op.f("ck_calculation_ended")),
        sa.CheckConstraint("periods >= 0 AND periods <= 60", name=op.f("ck_calculation_periods")),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_calculation_reason")),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_calculation_council_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f("fk_calculation_recorded_by")),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name=op.f("fk_calculation_series_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calculation")),
        sa.UniqueConstraint(
            "council_id", "series_id", "number", name=op.f("uq_calculation_council_id_series_id_number")
        ),
    )
    op.create_table(
        "calculation_input",
        sa.Column("calculation_id", WHOLE, nullable=False),
        sa.Column("position", WHOLE, nullable=False),
        sa.Column("council_id", WHOLE, nullable=False),
        sa.Column("series_id", WHOLE, nullable=False),
        sa.Column("role", sa.String(12), nullable=False),
        sa.CheckConstraint(
            "role IN ('part', 'numerator', 'denominator')", name=op.f("ck_calculation_input_role")
        ),
        sa.ForeignKeyConstraint(
            ["calculation_id"], ["calculation.id"], name=op.f("fk_calculation_input_calculation_id")
        ),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_calculation_input_council_id")),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name=op.f("fk_calculation_input_series_id")),
        sa.PrimaryKeyConstraint("calculation_id", "position", name=op.f("pk_calculation_input")),
    )
    op.create_index("ix_calculation_input_series", "calculation_input", ["council_id", "series_id"])
    op.create_table(
        "observation_input",
        sa.Column("observation_id", WHOLE, nullable=False),
        sa.Column("position", WHOLE, nullable=False),
        sa.Column("council_id", WHOLE, nullable=False),
        sa.Column("part_id", WHOLE, nullable=False),
        sa.Column("role", sa.String(12), nullable=False),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_observation_input_council_id")),
        sa.ForeignKeyConstraint(
            ["observation_id"], ["observation.id"], name=op.f("fk_observation_input_observation_id")
        ),
        sa.ForeignKeyConstraint(["part_id"], ["observation.id"], name=op.f("fk_observation_input_part_id")),
        sa.PrimaryKeyConstraint("observation_id", "position", name=op.f("pk_observation_input")),
    )
    op.create_index("ix_observation_input_part", "observation_input", ["council_id", "part_id"])
    guards.append_only("calculation", [["id"], ["council_id", "series_id", "number"]])
    guards.append_only("calculation_input", [["calculation_id", "position"]])
    guards.append_only("observation_input", [["observation_id", "position"]])


def downgrade() -> None:
    for table in ("observation_input", "calculation_input", "calculation"):
        guards.drop_triggers(table)
        op.drop_table(table)
