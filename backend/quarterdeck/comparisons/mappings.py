"""Which indicators of ours stand for which metrics of a framework, since when and how closely."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select, true
from sqlalchemy.orm import Session

from quarterdeck.comparisons.framework_models import ExternalFramework, ExternalMetric, MetricMapping, Relation
from quarterdeck.comparisons.framework_schemas import MappingCreate
from quarterdeck.core import clock, journal
from quarterdeck.core.actor import Actor
from quarterdeck.core.errors import conflict, invalid, not_found
from quarterdeck.core.journal import Event
from quarterdeck.measures.indicators import editable_indicator, visible_indicators
from quarterdeck.measures.models import Indicator
from quarterdeck.measures.viewpoint import NOW, Viewpoint


def visible_mappings(actor: Actor, viewpoint: Viewpoint = NOW, day: date | None = None) -> Select[*tuple[Any, ...]]:
    """(mapping, metric, framework, indicator) of what stood at a viewpoint and had begun by `day` (today).

    What has ended is left out.
    """
    m, newer, then = MetricMapping, MetricMapping.__table__.alias("newer"), viewpoint.change_no
    on = day or viewpoint.on or clock.today()
    newest = (
        select(func.max(newer.c.number))
        .where(
            newer.c.council_id == m.council_id,
            newer.c.indicator_id == m.indicator_id,
            newer.c.metric_id == m.metric_id,
            newer.c.since <= on,
            true() if then is None else newer.c.change_no <= then,
        )
        .scalar_subquery()
    )
    indicators = visible_indicators(actor).with_only_columns(Indicator.id)
    return (
        select(m, ExternalMetric, ExternalFramework, Indicator)
        .join(ExternalMetric, ExternalMetric.id == m.metric_id)
        .join(ExternalFramework, ExternalFramework.id == ExternalMetric.framework_id)
        .join(Indicator, Indicator.id == m.indicator_id)
        .where(
            m.council_id == actor.council_id,
            m.number == newest,
            m.relation != Relation.ENDED,
            m.indicator_id.in_(indicators),
        )
    )


def of_indicator(query: Select[*tuple[Any, ...]], indicator_id: int | None) -> Select[*tuple[Any, ...]]:
    """Of these mappings those of one indicator, or all."""
    return query if indicator_id is None else query.where(MetricMapping.indicator_id == indicator_id)


def record_mapping(session: Session, actor: Actor, data: MappingCreate) -> Sequence[Any]:
    """Say how an indicator stands to a metric from a day on, or that it no longer does. Raises 404, 403, 409, 422."""
    indicator = editable_indicator(session, actor, data.indicator_id)
    m = ExternalMetric
    metric = session.scalars(select(m).where(m.council_id == actor.council_id, m.id == data.metric_id)).one_or_none()
    if metric is None:
        raise not_found("metric")
    if not metric.code:
        raise invalid("/metric_id", "no_metric", "This outcome has no metric yet, so nothing can stand for one.")
    mine = (MetricMapping.council_id == actor.council_id, MetricMapping.indicator_id == indicator.id,
            MetricMapping.metric_id == metric.id)  # fmt: skip
    last = session.scalars(select(MetricMapping).where(*mine).order_by(MetricMapping.number.desc()).limit(1)).first()
    if data.relation is Relation.ENDED and (last is None or last.relation == Relation.ENDED):
        raise conflict("This indicator does not stand for this metric.", "wrong-state")
    if last is not None and data.since < last.since:
        raise invalid("/since", "before_the_last", f"The last word on this counts from {last.since}. Give a later day.")
    change = journal.change(session, actor.council_id)
    mapping = MetricMapping(
        council_id=actor.council_id,
        indicator_id=indicator.id,
        metric_id=metric.id,
        number=(last.number if last else 0) + 1,
        relation=data.relation,
        since=data.since,
        note=data.note.strip(),
        recorded_by=actor.person_id,
        recorded_at=change.recorded_at,
        change_no=change.number,
    )
    session.add(mapping)
    session.flush()
    detail = {"indicator_id": indicator.id, "metric_id": metric.id, "relation": mapping.relation,
              "since": mapping.since.isoformat()}  # fmt: skip
    journal.record(session, actor, Event("metric_mapping.record", "metric_mapping", mapping.id, detail))
    return mapping, metric, session.get_one(ExternalFramework, metric.framework_id), indicator
