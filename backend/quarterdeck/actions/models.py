"""Actions: What, Whom, When."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from quarterdeck.core.actor import Place
from quarterdeck.core.db import Base, Code, Key, Name, one_of


class ActionState(StrEnum):
    """An action's own states. Overdue is computed from the date, never stored."""

    OPEN = "open"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


class Action(Base):
    """What somebody was asked to do, whom (a post, or words such as "all services"), and when (a day or a month).

    `due_on` is the last day; with month precision it is the month's last day.
    `source_kind` and `source_id` refer to what it was raised from (an approval, a meeting, an indicator).
    """

    __tablename__ = "action"
    __table_args__ = (
        UniqueConstraint("council_id", "ref"),
        Index("ix_action_due", "council_id", "state", "due_on"),
        one_of("state", ActionState),
        CheckConstraint("due_precision IN ('day', 'month')", name="due_precision"),
        CheckConstraint("whom_post_id IS NOT NULL OR whom_text <> ''", name="whom"),
    )

    id: Mapped[Key]
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    ref: Mapped[Code]
    what: Mapped[str]
    whom_post_id: Mapped[int | None] = mapped_column(ForeignKey("post.id"))
    whom_text: Mapped[Name]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    due_on: Mapped[date]
    due_precision: Mapped[str] = mapped_column(String(5))
    state: Mapped[str] = mapped_column(String(10))
    outcome: Mapped[str]
    source_kind: Mapped[str] = mapped_column(String(40))
    source_id: Mapped[int]
    raised_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    raised_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    version: Mapped[int]

    def place(self) -> Place:
        return Place(self.council_id, unit_id=self.unit_id)
