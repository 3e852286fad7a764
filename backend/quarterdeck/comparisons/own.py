"""Our own figure for a period that others have figures for: reported for its very days, or the outturn of its year."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select, true
from sqlalchemy.orm import Session

from quarterdeck.comparisons.schemas import OwnFigure
from quarterdeck.core.actor import Actor
from quarterdeck.framework.periods import Period, Span
from quarterdeck.measures.chart_reads import series_of
from quarterdeck.measures.figures import Figure
from quarterdeck.measures.models import Indicator, IndicatorDefinition
from quarterdeck.measures.outturn_reads import outturns_of
from quarterdeck.measures.reads import points_of
from quarterdeck.measures.versions import in_force
from quarterdeck.measures.viewpoint import Viewpoint


def own_figure(
    session: Session, actor: Actor, viewpoint: Viewpoint, indicator: Indicator, period: Period
) -> tuple[OwnFigure | None, str]:
    """Our figure of the indicator's own series; where there is none, None and a sentence that says what there is."""
    series, _ = series_of(session, actor, indicator, None)
    if series is None:
        return None, "Your council has not collected figures for this indicator yet."
    points = points_of(session, actor, viewpoint, indicator.id, [series.id]).get(series.id, [])
    same = [each for each in points if (each.start_on, each.end_on) == (period.start, period.end)]
    if same:
        return _reported(same[-1]), ""
    if period.span is Span.YEAR:
        found = outturns_of(session, actor, viewpoint, [indicator.id], [period])
        made = next((each for each in found if each.series_id == series.id), None)
        if made is not None and made.outturn.value is not None:
            return _outturn(made), ""
        if made is not None and points:
            return None, f"There is no outturn of your council for {period.short_label}. {made.outturn.sentence}"
    return None, _nearest(points, period)


def definition_for(
    session: Session, indicator: Indicator, viewpoint: Viewpoint, period: Period | None
) -> IndicatorDefinition | None:
    """The definition in force for a period, or the newest, of those known at a viewpoint."""
    d, then = IndicatorDefinition, viewpoint.change_no
    known = session.scalars(
        select(d).where(d.indicator_id == indicator.id, true() if then is None else d.change_no <= then)
    ).all()
    if period is not None:
        return in_force(known, period.start)
    return max(known, key=lambda each: (each.effective_from, each.number), default=None)


def _reported(figure: Figure) -> OwnFigure:
    return OwnFigure.model_validate(
        {
            "how": "reported",
            "period": figure.period,
            "period_label": figure.period_label,
            "value_state": figure.value_state,
            "value": figure.value,
            "numerator": figure.numerator,
            "denominator": figure.denominator,
            "provisional": figure.provisional,
            "observation_id": figure.id,
            "sentence": "Reported for this period.",
        }
    )


def _outturn(made: Any) -> OwnFigure:
    outturn = made.outturn
    return OwnFigure(
        how="outturn",
        period=outturn.year.code,
        period_label=outturn.year.label,
        value_state=outturn.value_state,
        value=outturn.value,
        numerator=outturn.numerator,
        denominator=outturn.denominator,
        provisional=outturn.provisional,
        observation_id=made.observation_id,
        sentence=outturn.sentence,
    )


def _nearest(points: Sequence[Figure], period: Period) -> str:
    if not points:
        return f"You see no figure of your council for {period.short_label}, or for any other period."
    newest = Period.of_code(points[-1].period).short_label
    return (
        f"You see no figure of your council for {period.short_label}. Its newest is for {newest}: not the same period."
    )
