"""A framework's stages belong to a quarter's round or to the annual one."""

import sqlalchemy as sa
from alembic import op

from quarterdeck.migrations import guards

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

TABLE = "framework_stage"
CYCLES = "cycle IN ('quarterly', 'annual')"
KEYS = [["id"], ["framework_version_id", "key"]]


def upgrade() -> None:
    guards.drop_triggers(TABLE)
    with op.batch_alter_table(TABLE) as stage:
        # What there was until now ran every quarter.
        stage.add_column(sa.Column("cycle", sa.String(10), nullable=False, server_default="quarterly"))
        stage.create_check_constraint(op.f(f"ck_{TABLE}_cycle"), CYCLES)
    with op.batch_alter_table(TABLE) as stage:
        stage.alter_column("cycle", server_default=None, existing_type=sa.String(10), existing_nullable=False)
    guards.append_only(TABLE, KEYS)


def downgrade() -> None:
    guards.drop_triggers(TABLE)
    with op.batch_alter_table(TABLE) as stage:
        stage.drop_constraint(op.f(f"ck_{TABLE}_cycle"), type_="check")
        stage.drop_column("cycle")
    guards.append_only(TABLE, KEYS)
