"""Checks set per indicator, targets with explanations, and what a rating looked at besides its target."""

import sqlalchemy as sa
from alembic import op

from quarterdeck.core.db import Json, Moment
from quarterdeck.migrations import guards

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
RATING_KEYS = [["id"]]
TARGET_KEYS = [["id"], ["council_id", "series_id", "period_code", "number"]]
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
OVERRIDE = "(override_reason IS NULL) = (ruled_rating IS NULL)"
LOOKED_AT = (("last_year_observation_id", "observation"), ("forecast_target_id", "target"))


def upgrade() -> None:
    guards.drop_triggers("target")
    with op.batch_alter_table("target") as target:
        target.add_column(sa.Column("explanations", Json, nullable=False, server_default="{}"))
    with op.batch_alter_table("target") as target:
        target.alter_column("explanations", server_default=None, existing_type=Json, existing_nullable=False)
    _guard_targets("CAST(NEW.explanations AS TEXT) <> CAST(OLD.explanations AS TEXT) OR ")
    guards.drop_triggers("rating")
    with op.batch_alter_table("rating") as rating:
        rating.add_column(sa.Column("last_year_observation_id", WHOLE, nullable=True))
        rating.add_column(sa.Column("forecast", sa.Double(), nullable=True))
        rating.add_column(sa.Column("forecast_target_id", WHOLE, nullable=True))
        rating.add_column(sa.Column("ruled_rating", sa.String(length=10), nullable=True))
        for column, table in LOOKED_AT:
            rating.create_foreign_key(op.f(f"fk_rating_{column}"), table, [column], ["id"])
        rating.create_check_constraint(op.f("ck_rating_override"), OVERRIDE)
    guards.append_only("rating", RATING_KEYS)
    _checks()


def downgrade() -> None:
    op.drop_table("indicator_check")
    guards.drop_triggers("rating")
    with op.batch_alter_table("rating") as rating:
        rating.drop_constraint(op.f("ck_rating_override"), type_="check")
        for column, _ in LOOKED_AT:
            rating.drop_constraint(op.f(f"fk_rating_{column}"), type_="foreignkey")
        for column in ("ruled_rating", "forecast_target_id", "forecast", "last_year_observation_id"):
            rating.drop_column(column)
    guards.append_only("rating", RATING_KEYS)
    guards.drop_triggers("target")
    with op.batch_alter_table("target") as target:
        target.drop_column("explanations")
    _guard_targets("")


def _guard_targets(also: str) -> None:
    """A target changes in its state alone, and its approval is set once. also: a further refusal of an update."""
    guards.refuse_update(
        "target",
        f"{also}{guards.changed(*TARGET_COLUMNS)} OR (OLD.approved_change_no IS NOT NULL AND "
        f"({guards.changed('approved_change_no', 'state')}))",
    )
    guards.refuse_delete("target", TARGET_KEYS)


def _checks() -> None:
    table = "indicator_check"
    op.create_table(
        table,
        sa.Column("id", WHOLE, autoincrement=True, nullable=False),
        sa.Column("council_id", WHOLE, nullable=False),
        sa.Column("indicator_id", WHOLE, nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("severity", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("set_by", WHOLE, nullable=True),
        sa.Column("set_at", Moment(), nullable=False),
        sa.CheckConstraint("severity IN ('off', 'warning', 'error')", name=op.f(f"ck_{table}_severity")),
        sa.CheckConstraint("reason <> ''", name=op.f(f"ck_{table}_reason")),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f(f"fk_{table}_council_id")),
        sa.ForeignKeyConstraint(["indicator_id"], ["indicator.id"], name=op.f(f"fk_{table}_indicator_id")),
        sa.ForeignKeyConstraint(["set_by"], ["person.id"], name=op.f(f"fk_{table}_set_by")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("council_id", "indicator_id", "code", name=op.f(f"uq_{table}_council_id_indicator_id_code")),
    )
