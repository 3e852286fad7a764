"""Data-quality assessments as they are read: by whom, which stands, and what each says.

Everybody who sees an indicator reads what was judged of its figures. The newest assessment stands; all are kept.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, select
from sqlalchemy.orm import Session

from quarterdeck.assurance.models import DataQualityAssessment, DimensionAssessment, QualityDimension
from quarterdeck.assurance.quality_schemas import AssessedDimension, QualityAssessmentRead
from quarterdeck.core.actor import Actor
from quarterdeck.core.db import shared_alias
from quarterdeck.measures.indicators import list_indicators
from quarterdeck.measures.models import Indicator
from quarterdeck.measures.series import within

A, D = DataQualityAssessment, DimensionAssessment
_LATER = shared_alias(DataQualityAssessment, "later")


def visible_assessments(actor: Actor) -> Select[DataQualityAssessment]:
    """Every assessment of the actor's council: everyone signed in reads them."""
    return (
        select(A)
        .join(Indicator, Indicator.id == A.indicator_id)
        .where(A.council_id == actor.council_id, within(actor, Indicator.id, Indicator.unit_id))
    )


def stands() -> ColumnElement[bool]:
    """That an assessment is its indicator's newest."""
    later = _LATER
    same = (later.council_id == A.council_id, later.indicator_id == A.indicator_id)
    return ~exists().where(*same, later.number > A.number)


def assessment_reads(
    session: Session, rows: Sequence[tuple[DataQualityAssessment, bool]]
) -> list[QualityAssessmentRead]:
    """Assessments, each with whether it stands, as they are answered. One query."""
    dimensions = dimensions_of(session, [row.id for row, _ in rows])
    names = QualityAssessmentRead.model_fields.keys() - {"dimensions", "stands"}
    return [
        QualityAssessmentRead(
            **{name: getattr(row, name) for name in names}, dimensions=dimensions[row.id], stands=newest
        )
        for row, newest in rows
    ]


def dimensions_of(session: Session, assessment_ids: Collection[int]) -> dict[int, list[AssessedDimension]]:
    """What assessments say of each dimension, in the framework's order. One query."""
    found: dict[int, list[AssessedDimension]] = defaultdict(list)
    order = list(QualityDimension)
    for row in session.scalars(select(D).where(D.assessment_id.in_(assessment_ids))):
        found[row.assessment_id].append(AssessedDimension.model_validate(row))
    for each in found.values():
        each.sort(key=lambda said: order.index(said.dimension))
    return found


def reviews_due(actor: Actor, until: date) -> Select[Any]:
    """Indicators whose assessment is to be reviewed by a day, with it."""
    i = Indicator
    return (
        list_indicators(actor, active=True)
        .join(A, and_(A.council_id == i.council_id, A.indicator_id == i.id, stands(), A.next_review_on <= until))
        .add_columns(A)
    )
