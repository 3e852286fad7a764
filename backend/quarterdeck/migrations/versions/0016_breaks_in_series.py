"""What is to be known of a break in series, and the post that decided where no body did."""

import sqlalchemy as sa
from alembic import op

from quarterdeck.migrations import guards

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("indicator_definition", sa.Column("break_note", sa.Text(), nullable=True))
    guards.drop_triggers("approval")
    with op.batch_alter_table("approval") as approval:
        approval.add_column(sa.Column("post_id", WHOLE, nullable=True))
        approval.create_foreign_key(op.f("fk_approval_post_id"), "post", ["post_id"], ["id"])
    guards.append_only("approval", [["id"]])


def downgrade() -> None:
    guards.drop_triggers("approval")
    with op.batch_alter_table("approval") as approval:
        approval.drop_constraint(op.f("fk_approval_post_id"), type_="foreignkey")
        approval.drop_column("post_id")
    guards.append_only("approval", [["id"]])
    op.drop_column("indicator_definition", "break_note")
