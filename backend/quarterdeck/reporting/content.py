"""What is copied into an edition at sealing: names, texts and figures as they stood, in the words of the report.

Figures stand here as they are printed; the rows that made them are pinned by `pack_figure`, and the
manifest holds both. Posts, never people's names.
"""

from datetime import date

from pydantic import BaseModel, ConfigDict


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


class LegendEntry(Content):
    """One line of "how ratings are made": the rating it explains, the council's own words for it."""

    rating: str
    word: str
    meaning: str


class FrameworkFacts(Content):
    name: str
    number: int
    legend: list[LegendEntry]


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
    rating: str


class FigureContent(Content):
    """One figure as printed. `decimals` and `unit_of_measure` say how its numbers are shown.

    `unit` is responsible for it; `measured_in` names the unit it is measured in, where that is another
    and not just the council as a whole.
    `previous` holds what is on record of the four periods before, oldest first.
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
    commentary: str
    explanations: dict[str, str]
    previous: list[EarlierFigure]
    previous_year: EarlierFigure | None
    short_travel: str
    long_travel: str
    revised: bool
    portfolios: list[str]


class ActivityContent(Content):
    """One activity with what its service reported for the period; `update` is empty where nothing was reported."""

    activity_id: int
    ref: str
    title: str
    theme: str
    priority: str
    unit: str
    status: str
    reported: bool
    update: str
    cause: str
    path_to_green: str
    due_on: date | None
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


class ActionContent(Content):
    """What, Whom, When: not closed, or closed since the last report. `due_precision` is `day` or `month`.

    `first_due_on` is when it was first asked for, `due_changes` how often that was moved since. `outcome` is what
    came of it; while it is open, what was last said of it.
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


class EditionContent(Content):
    """All that an edition copies in."""

    council: CouncilFacts
    period: PeriodFacts
    framework: FrameworkFacts
    portfolios: list[PortfolioFacts]
    summary: Summary
    figures: list[FigureContent]
    activities: list[ActivityContent]
    missing: list[MissingContent]
    corrections: list[CorrectionContent]
    actions: list[ActionContent]
