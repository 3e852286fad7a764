"""Plain SQL, past the API: the database itself refuses what would rewrite the record."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from tests.history import QUARTER, History, a_little_history

LOGS = [
    "observation",
    "observation_approval",
    "rating",
    "indicator_definition",
    "rating_rule",
    "calculation",
    "calculation_input",
    "observation_input",
    "activity_update",
    "priority_succession",
    "activity_succession",
    "indicator_succession",
    "priority_ending",
    "activity_ending",
    "plan_review",
    "plan_consultation",
    "year_roll_over",
    "action_note",
    "action_due_change",
    "approval",
    "framework_version",
    "framework_stage",
    "pack_figure",
    "evidence_file",
    "audit_event",
    "assurance_sample",
    "sampled_indicator",
    "comparison_file",
    "comparison_area",
    "comparison_group",
    "comparison_group_member",
    "comparison_value",
    "data_quality_assessment",
    "dimension_assessment",
    "external_framework",
    "external_metric",
    "metric_mapping",
    "pack_edition",
    "edition_issue",
    "exempt_part",
    "exemption_lifted",
    "review_comment",
    "target",
    "restatement",
    "process_rebase",
    "process_setting",
]


@pytest.fixture
def history(session: Session) -> History:
    made = a_little_history(session)
    session.commit()
    return made


def _refused(session: Session, statement: str) -> None:
    with pytest.raises(DBAPIError) as refusal, session.begin_nested():
        assert session.execute(text(statement)).rowcount != 0, "the statement touched nothing"
    message = str(refusal.value.orig)
    assert any(word in message for word in ("append-only", "locked", "sealed", "two_people")), message


@pytest.mark.parametrize("table", LOGS)
def test_nothing_is_deleted(session: Session, history: History, table: str) -> None:
    _refused(session, f"DELETE FROM {table}")


@pytest.mark.parametrize("table", LOGS)
def test_nothing_is_truncated(session: Session, history: History, table: str) -> None:
    if session.get_bind().dialect.name == "sqlite":
        # SQLite has no TRUNCATE; a DELETE without WHERE is what it optimises instead.
        _refused(session, f"DELETE FROM {table} WHERE 1 = 1")
    else:
        _refused(session, f"TRUNCATE {table} CASCADE")


@pytest.mark.parametrize("table", LOGS)
def test_nothing_is_replaced(session: Session, history: History, table: str) -> None:
    if session.get_bind().dialect.name == "sqlite":
        _refused(session, f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")
        return
    # PostgreSQL's way to replace is an upsert, which is an update.
    column, constraint = session.execute(
        text(
            "SELECT a.attname, c.conname FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid "
            "AND a.attnum = c.conkey[1] WHERE c.conrelid = CAST(:t AS regclass) AND c.contype = 'p'"
        ),
        {"t": table},
    ).one()
    changed = {
        "pack_edition": "number = excluded.number + 1",
        "edition_issue": "report_number = 'X'",
        "review_comment": "comment = 'x'",
        "audit_event": "action = 'x'",
    }.get(table, f"{column} = excluded.{column}")
    if table in {"target", "restatement"}:
        changed = "value = 1"
    _refused(
        session,
        f"INSERT INTO {table} SELECT * FROM {table} ON CONFLICT ON CONSTRAINT {constraint} DO UPDATE SET {changed}",
    )


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE observation SET value = 1",
        "UPDATE observation SET commentary = 'x'",
        "UPDATE rating SET rating = 'red'",
        "UPDATE indicator_definition SET polarity = 'higher'",
        "UPDATE rating_rule SET kind = 'points'",
        "UPDATE calculation SET operation = 'mean'",
        "UPDATE calculation_input SET role = 'numerator'",
        "UPDATE observation_input SET part_id = observation_id",
        "UPDATE activity_update SET status = 'completed'",
        "UPDATE priority_succession SET successor_id = predecessor_id",
        "UPDATE activity_succession SET successor_id = predecessor_id",
        "UPDATE indicator_succession SET reason = 'x'",
        "UPDATE priority_ending SET reason = 'x'",
        "UPDATE activity_ending SET reason = 'x'",
        "UPDATE plan_review SET changes = 'x'",
        # What was heard stays as it was recorded.
        "UPDATE plan_consultation SET heard = 'x'",
        "UPDATE year_roll_over SET year_code = year_code",
        "UPDATE action_note SET text = 'x'",
        "UPDATE action_due_change SET to_on = '2030-01-01'",
        "UPDATE action SET closed_by = reported_done_by, state = 'completed'",
        "UPDATE approval SET outcome = 'noted'",
        "UPDATE framework_stage SET decisive = NOT decisive",
        "UPDATE pack_figure SET position = 9",
        "UPDATE audit_event SET action = 'x'",
        "UPDATE audit_event SET comment = 'x'",
        "UPDATE pack_edition SET content = '{}'",
        "UPDATE pack_edition SET manifest_sha256 = 'x'",
        "UPDATE pack_edition SET state = 'sealing'",
        "UPDATE edition_issue SET locks = NOT locks",
        "UPDATE edition_issue SET outcome = 'returned'",
        "UPDATE edition_issue SET late_reason = 'x'",
        "UPDATE exempt_part SET reason = 'x'",
        "UPDATE exemption_lifted SET reason = 'x'",
        # The day follows the meeting until the body has made something of the papers.
        "UPDATE edition_issue SET public_from = '2030-01-01'",
        "UPDATE review_comment SET comment = 'x'",
        "UPDATE review_comment SET answer = 'x', answered_at = NULL",
        "UPDATE target SET value = 1",
        "UPDATE target SET approved_change_no = 1 + approved_change_no",
        "UPDATE restatement SET value = 1",
        "UPDATE data_quality_assessment SET overall = 'good'",
        "UPDATE dimension_assessment SET judgement = 'good'",
        "UPDATE process_rebase SET withdrawn = NOT withdrawn",
        "UPDATE process_setting SET run = 9",
        # Where figures of others came from stays as it was stated when they were loaded.
        "UPDATE comparison_file SET title = 'x'",
        "UPDATE comparison_area SET valid_to = '2030-01-01'",
        "UPDATE comparison_group SET dated = '2030-01-01'",
        "UPDATE comparison_group_member SET code = 'x'",
        "UPDATE comparison_value SET value = 1",
        "UPDATE external_framework SET version = 'x'",
        "UPDATE external_metric SET name = 'x'",
        "UPDATE metric_mapping SET relation = 'ended'",
    ],
)
def test_nothing_recorded_changes(session: Session, history: History, statement: str) -> None:
    _refused(session, statement)


def test_what_may_change_does(session: Session, history: History) -> None:
    """The guards stand in nobody's way: versions and states move."""
    for statement in (
        "UPDATE pack_edition SET version = version + 1, state = 'superseded'",
        "UPDATE target SET version = version + 1",
        "UPDATE restatement SET state = 'accepted', version = version + 1",
        "UPDATE audit_event SET comment = NULL",
    ):
        assert session.execute(text(statement)).rowcount > 0


def test_a_sealed_edition_takes_no_figure(session: Session, history: History) -> None:
    _refused(
        session,
        "INSERT INTO pack_figure (edition_id, series_id, period_code, council_id, position, observation_id, rating_id, "
        "definition_id, target_id, rule_id) SELECT edition_id, series_id, period_code, council_id, 2, observation_id, "
        "rating_id, definition_id, target_id, rule_id FROM pack_figure",
    )


@pytest.mark.parametrize("kind", ["correction", "restatement"])
def test_a_locked_figure_takes_no_revision_without_an_accepted_restatement(
    session: Session, history: History, kind: str
) -> None:
    restatement = session.execute(text("SELECT id FROM restatement")).scalar_one()
    for origin_id in (None, 999, restatement):
        with pytest.raises(DBAPIError, match="locked"), session.begin_nested():
            session.add(history.revision(2, kind=kind, reason="because", origin="restatement", origin_id=origin_id))
            session.flush()


def test_an_accepted_restatement_brings_a_revision(session: Session, history: History) -> None:
    session.execute(text("UPDATE restatement SET state = 'accepted'"))
    restatement = session.execute(text("SELECT id FROM restatement")).scalar_one()
    session.add(
        history.revision(
            2, kind="restatement", reason="because", origin="restatement", origin_id=restatement, value=24.1
        )
    )
    session.flush()
    found = session.execute(
        text("SELECT count(*) FROM observation WHERE period_code = :p AND breakdown = 'all'"), {"p": QUARTER}
    )
    assert found.scalar_one() == 2


def test_the_confirmer_is_never_the_submitter(session: Session, history: History) -> None:
    _refused(session, "UPDATE submission SET confirmed_by = submitted_by, state = 'confirmed'")


def test_a_zero_denominator_is_no_value(session: Session, history: History) -> None:
    with pytest.raises(DBAPIError, match="denominator"), session.begin_nested():
        session.add(history.revision(2, kind="correction", reason="r", value=100, numerator=0, denominator=0))
        session.flush()
