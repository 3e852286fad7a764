"""How far our indicators cover a framework of others: each metric with what stands for it, its figure and age."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from quarterdeck.comparisons.external_frameworks import find_framework, metrics_of
from quarterdeck.comparisons.framework_models import ExternalFramework
from quarterdeck.comparisons.framework_schemas import (
    CoveredMetric,
    CoveredOutcome,
    ExternalFrameworkRead,
    FrameworkCoverage,
    MappedIndicator,
    MetricFigure,
    mapping_content,
)
from quarterdeck.comparisons.mappings import visible_mappings
from quarterdeck.comparisons.models import ComparisonFile
from quarterdeck.comparisons.workflow import may_load
from quarterdeck.core import clock
from quarterdeck.core.actor import Actor
from quarterdeck.measures.chart_reads import series_of
from quarterdeck.measures.models import Indicator
from quarterdeck.measures.reads import points_of
from quarterdeck.measures.viewpoint import Viewpoint


def framework_reads(session: Session, rows: Sequence[ExternalFramework]) -> list[ExternalFrameworkRead]:
    """Frameworks as they are answered, with what their files say of them."""
    f = ComparisonFile
    files = {each.id: each for each in session.scalars(select(f).where(f.id.in_([row.file_id for row in rows])))}
    return [ExternalFrameworkRead.model_validate(_content(row, files[row.file_id])) for row in rows]


def _content(row: ExternalFramework, file: ComparisonFile) -> dict[str, Any]:
    told = {name: getattr(file, name) for name in ("publisher", "published_on", "link")}
    return {"id": row.id, "name": row.name, "version": row.version, "file_id": file.id, **told}


def coverage_of(session: Session, actor: Actor, viewpoint: Viewpoint, framework_id: int) -> FrameworkCoverage:
    """A framework's metrics with the indicators that stand for each, as it stood at a viewpoint. Raises 404."""
    framework = find_framework(session, actor, framework_id, viewpoint)
    rows = session.execute(visible_mappings(actor, viewpoint).where(ExternalFramework.id == framework.id)).all()
    latest = {row[3].id: _latest(session, actor, viewpoint, row[3]) for row in rows}
    mapped: dict[int, list[MappedIndicator]] = defaultdict(list)
    for row in sorted(rows, key=lambda each: each[3].ref):
        content = {**mapping_content(row), "latest": latest[row[3].id]}
        mapped[row[1].id].append(MappedIndicator.model_validate(content))
    outcomes: dict[str, CoveredOutcome] = {}
    for metric in metrics_of(session, framework):
        of = outcomes.setdefault(
            metric.outcome_code, CoveredOutcome(code=metric.outcome_code, name=metric.outcome, metrics=[])
        )
        if metric.code:
            told = {name: getattr(metric, name) for name in ("id", "code", "name", "unit", "source")}
            of.metrics.append(CoveredMetric(**told, indicators=mapped[metric.id]))
    metrics = [metric for outcome in outcomes.values() for metric in outcome.metrics]
    return FrameworkCoverage(
        **framework_reads(session, [framework])[0].model_dump(),
        metrics=len(metrics),
        covered=sum(bool(metric.indicators) for metric in metrics),
        outcomes=list(outcomes.values()),
        may_map=may_load(actor),
    )


def _latest(session: Session, actor: Actor, viewpoint: Viewpoint, indicator: Indicator) -> MetricFigure | None:
    series, _ = series_of(session, actor, indicator, None)
    points = (
        [] if series is None else points_of(session, actor, viewpoint, indicator.id, [series.id]).get(series.id, [])
    )
    if not points:
        return None
    newest = points[-1]
    same = ("period", "period_label", "value_state", "value", "unit_of_measure", "decimals", "provisional")
    age = ((viewpoint.on or clock.today()) - newest.end_on).days
    return MetricFigure.model_validate(
        {"observation_id": newest.id, "age_days": age, **{name: getattr(newest, name) for name in same}}
    )
