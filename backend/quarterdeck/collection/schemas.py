"""What the routes of rounds, submissions and entries take and answer."""

from datetime import date, datetime
from typing import Annotated, ClassVar

from pydantic import ConfigDict, Field

from quarterdeck.collection.models import CancelledAs, RoundStageState, RoundState, SubmissionState
from quarterdeck.collection.recorded import Recorded, period_of
from quarterdeck.core.http import Day, Decision, Figure, Input, Output, Prose, Ref, Word
from quarterdeck.core.patch import Patch
from quarterdeck.framework.models import Cycle, StageKind
from quarterdeck.measures.checks import Severity
from quarterdeck.measures.models import Aggregation, IndicatorKind, ValueState
from quarterdeck.measures.rating import Polarity, Rating, Unrated
from quarterdeck.planning.models import ActivityStatus
from quarterdeck.planning.schemas import HintRead, Percent

Explanations = Annotated[dict[Word, Annotated[Prose, Field(max_length=2_000)]], Field(max_length=20)]


class RoundCreate(Input):
    """A round to plan: a quarterly one reports on its period, the annual one plans the targets of a financial year.

    Without `due_on`, submissions are due when the framework's calendar says.
    """

    model_config = ConfigDict(json_schema_extra={"examples": [{"period": "2023-24-Q1"}]})

    cycle: Cycle = Cycle.QUARTERLY
    period: Word
    due_on: Day | None = None


class RoundDecision(Decision):
    """`open`, `close`, `cancel` (why), `skip_stage` (why; `stage` is its key, needed where several could be meant).

    A quarter that has no report of its own: `skip` (why), `defer` or `merge` (why; `continued_in` is the id of the
    later round, planned or collecting, that asks for it beside its own).
    """

    model_config = ConfigDict(json_schema_extra={"examples": [{"action": "open"}]})

    stage: Word | None = None
    continued_in: Ref | None = None


class RoundRead(Output):
    """A round. One that was skipped, deferred or merged is cancelled, and says so (`cancelled_as`) and why.

    `continued_in_id` is the round that reports a deferred or merged quarter; there, `continues` lists the codes of
    such quarters, oldest first.
    """

    id: int
    cycle: Cycle
    period_code: str
    period_label: str
    framework_version_id: int
    state: RoundState
    due_on: date
    opened_at: datetime | None
    closed_at: datetime | None
    cancelled_as: CancelledAs | None
    cancelled_reason: str | None
    continued_in_id: int | None
    continues: list[str]
    version: int
    allowed_actions: list[str]


class RoundStageRead(Output):
    """Where a round stands at one stage. `edition_id` is the pack edition it decides on, or decided on."""

    id: int
    key: str
    name: str
    kind: StageKind
    position: int
    body_id: int | None
    optional: bool
    decisive: bool
    state: RoundStageState
    due_on: date | None
    opened_at: datetime | None
    decided_at: datetime | None
    edition_id: int | None


class RoundDetail(RoundRead):
    """A round with its stages, in order; a planned round has none yet."""

    stages: list[RoundStageRead]


class SubmissionDecision(Decision):
    """`submit`, `return` (why), `confirm`, `reopen` (why); by the performance team also `remind`, and `extend`.

    `extend` (why) takes `due_on`, a later day than the one before. `confirm_off_system` (how it came about) is for a
    service where nobody else can confirm: it takes the post that confirmed (`post_id`), and the evidence of it
    (`evidence_id`), which belongs to the submission.
    """

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"action": "return", "comment": "The June figure is missing a site"}]}
    )

    due_on: Day | None = None
    post_id: Ref | None = None
    evidence_id: Ref | None = None


class SubmissionUnit(Output):
    id: int
    code: str
    name: str


class CompletenessRead(Output):
    """What of a submission is done. What the checks found is as it was when each entry was last saved.

    `commentary_given` is out of `commentary_asked`, the figures that need a commentary; `unexplained` are the
    `warnings` that still need their explanation.
    """

    entries: int
    entered: int
    commentary_asked: int
    commentary_given: int
    errors: int
    warnings: int
    unexplained: int
    open_queries: int


class SubmissionRead(Output):
    """A service's submission. `editable` says whether this caller may save entries now.

    `extended_from` is the day it was first due, where that was extended; `days_late` counts from `due_on`.
    `completeness` is null for who does not see what is typed. Where the service confirmed off the system, the post
    that did (`confirmed_by_post_id`) and the evidence of it are named instead of a person.
    """

    id: int
    round_id: int
    cycle: Cycle
    period_code: str
    period_label: str
    unit: SubmissionUnit
    state: SubmissionState
    due_on: date
    extended_from: date | None
    overdue: bool
    days_late: int
    reminded_at: datetime | None
    submitted_by: int | None
    submitted_at: datetime | None
    submitted_on_behalf: bool
    confirmed_by: int | None
    confirmed_off_system: bool
    confirmed_by_post_id: int | None
    off_system_evidence_id: int | None
    confirmed_at: datetime | None
    returned_reason: str | None
    completeness: CompletenessRead | None
    version: int
    editable: bool
    allowed_actions: list[str]


class EntryUpdate(Patch):
    """What is typed into one cell. A number sets `value_state` to `value`; another state clears the number.

    A figure takes all but `status`, `percent_complete`, `update`, `cause` and `path_to_green`, which belong to an
    activity.
    `explanations` are by the code of the warning they explain, and replace those there were.
    """

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"value": 94.2, "commentary": "Two sites were closed in June."}]}
    )
    clearable: ClassVar[frozenset[str]] = frozenset(
        {"value_state", "value", "numerator", "denominator", "forecast", "status", "percent_complete"}
    )

    value_state: ValueState | None = None
    value: Figure | None = None
    numerator: Figure | None = None
    denominator: Figure | None = None
    provisional: bool | None = None
    forecast: Figure | None = None
    commentary: Prose | None = None
    explanations: Explanations | None = None
    status: ActivityStatus | None = None
    percent_complete: Percent | None = None
    update: Prose | None = None
    cause: Prose | None = None
    path_to_green: Prose | None = None


class EntryDefinition(Output):
    """What the indicator means in the entry's period."""

    id: int
    definition: str
    numerator_label: str
    denominator_label: str
    data_source: str
    unit_of_measure: str
    decimals: int
    polarity: Polarity
    aggregation: Aggregation


class EntryIndicator(Output):
    id: int
    ref: str
    name: str
    kind: IndicatorKind
    breakdown: str
    definition: EntryDefinition


class EntryTarget(Output):
    value: float | None
    low: float | None
    high: float | None
    text: str


class EntryEarlier(Output):
    """What stands on record for a period of the same series.

    `broken_from`: the period from which another definition counts, where it may not be compared with the entry's.
    """

    observation_id: int
    period_code: str
    period_label: str
    value_state: ValueState
    value: float | None
    provisional: bool
    rating: Rating
    broken_from: str | None

    @classmethod
    def of(cls, each: Recorded, broken_from: str | None = None) -> "EntryEarlier":
        return cls.model_validate(
            {
                "period_label": period_of(each.period_code).short_label,
                "broken_from": broken_from,
                **{name: getattr(each, name) for name in cls.model_fields.keys() - {"period_label", "broken_from"}},
            }
        )


class EntryYearTarget(EntryTarget):
    """The target of the whole year that the entry's period is part of."""

    period_code: str
    period_label: str


class EntryRule(Output):
    """The rule that rates the figure in its period, so that a screen can rate what is typed before it is saved.

    Parameters are as those of a rating rule. `last_year` is what a rule of that kind compares with, `year_target`
    what a forecast is held against.
    """

    kind: str
    parameters: dict[str, float | None]
    last_year: float | None
    year_target: EntryTarget | None


class EntryRating(Output):
    """The rating that the figure would get as it is. `sentence` says why there is none; empty where there is."""

    rating: Rating
    unrated_reason: Unrated | None
    sentence: str


class EntryFinding(Output):
    """What a check found. `field` is the field to mend; `blocks` whether it stands against submitting."""

    code: str
    severity: Severity
    sentence: str
    field: str
    needs_explanation: bool
    blocks: bool


class EntryActivity(Output):
    """`status` and `percent_complete` are what its service last reported, before this entry.

    `hints` are computed from dates, milestones and earlier reports, beside the status that this entry judges (or the
    last one, while it judges none): what is worth a question.
    """

    id: int
    ref: str
    title: str
    due_on: date | None
    status: ActivityStatus
    percent_complete: int | None
    hints: list[HintRead]


class EntryRead(Output):
    """One cell of a submission: a figure (`indicator`, `target`, `earlier`, `rating_rule`, `rating`) or an `activity`.

    `earlier` holds the last eight periods that were reported, oldest first; `last_year` the same period a year
    before. `asked_again` says that what is on record (`on_record`) was provisional or awaited, and the final figure is
    due. `on_behalf` says that the performance team typed it for the service; `evidence` counts its files.
    """

    id: int
    submission_id: int
    position: int
    period_code: str
    period_label: str
    series_id: int | None
    indicator: EntryIndicator | None
    activity: EntryActivity | None
    target: EntryTarget | None
    year_target: EntryYearTarget | None
    earlier: list[EntryEarlier]
    last_year: EntryEarlier | None
    asked_again: bool
    on_record: EntryEarlier | None
    rating_rule: EntryRule | None
    rating: EntryRating | None
    value_state: ValueState | None
    value: float | None
    numerator: float | None
    denominator: float | None
    provisional: bool
    forecast: float | None
    commentary: str
    explanations: dict[str, str]
    status: ActivityStatus | None
    percent_complete: int | None
    update: str
    cause: str
    path_to_green: str
    findings: list[EntryFinding]
    evidence: int
    updated_by: int | None
    updated_at: datetime | None
    on_behalf: bool
    version: int


class EntrySaved(EntryRead):
    """The entry as saved, and where its submission stands now: the first entry saved starts it."""

    submission_state: SubmissionState
    submission_version: int


class ChecklistCounts(Output):
    """`blocking` counts findings that stand against submitting: errors, and warnings not explained yet."""

    entries: int
    entered: int
    errors: int
    warnings: int
    blocking: int


class ChecklistItem(Output):
    entry_id: int
    position: int
    label: str
    findings: list[EntryFinding]


class ChecklistRead(Output):
    """What the checks find in a submission as it is; entries without findings are left out."""

    submission_id: int
    clear: bool
    counts: ChecklistCounts
    items: list[ChecklistItem]
