"""Rounds and their stages, submissions of services, and the entries they are made of."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from quarterdeck.core.actor import Place
from quarterdeck.core.db import Base, Key, one_of
from quarterdeck.framework.models import Cycle
from quarterdeck.measures.models import ValueState
from quarterdeck.measures.profile import Profile
from quarterdeck.planning.models import PERCENT, ActivityStatus


class RoundState(StrEnum):
    PLANNED = "planned"
    COLLECTING = "collecting"
    REVIEWING = "reviewing"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class RoundStageState(StrEnum):
    WAITING = "waiting"
    OPEN = "open"
    DECIDED = "decided"
    SKIPPED = "skipped"


class CancelledAs(StrEnum):
    """What became of the report of a quarter whose round was cancelled: there is none, or another round has it."""

    SKIPPED = "skipped"
    DEFERRED = "deferred"
    MERGED = "merged"


class SubmissionState(StrEnum):
    REQUESTED = "requested"
    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    CONFIRMED = "confirmed"


class ProposedChange(StrEnum):
    """What a service proposes for an indicator in the year that is planned."""

    KEEP = "keep"
    CHANGE = "change"
    NEW = "new"
    DROP = "drop"


class Round(Base):
    """One performance monitoring cycle of a period, under the framework version it opened with.

    A quarterly round asks what was done in its period; the annual one asks what its period, a financial year to come,
    is to achieve: indicators and targets.

    A quarter that is skipped, deferred or merged is a cancelled round that says so and why; where another round
    asks for what it would have asked for, it is continued in that.
    """

    __tablename__ = "round"
    __table_args__ = (
        Index("ix_round_period", "council_id", "period_code"),
        Index("ix_round_continued_in", "council_id", "continued_in_id"),
        one_of("state", RoundState),
        one_of("cycle", Cycle),
        CheckConstraint(
            "(cancelled_as IS NULL AND continued_in_id IS NULL)"
            " OR (cancelled_as = 'skipped' AND continued_in_id IS NULL)"
            " OR (cancelled_as IN ('deferred', 'merged') AND continued_in_id IS NOT NULL)",
            name="cancelled_as",
        ),
        CheckConstraint("state = 'cancelled' OR (cancelled_as IS NULL AND cancelled_reason IS NULL)", name="cancelled"),
    )

    id: Mapped[Key]
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    cycle: Mapped[str] = mapped_column(String(10))
    period_code: Mapped[str] = mapped_column(ForeignKey("period.code"))
    framework_version_id: Mapped[int] = mapped_column(ForeignKey("framework_version.id"))
    state: Mapped[str] = mapped_column(String(12))
    due_on: Mapped[date]
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    cancelled_as: Mapped[str | None] = mapped_column(String(10))
    cancelled_reason: Mapped[str | None]
    continued_in_id: Mapped[int | None] = mapped_column(ForeignKey("round.id"))
    version: Mapped[int]

    def place(self) -> Place:
        return Place(self.council_id)


class RoundStage(Base):
    """Where a round stands at one stage of its framework."""

    __tablename__ = "round_stage"
    __table_args__ = (
        UniqueConstraint("council_id", "round_id", "stage_id"),
        one_of("state", RoundStageState),
    )

    id: Mapped[Key]
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    stage_id: Mapped[int] = mapped_column(ForeignKey("framework_stage.id"))
    position: Mapped[int]
    state: Mapped[str] = mapped_column(String(10))
    due_on: Mapped[date | None]
    opened_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    # The edition this stage decides on, or decided on.
    edition_id: Mapped[int | None] = mapped_column(ForeignKey("pack_edition.id"))


class Submission(Base):
    """A service's quarterly return for a round.

    Who confirms differs from who submitted; a one-officer service is confirmed off-system by a
    named post, with evidence, and that is marked. `extended_from` is the day it was first due, where the
    performance team gave it longer.
    """

    __tablename__ = "submission"
    __table_args__ = (
        UniqueConstraint("council_id", "round_id", "unit_id"),
        one_of("state", SubmissionState),
        CheckConstraint(
            "confirmed_by IS NULL OR submitted_by IS NULL OR confirmed_by <> submitted_by", name="two_people"
        ),
        CheckConstraint(
            "state <> 'confirmed' OR confirmed_by IS NOT NULL OR confirmed_by_post_id IS NOT NULL",
            name="confirmed",
        ),
        CheckConstraint("(confirmed_by_post_id IS NULL) = (off_system_evidence_id IS NULL)", name="off_system"),
        CheckConstraint("extended_from IS NULL OR extended_from < due_on", name="extended_from"),
    )

    id: Mapped[Key]
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    state: Mapped[str] = mapped_column(String(12))
    due_on: Mapped[date]
    extended_from: Mapped[date | None]
    reminded_at: Mapped[datetime | None]
    submitted_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    submitted_at: Mapped[datetime | None]
    # By the performance team, for the service.
    submitted_on_behalf: Mapped[bool]
    confirmed_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    confirmed_by_post_id: Mapped[int | None] = mapped_column(ForeignKey("post.id"))
    off_system_evidence_id: Mapped[int | None] = mapped_column(ForeignKey("evidence.id"))
    confirmed_at: Mapped[datetime | None]
    returned_reason: Mapped[str | None]
    version: Mapped[int]

    def place(self) -> Place:
        return Place(self.council_id, unit_id=self.unit_id)


class Entry(Base):
    """The working cell of a submission: one series and period, or one activity. Autosaved; unread after confirm.

    In an annual round it `proposes`: its series' targets of the year stand in a `Proposal` beside it.
    What the checks found is kept as it was when the cell was last saved, so that a round can be counted up
    without checking it anew; the checklist, and submitting, do check anew.
    """

    __tablename__ = "entry"
    __table_args__ = (
        UniqueConstraint("council_id", "submission_id", "series_id", "period_code"),
        UniqueConstraint("council_id", "submission_id", "activity_id"),
        CheckConstraint("(series_id IS NULL) <> (activity_id IS NULL)", name="subject"),
        CheckConstraint(
            f"value_state IS NULL OR value_state IN ({', '.join(repr(str(s)) for s in ValueState)})",
            name="value_state",
        ),
        CheckConstraint("value IS NULL OR value_state = 'value'", name="value"),
        CheckConstraint(PERCENT, name="percent_complete"),
        CheckConstraint(
            f"status IS NULL OR status IN ({', '.join(repr(str(s)) for s in ActivityStatus)})", name="status"
        ),
    )

    id: Mapped[Key]
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"))
    series_id: Mapped[int | None] = mapped_column(ForeignKey("series.id"))
    activity_id: Mapped[int | None] = mapped_column(ForeignKey("activity.id"))
    # With a lag this is an earlier period than the round's.
    period_code: Mapped[str] = mapped_column(ForeignKey("period.code"))
    position: Mapped[int]
    proposes: Mapped[bool]
    # What was on record when the round opened was provisional or awaited: this asks for the final figure.
    asked_again: Mapped[bool]
    value_state: Mapped[str | None] = mapped_column(String(20))
    value: Mapped[float | None]
    numerator: Mapped[float | None]
    denominator: Mapped[float | None]
    provisional: Mapped[bool]
    forecast: Mapped[float | None]
    commentary: Mapped[str]
    explanations: Mapped[dict[str, Any]]
    status: Mapped[str | None] = mapped_column(String(20))
    percent_complete: Mapped[int | None]
    update: Mapped[str]
    cause: Mapped[str]
    path_to_green: Mapped[str]
    updated_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    updated_at: Mapped[datetime | None]
    # Typed by the performance team, for the service.
    on_behalf: Mapped[bool]
    errors: Mapped[int]
    warnings: Mapped[int]
    unexplained: Mapped[int]
    commentary_asked: Mapped[bool]
    version: Mapped[int]


class EntryQuery(Base):
    """A question about one cell, and its answer. Both stay as they were written; a further question is another row."""

    __tablename__ = "entry_query"
    __table_args__ = (
        Index("ix_entry_query_entry", "council_id", "entry_id"),
        CheckConstraint("question <> ''", name="question"),
        CheckConstraint("(answer IS NULL) = (answered_at IS NULL) AND (answer IS NULL OR answer <> '')", name="answer"),
    )

    id: Mapped[Key]
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"))
    question: Mapped[str]
    asked_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    answer: Mapped[str | None]
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None]


class Proposal(Base):
    """What a service proposes for a series in the year of an annual round: the part of its entry that a figure has not.

    `targets` are by period code, the year's own first: each `value`, or `low` and `high`, or `text`. While the profile
    is not by hand, those of the year's periods follow from the year's. `rationale` says why: also of a drop.
    The entry's version counts for both.
    """

    __tablename__ = "proposal"
    __table_args__ = (
        UniqueConstraint("council_id", "entry_id"),
        one_of("profile", Profile),
        CheckConstraint(
            f"change IS NULL OR change IN ({', '.join(repr(str(each)) for each in ProposedChange)})", name="change"
        ),
    )

    id: Mapped[Key]
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"))
    change: Mapped[str | None] = mapped_column(String(10))
    profile: Mapped[str] = mapped_column(String(10))
    targets: Mapped[dict[str, Any]]
    rationale: Mapped[str]
    benchmark: Mapped[str]
    benchmark_value: Mapped[float | None]
    benchmark_source: Mapped[str] = mapped_column(String(300))
