"""Writing ratings: a row for every revision as it is appended, and another whenever what made it changes."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from quarterdeck.core.journal import Change
from quarterdeck.framework.periods import Period
from quarterdeck.measures import projection
from quarterdeck.measures.models import (
    Indicator,
    IndicatorDefinition,
    IndicatorKind,
    Observation,
    RatingRow,
    RatingRule,
    Target,
    TargetState,
)
from quarterdeck.measures.projection import Cell
from quarterdeck.measures.rating import Polarity, Rated, Rating, TargetFigure, Unrated, rate
from quarterdeck.measures.rating_rules import rule_from
from quarterdeck.measures.versions import in_force


@dataclass(frozen=True)
class Revision:
    """What of an observation is rated."""

    id: int
    series_id: int
    indicator_id: int
    period_code: str
    value_state: str
    value: float | None


@dataclass(frozen=True)
class Measure:
    """Everything that may rate an indicator's figures: its kind and all versions of its definition and rule."""

    kind: str
    definitions: Sequence[Any]
    rules: Sequence[Any]


def rate_new(session: Session, change: Change, observations: Iterable[Observation]) -> None:
    """Write the first rating of each of these new observations. The caller refreshes the projection.

    Raises LookupError for an indicator without a definition: none can be made without one.
    """
    revisions = [
        Revision(row.id, row.series_id, row.indicator_id, row.period_code, row.value_state, row.value)
        for row in observations
    ]
    _insert(session, _ratings(session, change, revisions))


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
        rows = [row for row in _ratings(session, change, revisions) if not _stands(row, before[row["observation_id"]])]
        _insert(session, rows)
        projection.refresh(session, council_id, chunk)
        written += len(rows)
    return written


def rerate_indicator(session: Session, council_id: int, indicator_id: int, change: Change) -> int:
    """Rate all standing figures of an indicator again; returns how many rows were written."""
    o = Observation
    query = select(o.series_id, o.period_code).where(o.council_id == council_id, o.indicator_id == indicator_id)
    cells = [(series_id, period_code) for series_id, period_code in session.execute(query.distinct())]
    return rerate(session, council_id, cells, change)


def rate_figure(
    measure: Measure, period_code: str, value_state: str, value: float | None, target: TargetFigure | None
) -> tuple[Rated, Any, Any]:
    """A figure's rating with the definition and rule (or None) in force for its period."""
    start = _start(period_code)
    definition = in_force(measure.definitions, start)
    if definition is None:
        raise LookupError("an indicator without a definition cannot be rated")
    rule = in_force(measure.rules, start)
    if measure.kind == IndicatorKind.CONTEXTUAL:
        # Whatever stands beside it: a contextual measure has no rating.
        return Rated(Rating.UNRATED, Unrated.CONTEXTUAL, value_state), definition, rule
    polarity = Polarity(definition.polarity)
    made = None if rule is None else rule_from(rule.kind, rule.parameters)
    return rate(made, polarity, definition.decimals, value_state, value, target), definition, rule


def measures_of(session: Session, council_id: int, indicator_ids: Collection[int]) -> dict[int, Measure]:
    """What may rate the figures of these indicators, by indicator: three queries, however many there are."""
    ids = sorted(set(indicator_ids))
    kinds = session.execute(select(Indicator.id, Indicator.kind).where(Indicator.id.in_(ids)))
    d, r = IndicatorDefinition, RatingRule
    definitions = select(d.indicator_id, d.id, d.number, d.effective_from, d.polarity, d.decimals).where(
        d.council_id == council_id, d.indicator_id.in_(ids)
    )
    rules = select(r.indicator_id, r.id, r.number, r.effective_from, r.kind, r.parameters).where(
        r.council_id == council_id, r.indicator_id.in_(ids)
    )
    of_definition, of_rule = (_by_indicator(session.execute(query)) for query in (definitions, rules))
    return {id_: Measure(kind, of_definition[id_], of_rule[id_]) for id_, kind in kinds}


def targets_in_force(session: Session, council_id: int, cells: Iterable[Cell]) -> dict[Cell, Any]:
    """The newest approved target of each cell that has one: id and figures."""
    found: dict[Cell, Any] = {}
    t = Target
    for chunk in projection.in_chunks(cells):
        query = (
            select(t.series_id, t.period_code, t.id, t.value, t.low, t.high, t.text)
            .where(
                t.council_id == council_id,
                t.state == TargetState.APPROVED,
                projection.among(t.series_id, t.period_code, chunk),
            )
            .order_by(t.number)
        )
        rows = {(row.series_id, row.period_code): row for row in session.execute(query)}
        found |= projection.only(rows, chunk)
    return found


def target_figure(row: Any) -> TargetFigure:
    """What a target's row (or a target) says, as the rating rules read it."""
    return TargetFigure(row.value, row.low, row.high, row.text)


def _ratings(session: Session, change: Change, revisions: Sequence[Revision]) -> list[dict[str, Any]]:
    """The rating rows that these revisions should have now."""
    if not revisions:
        return []
    measures = measures_of(session, change.council_id, {revision.indicator_id for revision in revisions})
    cells = [(revision.series_id, revision.period_code) for revision in revisions]
    targets = targets_in_force(session, change.council_id, cells)
    return [
        _row(change, revision, measures[revision.indicator_id], targets.get((revision.series_id, revision.period_code)))
        for revision in revisions
    ]


def _row(change: Change, revision: Revision, measure: Measure, target: Any) -> dict[str, Any]:
    figure = None if target is None else target_figure(target)
    rated, definition, rule = rate_figure(measure, revision.period_code, revision.value_state, revision.value, figure)
    return {
        "council_id": change.council_id,
        "series_id": revision.series_id,
        "period_code": revision.period_code,
        "observation_id": revision.id,
        "definition_id": definition.id,
        "target_id": None if target is None else target.id,
        "rule_id": None if rule is None else rule.id,
        "rating": rated.rating.value,
        "unrated_reason": None if rated.reason is None else rated.reason.value,
        "override_reason": None,
        "recorded_by": None,
        "change_no": change.number,
    }


def _stands(row: Mapping[str, Any], before: Any) -> bool:
    """Whether the rating on record says the same; an override stands until what it overrode changes."""
    made_by = all(row[name] == getattr(before, name) for name in ("definition_id", "target_id", "rule_id"))
    same = row["rating"] == before.rating and row["unrated_reason"] == before.unrated_reason
    return made_by and (same or before.override_reason is not None)


def _insert(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        session.execute(insert(RatingRow), rows)


def _standing(session: Session, council_id: int, cells: Sequence[Cell]) -> list[Revision]:
    """The latest and the approved revision of each cell."""
    standing = projection.standings(session, council_id, cells).values()
    wanted = {observation_id for each in standing for _, observation_id in each.pairs()}
    o = Observation
    query = select(o.id, o.series_id, o.indicator_id, o.period_code, o.value_state, o.value).where(
        o.council_id == council_id, projection.among(o.series_id, o.period_code, cells)
    )
    return [Revision(*row) for row in session.execute(query) if row.id in wanted]


def _by_indicator(rows: Iterable[Any]) -> dict[int, list[Any]]:
    groups: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        groups[row.indicator_id].append(row)
    return groups


@lru_cache(maxsize=4096)
def _start(period_code: str) -> date:
    return Period.of_code(period_code).start
