"""What the routes of pack editions and restatements take and answer."""

from datetime import date, datetime
from typing import Annotated, Literal, Self

from pydantic import ConfigDict, Field, StringConstraints, model_validator

from quarterdeck.core.http import Day, Decision, Figure, Input, Output, Prose, Ref, Word
from quarterdeck.framework.models import Cycle, Outcome, StageKind
from quarterdeck.measures.models import ValueState
from quarterdeck.measures.restatement import RestatementState
from quarterdeck.reporting.content import EditionContent
from quarterdeck.reporting.year_content import NotProposed, ProposalContent, YearContent

ReportNumber = Annotated[str, StringConstraints(strip_whitespace=True, max_length=40, pattern=r"^[^\x00-\x1f\x7f]*$")]
Reason = Annotated[Prose, StringConstraints(strip_whitespace=True, min_length=1, max_length=20_000)]
Action = Literal["approve", "note", "return"]


class PackCreate(Input):
    """Which round's pack to seal. `allow_missing`: although services have not confirmed; the comment says why."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"round_id": 1}]})

    round_id: Ref
    allow_missing: bool = False
    comment: Prose | None = None


class ExemptFigure(Input):
    """A figure that the public does not read."""

    kind: Literal["figure"]
    series_id: Ref
    period: Word
    reason: Reason


class ExemptActivity(Input):
    """An activity that the public does not read."""

    kind: Literal["activity"]
    activity_id: Ref
    reason: Reason


Exempt = Annotated[ExemptFigure | ExemptActivity, Field(discriminator="kind")]


class ExemptionLift(Input):
    """A figure (series and period) or an activity that is exempt no more, and why."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"activity_id": 1, "reason": "The tender was awarded on 3 October."}]}
    )

    series_id: Ref | None = None
    period: Word | None = None
    activity_id: Ref | None = None
    reason: Reason

    @model_validator(mode="after")
    def _about_one_thing(self) -> Self:
        if (self.series_id is None) != (self.period is None) or (self.series_id is None) == (self.activity_id is None):
            raise ValueError("name a figure by series_id and period, or an activity by activity_id")
        return self


class LiftedRead(Output):
    """What is exempt no more. `marked`: in how many issues it was marked until now."""

    series_id: int | None
    period: str | None
    activity_id: int | None
    marked: int
    reason: str
    lifted_by: int | None
    lifted_at: datetime


class IssueCreate(Input):
    """To which body, for which of its meetings, under which report number; members' papers carry one.

    `exempt`: what the public does not read, with the reason (Local Government Act 1972, Schedule 12A).
    `late_reason`: why papers go out later than the framework's clear working days before a public meeting.
    """

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"body_id": 1, "meeting_id": 1, "report_number": "ACE2304"}]}
    )

    body_id: Ref
    meeting_id: Ref | None = None
    report_number: ReportNumber = ""
    exempt: Annotated[list[Exempt], Field(max_length=500)] = Field(default_factory=list)
    late_reason: Prose = ""


class PackDecision(Input):
    """What was decided, at which stage; at a review by portfolio holders also for which portfolio.

    `submission_ids`: the submissions that a return sends back to their services.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"action": "approve", "stage": "cabinet", "minute_reference": "12", "decided_on": "2023-09-05"}
            ]
        }
    )

    action: Action
    stage: Word
    portfolio: Word | None = None
    meeting_id: Ref | None = None
    minute_reference: Annotated[str, StringConstraints(strip_whitespace=True, max_length=100)] | None = None
    decided_on: Day | None = None
    comment: Prose | None = None
    submission_ids: Annotated[list[Ref], Field(max_length=500)] = Field(default_factory=list)

    @model_validator(mode="after")
    def _only_a_return_sends_back(self) -> Self:
        if self.submission_ids and self.action != "return":
            raise ValueError("only a return sends submissions back")
        return self


class IssueRead(Output):
    """An edition's issue to a body. `locks`: to members, after which its figures change by restatement alone.

    `exempt_parts`: how many figures and activities were marked exempt. `late_reason`: empty where papers were on time.
    """

    id: int
    edition_id: int
    body_id: int
    body: str
    body_name: str
    meeting_id: int | None
    report_number: str
    locks: bool
    issued_at: datetime
    public_from: date | None
    late_reason: str
    exempt_parts: int
    outcome: Outcome | None
    decided_on: date | None


class AwaitedDecision(Output):
    """A decision that the edition waits for. `needs_issue`: the body has to be given its papers first."""

    stage: str
    name: str
    kind: StageKind
    decisive: bool
    body_id: int | None
    portfolio: str | None
    due_on: date | None
    needs_issue: bool
    may_decide: bool


class EditionRead(Output):
    """A sealed edition. `superseded`: a later one has taken its place.

    `changed_since_decided`: how many of its figures were restated since the decision that made them approved; null
    while there is none. The restatements: `/restatements?pack=…&since_decided=true`.
    """

    id: int
    round_id: int
    cycle: Cycle
    number: int
    period_code: str
    period_label: str
    framework_version_id: int
    state: Literal["sealed", "superseded"]
    manifest_sha256: str
    sealed_by: int | None
    sealed_at: datetime
    version: int
    issues: list[IssueRead]
    changed_since_decided: int | None
    awaiting: list[AwaitedDecision]
    allowed_actions: list[str]


class ExemptRead(Output):
    """A figure or an activity that the public does not read."""

    kind: Literal["figure", "activity"]
    series_id: int | None
    period_code: str | None
    activity_id: int | None
    reason: str


class LeftOutRead(Output):
    """How many figures or activities are left out for one reason; a figure of an earlier period counts as one too."""

    kind: Literal["figure", "activity"]
    reason: str
    parts: int


class EditionDetail(EditionRead):
    """An edition with its content. `part`: the portfolios (codes) whose part this reader has; null for all of it.

    `left_out`: what this reader's content is without, because it is exempt from publication. `exempt`: what it holds
    and the public's does not. Of the annual round, `proposals` are what it proposes for the year, in the order of the
    report, and `not_proposed` the services that are left out; elsewhere null and empty.
    """

    part: list[str] | None
    left_out: list[LeftOutRead]
    exempt: list[ExemptRead]
    content: EditionContent
    proposals: list[ProposalContent] | None
    not_proposed: list[NotProposed]


class PinnedObservation(Output):
    id: int
    revision: int
    value_state: ValueState
    value: float | None
    numerator: float | None
    denominator: float | None
    provisional: bool


class PinnedRating(Output):
    id: int
    rating: str
    unrated_reason: str | None
    override_reason: str | None


class PinnedDefinition(Output):
    id: int
    number: int
    unit_of_measure: str
    decimals: int
    polarity: str
    aggregation: str


class PinnedTarget(Output):
    id: int
    number: int
    value: float | None
    low: float | None
    high: float | None
    text: str


class PinnedRule(Output):
    id: int
    number: int
    kind: str
    parameters: dict[str, float | str | bool | None]


class PinnedFigure(Output):
    """A figure of the edition: the very rows that made it."""

    series_id: int
    period_code: str
    position: int
    observation: PinnedObservation
    rating: PinnedRating
    definition: PinnedDefinition
    target: PinnedTarget | None
    rule: PinnedRule | None


class ManifestEdition(Output):
    round_id: int
    number: int
    period_code: str
    framework_version_id: int
    sealed_at: str


class EditionManifest(Output):
    """All that an edition's digest covers. The answer's bytes are the canonical JSON: their SHA-256 is the digest.

    That of the annual round also has `targets`: the rows that it proposes.
    """

    edition: ManifestEdition
    content: YearContent | EditionContent
    figures: list[PinnedFigure]


class EditionVerification(Output):
    """Whether the edition is as it was sealed; if not, a sentence for each fault."""

    edition_id: int
    manifest_sha256: str
    verifies: bool
    faults: list[str]


class RestatementCreate(Input):
    """Another figure for one that is on record, and why. Without a value, `value_state` says what there is instead."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "series_id": 1,
                    "period": "2023-24-Q1",
                    "value_state": "value",
                    "value": 24.1,
                    "reason": "Two homes were left out of the count.",
                }
            ]
        }
    )

    series_id: Ref
    period: Word
    value_state: ValueState = ValueState.VALUE
    value: Figure | None = None
    numerator: Figure | None = None
    denominator: Figure | None = None
    reason: Reason


class RestatementDecision(Decision):
    """`accept` (by somebody else), `decline` with the reason in the comment, or `withdraw`."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"action": "accept"}]})


class RestatementRead(Output):
    """A restatement with what it is of.

    `was`, `was_state` and `was_id` (an observation): the figure that it takes the place of, where you may read that.
    For one that is proposed that is what stands now; one that was declined or withdrawn takes the place of none.
    `observation_id`: the revision that an accepted one made, where you may open that.
    """

    id: int
    series_id: int
    indicator_id: int
    ref: str
    name: str
    breakdown: str
    unit_of_measure: str
    decimals: int
    unit_id: int
    period_code: str
    period_label: str
    value_state: ValueState
    value: float | None
    numerator: float | None
    denominator: float | None
    was_id: int | None
    was_state: ValueState | None
    was: float | None
    reason: str
    state: RestatementState
    proposed_by: int | None
    proposed_at: datetime
    decided_by: int | None
    decided_on: date | None
    observation_id: int | None
    version: int
    allowed_actions: list[str]
