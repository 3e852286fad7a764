"""Samples for internal audit."""

import sqlalchemy as sa
from alembic import op

from quarterdeck.core.db import Json, Moment
from quarterdeck.migrations import guards

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
KEYS = {
    "assurance_sample": [["id"], ["council_id", "number"]],
    "sampled_indicator": [["sample_id", "position"]],
}


def upgrade() -> None:
    table = "assurance_sample"
    op.create_table(
        table,
        sa.Column("id", WHOLE, autoincrement=True, nullable=False),
        sa.Column("council_id", WHOLE, nullable=False),
        sa.Column("number", WHOLE, nullable=False),
        sa.Column("seed", sa.String(64), nullable=False),
        sa.Column("size", WHOLE, nullable=False),
        sa.Column("period_code", sa.String(24), nullable=False),
        sa.Column("edition_id", WHOLE, nullable=True),
        sa.Column("unit_id", WHOLE, nullable=True),
        sa.Column("theme_id", WHOLE, nullable=True),
        sa.Column("by_unit", sa.Boolean(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("population", Json, nullable=False),
        sa.Column("drawn_by", WHOLE, nullable=True),
        sa.Column("drawn_at", Moment(), nullable=False),
        sa.Column("change_no", WHOLE, nullable=False),
        sa.CheckConstraint("size >= 1", name=op.f(f"ck_{table}_size")),
        sa.CheckConstraint("seed <> ''", name=op.f(f"ck_{table}_seed")),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f(f"fk_{table}_council_id")),
        sa.ForeignKeyConstraint(["period_code"], ["period.code"], name=op.f(f"fk_{table}_period_code")),
        sa.ForeignKeyConstraint(["edition_id"], ["pack_edition.id"], name=op.f(f"fk_{table}_edition_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f(f"fk_{table}_unit_id")),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f(f"fk_{table}_theme_id")),
        sa.ForeignKeyConstraint(["drawn_by"], ["person.id"], name=op.f(f"fk_{table}_drawn_by")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("council_id", "number", name=op.f(f"uq_{table}_council_id_number")),
    )
    table = "sampled_indicator"
    op.create_table(
        table,
        sa.Column("sample_id", WHOLE, nullable=False),
        sa.Column("position", WHOLE, autoincrement=False, nullable=False),
        sa.Column("council_id", WHOLE, nullable=False),
        sa.Column("indicator_id", WHOLE, nullable=False),
        sa.Column("ref", sa.String(64), nullable=False),
        sa.Column("rank", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(["sample_id"], ["assurance_sample.id"], name=op.f(f"fk_{table}_sample_id")),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f(f"fk_{table}_council_id")),
        sa.ForeignKeyConstraint(["indicator_id"], ["indicator.id"], name=op.f(f"fk_{table}_indicator_id")),
        sa.PrimaryKeyConstraint("sample_id", "position", name=op.f(f"pk_{table}")),
    )
    op.create_index("ix_sampled_indicator_indicator", table, ["council_id", "indicator_id"])
    for name, keys in KEYS.items():
        guards.append_only(name, keys)


def downgrade() -> None:
    guards.drop_triggers("sampled_indicator")
    op.drop_index("ix_sampled_indicator_indicator", "sampled_indicator")
    op.drop_table("sampled_indicator")
    guards.drop_triggers("assurance_sample")
    op.drop_table("assurance_sample")
