"""Data-quality assessments: recorded beside what the record says, and listed with what is to be reviewed."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, func, select, true
from sqlalchemy.orm import Session

from quarterdeck.assurance.assessed import dimensions_of, stands, visible_assessments
from quarterdeck.assurance.models import (
    DataQualityAssessment,
    DimensionAssessment,
    QualityDimension,
    QualityJudgement,
)
from quarterdeck.assurance.quality_record import facts_of
from quarterdeck.assurance.quality_schemas import (
    AssessedDimension,
    DimensionOnRecord,
    JudgedDimension,
    QualityAssessmentCreate,
    QualityOfIndicator,
    QualityOnRecord,
    QualityReview,
)
from quarterdeck.assurance.quality_words import Said, on_record
from quarterdeck.core import clock, journal
from quarterdeck.core.actor import Actor
from quarterdeck.core.errors import FieldError, forbidden, invalid, invalid_fields
from quarterdeck.core.journal import Event
from quarterdeck.measures.indicators import find_indicator, list_indicators
from quarterdeck.measures.models import Indicator
from quarterdeck.organisation.models import Unit
from quarterdeck.organisation.roles import Permission

A, D = DataQualityAssessment, DimensionAssessment
LONGEST: Final = 3
"""Years until the next review at the most: figures that nobody looks at longer are not assured."""
NEVER: Final = date(2199, 12, 31)
"""Where an indicator that was never assessed stands in the order of reviews: last."""
CONCERNS: Final = frozenset({QualityJudgement.SOME_CONCERNS, QualityJudgement.SERIOUS_CONCERNS})


def list_assessments(session: Session, actor: Actor, indicator_id: int) -> Select[Any]:
    """An indicator's assessments, each with whether it stands. Raises 404."""
    indicator = find_indicator(session, actor, indicator_id)
    return visible_assessments(actor).where(A.indicator_id == indicator.id).add_columns(stands().label("stands"))


def read_on_record(session: Session, actor: Actor, indicator_id: int) -> QualityOnRecord:
    """What the record says of an indicator's figures now. Raises 404, 403 for who may not see its entries."""
    indicator = find_indicator(session, actor, indicator_id)
    if not actor.may(Permission.READ_ENTRIES, indicator.place()):
        raise forbidden("What the record says beside an assessment is for its service and for those who assess.")
    facts = facts_of(session, actor, indicator)
    said = [
        DimensionOnRecord(dimension=dimension, sentences=sentences, worth_a_look=look)
        for dimension, (sentences, look) in on_record(facts).items()
    ]
    return QualityOnRecord(indicator_id=indicator.id, since=facts.since, dimensions=said)


def record_assessment(
    session: Session, actor: Actor, indicator_id: int, data: QualityAssessmentCreate
) -> DataQualityAssessment:
    """Record what was judged of an indicator's figures, with what the record says beside it.

    Raises 404, 403, and 422 for a concern without a note, for six dimensions of which none is assessed, and for a day
    of the next review that is past or too far off.
    """
    journal.lock(session, actor.council_id)
    indicator = find_indicator(session, actor, indicator_id)
    if not actor.may(Permission.ASSESS_DATA_QUALITY, indicator.place()):
        raise forbidden()
    judged = {each: getattr(data.dimensions, each.value) for each in QualityDimension}
    _check(judged)
    review = _next_review(data.next_review_on)
    said = on_record(facts_of(session, actor, indicator))
    change = journal.change(session, actor.council_id)
    row = A(
        council_id=actor.council_id,
        indicator_id=indicator.id,
        number=_next_number(session, indicator),
        overall=data.overall,
        conclusion=data.conclusion,
        next_review_on=review,
        assessed_by=actor.person_id,
        assessed_at=change.recorded_at,
        change_no=change.number,
    )
    session.add(row)
    session.flush()
    session.add_all(_dimension(row, each, judged[each], said[each]) for each in QualityDimension)
    session.flush()
    detail = {
        "indicator_id": indicator.id, "number": row.number, "overall": row.overall,
        "next_review_on": review.isoformat(), **{each.value: judged[each].judgement.value for each in judged},
    }  # fmt: skip
    event = Event("data_quality_assessment.record", "data_quality_assessment", row.id, detail, data.conclusion)
    journal.record(session, actor, event)
    return row


def list_qualities(
    actor: Actor, judgement: QualityJudgement | None, review: QualityReview | None, **wanted: Any
) -> Select[Any]:
    """Indicators with the assessment that stands, and the day by which each is in the list: `review_on`.

    judgement: what the whole was judged; `not_assessed` for those never assessed. wanted: as `list_indicators`.
    """
    due = A.next_review_on <= clock.today()
    reviews = {
        QualityReview.NEVER: A.id.is_(None),
        QualityReview.DUE: due,
        QualityReview.NOT_DUE: and_(A.id.is_not(None), ~due),
    }
    judged = A.id.is_(None) if judgement is QualityJudgement.NOT_ASSESSED else A.overall == judgement
    return (
        list_indicators(actor, **wanted)
        .outerjoin(A, and_(A.council_id == Indicator.council_id, A.indicator_id == Indicator.id, stands()))
        .add_columns(A, review_on().label("review_on"))
        .where(
            true() if judgement is None else judged,
            true() if review is None else reviews[review],
        )
    )


def review_on() -> ColumnElement[date]:
    """The day of an indicator's next review; far off for one that was never assessed."""
    return func.coalesce(A.next_review_on, NEVER)


def quality_reads(session: Session, rows: Sequence[Any]) -> list[QualityOfIndicator]:
    """Rows of `list_qualities` as they are answered. One query."""
    dimensions = dimensions_of(session, [row[2].id for row in rows if row[2] is not None])
    return [_quality(row[0], row[1], row[2], dimensions) for row in rows]


def _quality(
    indicator: Indicator, unit: Unit, found: DataQualityAssessment | None, said: dict[int, list[AssessedDimension]]
) -> QualityOfIndicator:
    review = QualityReview.NEVER
    if found is not None:
        review = QualityReview.DUE if found.next_review_on <= clock.today() else QualityReview.NOT_DUE
    names = ("overall", "conclusion", "next_review_on", "assessed_by", "assessed_at")
    return QualityOfIndicator(
        indicator_id=indicator.id,
        ref=indicator.ref,
        name=indicator.name,
        unit=unit.code,
        unit_name=unit.name,
        review=review,
        concerns=[] if found is None else [each.dimension for each in said[found.id] if each.judgement in CONCERNS],
        **{name: None if found is None else getattr(found, name) for name in names},
    )


def _check(judged: dict[QualityDimension, JudgedDimension]) -> None:
    untold = [
        FieldError(
            pointer=f"/dimensions/{name.value}/note",
            code="note_required",
            detail="Say why it was not assessed."
            if each.judgement is QualityJudgement.NOT_ASSESSED
            else "Say what the concern is: what was found, and where.",
        )
        for name, each in judged.items()
        if each.judgement is not QualityJudgement.GOOD and not each.note
    ]
    if untold:
        raise invalid_fields(untold)
    if all(each.judgement is QualityJudgement.NOT_ASSESSED for each in judged.values()):
        raise invalid("/dimensions", "nothing_assessed", "Assess at least one of the six dimensions.")


def _next_review(given: date | None) -> date:
    today = clock.today()
    day = given or _years_on(today, 1)
    if day <= today:
        raise invalid("/next_review_on", "past", "The next review is on a day to come.")
    if day > _years_on(today, LONGEST):
        raise invalid("/next_review_on", "too_far", f"The next review is within {LONGEST} years.")
    return day


def _years_on(day: date, years: int) -> date:
    """The same day in a later year; of 29 February the day after."""
    leap_day = (day.month, day.day) == (2, 29)
    return date(day.year + years, 3, 1) if leap_day else day.replace(year=day.year + years)


def _dimension(
    row: DataQualityAssessment, name: QualityDimension, judged: JudgedDimension, said: Said
) -> DimensionAssessment:
    return D(
        assessment_id=row.id,
        dimension=name.value,
        council_id=row.council_id,
        judgement=judged.judgement,
        note=judged.note,
        on_record=said[0],
    )


def _next_number(session: Session, indicator: Indicator) -> int:
    """Its assessments are numbered; the council's journal is locked by now, so nobody else takes this one."""
    highest = select(func.max(A.number)).where(A.council_id == indicator.council_id, A.indicator_id == indicator.id)
    return (session.scalar(highest) or 0) + 1
