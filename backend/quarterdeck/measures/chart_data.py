"""What a chart is drawn from. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from quarterdeck.framework.periods import Period
from quarterdeck.measures.chart_events import ChartEvent
from quarterdeck.measures.rating import TargetFigure
from quarterdeck.measures.tolerance import Band

WORDS: Final = {"green": "On target", "amber": "Near target", "red": "Off target", "unrated": "Not rated"}
"""Ratings, where a council has no words of its own for them."""


@dataclass(frozen=True)
class ChartPoint:
    """A period's figure: a state, for `value` a number in the unit of measure, its target, and the band near that.

    was: of a revised one what members had seen before it was restated, where that was a number.
    """

    observation_id: int
    period: Period
    value_state: str
    value: float | None
    rating: str
    target: TargetFigure = field(default_factory=TargetFigure)
    near: Band | None = None
    provisional: bool = False
    revised: bool = False
    was: float | None = None


@dataclass(frozen=True)
class TrendChart:
    """A series to draw: its points oldest first, and the days from which another definition breaks it.

    ident: unique on a page, letters, digits and hyphens. words: the ratings in the council's own words. in_range:
    good is what lies within the target's bounds. events: the decisions that are marked on the axis of time.
    """

    ident: str
    title: str
    unit_of_measure: str
    decimals: int
    points: Sequence[ChartPoint]
    breaks: Sequence[date] = ()
    in_range: bool = False
    events: Sequence[ChartEvent] = ()
    words: Mapping[str, str] = field(default_factory=lambda: WORDS)
