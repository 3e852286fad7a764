"""Queries, extensions, quarters deferred or merged, confirmation off the system, delegation."""

import sqlalchemy as sa
from alembic import op

from quarterdeck.core.db import Moment
from quarterdeck.migrations import guards

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
CANCELLED_AS = (
    "(cancelled_as IS NULL AND continued_in_id IS NULL)"
    " OR (cancelled_as = 'skipped' AND continued_in_id IS NULL)"
    " OR (cancelled_as IN ('deferred', 'merged') AND continued_in_id IS NOT NULL)"
)
CANCELLED = "state = 'cancelled' OR (cancelled_as IS NULL AND cancelled_reason IS NULL)"
OFF_SYSTEM = "(confirmed_by_post_id IS NULL) = (off_system_evidence_id IS NULL)"
EXTENDED = "extended_from IS NULL OR extended_from < due_on"
ANSWER = "(answer IS NULL) = (answered_at IS NULL) AND (answer IS NULL OR answer <> '')"
# What the checks found in an entry when it was last saved.
TALLY = ("errors", "warnings", "unexplained")
MARKS = ("asked_again", "on_behalf", "commentary_asked")
QUESTION = ("id", "council_id", "entry_id", "question", "asked_by", "asked_at")


def upgrade() -> None:
    with op.batch_alter_table("round") as round_:
        round_.add_column(sa.Column("cancelled_as", sa.String(length=10), nullable=True))
        round_.add_column(sa.Column("cancelled_reason", sa.Text(), nullable=True))
        round_.add_column(sa.Column("continued_in_id", WHOLE, nullable=True))
        round_.create_foreign_key(op.f("fk_round_continued_in_id"), "round", ["continued_in_id"], ["id"])
        round_.create_check_constraint(op.f("ck_round_cancelled_as"), CANCELLED_AS)
        round_.create_check_constraint(op.f("ck_round_cancelled"), CANCELLED)
    op.create_index("ix_round_continued_in", "round", ["council_id", "continued_in_id"], unique=False)
    _upgrade_submissions()
    _upgrade_entries()
    _queries()
    _delegations()


def downgrade() -> None:
    op.drop_table("delegation")
    guards.drop_triggers("entry_query")
    op.drop_table("entry_query")
    with op.batch_alter_table("entry") as entry:
        for column in (*TALLY, *MARKS):
            entry.drop_column(column)
    with op.batch_alter_table("submission") as submission:
        submission.drop_constraint(op.f("ck_submission_extended_from"), type_="check")
        submission.drop_constraint(op.f("ck_submission_off_system"), type_="check")
        submission.drop_constraint(op.f("fk_submission_off_system_evidence_id"), type_="foreignkey")
        for column in ("off_system_evidence_id", "submitted_on_behalf", "reminded_at", "extended_from"):
            submission.drop_column(column)
    op.drop_index("ix_round_continued_in", table_name="round")
    with op.batch_alter_table("round") as round_:
        round_.drop_constraint(op.f("ck_round_cancelled"), type_="check")
        round_.drop_constraint(op.f("ck_round_cancelled_as"), type_="check")
        round_.drop_constraint(op.f("fk_round_continued_in_id"), type_="foreignkey")
        for column in ("continued_in_id", "cancelled_reason", "cancelled_as"):
            round_.drop_column(column)


def _upgrade_submissions() -> None:
    with op.batch_alter_table("submission") as submission:
        submission.add_column(sa.Column("extended_from", sa.Date(), nullable=True))
        submission.add_column(sa.Column("reminded_at", Moment(), nullable=True))
        submission.add_column(
            sa.Column("submitted_on_behalf", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        submission.add_column(sa.Column("off_system_evidence_id", WHOLE, nullable=True))
        submission.create_foreign_key(
            op.f("fk_submission_off_system_evidence_id"), "evidence", ["off_system_evidence_id"], ["id"]
        )
        submission.create_check_constraint(op.f("ck_submission_off_system"), OFF_SYSTEM)
        submission.create_check_constraint(op.f("ck_submission_extended_from"), EXTENDED)
    with op.batch_alter_table("submission") as submission:
        submission.alter_column("submitted_on_behalf", server_default=None, existing_type=sa.Boolean())


def _upgrade_entries() -> None:
    with op.batch_alter_table("entry") as entry:
        for column in MARKS:
            entry.add_column(sa.Column(column, sa.Boolean(), nullable=False, server_default=sa.false()))
        for column in TALLY:
            entry.add_column(sa.Column(column, WHOLE, nullable=False, server_default="0"))
    with op.batch_alter_table("entry") as entry:
        for column in MARKS:
            entry.alter_column(column, server_default=None, existing_type=sa.Boolean())
        for column in TALLY:
            entry.alter_column(column, server_default=None, existing_type=WHOLE)
    # What is not entered is an error whatever else is checked; the rest is counted when it is next saved.
    op.execute("UPDATE entry SET errors = 1 WHERE value_state IS NULL AND status IS NULL")


def _queries() -> None:
    table = "entry_query"
    op.create_table(
        table,
        sa.Column("id", WHOLE, autoincrement=True, nullable=False),
        sa.Column("council_id", WHOLE, nullable=False),
        sa.Column("entry_id", WHOLE, nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("asked_by", WHOLE, nullable=True),
        sa.Column("asked_at", Moment(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_by", WHOLE, nullable=True),
        sa.Column("answered_at", Moment(), nullable=True),
        sa.CheckConstraint("question <> ''", name=op.f(f"ck_{table}_question")),
        sa.CheckConstraint(ANSWER, name=op.f(f"ck_{table}_answer")),
        sa.ForeignKeyConstraint(["answered_by"], ["person.id"], name=op.f(f"fk_{table}_answered_by")),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name=op.f(f"fk_{table}_asked_by")),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f(f"fk_{table}_council_id")),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f(f"fk_{table}_entry_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    op.create_index("ix_entry_query_entry", table, ["council_id", "entry_id"], unique=False)
    # Nothing is changed but that the answer is given, once.
    answered = f"OLD.answered_at IS NULL AND NOT ({guards.changed(*QUESTION)})"
    guards.append_only(table, [["id"]], answered)


def _delegations() -> None:
    table = "delegation"
    op.create_table(
        table,
        sa.Column("id", WHOLE, autoincrement=True, nullable=False),
        sa.Column("council_id", WHOLE, nullable=False),
        sa.Column("from_person_id", WHOLE, nullable=False),
        sa.Column("to_person_id", WHOLE, nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("version", WHOLE, nullable=False),
        sa.CheckConstraint("from_person_id <> to_person_id", name=op.f(f"ck_{table}_two_people")),
        sa.CheckConstraint("reason <> ''", name=op.f(f"ck_{table}_reason")),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f(f"fk_{table}_council_id")),
        sa.ForeignKeyConstraint(["from_person_id"], ["person.id"], name=op.f(f"fk_{table}_from_person_id")),
        sa.ForeignKeyConstraint(["to_person_id"], ["person.id"], name=op.f(f"fk_{table}_to_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    op.create_index("ix_delegation_to", table, ["council_id", "to_person_id"], unique=False)
