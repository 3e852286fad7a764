"""What the routes of data-quality assessments take and answer."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any, Literal

from pydantic import ConfigDict, Field

from quarterdeck.assurance.models import QualityDimension, QualityJudgement
from quarterdeck.core.http import Day, Input, Output, Reason
from quarterdeck.measures.schemas import Note

Overall = Literal[QualityJudgement.GOOD, QualityJudgement.SOME_CONCERNS, QualityJudgement.SERIOUS_CONCERNS]
EXAMPLE: dict[str, Any] = {
    "dimensions": {
        "completeness": {"judgement": "good"},
        "uniqueness": {"judgement": "good"},
        "consistency": {"judgement": "good"},
        "timeliness": {"judgement": "some_concerns", "note": "Two of the last four returns came late."},
        "validity": {"judgement": "good"},
        "accuracy": {"judgement": "not_assessed", "note": "The register was not open to us; to be tested in May."},
    },
    "overall": "some_concerns",
    "conclusion": "The figures can be relied on once they are in; they come too late for the quarter's first papers.",
}


class QualityReview(StrEnum):
    """Where an indicator stands with its review: never assessed, to be reviewed by now, or not yet."""

    NEVER = "never"
    DUE = "due"
    NOT_DUE = "not_due"


class JudgedDimension(Input):
    """What is judged of one dimension; why, where it is not `good`."""

    judgement: QualityJudgement
    note: Note = ""


class JudgedDimensions(Input):
    """The six dimensions of the Government Data Quality Framework, each judged, or said not to be."""

    completeness: JudgedDimension
    uniqueness: JudgedDimension
    consistency: JudgedDimension
    timeliness: JudgedDimension
    validity: JudgedDimension
    accuracy: JudgedDimension


class QualityAssessmentCreate(Input):
    """An assessment of an indicator's figures.

    `overall` and `conclusion` are your own: the dimensions are not averaged. `next_review_on` is a year on where it
    is left out, three years on at the latest.
    """

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    dimensions: JudgedDimensions
    overall: Overall
    conclusion: Reason
    next_review_on: Day | None = None


class AssessedDimension(Output):
    """What was judged of a dimension. `on_record`: what the record itself said of it when it was assessed."""

    dimension: QualityDimension
    judgement: QualityJudgement
    note: str
    on_record: list[str]


class QualityAssessmentRead(Output):
    """One assessment, numbered by indicator. `stands`: it is the newest."""

    id: int
    number: int
    indicator_id: int
    overall: QualityJudgement
    conclusion: str
    dimensions: list[AssessedDimension]
    next_review_on: date
    assessed_by: int | None
    assessed_at: datetime
    stands: bool


class QualityOfIndicator(Output):
    """An indicator with the assessment that stands; its fields are null where there was none.

    `concerns` lists the dimensions that were judged neither good nor left out.
    """

    indicator_id: int
    ref: str
    name: str
    unit: str
    unit_name: str
    review: QualityReview
    overall: QualityJudgement | None
    conclusion: str | None
    concerns: list[QualityDimension]
    next_review_on: date | None
    assessed_by: int | None
    assessed_at: datetime | None


class DimensionOnRecord(Output):
    """What the record says of a dimension, in sentences; `worth_a_look`: something in it asks for an explanation."""

    dimension: QualityDimension
    sentences: list[str]
    worth_a_look: bool


class QualityOnRecord(Output):
    """What the record itself says of an indicator's figures, for the periods since `since`: hints, and no judgement."""

    indicator_id: int
    since: date
    dimensions: list[DimensionOnRecord] = Field(description="All six, in the framework's order.")
