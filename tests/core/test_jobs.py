"""Jobs and the outbox: leased, tried again, given up, and told once the change they tell of is there."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.orm import Session

from quarterdeck.core import clock, jobs, outbox
from quarterdeck.core.db import Database
from quarterdeck.core.jobs import Job
from quarterdeck.core.outbox import OutboxMessage

NOW = datetime(2024, 1, 8, 9, 0, tzinfo=UTC)


@pytest.fixture
def worker(database: Database) -> Iterator[Any]:
    """A worker that is stepped by hand, at a set time, and remembers what it did and told."""
    from quarterdeck.worker import Worker

    class Stepped(Worker):
        def __init__(self) -> None:
            self.told: list[int] = []
            self.done: list[Any] = []
            super().__init__(database, (lambda _session, message: self.told.append(message.subject_id),))

    with clock.set_to(NOW):
        made = Stepped()
        jobs.register("test.note", lambda _session, job: made.done.append(job.payload["n"]))
        jobs.register("test.fail", _fail)
        jobs.register("test.write", _write_then_fail)
        yield made


def _fail(_session: Session, _job: Job) -> None:
    raise ValueError("the figures are missing")


def _write_then_fail(session: Session, job: Job) -> None:
    outbox.put(session, 1, "half-done", "job", job.id)
    session.flush()
    raise ValueError("and then it failed")


def _put(session: Session, kind: str, **payload: Any) -> int:
    number = jobs.put(session, 1, kind, payload).id
    session.commit()
    return number


def _job(session: Session, number: int) -> Job:
    session.expire_all()
    return session.get_one(Job, number)


def test_jobs_are_done_in_order_and_once(worker: Any, session: Session) -> None:
    numbers = [_put(session, "test.note", n=n) for n in (1, 2, 3)]
    while worker.work_once():
        pass
    assert worker.done == [1, 2, 3]
    assert {_job(session, number).state for number in numbers} == {"done"}


def test_a_leased_job_is_nobody_elses_until_its_lease_ends(worker: Any, session: Session) -> None:
    number = _put(session, "test.note", n=1)
    assert jobs.lease_next(session) is not None
    session.commit()
    # The worker that took it dies here; nothing is written.
    assert worker.work_once() is False
    with clock.set_to(NOW + jobs.LEASE - timedelta(seconds=1)):
        assert worker.work_once() is False
    with clock.set_to(NOW + jobs.LEASE + timedelta(seconds=1)):
        assert worker.work_once() is True
    assert worker.done == [1]
    job = _job(session, number)
    assert (job.state, job.attempts, job.error) == ("done", 2, None)


def test_a_failing_job_pauses_between_attempts_and_is_given_up_with_its_reason(worker: Any, session: Session) -> None:
    number = _put(session, "test.fail")
    moment = NOW
    for attempt in range(1, jobs.MAX_ATTEMPTS + 1):
        with clock.set_to(moment):
            assert worker.work_once() is True
            assert worker.work_once() is False, "no second attempt at once"
        assert _job(session, number).attempts == attempt
        moment += jobs.PAUSES[min(attempt, len(jobs.PAUSES)) - 1] + timedelta(seconds=1)
    job = _job(session, number)
    assert (job.state, job.error) == ("failed", "ValueError: the figures are missing")
    assert job.finished_at is not None
    with clock.set_to(NOW + timedelta(days=30)):
        assert worker.work_once() is False


def test_a_job_that_kills_every_worker_is_given_up(worker: Any, session: Session) -> None:
    number = _put(session, "test.note", n=1)
    moment = NOW
    for _ in range(jobs.MAX_ATTEMPTS):
        with clock.set_to(moment):
            assert jobs.lease_next(session) is not None
            session.commit()
        moment += jobs.LEASE + timedelta(seconds=1)
    with clock.set_to(moment):
        assert worker.work_once() is False
    assert _job(session, number).state == "failed"
    assert worker.done == []


def test_a_failing_job_leaves_nothing_of_its_work(worker: Any, session: Session) -> None:
    _put(session, "test.write")
    worker.work_once()
    assert session.scalars(select(OutboxMessage).where(OutboxMessage.topic == "half-done")).all() == []


def test_a_job_of_an_unknown_kind_is_never_put(session: Session) -> None:
    with pytest.raises(LookupError):
        jobs.put(session, 1, "nobody.does.this", {})


def test_what_was_rolled_back_is_never_told(worker: Any, session: Session) -> None:
    outbox.put(session, 1, "submission-returned", "submission", 7)
    session.flush()
    session.rollback()
    outbox.put(session, 1, "submission-returned", "submission", 8)
    session.commit()
    worker.work_once()
    assert worker.told == [8]


def test_messages_are_told_in_order_and_once(worker: Any, session: Session) -> None:
    for number in (3, 1, 2):
        outbox.put(session, 1, "submission-returned", "submission", number)
        session.commit()
    worker.work_once()
    worker.work_once()
    assert worker.told == [3, 1, 2]


def test_a_message_whose_telling_died_is_told_again(worker: Any, session: Session) -> None:
    outbox.put(session, 1, "submission-returned", "submission", 7)
    session.commit()
    worker.work_once()
    session.execute(update(OutboxMessage).values(told_at=None))
    session.commit()
    worker.work_once()
    assert worker.told == [7, 7]


def test_a_listener_that_fails_holds_up_no_other_message(worker: Any, session: Session) -> None:
    def stumble(_session: Session, message: OutboxMessage) -> None:
        if message.subject_id == 1:
            _session.execute(text("SELECT * FROM a_table_that_is_not_there"))

    worker.listeners = (stumble, *worker.listeners)
    for number in (1, 2):
        outbox.put(session, 1, "submission-returned", "submission", number)
    session.commit()
    worker.work_once()
    assert worker.told == [2]
    waiting = session.scalars(select(OutboxMessage.subject_id).where(OutboxMessage.told_at.is_(None))).all()
    assert waiting == [1]
