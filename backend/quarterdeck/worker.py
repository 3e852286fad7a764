"""The worker: does the jobs, tells what the outbox holds, and tidies up. Inside `serve`, or on its own."""

import threading
from collections.abc import Callable
from datetime import timedelta

import structlog
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from quarterdeck.comparisons import files as comparison_files
from quarterdeck.core import clock, idempotency, jobs
from quarterdeck.core.db import Database
from quarterdeck.core.jobs import Job
from quarterdeck.core.journal import CouncilHead
from quarterdeck.core.outbox import OutboxMessage
from quarterdeck.integrations import history
from quarterdeck.integrations.setup import service as setup
from quarterdeck.notices import delivery
from quarterdeck.organisation import leaving, signin

IDLE_SECONDS = 1.0
TIDY_EVERY = timedelta(minutes=15)

Listener = Callable[[Session, OutboxMessage], None]


class Worker:
    """A thread that works until it is stopped. Several may run, here and elsewhere: jobs are leased."""

    def __init__(self, database: Database, listeners: tuple[Listener, ...] = ()) -> None:
        self.database = database
        self.listeners = listeners or (log_message, delivery.hear)
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="quarterdeck-worker", daemon=True)
        self._tidied = clock.now() - TIDY_EVERY

    def start(self) -> None:
        self._thread.start()

    def finish(self) -> None:
        """Stop after the job in hand."""
        self._stopping.set()

    def stop(self, seconds: float) -> None:
        """Stop after the job in hand; wait at most `seconds` for it. One that takes longer is done again."""
        self.finish()
        self._thread.join(seconds)

    def run_forever(self) -> None:
        """Work in the calling thread until `finish`: `quarterdeck worker`."""
        self._run()

    def _run(self) -> None:
        structlog.get_logger().info("worker_started")
        while not self._stopping.is_set():
            try:
                worked = self.work_once()
            except Exception:
                # A database that is away for a moment must not end the worker for good.
                structlog.get_logger().exception("worker_stumbled")
                worked = False
            if not worked:
                self._stopping.wait(IDLE_SECONDS)

    def work_once(self) -> bool:
        """Do one job and tell what waits. Returns whether there was anything to do."""
        self._tidy()
        return self._do_next_job() | self._tell()

    def _do_next_job(self) -> bool:
        with self.database.transaction() as session:
            job = jobs.lease_next(session)
            if job is None:
                return False
            number, kind = job.id, job.kind
        failure = self._do(number, kind)
        with self.database.transaction() as session:
            error = f"{type(failure).__name__}: {failure}" if failure else None
            jobs.finish(session.get_one(Job, number), error, given_up=isinstance(failure, jobs.GiveUp))
        return True

    def _do(self, number: int, kind: str) -> Exception | None:
        """Carry the job out, in a transaction of its own unless it waits on somebody else; the error if it failed."""
        try:
            work = jobs.work_of(kind)
            if work is None:
                jobs.apart_work_of(kind)(self.database, number)
                return None
            with self.database.transaction() as session:
                work(session, session.get_one(Job, number))
        except Exception as error:
            structlog.get_logger().exception("job_failed", job_id=number)
            return error
        return None

    def _tell(self) -> bool:
        with self.database.transaction() as session:
            waiting = session.scalars(
                select(OutboxMessage)
                .where(OutboxMessage.told_at.is_(None))
                .order_by(OutboxMessage.id)
                .limit(100)
                .with_for_update(skip_locked=True)
            ).all()
            told = [message.id for message in waiting if self._told(session, message)]
            session.execute(update(OutboxMessage).where(OutboxMessage.id.in_(told)).values(told_at=clock.now()))
        return bool(told)

    def _told(self, session: Session, message: OutboxMessage) -> bool:
        """Whether every listener took the message. One that fails hears it again, and holds up no other message."""
        try:
            with session.begin_nested():
                for listener in self.listeners:
                    listener(session, message)
        except Exception:
            structlog.get_logger().exception("telling_failed", message_id=message.id)
            return False
        return True

    def _tidy(self) -> None:
        if clock.now() - self._tidied < TIDY_EVERY:
            return
        with self.database.transaction() as session:
            idempotency.forget_old(session)
            signin.forget_old(session)
            leaving.close_leavers(session)
            history.forget_old(session)
            comparison_files.forget_old(session)
            setup.forget_old(session)
            for head in session.scalars(select(CouncilHead)):
                # Kept with the log, out of the database's reach: what `verify --earlier` holds the chain against.
                structlog.get_logger().info(
                    "journal_head", council_id=head.council_id, events=head.event_count, hash=head.chain_hash
                )
        self._tidied = clock.now()


def log_message(_session: Session, message: OutboxMessage) -> None:
    """The listener every installation has: a line in the log."""
    structlog.get_logger().info(
        "told",
        topic=message.topic,
        kind=message.kind,
        subject_id=message.subject_id,
        council_id=message.council_id,
    )
