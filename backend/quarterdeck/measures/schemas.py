"""What the routes of indicators, their versions and targets take and answer; figures stand in figure_schemas."""

from datetime import date, datetime
from typing import Annotated, Any, ClassVar, Literal

from pydantic import ConfigDict, Field, StringConstraints

from quarterdeck.core.http import Day, Decision, Figure, Input, Line, Output, Prose, Ref, Word
from quarterdeck.core.patch import Patch
from quarterdeck.framework.schemas import ApprovalRead
from quarterdeck.measures.check_schemas import FindingRead
from quarterdeck.measures.models import Aggregation, Frequency, IndicatorKind, TargetState
from quarterdeck.measures.rating_rules import Polarity

Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]
Ids = Annotated[list[Ref], Field(max_length=20)]
Unit = Annotated[str, StringConstraints(strip_whitespace=True, max_length=40)]
Note = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000)]
Explanations = Annotated[dict[Word, Annotated[Prose, Field(max_length=2_000)]], Field(max_length=20)]
BREAKDOWN = r"^(all|[A-Za-z0-9_-]{1,40}:[A-Za-z0-9][A-Za-z0-9 &'()/.,_-]{0,58})$"
Breakdown = Annotated[
    str,
    Field(
        max_length=100,
        pattern=BREAKDOWN,
        description="`all` for the whole, or one item of one dimension, for example `ward:Northfield`.",
    ),
]
RuleKind = Literal["relative", "points", "thresholds", "range", "last_year", "forecast", "contextual"]
Parameters = Annotated[dict[Word, Figure | None], Field(max_length=20)]

DEFINITION_EXAMPLE: dict[str, Any] = {
    "definition": "Average number of days from the end of one tenancy to the start of the next",
    "unit_of_measure": "days",
    "decimals": 1,
    "polarity": "lower",
    "aggregation": "average",
    "effective_from": "2023-04-01",
}
RULE_EXAMPLE: dict[str, Any] = {"kind": "relative", "parameters": {"green_within": 0, "amber_within": 10}}


class DefinitionCreate(Input):
    """What an indicator means, for periods from `effective_from` on. From the second version on it needs a reason."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{**DEFINITION_EXAMPLE, "reason": "Void works are now counted"}]}
    )

    definition: Prose = ""
    numerator_label: Note = ""
    denominator_label: Note = ""
    data_source: Note = ""
    unit_of_measure: Unit
    decimals: Annotated[int, Field(ge=0, le=6)]
    polarity: Polarity
    aggregation: Aggregation
    effective_from: Day
    breaks_series: bool = False
    reason: Note = ""


class DefinitionAmend(DefinitionCreate):
    """Another definition within a measure's life: why, who agreed, and whether its series breaks.

    A body agreed, at its meeting where it was at one, or a post (`post_id`) under delegation. `effective_from` is the
    first day of the first period that goes by it. `break_note` says what readers have to know of the figures on both
    sides of the break; wanted where `breaks_series`.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    **DEFINITION_EXAMPLE,
                    "reason": "Void works are now counted",
                    "breaks_series": True,
                    "break_note": "Days of void works add about 6 to the average",
                    "body_id": 1,
                    "decided_on": "2023-03-14",
                    "minute_reference": "CAB 41",
                }
            ]
        }
    )

    breaks_series: bool
    break_note: Note | None = None
    body_id: Ref | None = None
    meeting_id: Ref | None = None
    post_id: Ref | None = None
    decided_on: Day | None = None
    minute_reference: Annotated[str, Field(max_length=100)] | None = None
    comment: Note | None = None


class DefinitionRead(Output):
    id: int
    indicator_id: int
    number: int
    definition: str
    numerator_label: str
    denominator_label: str
    data_source: str
    unit_of_measure: str
    decimals: int
    polarity: Polarity
    aggregation: Aggregation
    effective_from: date
    breaks_series: bool
    break_note: str | None
    reason: str
    recorded_at: datetime


class DefinitionVersion(DefinitionRead):
    """A version with the first period that goes by it, and who agreed to it; null where nobody was recorded.

    Nobody is for the first version, and for what was loaded from a file.
    """

    first_period: str
    approval: ApprovalRead | None


class RuleCreate(Input):
    """How a value and a target become a rating.

    relative, points: `green_within`, `amber_within` · thresholds: `green`, `amber` · range: `amber_within`,
    with `low` and `high` or neither · last_year (amber: missed, but better than last year) and forecast (amber:
    missed, but forecast to recover by the year's end): `green_within`, 0 if left out · contextual: nothing.
    Without `effective_from` it holds from the start of the first definition.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{**RULE_EXAMPLE, "effective_from": "2023-04-01", "reason": "Agreed with the services"}]
        }
    )

    kind: RuleKind
    parameters: Parameters = Field(default_factory=dict)
    effective_from: Day | None = None
    reason: Note = ""


class RuleRead(Output):
    id: int
    indicator_id: int
    number: int
    kind: RuleKind
    parameters: dict[str, float | None]
    effective_from: date
    reason: str
    recorded_at: datetime


class IndicatorCreate(Input):
    """An indicator with its first definition and rating rule.

    Where `rating_rule` is left out, a performance indicator takes the framework's rating scheme if that
    fits its polarity; `null` leaves it without a rule. `linked_from` is the day from which it belongs to
    the priorities and portfolios, by default `valid_from`, or today.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "ref": "H4",
                    "name": "Average days to re-let a home",
                    "unit_id": 1,
                    "kind": "performance",
                    "frequency": "quarterly",
                    "definition": DEFINITION_EXAMPLE,
                    "rating_rule": RULE_EXAMPLE,
                }
            ]
        }
    )

    ref: Word
    name: Line
    unit_id: Ref
    owner_post_id: Ref | None = None
    kind: IndicatorKind = IndicatorKind.PERFORMANCE
    frequency: Frequency = Frequency.QUARTERLY
    lag: Annotated[int, Field(ge=0, le=8)] = 0
    valid_from: Day | None = None
    valid_to: Day | None = None
    priority_ids: Ids = Field(default_factory=list)
    portfolio_ids: Ids = Field(default_factory=list)
    linked_from: Day | None = None
    definition: DefinitionCreate
    rating_rule: RuleCreate | None = None


class IndicatorUpdate(Patch):
    """`priority_ids` and `portfolio_ids` replace what it belongs to from today on; those left out end yesterday."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"name": "Average days to re-let a council home"}]})
    clearable: ClassVar[frozenset[str]] = frozenset({"owner_post_id", "valid_from", "valid_to"})

    ref: Word | None = None
    name: Line | None = None
    unit_id: Ref | None = None
    owner_post_id: Ref | None = None
    kind: IndicatorKind | None = None
    frequency: Frequency | None = None
    lag: Annotated[int, Field(ge=0, le=8)] | None = None
    provisional: bool | None = None
    valid_from: Day | None = None
    valid_to: Day | None = None
    priority_ids: Ids | None = None
    portfolio_ids: Ids | None = None


class IndicatorRead(Output):
    """`definition` is the one in force today; `priority_ids`, `portfolio_ids` and `activity_ids` are today's links.

    `ended_because`: why it is measured no longer; empty while nothing said so.
    """

    id: int
    ref: str
    name: str
    unit_id: int
    unit: str
    unit_name: str
    owner_post_id: int | None
    kind: IndicatorKind
    frequency: Frequency
    lag: int
    provisional: bool
    valid_from: date | None
    valid_to: date | None
    ended_because: str
    priority_ids: list[int]
    portfolio_ids: list[int]
    activity_ids: list[int]
    definition: DefinitionRead
    version: int


class AliasCreate(Input):
    """Another ref and name under which the indicator was printed."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"ref": "BV212", "name": "Average re-let time"}]})

    ref: Word
    name: Line


class AliasRead(Output):
    id: int
    indicator_id: int
    ref: str
    name: str


class IndicatorDetail(IndicatorRead):
    """One indicator, with the rating rule in force today, the names it also goes by, and what the checks find in it."""

    rating_rule: RuleRead | None
    aliases: list[AliasRead]
    findings: list[FindingRead]


class SeriesCreate(Input):
    """Collect an indicator in another unit, or by one item of one dimension."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"unit_id": 1, "breakdown": "ward:Northfield"}]})

    unit_id: Ref
    breakdown: Breakdown = "all"


class TargetCreate(Input):
    """A target for a period: `value`, or `low` and `high`, or words that no rule can rate against.

    For the whole, unless `breakdown` says otherwise, and for the unit that the indicator is collected in; where that
    is several, `unit_id` says which. `explanations` are of the warnings that the checks give, by their code.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "period": "2023-24-Q1",
                    "value": 26,
                    "rationale": "Upper quartile of similar councils",
                    "explanations": {"target_easier_than_outturn": "The last outturn rested on a grant that has ended"},
                }
            ]
        }
    )

    period: Word
    unit_id: Ref | None = None
    breakdown: Breakdown = "all"
    value: Figure | None = None
    low: Figure | None = None
    high: Figure | None = None
    text: Annotated[str, StringConstraints(strip_whitespace=True, max_length=300)] = ""
    rationale: Prose = ""
    explanations: Explanations = Field(default_factory=dict)


class TargetDecision(Decision):
    """`approve` or `decline` (with the reason), by a body and its meeting where one decided."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"action": "approve", "comment": "Agreed with the annual targets"}]}
    )

    body_id: Ref | None = None
    meeting_id: Ref | None = None
    minute_reference: Annotated[str, Field(max_length=100)] | None = None
    decided_on: Day | None = None


class TargetsDecision(TargetDecision):
    """The same decision on several targets: all of them, or none."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"action": "approve", "target_ids": [1]}]})

    target_ids: Annotated[list[Ref], Field(min_length=1, max_length=500)]


class TargetRead(Output):
    """One version of a target. Only approved ones rate; the newest of a period counts.

    `round_id`: the annual round that proposed it, where one did. `approval_id`: the decision by which it counts, or was
    declined.
    """

    id: int
    indicator_id: int
    series_id: int
    unit_id: int
    breakdown: str
    period: str
    number: int
    value: float | None
    low: float | None
    high: float | None
    text: str
    as_printed: str | None
    rationale: str
    explanations: dict[str, str]
    source: str | None
    state: TargetState
    round_id: int | None
    approval_id: int | None
    recorded_at: datetime
    version: int
    allowed_actions: list[str]


class TargetsDecided(Output):
    """Where the targets stand now, in the order they were named."""

    targets: list[TargetRead]


class TargetProposed(TargetRead):
    """A target as proposed, with what the checks found in it: warnings, all of them explained."""

    findings: list[FindingRead]


class TargetTried(Output):
    """What the checks find in a target that is only tried. `clear`: with these explanations it could be proposed."""

    clear: bool
    findings: list[FindingRead]


class OverrideCreate(Input):
    """A rating by judgement, with its reason; `rating` null withdraws the judgement that stands."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"rating": "amber", "reason": "The target was missed by two cases of eleven"}]}
    )

    rating: Literal["green", "amber", "red"] | None
    reason: Reason
