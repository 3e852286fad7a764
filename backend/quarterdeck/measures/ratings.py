"""Writing ratings: a row for every revision as it is appended, and another whenever what made it changes."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from quarterdeck.core.journal import Change
from quarterdeck.measures import projection
from quarterdeck.measures.models import IndicatorKind, Observation, RatingRow
from quarterdeck.measures.projection import Cell
from quarterdeck.measures.rating import NOTHING, Beside, Polarity, Rated, Rating, TargetFigure, Unrated, rate
from quarterdeck.measures.rating_inputs import (
    Around,
    Measure,
    around,
    dependents,
    measures_of,
    target_figure,
    targets_in_force,
)
from quarterdeck.measures.rating_rules import rule_from

MADE_BY: Final = (
    "definition_id",
    "target_id",
    "rule_id",
    "last_year_observation_id",
    "forecast",
    "forecast_target_id",
)
"""What made a rating, beside the figure itself."""


@dataclass(frozen=True)
class Revision:
    """What of an observation is rated."""

    id: int
    series_id: int
    indicator_id: int
    period_code: str
    value_state: str
    value: float | None
    forecast: float | None

    @property
    def cell(self) -> Cell:
        return self.series_id, self.period_code


def rate_new(session: Session, change: Change, observations: Iterable[Observation]) -> None:
    """Write the first rating of each of these new observations. The caller refreshes the projection.

    Raises LookupError for an indicator without a definition: none can be made without one.
    """
    _insert(session, rating_rows(session, change, [revision_of(row) for row in observations]))


def rerate(session: Session, council_id: int, cells: Collection[Cell], change: Change) -> int:
    """Rate the revisions that stand for these cells again, and bring the projection into line.

    Called whenever a target, rule or definition of the cells has changed, under that change's number. A
    revision whose target, rule, definition and rating are as before gets no row. Returns how many rows
    were written.
    """
    session.flush()
    written = 0
    for chunk in projection.in_chunks(cells):
        revisions = _standing(session, council_id, chunk)
        before = projection.newest_ratings(session, council_id, chunk)
        rows = [
            row for row in rating_rows(session, change, revisions) if not _stands(row, before[row["observation_id"]])
        ]
        _insert(session, rows)
        projection.refresh(session, council_id, chunk)
        written += len(rows)
    return written


def rerate_dependents(session: Session, council_id: int, changed: Collection[Cell], change: Change) -> int:
    """Rate again what looks at the figures or targets of these cells: a year later, or by forecast in the same year.

    Called whenever they have changed, under that change's number. Returns how many rows were written.
    """
    return rerate(session, council_id, dependents(session, council_id, changed) - set(changed), change)


def rerate_indicator(session: Session, council_id: int, indicator_id: int, change: Change) -> int:
    """Rate all standing figures of an indicator again; returns how many rows were written."""
    o = Observation
    query = select(o.series_id, o.period_code).where(o.council_id == council_id, o.indicator_id == indicator_id)
    cells = [(series_id, period_code) for series_id, period_code in session.execute(query.distinct())]
    return rerate(session, council_id, cells, change)


def rate_figure(
    measure: Measure,
    period_code: str,
    value_state: str,
    value: float | None,
    target: TargetFigure | None,
    beside: Beside = NOTHING,
) -> tuple[Rated, Any, Any]:
    """A figure's rating with the definition and rule (or None) in force for its period."""
    definition, rule = measure.definition_in(period_code), measure.rule_in(period_code)
    if measure.kind == IndicatorKind.CONTEXTUAL:
        # Whatever stands beside it: a contextual measure has no rating.
        return Rated(Rating.UNRATED, Unrated.CONTEXTUAL, value_state), definition, rule
    polarity = Polarity(definition.polarity)
    made = None if rule is None else rule_from(rule.kind, rule.parameters)
    return rate(made, polarity, definition.decimals, value_state, value, target, beside), definition, rule


def rating_rows(session: Session, change: Change, revisions: Sequence[Revision]) -> list[dict[str, Any]]:
    """The rating rows that these revisions should have now, by the rules alone."""
    if not revisions:
        return []
    measures = measures_of(session, change.council_id, {revision.indicator_id for revision in revisions})
    targets = targets_in_force(session, change.council_id, [revision.cell for revision in revisions])
    beside = around(session, change.council_id, [(measures[each.indicator_id], each.cell) for each in revisions])
    return [_row(change, each, measures[each.indicator_id], targets.get(each.cell), beside) for each in revisions]


def revision_of(row: Any) -> Revision:
    """What of an observation (or a row with its columns) is rated."""
    return Revision(row.id, row.series_id, row.indicator_id, row.period_code, row.value_state, row.value, row.forecast)


def _row(change: Change, revision: Revision, measure: Measure, target: Any, beside: Around) -> dict[str, Any]:
    figure = None if target is None else target_figure(target)
    used = beside.used(measure, revision.cell, revision.forecast)
    rated, definition, rule = rate_figure(
        measure, revision.period_code, revision.value_state, revision.value, figure, used.beside
    )
    return {
        "council_id": change.council_id,
        "series_id": revision.series_id,
        "period_code": revision.period_code,
        "observation_id": revision.id,
        "definition_id": definition.id,
        "target_id": None if target is None else target.id,
        "rule_id": None if rule is None else rule.id,
        "last_year_observation_id": used.last_year_observation_id,
        "forecast": used.forecast,
        "forecast_target_id": used.forecast_target_id,
        "rating": rated.rating.value,
        "unrated_reason": None if rated.reason is None else rated.reason.value,
        "ruled_rating": None,
        "override_reason": None,
        "recorded_by": None,
        "change_no": change.number,
    }


def _stands(row: Mapping[str, Any], before: Any) -> bool:
    """Whether the rating on record says the same; an override stands until what it overrode changes."""
    if any(row[name] != getattr(before, name) for name in MADE_BY):
        return False
    if before.override_reason is not None:
        return bool(row["rating"] == before.ruled_rating) and row["unrated_reason"] != Unrated.CONTEXTUAL
    return bool(row["rating"] == before.rating and row["unrated_reason"] == before.unrated_reason)


def _insert(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        session.execute(insert(RatingRow), rows)


def _standing(session: Session, council_id: int, cells: Sequence[Cell]) -> list[Revision]:
    """The latest and the approved revision of each cell."""
    standing = projection.standings(session, council_id, cells).values()
    wanted = {observation_id for each in standing for _, observation_id in each.pairs()}
    o = Observation
    query = select(o.id, o.series_id, o.indicator_id, o.period_code, o.value_state, o.value, o.forecast).where(
        o.council_id == council_id, projection.among(o.series_id, o.period_code, cells)
    )
    return [Revision(*row) for row in session.execute(query) if row.id in wanted]
