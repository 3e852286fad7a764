"""What is copied into an edition at sealing: names, texts and figures as they stood, in the words of the report.

Figures stand here as they are printed; the rows that made them are pinned by `pack_figure`, and the
manifest holds both. Posts, never people's names.
"""

from datetime import date
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, model_validator

from quarterdeck.reporting.annual_content import AnnualContent
from quarterdeck.reporting.break_content import NotComparable


class Content(BaseModel):
    """Base of every part: no defaults, no unknown fields, so that an edition says what it holds."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class CouncilFacts(Content):
    code: str
    name: str
    gss_code: str | None


class PeriodFacts(Content):
    code: str
    label: str
    start_on: date
    end_on: date


class ContinuedPeriod(PeriodFacts):
    """A quarter without a report of its own, told in this one: `deferred` to it or `merged` with it, and why."""

    how: str
    reason: str


class LegendEntry(Content):
    """One line of "how ratings are made": the rating it explains, the council's own words for it."""

    rating: str
    word: str
    meaning: str


class FrameworkFacts(Content):
    """The framework that the round goes by. `exceptions`: the ratings that are told as exceptions, the worst first."""

    name: str
    number: int
    legend: list[LegendEntry]
    exceptions: list[str]


class PortfolioFacts(Content):
    """A portfolio and the post that holds it."""

    code: str
    name: str
    holder: str


class EarlierFigure(Content):
    """What stood for an earlier period of the same series when the edition was sealed."""

    period_code: str
    label: str
    value_state: str
    value: float | None
    provisional: bool
    rating: str


class FigureContent(Content):
    """One figure as printed. `decimals` and `unit_of_measure` say how its numbers are shown.

    `unit` is responsible for it; `measured_in` names the unit it is measured in, where that is another
    and not just the council as a whole.
    `previous` holds what is on record of the four periods before, oldest first. A rating by judgement has its
    `override_reason`, and in `ruled_rating` what the rule alone gives. `explanations` and `target_explanations`
    answer what the checks asked of the figure and of its target, by the code of the check.
    """

    series_id: int
    period_code: str
    period_label: str
    position: int
    ref: str
    name: str
    kind: str
    breakdown: str
    theme: str | None
    priority: str | None
    unit: str
    measured_in: str | None
    owner_post: str | None
    definition: str
    unit_of_measure: str
    decimals: int
    polarity: str
    value_state: str
    value: float | None
    provisional: bool
    target: float | None
    target_low: float | None
    target_high: float | None
    target_text: str
    rating: str
    unrated_reason: str | None
    ruled_rating: str | None
    override_reason: str | None
    commentary: str
    explanations: dict[str, str]
    target_explanations: dict[str, str]
    previous: list[EarlierFigure]
    previous_year: EarlierFigure | None
    short_travel: str
    long_travel: str
    revised: bool
    portfolios: list[str]


class MilestoneContent(Content):
    """A step of an activity. `overdue`: it was due before the edition was sealed, and is not done."""

    title: str
    due_on: date
    done_on: date | None
    overdue: bool


class ActivityContent(Content):
    """One activity with what its service reported for the period; `update` is empty where nothing was reported."""

    activity_id: int
    ref: str
    title: str
    theme: str
    priority: str
    unit: str
    status: str
    percent_complete: int | None
    reported: bool
    update: str
    cause: str
    path_to_green: str
    due_on: date | None
    milestones: list[MilestoneContent]
    lead_post: str | None
    portfolios: list[str]


class CorrectionContent(Content):
    """A figure that changed after members had seen it."""

    restatement_id: int
    series_id: int
    ref: str
    name: str
    period_code: str
    period_label: str
    unit_of_measure: str
    decimals: int
    was_state: str
    was: float | None
    now_state: str
    now: float | None
    reason: str
    accepted_on: date
    portfolios: list[str]


class WordsChanged(Content):
    """One thing that a definition says otherwise than before. `field_code`: its column, or `rating_rule`."""

    field_code: str
    was: str
    now: str


class DefinitionChange(Content):
    """A measure that means something else, or is rated by another rule, than in the last report.

    `breaks_series`: what was reported before cannot be compared with what is reported now. `period_code`: of the
    newest figure that goes by it.
    """

    series_id: int
    period_code: str
    ref: str
    name: str
    effective_from: date
    breaks_series: bool
    changed: list[WordsChanged]
    reason: str
    portfolios: list[str]


class TargetSaid(Content):
    """What a target says: a figure, a range, or words."""

    value: float | None
    low: float | None
    high: float | None
    text: str


class TargetChange(Content):
    """A target that took the place of another (`was`), or was set late: approved after its period had begun."""

    series_id: int
    ref: str
    name: str
    period_code: str
    period_label: str
    unit_of_measure: str
    decimals: int
    was: TargetSaid | None
    now: TargetSaid
    approved_on: date
    late: bool
    reason: str
    portfolios: list[str]


class OffSystemContent(Content):
    """A service whose return was confirmed outside the system: by which post, and how that came about."""

    unit: str
    post: str
    confirmed_on: date
    reason: str


class ReportedBefore(Content):
    """An indicator as the last report counted it, with its newest figure there. `kind` and the rest as in a figure."""

    series_id: int
    ref: str
    name: str
    kind: str
    breakdown: str
    measured_in: str | None
    period_code: str
    period_label: str
    unit_of_measure: str
    decimals: int
    value_state: str
    value: float | None
    rating: str


class LastReport(Content):
    """The edition that this one is compared with: the one that members had of the period before."""

    period_label: str
    edition: int
    sealed_on: date
    indicators: list[ReportedBefore]


class ActionContent(Content):
    """What, Whom, When: not closed, or closed since the last report. `due_precision` is `day` or `month`.

    `first_due_on` is when it was first asked for, `due_changes` how often that was moved since. `outcome` is what
    came of it; while it is open, what was last said of it. `source` is who or what it was raised from, on which
    day, under which minute. `indicators` and `activities` are the refs of what it is about.
    """

    ref: str
    what: str
    whom: str
    due_on: date
    due_precision: str
    first_due_on: date
    first_due_precision: str
    due_changes: int
    overdue: bool
    state: str
    outcome: str
    source: str
    source_on: date | None
    minute_reference: str
    indicators: list[str]
    activities: list[str]


class MissingContent(Content):
    """A measure that was due and has no number, and why. `not_reported`: its service gave nothing at all."""

    series_id: int
    period_code: str
    period_label: str
    ref: str
    name: str
    kind: str
    breakdown: str
    measured_in: str | None
    unit: str
    value_state: str
    reason: str
    portfolios: list[str]


class RatingCounts(Content):
    """How indicators were rated. green + amber + red = rated; rated + unrated = indicators."""

    indicators: int
    rated: int
    green: int
    amber: int
    red: int
    unrated: int


class TravelCounts(Content):
    """Direction of travel of performance indicators. All four add up to `indicators`."""

    indicators: int
    improving: int
    unchanged: int
    worsening: int
    not_compared: int


class ActivityCounts(Content):
    """Judged status of activities. The five statuses add up to `activities`."""

    activities: int
    not_started: int
    on_course: int
    in_question: int
    unable: int
    completed: int
    without_update: int


class PreviousCounts(Content):
    """The ratings of the same indicators one period before."""

    label: str
    ratings: RatingCounts


class Summary(Content):
    """Counts of indicators, each once. `without_number` of them, performance or contextual, have no figure."""

    performance: RatingCounts
    previous: PreviousCounts | None
    contextual: int
    without_number: int
    short_travel: TravelCounts
    long_travel: TravelCounts
    activities: ActivityCounts


# What was sealed before editions had a part has it like this, and is no less what was sealed.
SINCE_GIVEN: Final[dict[str, Any]] = {"annual": None, "not_comparable": []}


class EditionContent(Content):
    """All that an edition copies in. What changed is told since the last report that members had.

    `annual`: what the annual report is made of, where the period ends a year; null otherwise, and in what was sealed
    before editions had it. `not_comparable`: what of it a break in series sets apart; empty in what was sealed before.
    """

    council: CouncilFacts
    period: PeriodFacts
    continues: list[ContinuedPeriod]
    framework: FrameworkFacts
    portfolios: list[PortfolioFacts]
    summary: Summary
    figures: list[FigureContent]
    activities: list[ActivityContent]
    missing: list[MissingContent]
    last_report: LastReport | None
    corrections: list[CorrectionContent]
    definitions: list[DefinitionChange]
    targets: list[TargetChange]
    off_system: list[OffSystemContent]
    actions: list[ActionContent]
    annual: AnnualContent | None
    not_comparable: list[NotComparable]

    @model_validator(mode="before")
    @classmethod
    def _sealed_before_there_were_these_parts(cls, stored: Any) -> Any:
        return {**SINCE_GIVEN, **stored} if isinstance(stored, dict) else stored
