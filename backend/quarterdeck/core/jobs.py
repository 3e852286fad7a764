"""Work for the worker: a row a job, with its progress, so that long work shows how far it is and survives a restart."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CheckConstraint, Index, String, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from quarterdeck.core import clock
from quarterdeck.core.db import Base, Key

LEASE = timedelta(minutes=5)
MAX_ATTEMPTS = 3
# After a failure, times the attempts so far: what was in the way may pass.
PAUSE = timedelta(seconds=20)


class Job(Base):
    """A piece of work: waiting, running, done or failed. Nobody else takes it before `leased_until`."""

    __tablename__ = "job"
    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'running', 'done', 'failed')", name="state"),
        Index("ix_job_next", "state", "id"),
    )

    id: Mapped[Key]
    council_id: Mapped[int]
    person_id: Mapped[int | None]
    kind: Mapped[str] = mapped_column(String(60))
    payload: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(String(10))
    done_steps: Mapped[int]
    total_steps: Mapped[int]
    attempts: Mapped[int]
    error: Mapped[str | None]
    created_at: Mapped[datetime]
    leased_until: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]


Work = Callable[[Session, Job], None]
_work: dict[str, Work] = {}


def register(kind: str, work: Work) -> None:
    """Say what does jobs of this kind: a function (session, job) that must be safe to run again."""
    _work[kind] = work


def work_of(kind: str) -> Work:
    return _work[kind]


def put(session: Session, council_id: int, kind: str, payload: dict[str, Any], person_id: int | None = None) -> Job:
    """Leave a job for the worker, in the caller's transaction."""
    if kind not in _work:
        raise LookupError(f"nothing is registered to do {kind!r}")
    job = Job(
        council_id=council_id,
        person_id=person_id,
        kind=kind,
        payload=payload,
        state="waiting",
        done_steps=0,
        total_steps=1,
        attempts=0,
        error=None,
        created_at=clock.now(),
        leased_until=None,
        finished_at=None,
    )
    session.add(job)
    session.flush()
    return job


def lease_next(session: Session) -> Job | None:
    """Take the oldest job that waits or whose worker died, for `LEASE`.

    A job whose workers died at every attempt is given up: it may be what killed them.
    """
    now = clock.now()
    free = select(Job).where(
        Job.state.in_(("waiting", "running")), or_(Job.leased_until.is_(None), Job.leased_until < now)
    )
    while job := session.scalars(free.order_by(Job.id).limit(1).with_for_update(skip_locked=True)).first():
        if job.attempts < MAX_ATTEMPTS:
            job.state, job.attempts, job.leased_until = "running", job.attempts + 1, now + LEASE
            return job
        finish(job, "Every attempt ended with its worker.")
        session.flush()
    return None


def finish(job: Job, error: str | None = None) -> None:
    """Note how a job ended; one that failed waits a while for its next attempt, until its last."""
    job.leased_until = None
    if error is None:
        job.state, job.done_steps, job.finished_at = "done", job.total_steps, clock.now()
        return
    job.error = error[:2000]
    job.state = "failed" if job.attempts >= MAX_ATTEMPTS else "waiting"
    if job.state == "failed":
        job.finished_at = clock.now()
    else:
        job.leased_until = clock.now() + PAUSE * job.attempts
