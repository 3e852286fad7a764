"""Assurance's part of `tests.history`: a sample of one indicator."""

from typing import Any

from sqlalchemy.orm import Session

from quarterdeck.assurance.models import AssuranceSample, SampledIndicator
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
