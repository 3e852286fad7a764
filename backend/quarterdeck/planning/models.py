"""Plans, their themes, priorities and activities, and the quarterly updates on activities."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from quarterdeck.core.actor import Place
from quarterdeck.core.db import Base, Code, Key, Name, one_of

PERCENT = "percent_complete IS NULL OR (percent_complete >= 0 AND percent_complete <= 100)"


class PlanKind(StrEnum):
    COUNCIL_PLAN = "council_plan"
    BUSINESS_PLAN = "business_plan"
    DELIVERY_PLAN = "delivery_plan"
    SERVICE_PLAN = "service_plan"
    STRATEGY = "strategy"


class PlanState(StrEnum):
    """Drafted, perhaps consulted on and then mended by what was heard, adopted, and one day superseded."""

    DRAFT = "draft"
    CONSULTATION = "consultation"
    CONSULTED = "consulted"
    ADOPTED = "adopted"
    SUPERSEDED = "superseded"


class ReviewOutcome(StrEnum):
    """What a review of an adopted plan came to."""

    CONTINUE = "continue"
    AMEND = "amend"
    REPLACE = "replace"


class ActivityStatus(StrEnum):
    """Judged by the service, never computed, and never the same words as a rating."""

    NOT_STARTED = "not_started"
    ON_COURSE = "on_course"
    IN_QUESTION = "in_question"
    UNABLE = "unable"
    COMPLETED = "completed"


class Plan(Base):
    """A plan. Several run at once; one is superseded by another, never overwritten."""

    __tablename__ = "plan"
    __table_args__ = (
        UniqueConstraint("council_id", "code"),
        one_of("kind", PlanKind),
        one_of("state", PlanState),
        CheckConstraint("end_on >= start_on", name="dates"),
    )

    id: Mapped[Key]
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    code: Mapped[Code]
    title: Mapped[Name]
    kind: Mapped[str] = mapped_column(String(20))
    start_on: Mapped[date]
    end_on: Mapped[date]
    state: Mapped[str] = mapped_column(String(20))
    superseded_by_id: Mapped[int | None] = mapped_column(ForeignKey("plan.id"))
    # The first day on which the other stands in its place: what it covered until then is still reported on.
    superseded_on: Mapped[date | None]
    # The plan of the year before that it was refreshed from, of which it says what changed.
    follows_id: Mapped[int | None] = mapped_column(ForeignKey("plan.id"))
    next_review_on: Mapped[date | None]
    version: Mapped[int]

    def place(self) -> Place:
        return Place(self.council_id, unit_id=self.unit_id)


class Theme(Base):
    """A theme of a plan: People, Place."""

    __tablename__ = "theme"
    __table_args__ = (UniqueConstraint("council_id", "plan_id", "code"),)

    id: Mapped[Key]
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    code: Mapped[Code]
    name: Mapped[Name]
    position: Mapped[int]
    version: Mapped[int]


class Priority(Base):
    """A priority under a theme."""

    __tablename__ = "priority"
    __table_args__ = (UniqueConstraint("council_id", "theme_id", "code"),)

    id: Mapped[Key]
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    theme_id: Mapped[int] = mapped_column(ForeignKey("theme.id"))
    code: Mapped[Code]
    name: Mapped[Name]
    position: Mapped[int]
    version: Mapped[int]


class Activity(Base):
    """A key activity or project under a priority, with a reference such as `People 5`."""

    __tablename__ = "activity"
    __table_args__ = (
        UniqueConstraint("council_id", "priority_id", "ref"),
        Index("ix_activity_unit", "council_id", "unit_id"),
        one_of("status", ActivityStatus),
        CheckConstraint(PERCENT, name="percent_complete"),
    )

    id: Mapped[Key]
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    priority_id: Mapped[int] = mapped_column(ForeignKey("priority.id"))
    ref: Mapped[Code]
    title: Mapped[Name]
    description: Mapped[str]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    lead_post_id: Mapped[int | None] = mapped_column(ForeignKey("post.id"))
    start_on: Mapped[date | None]
    due_on: Mapped[date | None]
    # As its service last reported them.
    status: Mapped[str] = mapped_column(String(20))
    percent_complete: Mapped[int | None]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    version: Mapped[int]

    def place(self) -> Place:
        return Place(self.council_id, unit_id=self.unit_id)


class Milestone(Base):
    """A step of an activity: due by a day, done on one. Late is computed, never stored."""

    __tablename__ = "milestone"
    __table_args__ = (Index("ix_milestone_activity", "council_id", "activity_id", "position"),)

    id: Mapped[Key]
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id"))
    title: Mapped[Name]
    position: Mapped[int]
    due_on: Mapped[date]
    done_on: Mapped[date | None]
    version: Mapped[int]


class ActivityPortfolio(Base):
    """That an activity belongs to a portfolio, between two days."""

    __tablename__ = "activity_portfolio"
    __table_args__ = (Index("ix_activity_portfolio_activity", "council_id", "activity_id"),)

    id: Mapped[Key]
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id"))
    portfolio_id: Mapped[int] = mapped_column(ForeignKey("portfolio.id"))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]


class ActivityUpdate(Base):
    """What a service reported on an activity for a period. Appended when its submission is confirmed, never changed."""

    __tablename__ = "activity_update"
    __table_args__ = (
        UniqueConstraint("council_id", "activity_id", "period_code", "revision"),
        one_of("status", ActivityStatus),
        CheckConstraint(PERCENT, name="percent_complete"),
    )

    id: Mapped[Key]
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id"))
    period_code: Mapped[str] = mapped_column(ForeignKey("period.code"))
    revision: Mapped[int]
    status: Mapped[str] = mapped_column(String(20))
    percent_complete: Mapped[int | None]
    update: Mapped[str]
    cause: Mapped[str]
    path_to_green: Mapped[str]
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime]
    change_no: Mapped[int]


class PrioritySuccession(Base):
    """That one priority took the place of another when its plan was superseded. Appended only."""

    __tablename__ = "priority_succession"
    __table_args__ = (Index("ix_priority_succession_successor", "council_id", "successor_id"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"), primary_key=True)
    predecessor_id: Mapped[int] = mapped_column(ForeignKey("priority.id"), primary_key=True)
    successor_id: Mapped[int] = mapped_column(ForeignKey("priority.id"), primary_key=True)


class ActivitySuccession(Base):
    """That one activity took the place of another when its plan was superseded. Appended only."""

    __tablename__ = "activity_succession"
    __table_args__ = (Index("ix_activity_succession_successor", "council_id", "successor_id"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"), primary_key=True)
    predecessor_id: Mapped[int] = mapped_column(ForeignKey("activity.id"), primary_key=True)
    successor_id: Mapped[int] = mapped_column(ForeignKey("activity.id"), primary_key=True)


class PriorityEnding(Base):
    """That nothing followed a priority when its plan was superseded, and why. Appended only."""

    __tablename__ = "priority_ending"
    __table_args__ = (CheckConstraint("reason <> ''", name="reason"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"), primary_key=True)
    predecessor_id: Mapped[int] = mapped_column(ForeignKey("priority.id"), primary_key=True)
    reason: Mapped[str]


class ActivityEnding(Base):
    """That nothing followed an activity when its plan was superseded, and why. Appended only."""

    __tablename__ = "activity_ending"
    __table_args__ = (CheckConstraint("reason <> ''", name="reason"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"), primary_key=True)
    predecessor_id: Mapped[int] = mapped_column(ForeignKey("activity.id"), primary_key=True)
    reason: Mapped[str]


class PlanConsultation(Base):
    """A consultation on a draft plan: when it is open and how people take part, then what was heard and what changed.

    `withdrawn_reason` where it was ended without a result.
    """

    __tablename__ = "plan_consultation"
    __table_args__ = (
        UniqueConstraint("council_id", "plan_id", "number"),
        CheckConstraint("closes_on >= opens_on", name="days"),
        CheckConstraint("ended_on IS NULL OR withdrawn_reason <> '' OR heard <> ''", name="result"),
    )

    id: Mapped[Key]
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    number: Mapped[int]
    opens_on: Mapped[date]
    closes_on: Mapped[date]
    how: Mapped[str]
    ended_on: Mapped[date | None]
    heard: Mapped[str]
    changed: Mapped[str]
    withdrawn_reason: Mapped[str]


class PlanReview(Base):
    """A review of an adopted plan: what it came to, and what changes because of it. Appended only."""

    __tablename__ = "plan_review"
    __table_args__ = (
        Index("ix_plan_review_plan", "council_id", "plan_id"),
        one_of("outcome", ReviewOutcome),
    )

    id: Mapped[Key]
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    reviewed_on: Mapped[date]
    outcome: Mapped[str] = mapped_column(String(20))
    changes: Mapped[str]
    next_review_on: Mapped[date | None]
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime]
    change_no: Mapped[int]


class PriorityYear(Base):
    """What a priority's year was like, in words for the annual report: progress, what was missed, and why."""

    __tablename__ = "priority_year"
    __table_args__ = (UniqueConstraint("council_id", "priority_id", "year_code"),)

    id: Mapped[Key]
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    priority_id: Mapped[int] = mapped_column(ForeignKey("priority.id"))
    year_code: Mapped[str] = mapped_column(ForeignKey("period.code"))
    progress: Mapped[str]
    written_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime]
    version: Mapped[int]
