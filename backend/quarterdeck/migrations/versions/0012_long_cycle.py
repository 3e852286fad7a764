"""The long cycle: consultations, reviews, words on years, what became of what; and the roll-over into a new year."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from quarterdeck.core.db import Moment
from quarterdeck.migrations import guards

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
DOCUMENT = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
STATES_BEFORE = "state IN ('draft', 'adopted', 'superseded')"
STATES = "state IN ('draft', 'consultation', 'consulted', 'adopted', 'superseded')"
LOGS = {
    "priority_ending": [["council_id", "predecessor_id"]],
    "activity_ending": [["council_id", "predecessor_id"]],
    "plan_review": [["id"]],
    "indicator_succession": [["id"], ["council_id", "plan_id", "predecessor_id", "successor_id"]],
    "year_roll_over": [["id"]],
}
CONSULTATION_KEYS = [["id"], ["council_id", "plan_id", "number"]]
YEAR_KEYS = [["id"], ["council_id", "priority_id", "year_code"]]


def upgrade() -> None:
    with op.batch_alter_table("plan") as plan:
        plan.add_column(sa.Column("follows_id", WHOLE, nullable=True))
        plan.add_column(sa.Column("next_review_on", sa.Date(), nullable=True))
        plan.create_foreign_key(op.f("fk_plan_follows_id"), "plan", ["follows_id"], ["id"])
        plan.drop_constraint(op.f("ck_plan_state"), type_="check")
        plan.create_check_constraint(op.f("ck_plan_state"), STATES)
    _ending("priority")
    _ending("activity")
    _consultations()
    _reviews()
    _priority_years()
    _indicator_successions()
    _roll_overs()
    for table, keys in LOGS.items():
        guards.append_only(table, keys)
    guards.append_only("plan_consultation", CONSULTATION_KEYS, "OLD.ended_on IS NULL")
    guards.refuse_delete("priority_year", YEAR_KEYS)


def downgrade() -> None:
    for table in (*LOGS, "plan_consultation", "priority_year"):
        guards.drop_triggers(table)
        op.drop_table(table)
    op.execute("UPDATE plan SET state = 'draft' WHERE state IN ('consultation', 'consulted')")
    with op.batch_alter_table("plan") as plan:
        plan.drop_constraint(op.f("ck_plan_state"), type_="check")
        plan.create_check_constraint(op.f("ck_plan_state"), STATES_BEFORE)
        plan.drop_constraint(op.f("fk_plan_follows_id"), type_="foreignkey")
        plan.drop_column("next_review_on")
        plan.drop_column("follows_id")


def _ending(of: str) -> None:
    table = f"{of}_ending"
    op.create_table(
        table,
        sa.Column("council_id", WHOLE, nullable=False),
        sa.Column("predecessor_id", WHOLE, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint("reason <> ''", name=op.f(f"ck_{table}_reason")),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f(f"fk_{table}_council_id")),
        sa.ForeignKeyConstraint(["predecessor_id"], [f"{of}.id"], name=op.f(f"fk_{table}_predecessor_id")),
        sa.PrimaryKeyConstraint("council_id", "predecessor_id", name=op.f(f"pk_{table}")),
    )


def _consultations() -> None:
    table = "plan_consultation"
    op.create_table(
        table,
        sa.Column("id", WHOLE, autoincrement=True, nullable=False),
        sa.Column("council_id", WHOLE, nullable=False),
        sa.Column("plan_id", WHOLE, nullable=False),
        sa.Column("number", WHOLE, nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("how", sa.Text(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("heard", sa.Text(), nullable=False),
        sa.Column("changed", sa.Text(), nullable=False),
        sa.Column("withdrawn_reason", sa.Text(), nullable=False),
        sa.CheckConstraint("closes_on >= opens_on", name=op.f(f"ck_{table}_days")),
        sa.CheckConstraint(
            "ended_on IS NULL OR withdrawn_reason <> '' OR heard <> ''", name=op.f(f"ck_{table}_result")
        ),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f(f"fk_{table}_council_id")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f(f"fk_{table}_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("council_id", "plan_id", "number", name=op.f(f"uq_{table}_council_id_plan_id_number")),
    )


def _reviews() -> None:
    table = "plan_review"
    op.create_table(
        table,
        sa.Column("id", WHOLE, autoincrement=True, nullable=False),
        sa.Column("council_id", WHOLE, nullable=False),
        sa.Column("plan_id", WHOLE, nullable=False),
        sa.Column("reviewed_on", sa.Date(), nullable=False),
        sa.Column("outcome", sa.String(20), nullable=False),
        sa.Column("changes", sa.Text(), nullable=False),
        sa.Column("next_review_on", sa.Date(), nullable=True),
        sa.Column("recorded_by", WHOLE, nullable=True),
        sa.Column("recorded_at", Moment(), nullable=False),
        sa.Column("change_no", WHOLE, nullable=False),
        sa.CheckConstraint("outcome IN ('continue', 'amend', 'replace')", name=op.f(f"ck_{table}_outcome")),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f(f"fk_{table}_council_id")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f(f"fk_{table}_plan_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f(f"fk_{table}_recorded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    op.create_index("ix_plan_review_plan", table, ["council_id", "plan_id"])


def _priority_years() -> None:
    table = "priority_year"
    op.create_table(
        table,
        sa.Column("id", WHOLE, autoincrement=True, nullable=False),
        sa.Column("council_id", WHOLE, nullable=False),
        sa.Column("priority_id", WHOLE, nullable=False),
        sa.Column("year_code", sa.String(24), nullable=False),
        sa.Column("progress", sa.Text(), nullable=False),
        sa.Column("written_by", WHOLE, nullable=True),
        sa.Column("written_at", Moment(), nullable=False),
        sa.Column("version", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f(f"fk_{table}_council_id")),
        sa.ForeignKeyConstraint(["priority_id"], ["priority.id"], name=op.f(f"fk_{table}_priority_id")),
        sa.ForeignKeyConstraint(["year_code"], ["period.code"], name=op.f(f"fk_{table}_year_code")),
        sa.ForeignKeyConstraint(["written_by"], ["person.id"], name=op.f(f"fk_{table}_written_by")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint(
            "council_id", "priority_id", "year_code", name=op.f(f"uq_{table}_council_id_priority_id_year_code")
        ),
    )


def _indicator_successions() -> None:
    table = "indicator_succession"
    op.create_table(
        table,
        sa.Column("id", WHOLE, autoincrement=True, nullable=False),
        sa.Column("council_id", WHOLE, nullable=False),
        sa.Column("plan_id", WHOLE, nullable=False),
        sa.Column("predecessor_id", WHOLE, nullable=False),
        sa.Column("successor_id", WHOLE, nullable=True),
        sa.Column("fate", sa.String(10), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint("fate IN ('continued', 'replaced', 'dropped')", name=op.f(f"ck_{table}_fate")),
        sa.CheckConstraint("(fate = 'dropped') = (successor_id IS NULL)", name=op.f(f"ck_{table}_dropped")),
        sa.CheckConstraint("fate <> 'dropped' OR reason <> ''", name=op.f(f"ck_{table}_reason")),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f(f"fk_{table}_council_id")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f(f"fk_{table}_plan_id")),
        sa.ForeignKeyConstraint(["predecessor_id"], ["indicator.id"], name=op.f(f"fk_{table}_predecessor_id")),
        sa.ForeignKeyConstraint(["successor_id"], ["indicator.id"], name=op.f(f"fk_{table}_successor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint(
            "council_id",
            "plan_id",
            "predecessor_id",
            "successor_id",
            name=op.f(f"uq_{table}_council_id_plan_id_predecessor_id_successor_id"),
        ),
    )
    op.create_index("ix_indicator_succession_successor", table, ["council_id", "successor_id"])


def _roll_overs() -> None:
    table = "year_roll_over"
    op.create_table(
        table,
        sa.Column("id", WHOLE, autoincrement=True, nullable=False),
        sa.Column("council_id", WHOLE, nullable=False),
        sa.Column("year_code", sa.String(24), nullable=False),
        sa.Column("content", DOCUMENT, nullable=False),
        sa.Column("done_by", WHOLE, nullable=True),
        sa.Column("done_at", Moment(), nullable=False),
        sa.Column("change_no", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f(f"fk_{table}_council_id")),
        sa.ForeignKeyConstraint(["year_code"], ["period.code"], name=op.f(f"fk_{table}_year_code")),
        sa.ForeignKeyConstraint(["done_by"], ["person.id"], name=op.f(f"fk_{table}_done_by")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    op.create_index("ix_year_roll_over_year", table, ["council_id", "year_code"])
