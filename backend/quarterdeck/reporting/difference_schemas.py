"""What is answered where two editions of a round are compared."""

from datetime import date
from typing import Literal

from quarterdeck.core.http import Output
from quarterdeck.reporting.annual_content import AnnualOutturn, NextTarget
from quarterdeck.reporting.schemas import LeftOutRead

Change = Literal["added", "removed", "changed"]


class FigureSaid(Output):
    """What an edition says of a figure. Only what it says, not where it stands, is compared."""

    name: str
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
    definition: str
    unit_of_measure: str
    decimals: int
    polarity: str
    commentary: str
    explanations: dict[str, str]
    target_explanations: dict[str, str]


class MilestoneSaid(Output):
    """A step of an activity."""

    title: str
    due_on: date
    done_on: date | None
    overdue: bool


class ActivitySaid(Output):
    """What an edition says of an activity."""

    title: str
    status: str
    percent_complete: int | None
    reported: bool
    update: str
    cause: str
    path_to_green: str
    due_on: date | None
    milestones: list[MilestoneSaid]
    lead_post: str | None


class FigureDifference(Output):
    """A figure that two editions do not say the same of. `changed`: in which respects, by the names of `before`."""

    change: Change
    series_id: int
    period_code: str
    period_label: str
    ref: str
    name: str
    breakdown: str
    unit: str
    changed: list[str]
    before: FigureSaid | None
    after: FigureSaid | None


class ActivityDifference(Output):
    """An activity that two editions do not say the same of."""

    change: Change
    activity_id: int
    ref: str
    title: str
    unit: str
    changed: list[str]
    before: ActivitySaid | None
    after: ActivitySaid | None


class AnnualProgressDifference(Output):
    """Words on a priority's year that two editions do not say alike."""

    change: Change
    plan: str
    theme: str
    priority: str
    before: str | None
    after: str | None


class AnnualMeasureSaid(Output):
    """What an annual report says of a measure: the outturns of the years, why it missed, next year's targets."""

    outturns: list[AnnualOutturn]
    why: str
    next_targets: list[NextTarget]
    ended: bool


class AnnualMeasureDifference(Output):
    """A measure that two annual reports do not say the same of. `changed`: by the names of `before`."""

    change: Change
    series_id: int
    ref: str
    name: str
    unit: str
    changed: list[str]
    before: AnnualMeasureSaid | None
    after: AnnualMeasureSaid | None


class CorrectionSaid(Output):
    """A correction to a figure of the year, in the measure's unit."""

    unit_of_measure: str
    decimals: int
    was_state: str
    was: float | None
    now_state: str
    now: float | None
    reason: str


class AnnualCorrectionDifference(Output):
    """A correction that two annual reports do not both tell, or not alike."""

    change: Change
    series_id: int
    ref: str
    name: str
    period_label: str
    before: CorrectionSaid | None
    after: CorrectionSaid | None


class AnnualDifferences(Output):
    """How the annual reports that two editions make differ."""

    year_label: str
    progress: list[AnnualProgressDifference]
    measures: list[AnnualMeasureDifference]
    corrections: list[AnnualCorrectionDifference]


class EditionDifferences(Output):
    """How an edition differs from another of its round, as far as the reader may see both.

    `part`: the portfolios (codes) whose part is compared; null for all. `left_out`: what is not compared because it
    is exempt from publication. `annual`: of the annual report that either makes; null where neither ends a year.
    """

    edition_id: int
    number: int
    from_edition_id: int
    from_number: int
    part: list[str] | None
    left_out: list[LeftOutRead]
    figures: list[FigureDifference]
    activities: list[ActivityDifference]
    annual: AnnualDifferences | None
