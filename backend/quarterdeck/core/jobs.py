"""Work for the worker: a row a job, with its progress, so that long work shows how far it is and survives a restart."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CheckConstraint, Index, String, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from quarterdeck.core import clock
from quarterdeck.core.db import Base, Database, Key

LEASE = timedelta(minutes=5)
# After each failure but the last: what was in the way may pass.
PAUSES = (timedelta(seconds=20), timedelta(seconds=40))
MAX_ATTEMPTS = len(PAUSES) + 1


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
ApartWork = Callable[[Database, int], None]
_work: dict[str, Work] = {}
_apart: dict[str, ApartWork] = {}
_pauses: dict[str, tuple[timedelta, ...]] = {}


class GiveUp(Exception):
    """Raised by work that another attempt would not mend."""


def register(kind: str, work: Work) -> None:
    """Say what does jobs of this kind: a function (session, job) that must be safe to run again."""
    _work[kind] = work


def register_apart(kind: str, work: ApartWork, pauses: tuple[timedelta, ...] = PAUSES) -> None:
    """Say what does jobs of this kind outside a transaction: a function (database, job id).

    For what waits on somebody else's server, which must hold no lock meanwhile; it opens short transactions
    of its own. pauses: between its attempts, one fewer than there are.
    """
    _apart[kind], _pauses[kind] = work, pauses


def work_of(kind: str) -> Work | None:
    """What does jobs of this kind in a transaction, if that is how they are done."""
    return _work.get(kind)


def apart_work_of(kind: str) -> ApartWork:
    return _apart[kind]


def put(session: Session, council_id: int, kind: str, payload: dict[str, Any], person_id: int | None = None) -> Job:
    """Leave a job for the worker, in the caller's transaction."""
    if kind not in _work and kind not in _apart:
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
        if job.attempts <= len(_pauses_of(job)):
            job.state, job.attempts, job.leased_until = "running", job.attempts + 1, now + LEASE
            return job
        finish(job, "Every attempt ended with its worker.")
        session.flush()
    return None


def finish(job: Job, error: str | None = None, *, given_up: bool = False) -> None:
    """Note how a job ended; one that failed waits a while for its next attempt, until its last.

    given_up: there is no use in another attempt.
    """
    job.leased_until = None
    if error is None:
        job.state, job.done_steps, job.finished_at = "done", job.total_steps, clock.now()
        return
    job.error = error[:2000]
    pauses = _pauses_of(job)
    job.state = "failed" if given_up or job.attempts > len(pauses) else "waiting"
    if job.state == "failed":
        job.finished_at = clock.now()
    else:
        job.leased_until = clock.now() + pauses[job.attempts - 1]


def _pauses_of(job: Job) -> tuple[timedelta, ...]:
    return _pauses.get(job.kind, PAUSES)
