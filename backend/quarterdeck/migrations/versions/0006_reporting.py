"""Comments in review."""

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


def upgrade() -> None:
    _comments()


def downgrade() -> None:
    guards.drop_triggers("review_comment")
    op.drop_table("review_comment")


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
