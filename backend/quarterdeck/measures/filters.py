"""Which indicators and which figures a request wants: the query parameters that their lists share."""

from typing import Annotated, Any

from fastapi import Depends, Query

from quarterdeck.core.http import MAX_ID, Line, Word, at_once
from quarterdeck.measures.figures import Filters
from quarterdeck.measures.models import Frequency, IndicatorKind
from quarterdeck.measures.rating import Rating
from quarterdeck.measures.schemas import Breakdown

IdQuery = Annotated[int | None, Query(ge=1, le=MAX_ID)]
UnitQuery = Annotated[Word | None, Query(description="A unit's code.")]
PeriodQuery = Annotated[Word | None, Query(description="A period's code, for example 2023-24-Q1.")]
Words = Annotated[Line | None, Query(max_length=100, description="Words that stand in its ref, its name or an alias.")]
Active = Annotated[bool | None, Query(description="Whether it is in force today.")]


@at_once
def figure_filters(
    indicator_id: IdQuery = None,
    ref: Word | None = None,
    unit: UnitQuery = None,
    period: PeriodQuery = None,
    plan: Annotated[Word | None, Query(description="A plan's code.")] = None,
    theme: Annotated[Word | None, Query(description="A theme's code.")] = None,
    portfolio: Annotated[Word | None, Query(description="A portfolio's code, as linked today.")] = None,
    rating: Rating | None = None,
    breakdown: Breakdown | None = None,
    priority_id: IdQuery = None,
) -> Filters:
    """Which figures a request wants."""
    return Filters(indicator_id, ref, unit, period, plan, theme, portfolio, rating, breakdown, priority_id)


FiltersDep = Annotated[Filters, Depends(figure_filters)]


@at_once
def indicator_filters(
    ref: Word | None = None,
    unit: UnitQuery = None,
    kind: IndicatorKind | None = None,
    frequency: Frequency | None = None,
    plan: Word | None = None,
    theme: Word | None = None,
    priority_id: IdQuery = None,
    portfolio: Word | None = None,
    provisional: bool | None = None,
    active: Active = None,
    q: Words = None,
) -> dict[str, Any]:
    """Which indicators a request wants, as `indicators.list_indicators` takes it."""
    codes = {"ref": ref, "unit": unit, "plan": plan, "theme": theme, "portfolio": portfolio}
    flags = {"kind": kind, "frequency": frequency, "provisional": provisional, "active": active}
    return {**codes, **flags, "priority_id": priority_id, "words": q}


IndicatorFiltersDep = Annotated[dict[str, Any], Depends(indicator_filters)]
