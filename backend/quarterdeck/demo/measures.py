"""What the council measures: its indicators, their history, and how one of them comes to mean something else."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import select

from quarterdeck.demo.council import SET_UP, id_of, post_code
from quarterdeck.demo.entering import manager_of
from quarterdeck.demo.history import read_history
from quarterdeck.demo.papers import Measure
from quarterdeck.demo.timeline import Demo, Step, series_of
from quarterdeck.demo.years import after, at
from quarterdeck.framework.periods import Period
from quarterdeck.measures import activity_links, definitions, indicators
from quarterdeck.measures.activity_link_schemas import ActivityLinkCreate
from quarterdeck.measures.models import Indicator
from quarterdeck.measures.schemas import (
    AliasCreate,
    DefinitionAmend,
    DefinitionCreate,
    IndicatorCreate,
    IndicatorUpdate,
    RuleCreate,
)
from quarterdeck.organisation.models import Body, Portfolio, Post, Unit
from quarterdeck.organisation.service import root_unit
from quarterdeck.planning.models import Activity, Priority


def measuring(demo: Demo) -> Iterator[Step]:
    """The steps by which indicators and their history come in, and by which their meaning changes."""
    first = demo.years.quarter("2Q1")
    yield Step(at(after(first, -SET_UP + 2), 10), make_indicators)
    yield Step(at(after(first, -SET_UP + 3), 11), read_history)
    yield Step(at(after(first, -SET_UP + 4), 9, 15), hand_to_services)
    yield Step(at(after(first, -SET_UP + 4), 11), link_to_activities)
    yield from _redefinitions(demo)


def make_indicators(demo: Demo) -> None:
    """Every indicator, first under the council as a whole, where printed history belongs."""
    root = root_unit(demo.session, demo.council_id)
    since = demo.years.year(1).start
    actor = demo.actor("performance")
    for measure in demo.papers.measures.values():
        made = indicators.create_indicator(demo.session, actor, _indicator(demo, measure, root.id, since))
        for ref, name in measure.also:
            indicators.add_alias(demo.session, actor, made.id, AliasCreate(ref=ref, name=name))


def _indicator(demo: Demo, measure: Measure, unit_id: int, since: date) -> IndicatorCreate:
    session, council_id = demo.session, demo.council_id
    manager = demo.post(manager_of(demo, measure.unit))
    rule: dict[str, Any] = {}
    if measure.rule is not None:
        parameters = {name: value for name, value in measure.rule.items() if name != "kind"}
        rule["rating_rule"] = RuleCreate(kind=measure.rule["kind"], parameters=parameters)
    return IndicatorCreate.model_validate(
        {
            "ref": measure.ref,
            "name": measure.name,
            "unit_id": unit_id,
            "owner_post_id": id_of(session, council_id, Post, post_code(manager)),
            "kind": measure.kind,
            "frequency": measure.frequency,
            "lag": measure.lag,
            "priority_ids": [id_of(session, council_id, Priority, measure.priority)],
            "portfolio_ids": [id_of(session, council_id, Portfolio, measure.portfolio)],
            "linked_from": since,
            "definition": _definition(measure, measure.means, since),
            **rule,
        }
    )


def _definition(measure: Measure, means: str, since: date, **changed: Any) -> DefinitionCreate:
    return DefinitionCreate.model_validate(
        {
            "definition": means,
            "numerator_label": measure.numerator,
            "denominator_label": measure.denominator,
            "data_source": measure.source,
            "unit_of_measure": measure.measure,
            "decimals": measure.decimals,
            "polarity": measure.polarity,
            "aggregation": measure.aggregation,
            "effective_from": since,
            **changed,
        }
    )


def hand_to_services(demo: Demo) -> None:
    """Each indicator goes to the service that is responsible for it from the first round on."""
    actor = demo.actor("performance")
    for indicator in demo.session.scalars(select(Indicator).where(Indicator.council_id == demo.council_id)).all():
        unit_id = id_of(demo.session, demo.council_id, Unit, demo.papers.measures[indicator.ref].unit)
        data = IndicatorUpdate(unit_id=unit_id)
        indicators.update_indicator(demo.session, actor, indicator.id, data, indicator.version)


def link_to_activities(demo: Demo) -> None:
    """Some indicators show what an activity is for, from the quarter in which it begins."""
    actor = demo.actor("performance")
    for row in demo.papers.plan["activity"]:
        if "indicators" in row:
            query = select(Activity.id).where(Activity.council_id == demo.council_id, Activity.ref == row["ref"])
            since = demo.years.quarter(row["from"]).start
            data = ActivityLinkCreate(activity_id=demo.session.scalars(query).one(), valid_from=since)
            for ref in row["indicators"]:
                activity_links.link_activity(demo.session, actor, series_of(demo, ref).indicator_id, data)


def _redefinitions(demo: Demo) -> Iterator[Step]:
    """What an indicator means changes from a quarter on; it is recorded eight working days before."""
    for measure in demo.papers.measures.values():
        for change in measure.redefined:
            quarter = demo.years.quarter(change["from"])
            yield Step(at(after(quarter.previous(), -8), 14), _redefining(measure, change, quarter))


def _redefining(measure: Measure, change: dict[str, Any], quarter: Period) -> Any:
    def redefine(demo: Demo) -> None:
        means = _definition(measure, change["means"], quarter.start, reason=change["reason"]).model_dump()
        agreed = {"body_id": id_of(demo.session, demo.council_id, Body, change["agreed_by"])}
        said = {name: change[name] for name in ("breaks_series", "break_note")}
        data = DefinitionAmend.model_validate({**means, **said, **agreed, "minute_reference": change["minute"]})
        indicator_id = series_of(demo, measure.ref).indicator_id
        definitions.amend_definition(demo.session, demo.actor("performance"), indicator_id, data)

    return redefine
