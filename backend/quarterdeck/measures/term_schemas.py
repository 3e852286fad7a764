"""What the outturns of a plan's term, and what became of its parts, are answered as."""

from collections import Counter
from datetime import date
from typing import Any, Literal

from quarterdeck.core.http import Output
from quarterdeck.framework.periods import Period
from quarterdeck.measures.outturn_reads import YearOutturn
from quarterdeck.measures.outturn_schemas import OutturnRead
from quarterdeck.measures.rating import Rating
from quarterdeck.measures.successions import Fate
from quarterdeck.measures.terms import PriorityTerm
from quarterdeck.planning.models import Plan


class TermYear(Output):
    """A year of a term; `over`: it had ended by today."""

    code: str
    label: str
    over: bool


class YearCounts(Output):
    """How a priority's measures were rated for a year: green + amber + red + unrated + contextual = measures."""

    year: str
    measures: int
    green: int
    amber: int
    red: int
    unrated: int
    contextual: int


class MeasuredRead(Output):
    """A measure of a priority with an outturn for each year of the term, oldest first."""

    series_id: int
    indicator_id: int
    ref: str
    name: str
    unit: str
    unit_name: str
    outturns: list[OutturnRead]


class PriorityTermRead(Output):
    """A priority over the term."""

    priority_id: int
    theme: str
    code: str
    name: str
    years: list[YearCounts]
    measures: list[MeasuredRead]


class PlanOutturnsRead(Output):
    """What each of a plan's priorities achieved in each year of its term so far."""

    plan_id: int
    years: list[TermYear]
    priorities: list[PriorityTermRead]

    @classmethod
    def of(cls, plan: Plan, years: list[Period], term: list[PriorityTerm], today: date) -> "PlanOutturnsRead":
        listed = [TermYear(code=each.code, label=each.short_label, over=each.end < today) for each in years]
        return cls(plan_id=plan.id, years=listed, priorities=[_priority(each, years) for each in term])


class SuccessionItem(Output):
    """Something of the other plan, by its id and what it is called."""

    id: int
    label: str


class SuccessionLine(Output):
    """What became of something of a plan: `successors` in the other plan, or none and the reason."""

    id: int
    label: str
    fate: Fate
    successors: list[SuccessionItem]
    reason: str


class PlanSuccessionRead(Output):
    """What became of each priority, activity and indicator of a plan when another took its place.

    Of a plan that none has superseded all are `open`: what there is to say when one does.
    """

    plan_id: int
    superseded_by_id: int | None
    superseded_on: date | None
    priorities: list[SuccessionLine]
    activities: list[SuccessionLine]
    indicators: list[SuccessionLine]


def year_counts(year: str, outturns: list[YearOutturn]) -> dict[str, Any]:
    """What `YearCounts` holds of these outturns of one year."""
    counts = Counter("contextual" if each.contextual else each.rated.rating.value for each in outturns)
    colours: tuple[Literal["green", "amber", "red", "unrated"], ...] = ("green", "amber", "red", "unrated")
    return {
        "year": year,
        "measures": len(outturns),
        **{name: counts[Rating(name).value] for name in colours},
        "contextual": counts["contextual"],
    }


def _priority(each: PriorityTerm, years: list[Period]) -> PriorityTermRead:
    return PriorityTermRead(
        priority_id=each.priority.id,
        theme=each.theme.name,
        code=each.priority.code,
        name=each.priority.name,
        years=[
            YearCounts.model_validate(
                year_counts(
                    year.code, [out for measured in each.measured for out in measured.outturns if out.year == year]
                )
            )
            for year in years
        ],
        measures=[
            MeasuredRead(
                series_id=measured.outturns[0].series_id,
                indicator_id=measured.indicator.id,
                ref=measured.indicator.ref,
                name=measured.indicator.name,
                unit=measured.unit.code,
                unit_name=measured.unit.name,
                outturns=[OutturnRead.of(out) for out in measured.outturns],
            )
            for measured in each.measured
        ],
    )
