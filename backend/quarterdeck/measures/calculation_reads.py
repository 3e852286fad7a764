"""How series are calculated, in words and with their parts; and how one figure came about."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from quarterdeck.core import clock
from quarterdeck.core.actor import Actor
from quarterdeck.framework.periods import Period
from quarterdeck.measures.calculated import ways_of
from quarterdeck.measures.calculation import Calculation, CalculationInput, ObservationInput
from quarterdeck.measures.calculation_rules import Covers, Operation, PartRole
from quarterdeck.measures.calculation_schemas import (
    CalculationPartRead,
    CalculationRead,
    CollectedSeries,
    HowCalculated,
    PartOfFigure,
)
from quarterdeck.measures.models import (
    Frequency,
    Indicator,
    IndicatorDefinition,
    Observation,
    Origin,
    RatingRow,
    Series,
)
from quarterdeck.measures.projection import Cell
from quarterdeck.measures.rating_inputs import period_of
from quarterdeck.measures.reads import find_observation
from quarterdeck.measures.revisions import newest
from quarterdeck.measures.series import SPAN_OF, visible_series
from quarterdeck.measures.viewpoint import NOW, Viewpoint, newest_rating, visible_observations
from quarterdeck.measures.words import listed
from quarterdeck.organisation.models import Unit

COVERED: Final = {
    Covers.SAME: "of the same period",
    Covers.WITHIN: "of the periods within",
    Covers.LAST: "of the last {periods} periods",
    Covers.YEAR_SO_FAR: "of the year so far",
}
MADE: Final = {
    Operation.SUM: "The sum {of} {covered}",
    Operation.RATIO: "The sum of {numerators}, over the sum of {denominators}, {covered}",
    Operation.AVERAGE: "The numerators {of}, over their denominators, {covered}",
    Operation.MEAN: "The mean {of} {covered}",
    Operation.LAST: "The last figure {of} {covered}",
}
ENDED: Final = "Entered by its service"


def collected_series(actor: Actor) -> Select[*tuple[Any, ...]]:
    """Every series of the council, with its indicator and unit."""
    return (
        visible_series(actor)
        .join(Indicator, Indicator.id == Series.indicator_id)
        .join(Unit, Unit.id == Series.unit_id)
        .add_columns(Indicator.ref, Indicator.name, Indicator.frequency, Unit.code, Unit.name.label("unit_name"))
    )


def series_read(row: Any) -> CollectedSeries:
    """A row of `collected_series` as it is answered."""
    series = row.Series
    of = {name: getattr(row, name) for name in ("ref", "name", "frequency", "unit_name")}
    own = {name: getattr(series, name) for name in ("id", "indicator_id", "unit_id", "breakdown")}
    return CollectedSeries.model_validate({**of, **own, "unit": row.code})


def calculation_reads(session: Session, rows: Sequence[Calculation]) -> list[CalculationRead]:
    """Versions as they are answered, each with its parts and in words; three queries."""
    parts = _parts_of(session, [row.id for row in rows])
    series = _series(session, {row.series_id for row in rows} | {p.series_id for each in parts.values() for p in each})
    if not rows:
        return []
    ways, today = ways_of(session, rows[0].council_id), clock.today()
    found = []
    for row in rows:
        of = series[row.series_id]
        now = Period.containing(today, SPAN_OF[Frequency(of.frequency)])
        version = ways.version((row.series_id, now.code))
        reads = [_part_read(series[part.series_id], PartRole(part.role)) for part in parts.get(row.id, ())]
        values = {name: getattr(row, name) for name in CalculationRead.model_fields if hasattr(row, name)}
        found.append(
            CalculationRead.model_validate(
                values
                | {name: getattr(of, name) for name in ("indicator_id", "unit_id", "unit", "breakdown")}
                | {
                    "parts": reads,
                    "sentence": sentence(row, reads),
                    "in_force": version is not None and row.id == version.calculation.id,
                }
            )
        )
    return found


def how_calculated(session: Session, actor: Actor, observation_id: int, viewpoint: Viewpoint = NOW) -> HowCalculated:
    """How a revision came about: the calculation, and the revisions it was made of as they were. Raises 404."""
    found = find_observation(session, actor, observation_id, viewpoint)
    if found.origin != Origin.CALCULATION:
        return HowCalculated(calculation=None, parts=[], not_shown=0)
    cell = (found.series_id, found.period_code)
    way = ways_of(session, actor.council_id).version(cell, found.change_no)
    assert way is not None, "what was calculated has its calculation"
    rows = session.execute(_parts_seen(actor, viewpoint, observation_id)).all()
    total = session.scalars(select(ObservationInput.part_id).where(ObservationInput.observation_id == observation_id))
    standing = newest(
        session, actor.council_id, {(row.Observation.series_id, row.Observation.period_code) for row in rows}
    )
    return HowCalculated(
        calculation=calculation_reads(session, [way.calculation])[0],
        parts=[_part_of(row, standing) for row in rows],
        not_shown=len(total.all()) - len(rows),
    )


def sentence(row: Calculation, parts: Sequence[CalculationPartRead]) -> str:
    """A version in words: `The sum of H1 and H2 of the same period`."""
    if row.operation is None or row.covers is None:
        return ENDED
    named = {role: listed([_name(part) for part in parts if part.role is role]) for role in PartRole}
    return MADE[Operation(row.operation)].format(
        of=f"of {named[PartRole.PART]}",
        numerators=named[PartRole.NUMERATOR],
        denominators=named[PartRole.DENOMINATOR],
        covered=COVERED[Covers(row.covers)].format(periods=row.periods),
    )


def _parts_of(session: Session, calculation_ids: Collection[int]) -> dict[int, list[CalculationInput]]:
    query = (
        select(CalculationInput)
        .where(CalculationInput.calculation_id.in_(calculation_ids))
        .order_by(CalculationInput.calculation_id, CalculationInput.position)
    )
    found: dict[int, list[CalculationInput]] = {}
    for row in session.scalars(query):
        found.setdefault(row.calculation_id, []).append(row)
    return found


def _series(session: Session, series_ids: Iterable[int]) -> dict[int, Any]:
    query = (
        select(
            Series.id,
            Series.indicator_id,
            Series.unit_id,
            Series.breakdown,
            Indicator.ref,
            Indicator.name,
            Indicator.frequency,
            Unit.name.label("unit"),
        )
        .join(Indicator, Indicator.id == Series.indicator_id)
        .join(Unit, Unit.id == Series.unit_id)
        .where(Series.id.in_(sorted(series_ids)))
    )
    return {row.id: row for row in session.execute(query)}


def _part_read(row: Any, role: PartRole) -> CalculationPartRead:
    said = {name: getattr(row, name) for name in ("indicator_id", "ref", "name", "unit_id", "unit", "breakdown")}
    return CalculationPartRead.model_validate({"series_id": row.id, "role": role, **said})


def _name(part: CalculationPartRead) -> str:
    return part.ref if part.breakdown == "all" else f"{part.ref} ({part.breakdown.replace(':', ': ')})"


def _parts_seen(actor: Actor, viewpoint: Viewpoint, observation_id: int) -> Select[*tuple[Any, ...]]:
    """The parts of a revision that the actor may see, as they were; with what they are called and measured in."""
    o, i, r = Observation, ObservationInput, RatingRow
    return (
        visible_observations(actor, viewpoint)
        .join(i, i.part_id == o.id)
        .join(r, r.id == newest_rating(o, viewpoint.change_no))
        .join(IndicatorDefinition, IndicatorDefinition.id == r.definition_id)
        .join(Indicator, Indicator.id == o.indicator_id)
        .join(Unit, Unit.id == o.unit_id)
        .where(i.observation_id == observation_id)
        .order_by(i.position)
        .add_columns(
            i.role,
            Indicator.ref,
            Indicator.name,
            Unit.name.label("unit"),
            IndicatorDefinition.unit_of_measure,
            IndicatorDefinition.decimals,
        )
    )


def _part_of(row: Any, standing: Mapping[Cell, Observation]) -> PartOfFigure:
    o: Observation = row.Observation
    period = period_of(o.period_code)
    values = {name: getattr(o, name) for name in PartOfFigure.model_fields if hasattr(o, name)}
    said = {name: getattr(row, name) for name in ("role", "ref", "name", "unit", "unit_of_measure", "decimals")}
    return PartOfFigure.model_validate(
        values
        | said
        | {
            "observation_id": o.id,
            "period": period.code,
            "period_label": period.short_label,
            "changed": standing[o.series_id, o.period_code].id != o.id,
        }
    )
