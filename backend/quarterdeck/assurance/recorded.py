"""Figures with the very rows that made them: what a recalculation, a trail and a sample's archive start from."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from quarterdeck.core.db import shared_alias
from quarterdeck.measures.models import Indicator, IndicatorDefinition, Observation, RatingRow, RatingRule, Target
from quarterdeck.organisation.models import Unit

_LAST_YEAR, _YEAR_END = shared_alias(Observation, "last_year"), shared_alias(Target, "year_end")


@dataclass(frozen=True)
class Recorded:
    """One revision of a figure, a rating of it, and all that this rating was made from."""

    observation: Observation
    rating: RatingRow
    indicator: Indicator
    unit: Unit
    definition: IndicatorDefinition
    rule: RatingRule | None
    target: Target | None
    last_year: Observation | None
    forecast_target: Target | None


def recorded(session: Session, council_id: int, rating_ids: Collection[int]) -> dict[int, Recorded]:
    """The figures that these ratings are of, by the ratings' ids. One query."""
    query = _with_all_that_made_it().where(
        RatingRow.council_id == council_id, RatingRow.id.in_(sorted(set(rating_ids)))
    )
    return {row[1].id: Recorded(*row) for row in session.execute(query)}


def _with_all_that_made_it() -> Select[
    Observation,
    RatingRow,
    Indicator,
    Unit,
    IndicatorDefinition,
    RatingRule | None,
    Target | None,
    Observation | None,
    Target | None,
]:
    o, r = Observation, RatingRow
    return (
        select(o, r, Indicator, Unit, IndicatorDefinition, RatingRule, Target, _LAST_YEAR, _YEAR_END)
        .join(r, r.observation_id == o.id)
        .join(Indicator, Indicator.id == o.indicator_id)
        .join(Unit, Unit.id == o.unit_id)
        .join(IndicatorDefinition, IndicatorDefinition.id == r.definition_id)
        .outerjoin(RatingRule, RatingRule.id == r.rule_id)
        .outerjoin(Target, Target.id == r.target_id)
        .outerjoin(_LAST_YEAR, _LAST_YEAR.id == r.last_year_observation_id)
        .outerjoin(_YEAR_END, _YEAR_END.id == r.forecast_target_id)
    )
