"""External frameworks with their metrics, and which indicators stand for them."""

import sqlalchemy as sa
from alembic import op

from quarterdeck.core.db import Moment
from quarterdeck.migrations import guards

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _references(table: str, **columns: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}"))
        for column, target in columns.items()
    ]


def upgrade() -> None:
    op.create_table(
        "external_framework",
        sa.Column("id", WHOLE, autoincrement=True, nullable=False),
        sa.Column("council_id", WHOLE, nullable=False),
        sa.Column("name", sa.String(300), nullable=False),
        sa.Column("version", sa.String(64), nullable=False),
        sa.Column("file_id", WHOLE, nullable=False),
        sa.Column("change_no", WHOLE, nullable=False),
        *_references("external_framework", council_id="council.id", file_id="comparison_file.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_external_framework")),
        sa.UniqueConstraint(
            "council_id", "name", "version", name=op.f("uq_external_framework_council_id_name_version")
        ),
    )
    op.create_table(
        "external_metric",
        sa.Column("id", WHOLE, autoincrement=True, nullable=False),
        sa.Column("council_id", WHOLE, nullable=False),
        sa.Column("framework_id", WHOLE, nullable=False),
        sa.Column("position", WHOLE, nullable=False),
        sa.Column("outcome_code", sa.String(64), nullable=False),
        sa.Column("outcome", sa.String(300), nullable=False),
        sa.Column("code", sa.String(64), nullable=False),
        sa.Column("name", sa.String(300), nullable=False),
        sa.Column("unit", sa.String(40), nullable=False),
        sa.Column("source", sa.String(300), nullable=False),
        *_references("external_metric", council_id="council.id", framework_id="external_framework.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_external_metric")),
        sa.UniqueConstraint(
            "council_id", "framework_id", "outcome_code", "code",
            name=op.f("uq_external_metric_council_id_framework_id_outcome_code_code"),
        ),
    )  # fmt: skip
    op.create_table(
        "metric_mapping",
        sa.Column("id", WHOLE, autoincrement=True, nullable=False),
        sa.Column("council_id", WHOLE, nullable=False),
        sa.Column("indicator_id", WHOLE, nullable=False),
        sa.Column("metric_id", WHOLE, nullable=False),
        sa.Column("number", WHOLE, nullable=False),
        sa.Column("relation", sa.String(12), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("recorded_by", WHOLE, nullable=True),
        sa.Column("recorded_at", Moment(), nullable=False),
        sa.Column("change_no", WHOLE, nullable=False),
        sa.CheckConstraint(
            "relation IN ('same', 'close', 'contributes', 'ended')", name=op.f("ck_metric_mapping_relation")
        ),
        *_references("metric_mapping", council_id="council.id", indicator_id="indicator.id",
                     metric_id="external_metric.id", recorded_by="person.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_metric_mapping")),
        sa.UniqueConstraint(
            "council_id", "indicator_id", "metric_id", "number",
            name=op.f("uq_metric_mapping_council_id_indicator_id_metric_id_number"),
        ),
    )  # fmt: skip
    guards.append_only("external_framework", [["id"], ["council_id", "name", "version"]])
    guards.append_only("external_metric", [["id"], ["council_id", "framework_id", "outcome_code", "code"]])
    guards.append_only("metric_mapping", [["id"], ["council_id", "indicator_id", "metric_id", "number"]])


def downgrade() -> None:
    for table in ("metric_mapping", "external_metric", "external_framework"):
        guards.drop_triggers(table)
        op.drop_table(table)
