"""Set-up workbooks that were tried, row by row, and printed tables that are being made ready."""

import sqlalchemy as sa
from alembic import op

from quarterdeck.core.db import Json, Moment

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "setup_load",
        sa.Column("id", WHOLE, autoincrement=True, nullable=False),
        sa.Column("council_id", WHOLE, nullable=False),
        sa.Column("person_id", WHOLE, nullable=True),
        sa.Column("filename", sa.String(300), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("sheets", Json, nullable=True),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("outcome", sa.String(64), nullable=False),
        sa.Column("summary", Json, nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("loaded_at", Moment(), nullable=True),
        sa.Column("version", WHOLE, nullable=False),
        sa.CheckConstraint("state IN ('previewed', 'loaded')", name=op.f("ck_setup_load_state")),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_setup_load_council_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_setup_load_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_setup_load")),
    )
    op.create_index("ix_setup_load_person", "setup_load", ["council_id", "person_id"])
    op.create_table(
        "setup_row",
        sa.Column("id", WHOLE, autoincrement=True, nullable=False),
        sa.Column("council_id", WHOLE, nullable=False),
        sa.Column("load_id", WHOLE, nullable=False),
        sa.Column("sheet", sa.String(40), nullable=False),
        sa.Column("row", WHOLE, nullable=False),
        sa.Column("key", sa.String(300), nullable=False),
        sa.Column("what", sa.String(10), nullable=False),
        sa.Column("detail", Json, nullable=False),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_setup_row_council_id")),
        sa.ForeignKeyConstraint(["load_id"], ["setup_load.id"], name=op.f("fk_setup_row_load_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_setup_row")),
    )
    op.create_index("ix_setup_row_load", "setup_row", ["council_id", "load_id", "id"])
    op.create_table(
        "history_upload",
        sa.Column("id", WHOLE, autoincrement=True, nullable=False),
        sa.Column("council_id", WHOLE, nullable=False),
        sa.Column("person_id", WHOLE, nullable=True),
        sa.Column("filename", sa.String(300), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("content", Json, nullable=False),
        sa.Column("said", Json, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("report", Json, nullable=True),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("changed_at", Moment(), nullable=False),
        sa.Column("version", WHOLE, nullable=False),
        sa.CheckConstraint("state IN ('draft', 'loaded')", name=op.f("ck_history_upload_state")),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_history_upload_council_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_history_upload_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_history_upload")),
    )
    op.create_index("ix_history_upload_council", "history_upload", ["council_id", "id"])


def downgrade() -> None:
    for table, index in (
        ("history_upload", "ix_history_upload_council"),
        ("setup_row", "ix_setup_row_load"),
        ("setup_load", "ix_setup_load_person"),
    ):
        op.drop_index(index, table)
        op.drop_table(table)
