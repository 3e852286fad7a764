"""What was judged of the quality of an indicator's figures."""

import sqlalchemy as sa
from alembic import op

from quarterdeck.core.db import Json, Moment
from quarterdeck.migrations import guards

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "data_quality_assessment",
        sa.Column("id", WHOLE, autoincrement=True, nullable=False),
        sa.Column("council_id", WHOLE, nullable=False),
        sa.Column("indicator_id", WHOLE, nullable=False),
        sa.Column("number", WHOLE, nullable=False),
        sa.Column("overall", sa.String(20), nullable=False),
        sa.Column("conclusion", sa.Text(), nullable=False),
        sa.Column("next_review_on", sa.Date(), nullable=False),
        sa.Column("assessed_by", WHOLE, nullable=True),
        sa.Column("assessed_at", Moment(), nullable=False),
        sa.Column("change_no", WHOLE, nullable=False),
        sa.CheckConstraint(
            "overall IN ('good', 'some_concerns', 'serious_concerns')",
            name=op.f("ck_data_quality_assessment_overall"),
        ),
        sa.CheckConstraint("conclusion <> ''", name=op.f("ck_data_quality_assessment_conclusion")),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_data_quality_assessment_council_id")),
        sa.ForeignKeyConstraint(
            ["indicator_id"], ["indicator.id"], name=op.f("fk_data_quality_assessment_indicator_id")
        ),
        sa.ForeignKeyConstraint(["assessed_by"], ["person.id"], name=op.f("fk_data_quality_assessment_assessed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_quality_assessment")),
        sa.UniqueConstraint(
            "council_id",
            "indicator_id",
            "number",
            name=op.f("uq_data_quality_assessment_council_id_indicator_id_number"),
        ),
    )
    op.create_table(
        "dimension_assessment",
        sa.Column("assessment_id", WHOLE, nullable=False),
        sa.Column("dimension", sa.String(20), nullable=False),
        sa.Column("council_id", WHOLE, nullable=False),
        sa.Column("judgement", sa.String(20), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("on_record", Json, nullable=False),
        sa.CheckConstraint(
            "dimension IN ('completeness', 'uniqueness', 'consistency', 'timeliness', 'validity', 'accuracy')",
            name=op.f("ck_dimension_assessment_dimension"),
        ),
        sa.CheckConstraint(
            "judgement IN ('good', 'some_concerns', 'serious_concerns', 'not_assessed')",
            name=op.f("ck_dimension_assessment_judgement"),
        ),
        sa.CheckConstraint("judgement = 'good' OR note <> ''", name=op.f("ck_dimension_assessment_note")),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["data_quality_assessment.id"], name=op.f("fk_dimension_assessment_assessment_id")
        ),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_dimension_assessment_council_id")),
        sa.PrimaryKeyConstraint("assessment_id", "dimension", name=op.f("pk_dimension_assessment")),
    )
    guards.append_only("data_quality_assessment", [["id"], ["council_id", "indicator_id", "number"]])
    guards.append_only("dimension_assessment", [["assessment_id", "dimension"]])


def downgrade() -> None:
    for table in ("dimension_assessment", "data_quality_assessment"):
        guards.drop_triggers(table)
        op.drop_table(table)
