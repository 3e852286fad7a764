"""The audit log: in the change's own transaction, chained, numbered, and unforgiving of tampering."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pydantic import TypeAdapter
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from quarterdeck.core import clock, journal
from quarterdeck.core.actor import Actor
from quarterdeck.core.http import Figure
from quarterdeck.core.journal import AuditEvent, CouncilHead, Event
from tests.builders import CouncilBuilder

LATER = datetime(2030, 1, 1, tzinfo=UTC)


def _live(session: Session, council: CouncilBuilder, number: int) -> None:
    """`number` changes, a day apart, each in a transaction of its own."""
    for day in range(number):
        with clock.set_to(LATER + timedelta(days=day)):
            journal.record(
                session, Actor.system(council.id), Event("unit.update", "unit", day + 1, {"name": day}, "why")
            )
            session.commit()


def test_a_change_has_one_number_however_many_events(session: Session, council: CouncilBuilder) -> None:
    actor = Actor.system(council.id)
    events = [journal.record(session, actor, Event("unit.update", "unit", number)) for number in (1, 2)]
    session.commit()
    third = journal.record(session, actor, Event("unit.update", "unit", 3))
    assert events[0].change_no == events[1].change_no == third.change_no - 1
    assert events[0].recorded_at == events[1].recorded_at


def test_a_moment_reads_back_as_the_last_change_recorded_by_then(session: Session, council: CouncilBuilder) -> None:
    _live(session, council, 3)
    numbers = [journal.change_no_at(session, council.id, LATER + timedelta(days=day, hours=1)) for day in range(3)]
    assert numbers == [numbers[0], numbers[0] + 1, numbers[0] + 2]
    assert journal.change_no_at(session, council.id, LATER - timedelta(days=5000)) == 0


def test_a_clock_that_steps_back_does_not_reorder_changes(session: Session, council: CouncilBuilder) -> None:
    actor = Actor.system(council.id)
    with clock.set_to(LATER):
        first = journal.record(session, actor, Event("unit.update", "unit", 1))
        session.commit()
    with clock.set_to(LATER - timedelta(days=1)):
        second = journal.record(session, actor, Event("unit.update", "unit", 1))
        session.commit()
    assert second.recorded_at >= first.recorded_at


def test_an_untouched_chain_verifies(session: Session, council: CouncilBuilder) -> None:
    _live(session, council, 5)
    assert journal.verify(session, council.id) == []


def test_an_erased_comment_leaves_the_chain_whole(session: Session, council: CouncilBuilder) -> None:
    _live(session, council, 3)
    session.execute(text("UPDATE audit_event SET comment = NULL WHERE position = 2"))
    assert journal.verify(session, council.id) == []


@pytest.mark.parametrize("column, value", [("action", "'x'"), ("actor_id", "7"), ("hash", "'0'"), ("comment", "'x'")])
def test_the_database_refuses_to_alter_an_event(
    session: Session, council: CouncilBuilder, column: str, value: str
) -> None:
    _live(session, council, 2)
    with pytest.raises(DBAPIError), session.begin_nested():
        session.execute(text(f"UPDATE audit_event SET {column} = {value} WHERE position = 1"))


@pytest.mark.parametrize("statement", ["DELETE FROM audit_event", "DELETE FROM audit_event WHERE position = 2"])
def test_the_database_refuses_to_delete_events(session: Session, council: CouncilBuilder, statement: str) -> None:
    _live(session, council, 2)
    with pytest.raises(DBAPIError), session.begin_nested():
        session.execute(text(statement))


# Whoever can drop triggers can alter rows; the chain is what tells.
TAMPERINGS = {
    "action": "UPDATE audit_event SET action = 'unit.create' WHERE position = 2",
    "detail": "UPDATE audit_event SET detail = '{\"name\": 99}' WHERE position = 2",
    "moment": "UPDATE audit_event SET change_no = change_no + 1 WHERE position = 2",
    "actor": "UPDATE audit_event SET actor_id = 12345 WHERE position = 2",
    "comment": "UPDATE audit_event SET comment = 'another reason' WHERE position = 2",
    "hash": "UPDATE audit_event SET hash = previous_hash WHERE position = 2",
    "one removed": "DELETE FROM audit_event WHERE position = 2",
    "the tail removed": "DELETE FROM audit_event WHERE position >= 3",
    "the order": "UPDATE audit_event SET position = 9 - position",
    "the head's hash": "UPDATE council_head SET chain_hash = '0' WHERE council_id = :council",
    "the head's count": "UPDATE council_head SET event_count = event_count + 1 WHERE council_id = :council",
    "the head's number": "UPDATE council_head SET change_no = change_no - 1 WHERE council_id = :council",
    "the head itself": "DELETE FROM council_head WHERE council_id = :council",
}


@pytest.mark.parametrize("statement", TAMPERINGS.values(), ids=TAMPERINGS.keys())
def test_every_tampering_is_found(session: Session, council: CouncilBuilder, statement: str) -> None:
    _live(session, council, 4)
    _without_guards(session)
    _by_hand(session, council, statement)
    assert journal.verify(session, council.id) != []


def test_a_tail_cut_off_with_its_head_set_back_is_found_by_what_was_noted_of_it(
    session: Session, council: CouncilBuilder
) -> None:
    """The chain that is left looks whole: only a head kept elsewhere (the log, an earlier report) can tell."""
    _live(session, council, 4)
    noted = session.get_one(CouncilHead, council.id)
    position, chain_hash = noted.event_count, noted.chain_hash
    assert list(journal.missing_since(session, council.id, position, chain_hash)) == []
    _without_guards(session)
    _by_hand(session, council, "DELETE FROM audit_event WHERE position > 2")
    _by_hand(
        session,
        council,
        "UPDATE council_head SET event_count = 2, chain_hash = (SELECT hash FROM audit_event WHERE position = 2) "
        "WHERE council_id = :council",
    )
    assert journal.verify(session, council.id) == []
    assert list(journal.missing_since(session, council.id, position, chain_hash)) != []


def test_what_came_before_what_was_noted_and_after_it_may_be_there(session: Session, council: CouncilBuilder) -> None:
    assert list(journal.missing_since(session, council.id, 0, journal.GENESIS)) == []
    _live(session, council, 2)
    noted = session.get_one(CouncilHead, council.id)
    position, chain_hash = noted.event_count, noted.chain_hash
    _live(session, council, 2)
    assert list(journal.missing_since(session, council.id, position, chain_hash)) == []


@pytest.mark.parametrize(
    "detail",
    [
        {"value": 94.2, "numerator": 1e15, "denominator": -1e15, "tolerance": 1e-7, "nought": 0.0, "count": 2**53 + 1},
        {"text": "£1,029.49 – “quoted” \u00e9 \U0001f600", "empty": "", "escaped": '\\ " \t'},
        {"b": 1, "a": {"d": [1, 2.5, None, True], "c": {}}},
        {"none": None, "yes": True, "no": False},
    ],
    ids=["numbers", "texts", "nested", "words"],
)
def test_every_detail_is_hashed_as_the_database_gives_it_back(
    session: Session, council: CouncilBuilder, detail: dict[str, Any]
) -> None:
    """PostgreSQL's JSON orders names and rewrites numbers: the chain must not take that for tampering."""
    journal.record(session, Actor.system(council.id), Event("unit.update", "unit", 1, detail))
    session.commit()
    session.expire_all()
    assert journal.verify(session, council.id) == []


def test_minus_nought_does_not_reach_the_journal() -> None:
    """It is the one number that PostgreSQL's JSON does not give back."""
    assert str(TypeAdapter(Figure).validate_python(-0.0)) == "0.0"


def _by_hand(session: Session, council: CouncilBuilder, statement: str) -> None:
    if session.get_bind().dialect.name == "sqlite":
        session.connection().exec_driver_sql("PRAGMA defer_foreign_keys = ON")
    else:
        session.execute(text("ALTER TABLE audit_event DROP CONSTRAINT IF EXISTS fk_audit_event_council_id"))
    values = {"council": council.id} if ":council" in statement else {}
    touched = session.execute(text(statement), values)
    assert touched.rowcount > 0, "the statement touched nothing"


def _without_guards(session: Session) -> None:
    on_table = " ON audit_event" if session.get_bind().dialect.name == "postgresql" else ""
    for name in ("no_update", "no_delete"):
        session.execute(text(f"DROP TRIGGER audit_event_{name}{on_table}"))


def test_a_rolled_back_change_leaves_no_event(session: Session, council: CouncilBuilder) -> None:
    before = session.query(AuditEvent).count()
    with session.begin_nested() as savepoint:
        journal.record(session, Actor.system(council.id), Event("unit.update", "unit", 1))
        session.flush()
        savepoint.rollback()
    session.expire_all()
    assert session.query(AuditEvent).count() == before
    assert journal.verify(session, council.id) == []
