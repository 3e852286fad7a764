"""Data quality: what was judged of an indicator's figures, what the record says of them, and what is to be reviewed."""

from typing import Annotated

from fastapi import APIRouter, Query

from quarterdeck.assurance import quality
from quarterdeck.assurance.assessed import assessment_reads
from quarterdeck.assurance.models import DataQualityAssessment, QualityJudgement
from quarterdeck.assurance.quality_schemas import (
    QualityAssessmentCreate,
    QualityAssessmentRead,
    QualityOfIndicator,
    QualityOnRecord,
    QualityReview,
)
from quarterdeck.core.actor import Actor
from quarterdeck.core.db import SessionDep
from quarterdeck.core.errors import problems
from quarterdeck.core.http import Id, Page, PagingDep, Route, page
from quarterdeck.measures.filters import IndicatorFiltersDep
from quarterdeck.measures.models import Indicator
from quarterdeck.organisation.access import SignedIn, needs
from quarterdeck.organisation.roles import Permission

router = APIRouter(prefix="/api/v1", tags=["assurance"], route_class=Route)
Assessor = Annotated[Actor, needs(Permission.ASSESS_DATA_QUALITY)]
ReaderOfEntries = Annotated[Actor, needs(Permission.READ_ENTRIES)]
JudgedQuery = Annotated[QualityJudgement | None, Query(description="As the whole was judged, or never.")]
ReviewQuery = Annotated[QualityReview | None, Query(description="Never assessed, to be reviewed by now, or not yet.")]


@router.get("/data-quality-assessments")
def list_data_quality(
    actor: SignedIn,
    session: SessionDep,
    paging: PagingDep,
    wanted: IndicatorFiltersDep,
    judgement: JudgedQuery = None,
    review: ReviewQuery = None,
) -> Page[QualityOfIndicator]:
    """Every indicator with the assessment that stands, by when it is to be reviewed; last those never assessed."""
    query = quality.list_qualities(actor, judgement, review, **wanted)
    rows, cursor = page(session, query, (quality.review_on(), Indicator.ref, Indicator.id), paging)
    return Page(items=quality.quality_reads(session, rows), next_cursor=cursor)


@router.get("/indicators/{indicator_id}/data-quality-assessments", responses=problems(404))
def list_data_quality_assessments(
    indicator_id: Id, actor: SignedIn, session: SessionDep, paging: PagingDep
) -> Page[QualityAssessmentRead]:
    """What was judged of an indicator's figures, the newest first: that stands, the others are its history."""
    query = quality.list_assessments(session, actor, indicator_id)
    rows, cursor = page(session, query, (DataQualityAssessment.id.desc(),), paging)
    return Page(items=assessment_reads(session, [(row[0], row.stands) for row in rows]), next_cursor=cursor)


@router.post("/indicators/{indicator_id}/data-quality-assessments", status_code=201, responses=problems(403, 404))
def record_data_quality_assessment(
    indicator_id: Id, body: QualityAssessmentCreate, actor: Assessor, session: SessionDep
) -> QualityAssessmentRead:
    """Judge an indicator's figures by the six dimensions of the Government Data Quality Framework, and as a whole.

    What the record says of each dimension is kept beside it. Nothing is changed later: assess again.
    """
    row = quality.record_assessment(session, actor, indicator_id, body)
    return assessment_reads(session, [(row, True)])[0]


@router.get("/indicators/{indicator_id}/data-quality-on-record", responses=problems(403, 404))
def read_data_quality_on_record(indicator_id: Id, actor: ReaderOfEntries, session: SessionDep) -> QualityOnRecord:
    """What the record itself says of an indicator's figures, for its service and for whoever assesses them."""
    return quality.read_on_record(session, actor, indicator_id)
