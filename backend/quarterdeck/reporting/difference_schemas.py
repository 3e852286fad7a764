"""What is answered where two editions of a round are compared."""

from datetime import date
from typing import Literal

from quarterdeck.core.http import Output
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


class EditionDifferences(Output):
    """How an edition differs from another of its round, as far as the reader may see both.

    `part`: the portfolios (codes) whose part is compared; null for all. `left_out`: what is not compared because it
    is exempt from publication.
    """

    edition_id: int
    number: int
    from_edition_id: int
    from_number: int
    part: list[str] | None
    left_out: list[LeftOutRead]
    figures: list[FigureDifference]
    activities: list[ActivityDifference]
