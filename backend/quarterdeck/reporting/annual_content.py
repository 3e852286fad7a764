"""What an edition that ends a year copies in for the annual report: a part of its content like every other."""

from datetime import date

from pydantic import BaseModel, ConfigDict


class AnnualPart(BaseModel):
    """Base of every part: no defaults, no unknown fields."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class AnnualOutturn(AnnualPart):
    """A year's outturn as it stood at sealing, with its target and rating; `said`: how it came about, or why it is not.

    In the measure's unit of measure of that year. `periods`: whose figures it was made of.
    """

    year_code: str
    year_label: str
    unit_of_measure: str
    decimals: int
    value_state: str
    value: float | None
    provisional: bool
    said: str
    target: float | None
    target_low: float | None
    target_high: float | None
    target_text: str
    rating: str
    contextual: bool
    periods: list[str]


class NextTarget(AnnualPart):
    """An approved target of the year to come, of a period of it or (its own code) the whole year."""

    period_code: str
    period_label: str
    value: float | None
    low: float | None
    high: float | None
    text: str
    rationale: str


class AnnualMeasure(AnnualPart):
    """A measure's outturns of the years, oldest first. `why`: what was last said of it in the year, for `why_period`.

    `ended`: it is not measured in the year to come.
    """

    series_id: int
    ref: str
    name: str
    measured_in: str | None
    unit: str
    polarity: str
    outturns: list[AnnualOutturn]
    why: str
    why_period: str
    next_targets: list[NextTarget]
    ended: bool
    portfolios: list[str]


class AnnualPriority(AnnualPart):
    """A priority with what its service or the performance team wrote of its year; both empty for what measures none."""

    plan: str
    theme: str
    priority: str
    progress: str
    measures: list[AnnualMeasure]


class AnnualCorrection(AnnualPart):
    """A figure of the year that was changed after members had seen it."""

    series_id: int
    period_code: str
    period_label: str
    ref: str
    name: str
    unit_of_measure: str
    decimals: int
    was_state: str
    was: float | None
    now_state: str
    now: float | None
    reason: str
    accepted_on: date


class AnnualContent(AnnualPart):
    """The year that the edition's period ended: its outturns beside those of the years before it."""

    year_code: str
    year_label: str
    next_year_label: str
    years: list[str]
    priorities: list[AnnualPriority]
    corrections: list[AnnualCorrection]
