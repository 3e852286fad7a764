"""Milestones, progress and links of activities; notes, links and new dates of actions."""

import sqlalchemy as sa
from alembic import op

from quarterdeck.core.db import Moment
from quarterdeck.migrations import guards

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
UPDATE_KEYS = [["id"], ["council_id", "activity_id", "period_code", "revision"]]
LOGS = {
    "priority_succession": [["council_id", "predecessor_id", "successor_id"]],
    "activity_succession": [["council_id", "predecessor_id", "successor_id"]],
    "action_note": [["id"]],
    "action_due_change": [["id"], ["council_id", "action_id", "number"]],
}
PERCENT = "percent_complete IS NULL OR (percent_complete >= 0 AND percent_complete <= 100)"
STATES = "state IN ('open', 'awaiting_closure', 'completed', 'cancelled')"
STATES_BEFORE = "state IN ('open', 'completed', 'cancelled')"
WHOM = "whom_post_id IS NOT NULL OR whom_person_id IS NOT NULL OR whom_text <> ''"
WHOM_BEFORE = "whom_post_id IS NOT NULL OR whom_text <> ''"
SOURCE = "(source_kind = 'audit') = (source_id IS NULL) AND (source_kind = 'audit') = (source_text <> '')"
TWO_PEOPLE = "closed_by IS NULL OR reported_done_by IS NULL OR closed_by <> reported_done_by"
REFERENCES = (
    ("whom_person_id", "person"),
    ("body_id", "body"),
    ("reported_done_by", "person"),
    ("closed_by", "person"),
)


def upgrade() -> None:
    with op.batch_alter_table("plan") as plan:
        plan.add_column(sa.Column("superseded_on", sa.Date(), nullable=True))
    guards.drop_triggers("activity_update")
    for table in ("activity", "activity_update", "entry"):
        with op.batch_alter_table(table) as altered:
            altered.add_column(sa.Column("percent_complete", WHOLE, nullable=True))
            altered.create_check_constraint(op.f(f"ck_{table}_percent_complete"), PERCENT)
    guards.append_only("activity_update", UPDATE_KEYS)
    _upgrade_actions()
    _milestones()
    _links("indicator_activity")
    _successions()
    _notes()
    _due_changes()
    for about in ("indicator", "activity"):
        _about(about)
    for table, keys in LOGS.items():
        guards.append_only(table, keys)


def downgrade() -> None:
    for table in LOGS:
        guards.drop_triggers(table)
    for table in (
        "action_activity",
        "action_indicator",
        "action_due_change",
        "action_note",
        "activity_succession",
        "priority_succession",
        "indicator_activity",
        "milestone",
    ):
        op.drop_table(table)
    _downgrade_actions()
    guards.drop_triggers("activity_update")
    for table in ("entry", "activity_update", "activity"):
        with op.batch_alter_table(table) as altered:
            altered.drop_constraint(op.f(f"ck_{table}_percent_complete"), type_="check")
            altered.drop_column("percent_complete")
    guards.append_only("activity_update", UPDATE_KEYS)
    with op.batch_alter_table("plan") as plan:
        plan.drop_column("superseded_on")


def _upgrade_actions() -> None:
    with op.batch_alter_table("action") as action:
        action.add_column(sa.Column("whom_person_id", WHOLE, nullable=True))
        action.add_column(sa.Column("source_text", sa.String(length=300), nullable=False, server_default=""))
        action.add_column(sa.Column("body_id", WHOLE, nullable=True))
        action.add_column(sa.Column("reported_done_by", WHOLE, nullable=True))
        action.add_column(sa.Column("reported_done_at", Moment(), nullable=True))
        action.add_column(sa.Column("closed_by", WHOLE, nullable=True))
        for column, table in REFERENCES:
            action.create_foreign_key(op.f(f"fk_action_{column}"), table, [column], ["id"])
        action.alter_column("state", type_=sa.String(length=20), existing_type=sa.String(length=10))
        action.alter_column("source_id", nullable=True, existing_type=WHOLE)
        action.drop_constraint(op.f("ck_action_state"), type_="check")
        action.create_check_constraint(op.f("ck_action_state"), STATES)
        action.drop_constraint(op.f("ck_action_whom"), type_="check")
        action.create_check_constraint(op.f("ck_action_whom"), WHOM)
        action.create_check_constraint(op.f("ck_action_source"), SOURCE)
        action.create_check_constraint(op.f("ck_action_two_people"), TWO_PEOPLE)
    with op.batch_alter_table("action") as action:
        action.alter_column("source_text", server_default=None, existing_type=sa.String(length=300))
    # The body that asked, where a decision or a meeting of one was the source.
    for kind in ("approval", "meeting"):
        op.execute(
            f"UPDATE action SET body_id = (SELECT body_id FROM {kind} WHERE {kind}.id = action.source_id) "
            f"WHERE source_kind = '{kind}'"
        )


def _downgrade_actions() -> None:
    # What the older tables cannot hold is said in the words they have.
    op.execute("UPDATE action SET state = 'open', outcome = '' WHERE state = 'awaiting_closure'")
    op.execute("UPDATE action SET whom_text = 'A named officer' WHERE whom_post_id IS NULL AND whom_text = ''")
    with op.batch_alter_table("action") as action:
        action.drop_constraint(op.f("ck_action_two_people"), type_="check")
        action.drop_constraint(op.f("ck_action_source"), type_="check")
        action.drop_constraint(op.f("ck_action_whom"), type_="check")
        action.create_check_constraint(op.f("ck_action_whom"), WHOM_BEFORE)
        action.drop_constraint(op.f("ck_action_state"), type_="check")
        action.create_check_constraint(op.f("ck_action_state"), STATES_BEFORE)
    op.execute("UPDATE action SET source_kind = 'unit', source_id = unit_id WHERE source_id IS NULL")
    with op.batch_alter_table("action") as action:
        action.alter_column("source_id", nullable=False, existing_type=WHOLE)
        action.alter_column("state", type_=sa.String(length=10), existing_type=sa.String(length=20))
        for column, _ in REFERENCES:
            action.drop_constraint(op.f(f"fk_action_{column}"), type_="foreignkey")
        for column in ("closed_by", "reported_done_at", "reported_done_by", "body_id", "source_text", "whom_person_id"):
            action.drop_column(column)


def _milestones() -> None:
    op.create_table(
        "milestone",
        sa.Column("id", WHOLE, autoincrement=True, nullable=False),
        sa.Column("council_id", WHOLE, nullable=False),
        sa.Column("activity_id", WHOLE, nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("position", WHOLE, nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("version", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(["activity_id"], ["activity.id"], name=op.f("fk_milestone_activity_id")),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_milestone_council_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestone")),
    )
    op.create_index("ix_milestone_activity", "milestone", ["council_id", "activity_id", "position"], unique=False)


def _links(table: str) -> None:
    op.create_table(
        table,
        sa.Column("id", WHOLE, autoincrement=True, nullable=False),
        sa.Column("council_id", WHOLE, nullable=False),
        sa.Column("indicator_id", WHOLE, nullable=False),
        sa.Column("activity_id", WHOLE, nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["activity_id"], ["activity.id"], name=op.f(f"fk_{table}_activity_id")),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f(f"fk_{table}_council_id")),
        sa.ForeignKeyConstraint(["indicator_id"], ["indicator.id"], name=op.f(f"fk_{table}_indicator_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    op.create_index(f"ix_{table}_indicator", table, ["council_id", "indicator_id"], unique=False)
    op.create_index(f"ix_{table}_activity", table, ["council_id", "activity_id"], unique=False)


def _successions() -> None:
    for of in ("priority", "activity"):
        table = f"{of}_succession"
        op.create_table(
            table,
            sa.Column("council_id", WHOLE, nullable=False),
            sa.Column("predecessor_id", WHOLE, nullable=False),
            sa.Column("successor_id", WHOLE, nullable=False),
            sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f(f"fk_{table}_council_id")),
            sa.ForeignKeyConstraint(["predecessor_id"], [f"{of}.id"], name=op.f(f"fk_{table}_predecessor_id")),
            sa.ForeignKeyConstraint(["successor_id"], [f"{of}.id"], name=op.f(f"fk_{table}_successor_id")),
            sa.PrimaryKeyConstraint("council_id", "predecessor_id", "successor_id", name=op.f(f"pk_{table}")),
        )
        op.create_index(f"ix_{table}_successor", table, ["council_id", "successor_id"], unique=False)


def _notes() -> None:
    kinds = "'note', 'report_done', 'confirm_closure', 'send_back', 'cancel', 'reopen'"
    op.create_table(
        "action_note",
        sa.Column("id", WHOLE, autoincrement=True, nullable=False),
        sa.Column("council_id", WHOLE, nullable=False),
        sa.Column("action_id", WHOLE, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_by", WHOLE, nullable=True),
        sa.Column("written_at", Moment(), nullable=False),
        sa.Column("change_no", WHOLE, nullable=False),
        sa.CheckConstraint(f"kind IN ({kinds})", name=op.f("ck_action_note_kind")),
        sa.CheckConstraint("text <> ''", name=op.f("ck_action_note_text")),
        sa.ForeignKeyConstraint(["action_id"], ["action.id"], name=op.f("fk_action_note_action_id")),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_action_note_council_id")),
        sa.ForeignKeyConstraint(["written_by"], ["person.id"], name=op.f("fk_action_note_written_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_note")),
    )
    op.create_index("ix_action_note_action", "action_note", ["council_id", "action_id"], unique=False)


def _due_changes() -> None:
    table = "action_due_change"
    op.create_table(
        table,
        sa.Column("id", WHOLE, autoincrement=True, nullable=False),
        sa.Column("council_id", WHOLE, nullable=False),
        sa.Column("action_id", WHOLE, nullable=False),
        sa.Column("number", WHOLE, nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("from_precision", sa.String(length=5), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=False),
        sa.Column("to_precision", sa.String(length=5), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("changed_by", WHOLE, nullable=True),
        sa.Column("changed_at", Moment(), nullable=False),
        sa.Column("change_no", WHOLE, nullable=False),
        sa.CheckConstraint("from_precision IN ('day', 'month')", name=op.f(f"ck_{table}_from_precision")),
        sa.CheckConstraint("to_precision IN ('day', 'month')", name=op.f(f"ck_{table}_to_precision")),
        sa.CheckConstraint("reason <> ''", name=op.f(f"ck_{table}_reason")),
        sa.ForeignKeyConstraint(["action_id"], ["action.id"], name=op.f(f"fk_{table}_action_id")),
        sa.ForeignKeyConstraint(["changed_by"], ["person.id"], name=op.f(f"fk_{table}_changed_by")),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f(f"fk_{table}_council_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint(
            "council_id", "action_id", "number", name=op.f(f"uq_{table}_council_id_action_id_number")
        ),
    )


def _about(about: str) -> None:
    table, column = f"action_{about}", f"{about}_id"
    op.create_table(
        table,
        sa.Column("council_id", WHOLE, nullable=False),
        sa.Column("action_id", WHOLE, nullable=False),
        sa.Column(column, WHOLE, nullable=False),
        sa.ForeignKeyConstraint(["action_id"], ["action.id"], name=op.f(f"fk_{table}_action_id")),
        sa.ForeignKeyConstraint([column], [f"{about}.id"], name=op.f(f"fk_{table}_{column}")),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f(f"fk_{table}_council_id")),
        sa.PrimaryKeyConstraint("council_id", "action_id", column, name=op.f(f"pk_{table}")),
    )
    op.create_index(f"ix_{table}_{about}", table, ["council_id", column], unique=False)
