"""The performance management framework as a versioned record, the periods it reports on, and what bodies decided."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from quarterdeck.core.db import Base, Code, Key, Name, one_of


class StageKind(StrEnum):
    """What happens at a stage of a round."""

    CHECK = "check"
    OFFICER_REVIEW = "officer_review"
    PORTFOLIO_REVIEW = "portfolio_review"
    MEMBER_BODY = "member_body"


class Cycle(StrEnum):
    """What kind of round a stage belongs to: one that reports on a period, or one that plans a year's targets."""

    QUARTERLY = "quarterly"
    ANNUAL = "annual"


class Outcome(StrEnum):
    """What a body or portfolio holder decided."""

    APPROVED = "approved"
    NOTED = "noted"
    RETURNED = "returned"


class FrameworkVersion(Base):
    """One version of a council's framework. A round keeps the version it opened under; versions never change."""

    __tablename__ = "framework_version"
    __table_args__ = (UniqueConstraint("council_id", "number"),)

    id: Mapped[Key]
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    number: Mapped[int]
    name: Mapped[Name]
    template: Mapped[str | None] = mapped_column(String(40))
    effective_from: Mapped[date]
    # Days after the period's end by which services submit, and before a year's start by which they propose its
    # targets; days the papers precede a meeting; what needs commentary.
    calendar: Mapped[dict[str, Any]]
    # The default rating rule of new indicators, and the legend printed in documents.
    rating_scheme: Mapped[dict[str, Any]]
    legend: Mapped[list[Any]]
    reason: Mapped[str]
    adopted_at: Mapped[datetime]
    change_no: Mapped[int]


class Stage(Base):
    """One stage of a framework version: in which order, of what kind, who decides, how many days they have.

    Each cycle has its own stages and positions. Stages with the same `position` run in parallel. Exactly one stage
    of a cycle is decisive. A version without annual stages has no annual round.
    """

    __tablename__ = "framework_stage"
    __table_args__ = (
        UniqueConstraint("framework_version_id", "key"),
        one_of("kind", StageKind),
        one_of("cycle", Cycle),
        CheckConstraint("(kind IN ('officer_review', 'member_body')) = (body_id IS NOT NULL)", name="body"),
    )

    id: Mapped[Key]
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    framework_version_id: Mapped[int] = mapped_column(ForeignKey("framework_version.id"))
    cycle: Mapped[str] = mapped_column(String(10))
    key: Mapped[Code]
    name: Mapped[Name]
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(20))
    body_id: Mapped[int | None] = mapped_column(ForeignKey("body.id"))
    days_allowed: Mapped[int]
    optional: Mapped[bool]
    decisive: Mapped[bool]


class PeriodRow(Base):
    """A period that something refers to, so that queries can order and compare by date. Its id is its code."""

    __tablename__ = "period"
    __table_args__ = (
        CheckConstraint("end_on >= start_on", name="dates"),
        Index("ix_period_start", "start_on"),
    )

    code: Mapped[str] = mapped_column(String(24), primary_key=True)
    scheme: Mapped[str] = mapped_column(String(10))
    span: Mapped[str] = mapped_column(String(10))
    start_on: Mapped[date]
    end_on: Mapped[date]
    label: Mapped[Name]


class Approval(Base):
    """One body's, portfolio holder's or officer's recorded decision on one thing. Appended only.

    subject_kind: `pack_edition` (with its round's stage), `target`, `plan`, `definition`. `post_id`: the post that
    decided under delegation, where no body or portfolio did and it was said.
    """

    __tablename__ = "approval"
    __table_args__ = (
        one_of("outcome", Outcome),
        Index("ix_approval_subject", "council_id", "subject_kind", "subject_id"),
        Index("ix_approval_round_stage", "council_id", "round_stage_id"),
    )

    id: Mapped[Key]
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    subject_kind: Mapped[str] = mapped_column(String(20))
    subject_id: Mapped[int]
    # A round's stage stands in collection, above; only its id is kept here.
    round_stage_id: Mapped[int | None]
    body_id: Mapped[int | None] = mapped_column(ForeignKey("body.id"))
    portfolio_id: Mapped[int | None] = mapped_column(ForeignKey("portfolio.id"))
    post_id: Mapped[int | None] = mapped_column(ForeignKey("post.id"))
    outcome: Mapped[str] = mapped_column(String(10))
    decided_on: Mapped[date]
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"))
    minute_reference: Mapped[str | None] = mapped_column(String(100))
    comment: Mapped[str | None]
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime]
    change_no: Mapped[int]
