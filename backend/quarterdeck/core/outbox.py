"""The outbox's writer: what others shall be told of, stored in the transaction that did it.

The worker tells them afterwards, so that nobody hears of a change that was rolled back and no
change goes untold when the process dies in between.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, Session, mapped_column

from quarterdeck.core import clock
from quarterdeck.core.db import Base, Key


class OutboxMessage(Base):
    """A message waiting to be told, or told (`told_at`)."""

    __tablename__ = "outbox_message"
    __table_args__ = (Index("ix_outbox_message_waiting", "told_at", "id"),)

    id: Mapped[Key]
    council_id: Mapped[int]
    topic: Mapped[str] = mapped_column(String(80))
    kind: Mapped[str] = mapped_column(String(60))
    subject_id: Mapped[int]
    payload: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    told_at: Mapped[datetime | None]


def put(
    session: Session,
    council_id: int,
    topic: str,
    kind: str,
    subject_id: int,
    payload: dict[str, Any] | None = None,
) -> None:
    """Leave a message, e.g. `put(session, 1, "submission-returned", "submission", 7)`."""
    session.add(
        OutboxMessage(
            council_id=council_id,
            topic=topic,
            kind=kind,
            subject_id=subject_id,
            payload=payload or {},
            created_at=clock.now(),
            told_at=None,
        )
    )
