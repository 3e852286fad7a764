"""The audit log's writer: an event in the same transaction as the change, hash-chained, numbered per council.

`change_no` counts journalled transactions of a council. It is taken first, by locking the
council's head row (taken later it deadlocks), and `recorded_at` is read after that lock, so
that a moment and a number always agree about what came before what. Reading "as of" a moment
means reading up to a `change_no`.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import ForeignKeyConstraint, Index, String, UniqueConstraint, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from quarterdeck.core import clock
from quarterdeck.core.actor import Actor
from quarterdeck.core.db import Base, Key

# What precedes any council (the first administrator, failed sign-ins) is journalled here.
DEPLOYMENT = 0
GENESIS = "0" * 64


class CouncilHead(Base):
    """Where a council's journal stands: its last change number, moment and hash. Locked by whoever changes anything."""

    __tablename__ = "council_head"

    council_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    change_no: Mapped[int]
    recorded_at: Mapped[datetime]
    event_count: Mapped[int]
    chain_hash: Mapped[str] = mapped_column(String(64))


class AuditEvent(Base):
    """One journalled event. Appended only; triggers refuse anything else.

    `comment` may hold personal text, so it stands beside the record and only its digest is hashed:
    it can be erased and the chain still verifies.
    """

    __tablename__ = "audit_event"
    __table_args__ = (
        UniqueConstraint("council_id", "position"),
        Index("ix_audit_event_subject", "council_id", "kind", "subject_id"),
        Index("ix_audit_event_change", "council_id", "change_no"),
        Index("ix_audit_event_moment", "council_id", "recorded_at"),
        ForeignKeyConstraint(["council_id"], ["council_head.council_id"]),
    )

    id: Mapped[Key]
    council_id: Mapped[int]
    position: Mapped[int]
    change_no: Mapped[int]
    recorded_at: Mapped[datetime]
    actor_id: Mapped[int | None]
    action: Mapped[str] = mapped_column(String(100))
    kind: Mapped[str] = mapped_column(String(60))
    subject_id: Mapped[int | None]
    detail: Mapped[dict[str, Any]]
    comment: Mapped[str | None]
    comment_sha256: Mapped[str | None] = mapped_column(String(64))
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


@dataclass(frozen=True)
class Event:
    """What happened to what. `detail` holds ids, states and figures, never personal text."""

    action: str
    kind: str
    subject_id: int | None
    detail: Mapping[str, Any] = field(default_factory=dict)
    comment: str | None = None


@dataclass(frozen=True)
class Change:
    """The journalled transaction under way: its number and moment, to be stored on what it appends."""

    council_id: int
    number: int
    recorded_at: datetime


def lock(session: Session, council_id: int) -> None:
    """Queue behind whoever is changing this council's records. Call before anything is read for change."""
    session.execute(select(CouncilHead.change_no).where(CouncilHead.council_id == council_id).with_for_update())


def begin(session: Session, council_id: int) -> None:
    """Start a journal: for a new council, or for the deployment (`DEPLOYMENT`). Nothing where it has begun."""
    if session.get(CouncilHead, council_id) is not None:
        return
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    # Two that begin the deployment's at once both succeed: the second waits, and finds it begun.
    values = {
        "council_id": council_id,
        "change_no": 0,
        "recorded_at": clock.now(),
        "event_count": 0,
        "chain_hash": GENESIS,
    }
    session.execute(insert(CouncilHead).values(values).on_conflict_do_nothing(index_elements=["council_id"]))


def change(session: Session, council_id: int) -> Change:
    """The number and moment of the transaction under way; taken at its first call in a transaction."""
    # A session that has not begun yet has no transaction to compare with.
    session.connection()
    if session.info.get("changes_of") is not session.get_transaction():
        session.info["changes_of"], session.info["changes"] = session.get_transaction(), {}
    taken: dict[int, Change] = session.info["changes"]
    if council_id not in taken:
        head = _locked_head(session, council_id)
        head.change_no += 1
        # A clock that steps back must not put a later change before an earlier one.
        head.recorded_at = max(clock.now(), head.recorded_at)
        taken[council_id] = Change(council_id, head.change_no, head.recorded_at)
    return taken[council_id]


def end_change(session: Session) -> None:
    """Let what follows in this transaction be a change of its own, with a number and a moment.

    For a transaction that lives many days: the demo's, whose years stand wholly or not at all.
    """
    session.info.pop("changes_of", None)


def record(session: Session, actor: Actor, event: Event, council_id: int | None = None) -> AuditEvent:
    """Append the event to the council's chain, in the caller's transaction."""
    return record_all(session, actor, [event], council_id)[0]


def record_all(
    session: Session, actor: Actor, events: Sequence[Event], council_id: int | None = None
) -> list[AuditEvent]:
    """Append several events to the council's chain, in this order, in the caller's transaction."""
    council_id = actor.council_id if council_id is None else council_id
    now = change(session, council_id)
    head = _locked_head(session, council_id)
    rows = []
    for event in events:
        head.event_count += 1
        row = AuditEvent(
            council_id=council_id,
            position=head.event_count,
            change_no=now.number,
            recorded_at=now.recorded_at,
            actor_id=actor.person_id,
            action=event.action,
            kind=event.kind,
            subject_id=event.subject_id,
            detail=dict(event.detail),
            comment=event.comment,
            comment_sha256=_digest(event.comment) if event.comment is not None else None,
            previous_hash=head.chain_hash,
        )
        row.hash = head.chain_hash = hash_of(row)
        rows.append(row)
    session.add_all(rows)
    return rows


def hash_of(row: AuditEvent) -> str:
    """SHA-256 over the previous hash and the event's canonical JSON (sorted keys, UTC moments)."""
    content = {
        "council_id": row.council_id,
        "position": row.position,
        "change_no": row.change_no,
        "recorded_at": row.recorded_at.isoformat(timespec="microseconds"),
        "actor_id": row.actor_id,
        "action": row.action,
        "kind": row.kind,
        "subject_id": row.subject_id,
        "detail": row.detail,
        "comment_sha256": row.comment_sha256,
    }
    return hashlib.sha256(row.previous_hash.encode() + canonical(content)).hexdigest()


def canonical(content: Any) -> bytes:
    """One byte string for one content: sorted keys, UTF-8, no white space. Numbers keep their JSON form."""
    return orjson.dumps(content, option=orjson.OPT_SORT_KEYS)


def verify(session: Session, council_id: int) -> list[str]:
    """Walk a council's chain; return one sentence for each fault found (none: the log is as it was written)."""
    faults = list(_chain_faults(session, council_id))
    head = session.get(CouncilHead, council_id, populate_existing=True)
    if head is None:
        return [*faults, f"Council {council_id} has no journal."]
    last = session.scalars(
        select(AuditEvent).where(AuditEvent.council_id == council_id).order_by(AuditEvent.position.desc()).limit(1)
    ).first()
    if (last.hash if last else GENESIS) != head.chain_hash:
        faults.append("The newest event is not the one the head was written for: events are missing at the end.")
    if (last.position if last else 0) != head.event_count:
        faults.append("The head counts other events than there are.")
    if last and (head.change_no < last.change_no or head.recorded_at < last.recorded_at):
        faults.append("The head stands before its newest event.")
    return faults


def missing_since(session: Session, council_id: int, position: int, chain_hash: str) -> Iterator[str]:
    """One sentence if a council's chain no longer holds what its head was when somebody noted it."""
    found = session.scalars(
        select(AuditEvent.hash).where(AuditEvent.council_id == council_id, AuditEvent.position == position)
    ).first()
    if (found or GENESIS) != chain_hash:
        yield f"The log of council {council_id} no longer holds event {position} as it was noted earlier."


def _chain_faults(session: Session, council_id: int) -> Iterator[str]:
    previous, expected = GENESIS, 1
    rows = session.scalars(
        select(AuditEvent).where(AuditEvent.council_id == council_id).order_by(AuditEvent.position),
        execution_options={"yield_per": 500, "populate_existing": True},
    )
    for row in rows:
        if row.position != expected:
            yield f"Event {expected} is missing."
        if row.previous_hash != previous:
            yield f"Event {row.position} does not follow the one before it."
        if row.hash != hash_of(row):
            yield f"Event {row.position} was altered."
        # An erased comment is None beside its digest; a changed one gives itself away.
        if row.comment is not None and _digest(row.comment) != row.comment_sha256:
            yield f"The comment of event {row.position} was altered."
        previous, expected = row.hash, row.position + 1


def change_no_at(session: Session, council_id: int, moment: datetime) -> int:
    """The last change number recorded by `moment` (0 before the first)."""
    newest = session.scalar(
        select(AuditEvent.change_no)
        .where(AuditEvent.council_id == council_id, AuditEvent.recorded_at <= moment)
        .order_by(AuditEvent.recorded_at.desc(), AuditEvent.change_no.desc())
        .limit(1)
    )
    return newest or 0


def _locked_head(session: Session, council_id: int) -> CouncilHead:
    head = session.scalars(
        select(CouncilHead).where(CouncilHead.council_id == council_id).with_for_update()
    ).one_or_none()
    if head is None:
        raise LookupError(f"council {council_id} has no journal; call begin first")
    return head


def _digest(value: str) -> str:
    return hashlib.sha256(value.encode()).hexdigest()
