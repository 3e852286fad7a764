"""What the routes of external frameworks take and answer."""

from datetime import date
from typing import Any

from pydantic import ConfigDict

from quarterdeck.comparisons.framework_models import Relation
from quarterdeck.core.http import Day, Input, Output, Prose, Ref
from quarterdeck.measures.models import ValueState


class MappingCreate(Input):
    """How an indicator stands to a metric from a day on; `ended`: no longer from that day."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"indicator_id": 1, "metric_id": 1, "relation": "close", "since": "2026-04-01"}]
        }
    )

    indicator_id: Ref
    metric_id: Ref
    relation: Relation
    since: Day
    note: Prose = ""


class ExternalFrameworkRead(Output):
    """A framework that others publish: who, when and where its file says."""

    id: int
    name: str
    version: str
    publisher: str
    published_on: date
    link: str
    file_id: int


class MetricFigure(Output):
    """The newest figure of an indicator's own series, in its unit of measure. `age_days`: since the period ended."""

    observation_id: int
    period: str
    period_label: str
    value_state: ValueState
    value: float | None
    unit_of_measure: str
    decimals: int
    provisional: bool
    age_days: int


class MetricMappingRead(Output):
    """That an indicator stands for a metric of a framework, how closely and since when."""

    id: int
    indicator_id: int
    ref: str
    indicator_name: str
    metric_id: int
    metric_code: str
    metric: str
    framework_id: int
    framework: str
    relation: Relation
    since: date
    note: str


class MappedIndicator(MetricMappingRead):
    """The same with the indicator's newest figure; null where there is none to be seen."""

    latest: MetricFigure | None


class CoveredMetric(Output):
    """A metric with the indicators that stand for it; none is a gap."""

    id: int
    code: str
    name: str
    unit: str
    source: str
    indicators: list[MappedIndicator]


class CoveredOutcome(Output):
    """An outcome with its metrics, in its publisher's order; no metrics where none are published yet."""

    code: str
    name: str
    metrics: list[CoveredMetric]


class FrameworkCoverage(ExternalFrameworkRead):
    """How far a council's indicators cover a framework; nothing is rated by it."""

    metrics: int
    covered: int
    outcomes: list[CoveredOutcome]
    may_map: bool


def mapping_content(row: Any) -> dict[str, Any]:
    """What `MetricMappingRead` holds, of a row of `visible_mappings`."""
    mapping, metric, framework, indicator = row
    return {
        "id": mapping.id,
        "indicator_id": indicator.id,
        "ref": indicator.ref,
        "indicator_name": indicator.name,
        "metric_id": metric.id,
        "metric_code": metric.code,
        "metric": metric.name,
        "framework_id": framework.id,
        "framework": f"{framework.name} {framework.version}",
        "relation": mapping.relation,
        "since": mapping.since,
        "note": mapping.note,
    }
