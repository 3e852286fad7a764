"""The front door: a set-up code, how a council's pages look, and whether its first steps are put away."""

import sqlalchemy as sa
from alembic import op

from quarterdeck.core.db import Moment

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("council", sa.Column("colour", sa.String(7), nullable=True))
    op.add_column("council", sa.Column("logo_sha256", sa.String(64), nullable=True))
    op.add_column("council", sa.Column("set_up_put_away_on", sa.Date(), nullable=True))
    op.create_table(
        "council_logo",
        sa.Column("council_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("media_type", sa.String(40), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_council_logo_council_id")),
        sa.PrimaryKeyConstraint("council_id", name=op.f("pk_council_logo")),
    )
    op.create_table(
        "set_up_code",
        sa.Column("id", WHOLE, autoincrement=True, nullable=False),
        sa.Column("code_sha256", sa.String(64), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_set_up_code")),
    )


def downgrade() -> None:
    op.drop_table("set_up_code")
    op.drop_table("council_logo")
    for column in ("set_up_put_away_on", "logo_sha256", "colour"):
        op.drop_column("council", column)
