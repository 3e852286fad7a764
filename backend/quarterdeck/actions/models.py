"""Actions: What, Whom, When; what was noted on them, and how often their day was moved."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from quarterdeck.core.actor import Place
from quarterdeck.core.db import Base, Code, Key, Name, one_of

AUDIT = "audit"
"""The kind of source that is no record of ours: the report of an internal audit, in words."""


class ActionState(StrEnum):
    """An action's own states. Overdue is computed from the date, never stored."""

    OPEN = "open"
    AWAITING_CLOSURE = "awaiting_closure"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


class NoteKind(StrEnum):
    """A note of progress, or what was said with a decision."""

    NOTE = "note"
    REPORT_DONE = "report_done"
    CONFIRM_CLOSURE = "confirm_closure"
    SEND_BACK = "send_back"
    CANCEL = "cancel"
    REOPEN = "reopen"


class Action(Base):
    """What somebody was asked to do, whom (a post, a person, or words such as "all services"), and when.

    `due_on` is the last day; with month precision it is the month's last day. `source_kind` and `source_id`
    refer to what it was raised from (an approval, a meeting, an indicator), `body_id` to the body that asked;
    an internal audit's report is named in words. Who closes it is not who reported it done.
    """

    __tablename__ = "action"
    __table_args__ = (
        UniqueConstraint("council_id", "ref"),
        Index("ix_action_due", "council_id", "state", "due_on"),
        one_of("state", ActionState),
        CheckConstraint("due_precision IN ('day', 'month')", name="due_precision"),
        CheckConstraint("whom_post_id IS NOT NULL OR whom_person_id IS NOT NULL OR whom_text <> ''", name="whom"),
        CheckConstraint(
            f"(source_kind = '{AUDIT}') = (source_id IS NULL) AND (source_kind = '{AUDIT}') = (source_text <> '')",
            name="source",
        ),
        CheckConstraint(
            "closed_by IS NULL OR reported_done_by IS NULL OR closed_by <> reported_done_by", name="two_people"
        ),
    )

    id: Mapped[Key]
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    ref: Mapped[Code]
    what: Mapped[str]
    whom_post_id: Mapped[int | None] = mapped_column(ForeignKey("post.id"))
    whom_person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    whom_text: Mapped[Name]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    due_on: Mapped[date]
    due_precision: Mapped[str] = mapped_column(String(5))
    state: Mapped[str] = mapped_column(String(20))
    outcome: Mapped[str]
    source_kind: Mapped[str] = mapped_column(String(40))
    source_id: Mapped[int | None]
    source_text: Mapped[Name]
    body_id: Mapped[int | None] = mapped_column(ForeignKey("body.id"))
    raised_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    raised_at: Mapped[datetime]
    reported_done_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    reported_done_at: Mapped[datetime | None]
    closed_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    closed_at: Mapped[datetime | None]
    version: Mapped[int]

    def place(self) -> Place:
        return Place(self.council_id, unit_id=self.unit_id, body_id=self.body_id)

    def closing_place(self) -> Place:
        """Where whoever closes it has to stand: with the body that asked, or without one with the unit asked."""
        unit_id = self.unit_id if self.body_id is None else None
        return Place(self.council_id, unit_id=unit_id, body_id=self.body_id)


class ActionNote(Base):
    """How far an action has come, or why something was decided about it. Appended only."""

    __tablename__ = "action_note"
    __table_args__ = (
        Index("ix_action_note_action", "council_id", "action_id"),
        one_of("kind", NoteKind),
        CheckConstraint("text <> ''", name="text"),
    )

    id: Mapped[Key]
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    action_id: Mapped[int] = mapped_column(ForeignKey("action.id"))
    kind: Mapped[str] = mapped_column(String(20))
    text: Mapped[str]
    written_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime]
    change_no: Mapped[int]


class ActionDueChange(Base):
    """That an action's day was moved, from when to when, and why. Appended only."""

    __tablename__ = "action_due_change"
    __table_args__ = (
        UniqueConstraint("council_id", "action_id", "number"),
        CheckConstraint("from_precision IN ('day', 'month')", name="from_precision"),
        CheckConstraint("to_precision IN ('day', 'month')", name="to_precision"),
        CheckConstraint("reason <> ''", name="reason"),
    )

    id: Mapped[Key]
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    action_id: Mapped[int] = mapped_column(ForeignKey("action.id"))
    number: Mapped[int]
    from_on: Mapped[date]
    from_precision: Mapped[str] = mapped_column(String(5))
    to_on: Mapped[date]
    to_precision: Mapped[str] = mapped_column(String(5))
    reason: Mapped[str]
    changed_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    changed_at: Mapped[datetime]
    change_no: Mapped[int]


class ActionIndicator(Base):
    """That an action is about an indicator."""

    __tablename__ = "action_indicator"
    __table_args__ = (Index("ix_action_indicator_indicator", "council_id", "indicator_id"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"), primary_key=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("action.id"), primary_key=True)
    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicator.id"), primary_key=True)


class ActionActivity(Base):
    """That an action is about an activity."""

    __tablename__ = "action_activity"
    __table_args__ = (Index("ix_action_activity_activity", "council_id", "activity_id"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"), primary_key=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("action.id"), primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id"), primary_key=True)
