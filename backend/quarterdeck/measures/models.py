"""Indicators with their versioned definitions, targets and rating rules; series; observations and ratings as logs."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from quarterdeck.core.actor import Place
from quarterdeck.core.db import Base, Code, Key, Name, one_of


class IndicatorKind(StrEnum):
    PERFORMANCE = "performance"
    CONTEXTUAL = "contextual"


class Aggregation(StrEnum):
    """How the value of a period comes about."""

    FLOW = "flow"
    YEAR_TO_DATE = "year_to_date"
    SNAPSHOT = "snapshot"
    ROLLING = "rolling"
    AVERAGE = "average"


class Frequency(StrEnum):
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    HALF_YEARLY = "half_yearly"
    ANNUAL = "annual"


class ValueState(StrEnum):
    """What was reported. Only `value` goes with a number."""

    VALUE = "value"
    AWAITED = "awaited"
    NOT_DUE = "not_due"
    NOT_AVAILABLE = "not_available"
    NOT_APPLICABLE = "not_applicable"
    SUPPRESSED = "suppressed"
    NIL_RETURN = "nil_return"
    ERROR = "error"


class Origin(StrEnum):
    SUBMISSION = "submission"
    RESTATEMENT = "restatement"
    BACKFILL = "backfill"
    CALCULATION = "calculation"


class RevisionKind(StrEnum):
    """First of its cell; a correction before anything locked it; a restatement after; or history as it was printed."""

    FIRST = "first"
    CORRECTION = "correction"
    RESTATEMENT = "restatement"
    AS_PRINTED = "as_printed"


class TargetState(StrEnum):
    PROPOSED = "proposed"
    APPROVED = "approved"
    DECLINED = "declined"


class Standing(StrEnum):
    """Which of a cell's revisions: the newest on record, or the newest that a body has approved."""

    LATEST = "latest"
    APPROVED = "approved"


class Indicator(Base):
    """A measure: what it means stands in its definitions. `ended_because`: why it is measured no longer."""

    __tablename__ = "indicator"
    __table_args__ = (
        UniqueConstraint("council_id", "ref"),
        Index("ix_indicator_unit", "council_id", "unit_id"),
        one_of("kind", IndicatorKind),
        one_of("frequency", Frequency),
        CheckConstraint("lag >= 0 AND lag <= 8", name="lag"),
    )

    id: Mapped[Key]
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    ref: Mapped[Code]
    name: Mapped[Name]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    owner_post_id: Mapped[int | None] = mapped_column(ForeignKey("post.id"))
    kind: Mapped[str] = mapped_column(String(20))
    frequency: Mapped[str] = mapped_column(String(20))
    lag: Mapped[int]  # periods by which a value comes late: 1 = Qn's value is due in the round of Qn+1
    provisional: Mapped[bool]
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    ended_because: Mapped[str]
    version: Mapped[int]

    def place(self) -> Place:
        return Place(self.council_id, unit_id=self.unit_id)


class IndicatorAlias(Base):
    """Another ref and name under which an indicator was printed."""

    __tablename__ = "indicator_alias"
    __table_args__ = (UniqueConstraint("council_id", "ref", "name"),)

    id: Mapped[Key]
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicator.id"))
    ref: Mapped[Code]
    name: Mapped[Name]


class IndicatorPriority(Base):
    """That an indicator measures a priority, between two days."""

    __tablename__ = "indicator_priority"
    __table_args__ = (
        Index("ix_indicator_priority_indicator", "council_id", "indicator_id"),
        Index("ix_indicator_priority_priority", "council_id", "priority_id"),
    )

    id: Mapped[Key]
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicator.id"))
    priority_id: Mapped[int] = mapped_column(ForeignKey("priority.id"))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]


class IndicatorPortfolio(Base):
    """That an indicator belongs to a portfolio, between two days."""

    __tablename__ = "indicator_portfolio"
    __table_args__ = (
        Index("ix_indicator_portfolio_indicator", "council_id", "indicator_id"),
        Index("ix_indicator_portfolio_portfolio", "council_id", "portfolio_id"),
    )

    id: Mapped[Key]
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicator.id"))
    portfolio_id: Mapped[int] = mapped_column(ForeignKey("portfolio.id"))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]


class IndicatorActivity(Base):
    """That an indicator shows what an activity is for, between two days."""

    __tablename__ = "indicator_activity"
    __table_args__ = (
        Index("ix_indicator_activity_indicator", "council_id", "indicator_id"),
        Index("ix_indicator_activity_activity", "council_id", "activity_id"),
    )

    id: Mapped[Key]
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicator.id"))
    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id"))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]


class IndicatorDefinition(Base):
    """One version of what an indicator means. Appended only; in force for periods from `effective_from` on."""

    __tablename__ = "indicator_definition"
    __table_args__ = (
        UniqueConstraint("council_id", "indicator_id", "number"),
        one_of("aggregation", Aggregation),
        CheckConstraint("polarity IN ('higher', 'lower', 'range', 'none')", name="polarity"),
        CheckConstraint("decimals >= 0 AND decimals <= 6", name="decimals"),
    )

    id: Mapped[Key]
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicator.id"))
    number: Mapped[int]
    definition: Mapped[str]
    numerator_label: Mapped[str]
    denominator_label: Mapped[str]
    data_source: Mapped[str]
    unit_of_measure: Mapped[str] = mapped_column(String(40))
    decimals: Mapped[int]
    polarity: Mapped[str] = mapped_column(String(10))
    aggregation: Mapped[str] = mapped_column(String(20))
    effective_from: Mapped[date]
    breaks_series: Mapped[bool]
    break_note: Mapped[str | None]
    reason: Mapped[str]
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime]
    change_no: Mapped[int]


class RatingRule(Base):
    """One version of how an indicator's value and target become a rating. Appended only."""

    __tablename__ = "rating_rule"
    __table_args__ = (UniqueConstraint("council_id", "indicator_id", "number"),)

    id: Mapped[Key]
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicator.id"))
    number: Mapped[int]
    kind: Mapped[str] = mapped_column(String(20))
    parameters: Mapped[dict[str, Any]]
    effective_from: Mapped[date]
    reason: Mapped[str]
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime]
    change_no: Mapped[int]


class Series(Base):
    """What figures are collected for: an indicator in a unit, whole (`all`) or by one item of one dimension."""

    __tablename__ = "series"
    __table_args__ = (UniqueConstraint("council_id", "indicator_id", "unit_id", "breakdown"),)

    id: Mapped[Key]
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicator.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    breakdown: Mapped[str] = mapped_column(String(100))


class Target(Base):
    """One version of a series' target for a period: a number, a range, or words that no rule can rate against.

    `explanations` are of the warnings that the checks gave when it was proposed, by their code.
    `state`, `approved_change_no`, `approval_id` and `version` are all that ever changes; what approved it is set once.
    `round_id` is the annual round that proposed it, `approval_id` the decision by which it counts or was declined.
    """

    __tablename__ = "target"
    __table_args__ = (
        UniqueConstraint("council_id", "series_id", "period_code", "number"),
        Index("ix_target_round", "council_id", "round_id"),
        one_of("state", TargetState),
        CheckConstraint("value IS NOT NULL OR (low IS NOT NULL AND high IS NOT NULL) OR text <> ''", name="content"),
        CheckConstraint("(state = 'approved') = (approved_change_no IS NOT NULL)", name="approved"),
    )

    id: Mapped[Key]
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    series_id: Mapped[int] = mapped_column(ForeignKey("series.id"))
    period_code: Mapped[str] = mapped_column(ForeignKey("period.code"))
    number: Mapped[int]
    value: Mapped[float | None]
    low: Mapped[float | None]
    high: Mapped[float | None]
    text: Mapped[str]
    as_printed: Mapped[str | None]
    rationale: Mapped[str]
    explanations: Mapped[dict[str, Any]]
    source: Mapped[str | None] = mapped_column(String(300))
    state: Mapped[str] = mapped_column(String(10))
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime]
    change_no: Mapped[int]
    approved_change_no: Mapped[int | None]
    round_id: Mapped[int | None]
    approval_id: Mapped[int | None] = mapped_column(ForeignKey("approval.id"))
    version: Mapped[int]


class Observation(Base):
    """One revision of what was reported for a series and period. Appended only, on every database, by triggers.

    The key columns of the series are repeated because every index of this log begins with them.
    """

    __tablename__ = "observation"
    __table_args__ = (
        UniqueConstraint("council_id", "indicator_id", "unit_id", "breakdown", "period_code", "revision"),
        Index("ix_observation_series", "council_id", "series_id", "period_code", "change_no"),
        one_of("value_state", ValueState),
        one_of("origin", Origin),
        one_of("kind", RevisionKind),
        CheckConstraint("(value_state = 'value') = (value IS NOT NULL)", name="value"),
        CheckConstraint("revision = 1 OR reason <> ''", name="reason"),
        CheckConstraint("revision >= 1", name="revision"),
        CheckConstraint("value_state <> 'value' OR denominator IS NULL OR denominator <> 0", name="denominator"),
    )

    id: Mapped[Key]
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    series_id: Mapped[int] = mapped_column(ForeignKey("series.id"))
    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicator.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    breakdown: Mapped[str] = mapped_column(String(100))
    period_code: Mapped[str] = mapped_column(ForeignKey("period.code"))
    revision: Mapped[int]
    value_state: Mapped[str] = mapped_column(String(20))
    value: Mapped[float | None]
    numerator: Mapped[float | None]
    denominator: Mapped[float | None]
    provisional: Mapped[bool]
    forecast: Mapped[float | None]
    commentary: Mapped[str]
    explanations: Mapped[dict[str, Any]]
    as_printed: Mapped[str | None]
    printed_on: Mapped[date | None]
    printed_rating: Mapped[str | None] = mapped_column(String(40))
    origin: Mapped[str] = mapped_column(String(20))
    origin_id: Mapped[int | None]
    source: Mapped[str | None] = mapped_column(String(300))
    kind: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str]
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime]
    change_no: Mapped[int]


class ObservationApproval(Base):
    """That a revision is a body's approved figure, since a change. Appended only."""

    __tablename__ = "observation_approval"
    __table_args__ = (Index("ix_observation_approval_change", "council_id", "change_no"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    observation_id: Mapped[int] = mapped_column(ForeignKey("observation.id"), primary_key=True)
    edition_id: Mapped[int | None] = mapped_column(ForeignKey("pack_edition.id"))
    change_no: Mapped[int]


class RatingRow(Base):
    """One rating of one cell at one time, with all that made it. Appended only.

    Every observation gets one as it is appended, rated or not, and another whenever its target, rule, definition
    or what else its rule looks at changes. The newest by `change_no` is therefore the whole answer to "what stood
    then". One overridden by judgement has a reason, and keeps what the rule alone gave.
    """

    __tablename__ = "rating"
    __table_args__ = (
        Index("ix_rating_cell", "council_id", "series_id", "period_code", "change_no"),
        CheckConstraint("rating IN ('green', 'amber', 'red', 'unrated')", name="rating"),
        CheckConstraint("(rating = 'unrated') = (unrated_reason IS NOT NULL)", name="unrated_reason"),
        CheckConstraint("(override_reason IS NULL) = (ruled_rating IS NULL)", name="override"),
    )

    id: Mapped[Key]
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    series_id: Mapped[int] = mapped_column(ForeignKey("series.id"))
    period_code: Mapped[str] = mapped_column(ForeignKey("period.code"))
    observation_id: Mapped[int] = mapped_column(ForeignKey("observation.id"))
    definition_id: Mapped[int] = mapped_column(ForeignKey("indicator_definition.id"))
    target_id: Mapped[int | None] = mapped_column(ForeignKey("target.id"))
    rule_id: Mapped[int | None] = mapped_column(ForeignKey("rating_rule.id"))
    last_year_observation_id: Mapped[int | None] = mapped_column(ForeignKey("observation.id"))
    forecast: Mapped[float | None]
    forecast_target_id: Mapped[int | None] = mapped_column(ForeignKey("target.id"))
    rating: Mapped[str] = mapped_column(String(10))
    unrated_reason: Mapped[str | None] = mapped_column(String(40))
    ruled_rating: Mapped[str | None] = mapped_column(String(10))
    override_reason: Mapped[str | None]
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    change_no: Mapped[int]


class CurrentObservation(Base):
    """The projection of both logs: the row that stands now for a cell, in each standing. Rebuilt by a command."""

    __tablename__ = "current_observation"
    __table_args__ = (
        one_of("standing", Standing),
        Index(
            "ix_current_observation_trend",
            "council_id",
            "standing",
            "indicator_id",
            "unit_id",
            "breakdown",
            "period_code",
        ),
    )

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"), primary_key=True)
    standing: Mapped[str] = mapped_column(String(10), primary_key=True)
    period_code: Mapped[str] = mapped_column(ForeignKey("period.code"), primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True)
    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicator.id"), primary_key=True)
    breakdown: Mapped[str] = mapped_column(String(100), primary_key=True)
    series_id: Mapped[int] = mapped_column(ForeignKey("series.id"))
    observation_id: Mapped[int] = mapped_column(ForeignKey("observation.id"))
    rating_id: Mapped[int] = mapped_column(ForeignKey("rating.id"))
    definition_id: Mapped[int] = mapped_column(ForeignKey("indicator_definition.id"))
    target_id: Mapped[int | None] = mapped_column(ForeignKey("target.id"))
    rule_id: Mapped[int | None] = mapped_column(ForeignKey("rating_rule.id"))
