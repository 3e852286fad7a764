"""Figures that are made of others: what `data/asides.toml` says is calculated."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from sqlalchemy import select

from quarterdeck.collection.asking import asked_now
from quarterdeck.demo.council import id_of
from quarterdeck.demo.entering import OFFICER
from quarterdeck.demo.timeline import Demo, Step
from quarterdeck.demo.years import at
from quarterdeck.measures import calculations, indicators
from quarterdeck.measures.calculation_schemas import CalculationCreate
from quarterdeck.measures.models import Indicator
from quarterdeck.measures.schemas import IndicatorCreate
from quarterdeck.organisation.models import Unit


def calculating(demo: Demo) -> Iterator[Step]:
    """The steps by which indicators are made that nobody enters figures for."""
    for row in demo.papers.asides["calculation"]:
        yield Step(at(demo.years.before_today(row["on"]), 14, 20), _calculate(row))


def _calculate(row: Mapping[str, Any]) -> Any:
    def do(demo: Demo) -> None:
        actor, since = demo.actor(OFFICER), demo.years.quarter(row["from"]).start
        parts = [{"indicator_id": _id_of(demo, ref)} for ref in row["parts"]]
        made = indicators.create_indicator(demo.session, actor, _indicator(demo, row, since))
        data = CalculationCreate.model_validate(
            {"operation": row["operation"], "parts": parts, "effective_from": since, "reason": row["reason"]}
        )
        calculations.add_calculation(demo.session, actor, made.id, data, asked_now(demo.session, actor))

    return do


def _id_of(demo: Demo, ref: str) -> int:
    query = select(Indicator.id).where(Indicator.council_id == demo.council_id, Indicator.ref == ref)
    return demo.session.scalars(query).one()


def _indicator(demo: Demo, row: Mapping[str, Any], since: date) -> IndicatorCreate:
    return IndicatorCreate.model_validate(
        {
            "ref": row["ref"],
            "name": row["name"],
            "unit_id": id_of(demo.session, demo.council_id, Unit, row["unit"]),
            "kind": "contextual",
            "definition": {
                **{name: row[name] for name in ("definition", "unit_of_measure", "decimals", "aggregation")},
                "numerator_label": row.get("numerator_label", ""),
                "denominator_label": row.get("denominator_label", ""),
                "data_source": "Calculated",
                "polarity": "none",
                "effective_from": since,
            },
            "rating_rule": None,
            "valid_from": since,
        }
    )
