"""What is done in the demo for figures to be trusted: a sample of what Cabinet last had, and data quality assessed.

Which, stands in `data/assurance.toml`.
"""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from quarterdeck.assurance.models import QualityDimension
from quarterdeck.assurance.quality import record_assessment
from quarterdeck.assurance.quality_schemas import QualityAssessmentCreate
from quarterdeck.assurance.sample_schemas import SampleCreate
from quarterdeck.assurance.samples import draw_sample
from quarterdeck.demo.reviewing import edition_of
from quarterdeck.demo.timeline import Demo, Step, series_of
from quarterdeck.demo.years import at


def assuring(demo: Demo) -> Iterator[Step]:
    """The steps of assurance."""
    sample = demo.papers.assurance["sample"]
    yield Step(at(demo.years.before_today(sample["on"]), 10, 20), lambda demo: _draw(demo, sample))
    for each in demo.papers.assurance["assessment"]:
        yield Step(at(demo.years.before_today(each["on"]), 14, 40), partial(_assess, row=each))


def _draw(demo: Demo, row: Mapping[str, Any]) -> None:
    edition = edition_of(demo, demo.years.closed[-1])
    data = SampleCreate(
        size=row["size"], seed=row["seed"], edition_id=edition.id, by_unit=row["by_unit"], purpose=row["purpose"]
    )
    draw_sample(demo.session, demo.actor(row["account"]), data)


def _assess(demo: Demo, row: Mapping[str, Any]) -> None:
    dimensions = {each.value: row.get(each.value, ["good"]) for each in QualityDimension}
    data = {
        "dimensions": {name: dict(zip(("judgement", "note"), said, strict=False)) for name, said in dimensions.items()},
        "overall": row["overall"],
        "conclusion": row["conclusion"],
        "next_review_on": demo.years.before_today(-row["next"]).isoformat() if "next" in row else None,
    }
    indicator_id = series_of(demo, row["ref"]).indicator_id
    record_assessment(
        demo.session, demo.actor(row["account"]), indicator_id, QualityAssessmentCreate.model_validate(data)
    )
