"""How series are calculated: what is asked and answered."""

from datetime import date, datetime
from typing import Annotated

from pydantic import ConfigDict, Field, StringConstraints

from quarterdeck.core.http import Day, Input, Output, Ref
from quarterdeck.measures.calculation_rules import Covers, Operation, PartRole
from quarterdeck.measures.models import Frequency, ValueState

Breakdown = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
Why = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]


class CalculationPart(Input):
    """A series that a figure is made of. Without a unit, the only one that the indicator is collected in."""

    indicator_id: Ref
    unit_id: Ref | None = None
    breakdown: Breakdown = "all"
    role: PartRole = PartRole.PART


class CollectedSeries(Output):
    """What figures are collected for: an indicator in a unit, whole or by one item of one dimension."""

    id: int
    indicator_id: int
    ref: str
    name: str
    frequency: Frequency
    unit_id: int
    unit: str
    unit_name: str
    breakdown: str


class CalculationCreate(Input):
    """How a series is calculated from a day on.

    operation: `sum`, `ratio` (numerators over denominators), `average` (by the numerators and denominators of its
    parts), `mean` (of counts or amounts), `last`; null ends it, so that the figure is entered again. covers: the same
    period of each part, the periods within it (months of a quarter, quarters of a year), the last `periods` of them,
    or the year so far.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "operation": "average",
                    "covers": "same_period",
                    "parts": [
                        {"indicator_id": 1, "breakdown": "ward:Northfield"},
                        {"indicator_id": 1, "breakdown": "ward:Southgate"},
                    ],
                    "effective_from": "2027-04-01",
                    "reason": "The council's figure is that of its wards together",
                }
            ]
        }
    )

    unit_id: Ref | None = None
    breakdown: Breakdown = "all"
    operation: Operation | None
    covers: Covers = Covers.SAME
    periods: int = Field(default=0, ge=0, le=60, description="How many the last periods are; 0 for every other cover.")
    parts: list[CalculationPart] = Field(default_factory=list, max_length=200)
    effective_from: Day
    reason: Why


class CalculationPartRead(Output):
    series_id: int
    indicator_id: int
    ref: str
    name: str
    unit_id: int
    unit: str
    breakdown: str
    role: PartRole


class CalculationRead(Output):
    """One version. `sentence` says it in words; `in_force` whether the period of today goes by it."""

    id: int
    series_id: int
    indicator_id: int
    unit_id: int
    unit: str
    breakdown: str
    number: int
    operation: Operation | None
    covers: Covers | None
    periods: int
    sentence: str
    parts: list[CalculationPartRead]
    effective_from: date
    in_force: bool
    reason: str
    recorded_at: datetime


class FigureTried(Output):
    """What a period's figure would come to; `was` is what stands now, if anything does."""

    period: str
    period_label: str
    value_state: ValueState
    value: float | None
    numerator: float | None
    denominator: float | None
    commentary: str
    was: float | None


class CalculationTried(Output):
    """What a calculation would make of the figures on record, newest period first."""

    sentence: str
    figures: list[FigureTried]


class PartOfFigure(Output):
    """A revision that a calculated figure was made of, as it stood then. `changed`: another one stands now."""

    observation_id: int
    role: PartRole
    indicator_id: int
    ref: str
    name: str
    unit: str
    breakdown: str
    period: str
    period_label: str
    unit_of_measure: str
    decimals: int
    value_state: ValueState
    value: float | None
    numerator: float | None
    denominator: float | None
    provisional: bool
    changed: bool


class HowCalculated(Output):
    """How a figure came about: null where it was reported, and not calculated."""

    calculation: CalculationRead | None
    parts: list[PartOfFigure]
    not_shown: int = Field(description="How many parts you may not see: they are not approved yet.")
