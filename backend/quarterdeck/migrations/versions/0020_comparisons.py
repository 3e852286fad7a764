"""Comparison with others: files with their source, areas by GSS code, groups of them, and their figures."""

import sqlalchemy as sa
from alembic import op

from quarterdeck.core.db import Json, Moment
from quarterdeck.migrations import guards

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
STATES = "'value', 'awaited', 'not_due', 'not_available', 'not_applicable', 'suppressed', 'nil_return', 'error'"
KINDS = (
    "'district', 'unitary', 'county', 'london_borough', 'metropolitan', 'combined_authority', 'region', 'country'"
)
TABLES = ("comparison_value", "comparison_group_member", "comparison_group", "comparison_area", "comparison_file")


def _references(table: str, **columns: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}"))
        for column, target in columns.items()
    ]


def upgrade() -> None:
    _files()
    _areas_and_groups()
    op.create_table(
        "comparison_value",
        sa.Column("id", WHOLE, autoincrement=True, nullable=False),
        sa.Column("council_id", WHOLE, nullable=False),
        sa.Column("indicator_id", WHOLE, nullable=False),
        sa.Column("period_code", sa.String(24), nullable=False),
        sa.Column("area_code", sa.String(9), nullable=False),
        sa.Column("revision", WHOLE, nullable=False),
        sa.Column("value_state", sa.String(20), nullable=False),
        sa.Column("value", sa.Double(), nullable=True),
        sa.Column("numerator", sa.Double(), nullable=True),
        sa.Column("denominator", sa.Double(), nullable=True),
        sa.Column("unit", sa.String(40), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("file_id", WHOLE, nullable=False),
        sa.Column("change_no", WHOLE, nullable=False),
        sa.CheckConstraint(f"value_state IN ({STATES})", name=op.f("ck_comparison_value_value_state")),
        sa.CheckConstraint("(value_state = 'value') = (value IS NOT NULL)", name=op.f("ck_comparison_value_value")),
        *_references("comparison_value", council_id="council.id", indicator_id="indicator.id",
                     period_code="period.code", file_id="comparison_file.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comparison_value")),
        sa.UniqueConstraint(
            "council_id", "indicator_id", "period_code", "area_code", "revision",
            name=op.f("uq_comparison_value_council_id_indicator_id_period_code_area_code_revision"),
        ),
    )  # fmt: skip
    _guard()


def _files() -> None:
    op.create_table(
        "comparison_file",
        sa.Column("id", WHOLE, autoincrement=True, nullable=False),
        sa.Column("council_id", WHOLE, nullable=False),
        sa.Column("person_id", WHOLE, nullable=True),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("filename", sa.String(300), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("content", Json, nullable=False),
        sa.Column("publisher", sa.String(300), nullable=False),
        sa.Column("title", sa.String(300), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("licence", sa.String(300), nullable=False),
        sa.Column("definition_note", sa.Text(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("counts", Json, nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("changed_at", Moment(), nullable=False),
        sa.Column("loaded_at", Moment(), nullable=True),
        sa.Column("change_no", WHOLE, nullable=True),
        sa.Column("version", WHOLE, nullable=False),
        sa.CheckConstraint("state IN ('previewed', 'loaded')", name=op.f("ck_comparison_file_state")),
        sa.CheckConstraint(
            "state <> 'loaded' OR published_on IS NOT NULL", name=op.f("ck_comparison_file_source")
        ),
        sa.CheckConstraint("(state = 'loaded') = (change_no IS NOT NULL)", name=op.f("ck_comparison_file_loaded")),
        *_references("comparison_file", council_id="council.id", person_id="person.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comparison_file")),
    )
    op.create_index("ix_comparison_file_council", "comparison_file", ["council_id", "id"])


def _areas_and_groups() -> None:
    op.create_table(
        "comparison_area",
        sa.Column("id", WHOLE, autoincrement=True, nullable=False),
        sa.Column("council_id", WHOLE, nullable=False),
        sa.Column("code", sa.String(9), nullable=False),
        sa.Column("number", WHOLE, nullable=False),
        sa.Column("name", sa.String(300), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("successors", Json, nullable=False),
        sa.Column("file_id", WHOLE, nullable=False),
        sa.Column("change_no", WHOLE, nullable=False),
        sa.CheckConstraint(f"kind IN ({KINDS})", name=op.f("ck_comparison_area_kind")),
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_from IS NULL OR valid_to >= valid_from", name=op.f("ck_comparison_area_days")
        ),
        *_references("comparison_area", council_id="council.id", file_id="comparison_file.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comparison_area")),
        sa.UniqueConstraint("council_id", "code", "number", name=op.f("uq_comparison_area_council_id_code_number")),
    )
    op.create_table(
        "comparison_group",
        sa.Column("id", WHOLE, autoincrement=True, nullable=False),
        sa.Column("council_id", WHOLE, nullable=False),
        sa.Column("name", sa.String(300), nullable=False),
        sa.Column("version", sa.String(64), nullable=False),
        sa.Column("dated", sa.Date(), nullable=False),
        sa.Column("file_id", WHOLE, nullable=False),
        sa.Column("change_no", WHOLE, nullable=False),
        *_references("comparison_group", council_id="council.id", file_id="comparison_file.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comparison_group")),
        sa.UniqueConstraint("council_id", "name", "version", name=op.f("uq_comparison_group_council_id_name_version")),
    )
    op.create_table(
        "comparison_group_member",
        sa.Column("group_id", WHOLE, nullable=False),
        sa.Column("code", sa.String(9), nullable=False),
        sa.Column("council_id", WHOLE, nullable=False),
        *_references("comparison_group_member", group_id="comparison_group.id", council_id="council.id"),
        sa.PrimaryKeyConstraint("group_id", "code", name=op.f("pk_comparison_group_member")),
    )
    op.create_index("ix_comparison_group_member_code", "comparison_group_member", ["council_id", "code"])


def _guard() -> None:
    guards.append_only("comparison_area", [["id"], ["council_id", "code", "number"]])
    guards.append_only("comparison_group", [["id"], ["council_id", "name", "version"]])
    guards.append_only("comparison_group_member", [["group_id", "code"]])
    guards.append_only(
        "comparison_value", [["id"], ["council_id", "indicator_id", "period_code", "area_code", "revision"]]
    )
    # A file that is looked at may be mended and thrown away; once it is loaded it is a source.
    guards.refuse_update("comparison_file", "OLD.state = 'loaded'")
    guards.refuse_delete("comparison_file", [["id"]], "OLD.state = 'loaded'")


def downgrade() -> None:
    for table in TABLES:
        guards.drop_triggers(table)
        op.drop_table(table)
