"""Comparison's part of `tests.history`: a file that was loaded, an area in a group, and its figure."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from quarterdeck.comparisons.framework_models import ExternalFramework, ExternalMetric, MetricMapping
from quarterdeck.comparisons.models import (
    ComparisonArea,
    ComparisonFile,
    ComparisonGroup,
    ComparisonGroupMember,
    ComparisonValue,
)
from quarterdeck.measures.models import Series
from tests.builders import CouncilBuilder


def a_comparison(
    session: Session, council: CouncilBuilder, series: Series, period: str, common: dict[str, Any]
) -> None:
    """One figure of one area for the series' indicator."""
    moment = common["recorded_at"]
    file = ComparisonFile(
        council_id=council.id, person_id=None, kind="figures", filename="x.csv", sha256="0" * 64, content={},
        publisher="P", title="T", link="", published_on=date(2023, 9, 1), licence="", definition_note="",
        state="loaded", counts={}, created_at=moment, changed_at=moment, loaded_at=moment,
        change_no=common["change_no"], version=2,
    )  # fmt: skip
    session.add(file)
    session.flush()
    of_file = {"council_id": council.id, "file_id": file.id, "change_no": common["change_no"]}
    session.add(
        ComparisonArea(
            code="E06999902", number=1, name="Corve Bay", kind="unitary", valid_from=None, valid_to=None,
            successors=[], **of_file,
        )
    )  # fmt: skip
    group = ComparisonGroup(name="Neighbours", version="1", dated=date(2023, 4, 1), **of_file)
    session.add(group)
    session.flush()
    session.add(ComparisonGroupMember(group_id=group.id, code="E06999902", council_id=council.id))
    session.add(
        ComparisonValue(
            indicator_id=series.indicator_id, period_code=period, area_code="E06999902", revision=1,
            value_state="value", value=41.0, numerator=None, denominator=None, unit="", note="", **of_file,
        )
    )  # fmt: skip
    framework = ExternalFramework(name="A framework", version="1", **of_file)
    session.add(framework)
    session.flush()
    metric = ExternalMetric(
        council_id=council.id, framework_id=framework.id, position=1, outcome_code="1", outcome="Homes", code="1.1",
        name="Homes let", unit="%", source="",
    )  # fmt: skip
    session.add(metric)
    session.flush()
    session.add(
        MetricMapping(
            council_id=council.id, indicator_id=series.indicator_id, metric_id=metric.id, number=1, relation="close",
            since=date(2023, 4, 1), note="", **common,
        )
    )  # fmt: skip
