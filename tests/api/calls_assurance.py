"""Calls of assurance: an indicator's trail, samples of indicators, and their data quality."""

from collections.abc import Callable
from typing import Any

from tests.api.calls import Calls, get, post
from tests.api.estate import CLOSED, IN_REVIEW, WITH_CABINET, Estate


def calls(e: Estate) -> Calls:
    """Every call of assurance's part of the matrix."""
    own, other = (f"/indicators/{service.indicator.id}/trail" for service in (e.housing, e.environment))
    return {
        ("list_trail", "own service, approved"): get(own, _figure_of(CLOSED)),
        ("list_trail", "own service, confirmed"): get(own, _figure_of(IN_REVIEW)),
        ("list_trail", "other service, confirmed"): get(other, _figure_of(IN_REVIEW)),
        ("list_trail", "own service, in an edition that Cabinet has in private"): get(own, _figure_of(WITH_CABINET)),
        ("list_trail", "other service, in that edition"): get(other, _figure_of(WITH_CABINET)),
        ("read_recalculation", "own service"): get(f"/indicators/{e.housing.indicator.id}/recalculation"),
        **_samples(e),
        **_quality(e),
    }


def _samples(e: Estate) -> Calls:
    own = f"/assurance-samples/{e.sample.id}"
    return {
        ("list_samples", "an auditor's"): get("/assurance-samples", e.sample.id),
        ("draw_sample", "of a closed quarter"): post("/assurance-samples", {"size": 1, "period": CLOSED}),
        ("read_sample", "an auditor's"): get(own),
        ("read_sample_archive", "an auditor's"): get(f"{own}/archive.zip"),
    }


def _quality(e: Estate) -> Calls:
    own, other = (f"/indicators/{service.indicator.id}" for service in (e.housing, e.environment))
    dimensions = ("completeness", "uniqueness", "consistency", "timeliness", "validity", "accuracy")
    body = {
        "dimensions": {name: {"judgement": "good"} for name in dimensions},
        "overall": "good",
        "conclusion": "Nothing speaks against it",
    }
    return {
        ("list_data_quality", "own service"): get("/data-quality-assessments", _quality_of(e.housing.indicator.id)),
        ("list_data_quality_assessments", "own service"): get(f"{own}/data-quality-assessments"),
        ("record_data_quality_assessment", "own service"): post(f"{own}/data-quality-assessments", body),
        ("record_data_quality_assessment", "other service"): post(f"{other}/data-quality-assessments", body),
        ("read_data_quality_on_record", "own service"): get(f"{own}/data-quality-on-record"),
        ("read_data_quality_on_record", "other service"): get(f"{other}/data-quality-on-record"),
    }


def _quality_of(indicator_id: int) -> Callable[[Any], bool]:
    return lambda page: any(row["indicator_id"] == indicator_id for row in page["items"])


def _figure_of(period: str) -> Callable[[Any], bool]:
    return lambda page: any(line["kind"] == "figure" and line["period"] == period for line in page["items"])
