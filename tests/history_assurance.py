"""Assurance's part of `tests.history`: a sample of one indicator, and an assessment of it."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from quarterdeck.assurance.models import AssuranceSample, DataQualityAssessment, DimensionAssessment, SampledIndicator
from quarterdeck.measures.editions import PackEdition
from quarterdeck.measures.models import Series
from tests.builders import CouncilBuilder


def a_sample(
    session: Session, council: CouncilBuilder, edition: PackEdition, series: Series, common: dict[str, Any]
) -> None:
    """One indicator drawn from an edition."""
    sample = AssuranceSample(
        council_id=council.id,
        number=1,
        seed="audit",
        size=1,
        period_code=edition.period_code,
        edition_id=edition.id,
        unit_id=None,
        theme_id=None,
        by_unit=False,
        purpose="",
        population=[{"ref": "H4", "name": "Lettings", "unit": "HOUSING", "unit_name": "Housing"}],
        drawn_by=None,
        drawn_at=common["recorded_at"],
        change_no=common["change_no"],
    )
    session.add(sample)
    session.flush()
    session.add(
        SampledIndicator(
            sample_id=sample.id,
            position=1,
            council_id=council.id,
            indicator_id=series.indicator_id,
            ref="H4",
            rank="0" * 64,
        )
    )


def an_assessment(session: Session, council: CouncilBuilder, series: Series, common: dict[str, Any]) -> None:
    """What was judged of the series' indicator, by one dimension."""
    assessment = DataQualityAssessment(
        council_id=council.id,
        indicator_id=series.indicator_id,
        number=1,
        overall="some_concerns",
        conclusion="Late",
        next_review_on=date(2024, 4, 1),
        assessed_by=None,
        assessed_at=common["recorded_at"],
        change_no=common["change_no"],
    )
    session.add(assessment)
    session.flush()
    session.add(
        DimensionAssessment(
            assessment_id=assessment.id,
            dimension="timeliness",
            council_id=council.id,
            judgement="some_concerns",
            note="Twice late",
            on_record=["2 of 4 returns came on time."],
        )
    )
