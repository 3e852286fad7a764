"""A figure with a zero denominator cannot be a value: published ones were read as 100%."""

from alembic import op

from quarterdeck.migrations import guards

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

RULE = "value_state <> 'value' OR denominator IS NULL OR denominator <> 0"
KEYS = [["id"], ["council_id", "indicator_id", "unit_id", "breakdown", "period_code", "revision"]]


def upgrade() -> None:
    guards.drop_triggers("observation")
    with op.batch_alter_table("observation") as observation:
        observation.create_check_constraint(op.f("ck_observation_denominator"), RULE)
    _guard()


def downgrade() -> None:
    guards.drop_triggers("observation")
    with op.batch_alter_table("observation") as observation:
        observation.drop_constraint(op.f("ck_observation_denominator"), type_="check")
    _guard()


def _guard() -> None:
    guards.append_only("observation", KEYS)
    guards.lock_observations()
