"""Data-quality assessments: judged by people, beside what the record says; kept, listed, reviewed."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select

from quarterdeck.assurance import quality, trail
from quarterdeck.assurance.assessed import assessment_reads
from quarterdeck.assurance.models import DataQualityAssessment, QualityDimension, QualityJudgement
from quarterdeck.assurance.quality_schemas import QualityAssessmentCreate, QualityAssessmentRead, QualityReview
from quarterdeck.assurance.trail_rows import Looked
from quarterdeck.assurance.trail_schemas import TrailKind
from quarterdeck.core import clock
from quarterdeck.core.errors import Problem
from quarterdeck.core.http import Paging, page
from quarterdeck.core.journal import AuditEvent
from quarterdeck.dashboards.home import home
from quarterdeck.measures.models import Indicator
from quarterdeck.organisation.access import actor_of
from tests.measures.counting import counted
from tests.reporting.reviewing import Reviewing

Q1 = "2023-24-Q1"
IN_AUGUST = datetime(2023, 8, 10, 12, tzinfo=UTC)
LATE = {"judgement": "some_concerns", "note": "Twice late"}
D = QualityDimension


def body(overall: str = "some_concerns", **given: Any) -> QualityAssessmentCreate:
    dimensions = {each.value: given.pop(each.value, {"judgement": "good"}) for each in D}
    data = {"dimensions": dimensions, "overall": overall, "conclusion": "Sound, but late", **given}
    return QualityAssessmentCreate.model_validate(data)


def assessed(
    reviewing: Reviewing, indicator: Indicator | None = None, role: str = "auditor", **given: Any
) -> DataQualityAssessment:
    actor, about = reviewing.council.actor(role), indicator or reviewing.lettings
    made = quality.record_assessment(reviewing.session, actor, about.id, body(**given))
    reviewing.session.commit()
    return made


def history(reviewing: Reviewing, role: str = "analyst") -> list[QualityAssessmentRead]:
    query = quality.list_assessments(reviewing.session, reviewing.council.actor(role), reviewing.lettings.id)
    rows = reviewing.session.execute(query.order_by(DataQualityAssessment.id.desc())).all()
    return assessment_reads(reviewing.session, [(row[0], row.stands) for row in rows])


def listed(reviewing: Reviewing, **wanted: Any) -> list[tuple[str, str, str | None]]:
    """Ref, where it stands with its review, and the judgement, in the list's order."""
    given = {"judgement": None, "review": None, **wanted}
    query = quality.list_qualities(reviewing.council.actor("analyst"), **given)
    rows, _ = page(
        reviewing.session, query, (quality.review_on(), Indicator.ref, Indicator.id), Paging(100, None)
    )  # fmt: skip
    return [(each.ref, each.review, each.overall) for each in quality.quality_reads(reviewing.session, rows)]


@pytest.mark.both
def test_an_assessment_stands_beside_what_the_record_said_until_another_is_made(reviewing: Reviewing) -> None:
    reviewing.measures.target(reviewing.lettings, Q1, 95)
    reviewing.approved()
    with clock.set_to(IN_AUGUST):
        first = assessed(reviewing, timeliness=LATE)
        assert first.next_review_on == date(2024, 8, 10)
        proposed = reviewing.proposed(reviewing.lettings, Q1, value=91.0, numerator=182.0, denominator=200.0)
        reviewing.settled(proposed, "accept", reviewing.manager)
        assessed(
            reviewing, role="performance_team", overall="serious_concerns", next_review_on=date(2024, 5, 1),
            accuracy={"judgement": "serious_concerns", "note": "Homes were left out"},
        )  # fmt: skip
    newest, before = history(reviewing)
    assert (newest.number, newest.stands, before.number, before.stands) == (2, True, 1, False)
    assert [each.dimension for each in newest.dimensions] == list(D)
    said = {each.dimension: each for each in before.dimensions}
    assert (said[D.TIMELINESS].judgement, said[D.TIMELINESS].note) == ("some_concerns", "Twice late")
    assert said[D.ACCURACY].on_record[0].startswith("No figure was changed since ")
    now = {each.dimension: each for each in newest.dimensions}
    assert now[D.ACCURACY].on_record[0].endswith(": 1 restatement of figures that members had had.")
    actor, looked = reviewing.council.actor("analyst"), Looked(reviewing.lettings.id, "2024-25-Q1")
    lines, _ = trail.list_trail(reviewing.session, actor, looked, Paging(9, None), TrailKind.ASSESSMENT)
    assert [(each.about_id, each.sentence) for each in lines] == [
        (
            newest.id,
            "Data quality assessed: serious concerns as a whole (assessment 2). Next review on 1 May 2024.",
        ),
        (before.id, "Data quality assessed: some concerns as a whole (assessment 1). Next review on 10 August 2024."),
    ]
    assert [(each.field, each.was, each.now) for each in lines[0].changes if each.was] == [
        ("Timeliness", "Some concerns: Twice late", "Good"),
        ("Accuracy", "Good", "Serious concerns: Homes were left out"),
    ]
    events = reviewing.session.scalars(
        select(AuditEvent).where(AuditEvent.action == "data_quality_assessment.record").order_by(AuditEvent.id)
    ).all()
    assert [(e.detail["overall"], e.detail["accuracy"], e.comment) for e in events] == [
        ("some_concerns", "good", "Sound, but late"), ("serious_concerns", "serious_concerns", "Sound, but late"),
    ]  # fmt: skip


@pytest.mark.both
def test_the_record_is_counted_in_as_many_queries_however_long_it_is(reviewing: Reviewing) -> None:
    auditor, session = reviewing.council.actor("auditor"), reviewing.session
    reviewing.measures.reported(reviewing.lettings, "2023-24-Q2", 90.0, explanations={"jump": "New stock"})
    with clock.set_to(datetime(2024, 6, 1, tzinfo=UTC)), counted(session) as short:
        quality.read_on_record(session, auditor, reviewing.lettings.id)
    reviewing.without_checks(reviewing.lettings)
    reviewing.measures.reported(reviewing.lettings, Q1, 97.0)
    reviewing.measures.reported(reviewing.lettings, Q1, 96.0)
    reviewing.measures.reported(reviewing.lettings, "2023-24-Q4", state="not_available")
    reviewing.measures.defined(reviewing.lettings, date(2024, 4, 1), breaks_series=True)
    twin = reviewing.measures.indicator("H9", name="indicator h4")
    for number, value in enumerate((96.0, 90.0, 1.0), 1):
        reviewing.measures.reported(twin, f"2023-24-Q{number}", value)
    with clock.set_to(datetime(2024, 6, 1, tzinfo=UTC)), counted(session) as long:
        read = quality.read_on_record(session, auditor, reviewing.lettings.id)
    assert len(long) <= len(short) <= 14
    said = {each.dimension: (" ".join(each.sentences), each.worth_a_look) for each in read.dimensions}
    assert said[D.COMPLETENESS] == (
        "2 of 4 expected figures since June 2022 have a value: 1 not available and 1 not on record.", True,
    )  # fmt: skip
    assert said[D.UNIQUENESS] == ("Goes by the same name: H9.", True)
    assert said[D.CONSISTENCY][0].endswith("the definition once. The series breaks from 1 April 2024.")
    assert said[D.VALIDITY][0].endswith("each was explained: Outside the usual limits (1).")
    assert "1 correction before members had them" in said[D.ACCURACY][0]


def test_another_indicator_with_the_very_same_figures_is_named(reviewing: Reviewing) -> None:
    copy = reviewing.measures.indicator("H8")
    for indicator in (reviewing.lettings, copy, reviewing.recycling):
        for number in range(4):
            value = 90.0 + number + (1 if indicator is reviewing.recycling and number == 3 else 0)
            reviewing.measures.reported(indicator, f"2023-24-Q{number + 1}", value)
    with clock.set_to(datetime(2024, 6, 1, tzinfo=UTC)):
        read = quality.read_on_record(reviewing.session, reviewing.council.actor("auditor"), reviewing.lettings.id)
    assert read.dimensions[1].sentences == ["Has the very same figures: H8."]


REFUSED: list[tuple[dict[str, Any], list[tuple[str, str]]]] = [
    (
        {"accuracy": {"judgement": "serious_concerns"}, "validity": {"judgement": "not_assessed", "note": " "}},
        [("/dimensions/validity/note", "note_required"), ("/dimensions/accuracy/note", "note_required")],
    ),
    (
        {each.value: {"judgement": "not_assessed", "note": "No time"} for each in D},
        [("/dimensions", "nothing_assessed")],
    ),
    ({"next_review_on": date(2023, 8, 10)}, [("/next_review_on", "past")]),
    ({"next_review_on": date(2026, 8, 11)}, [("/next_review_on", "too_far")]),
]


def test_what_cannot_stand_is_said_with_the_field_and_nothing_is_recorded(reviewing: Reviewing) -> None:
    with clock.set_to(IN_AUGUST):
        for given, faults in REFUSED:
            with pytest.raises(Problem) as problem:
                assessed(reviewing, **given)
            assert [(each.pointer, each.code) for each in problem.value.errors] == faults
            reviewing.session.rollback()
        with pytest.raises(Problem) as problem:
            assessed(reviewing, role="service_manager")
        assert problem.value.status == 403
    assert history(reviewing) == []


def test_the_list_is_in_the_order_of_reviews_and_narrows(reviewing: Reviewing) -> None:
    with clock.set_to(IN_AUGUST):
        assessed(reviewing, overall="good")
        assessed(reviewing, timeliness=LATE, next_review_on=date(2023, 10, 1))
        assert listed(reviewing) == [("H4", "not_due", "some_concerns"), ("W2", "never", None)]
        assert listed(reviewing, review=QualityReview.DUE) == []
        assert listed(reviewing, judgement=QualityJudgement.NOT_ASSESSED) == [("W2", "never", None)]
        assert listed(reviewing, judgement=QualityJudgement.GOOD) == []
    with clock.set_to(datetime(2023, 10, 1, 12, tzinfo=UTC)):
        due = [("H4", "due", "some_concerns")]
        assert listed(reviewing, review=QualityReview.DUE) == due
        assert listed(reviewing, unit="HOUSING", judgement=QualityJudgement.SOME_CONCERNS) == due
        assert listed(reviewing, review=QualityReview.NEVER, unit="HOUSING") == []


def test_a_review_waits_for_the_performance_team_and_for_whoever_answers_for_the_indicator(
    reviewing: Reviewing,
) -> None:
    session, council = reviewing.session, reviewing.council
    with clock.set_to(IN_AUGUST):
        assessed(reviewing, next_review_on=date(2023, 10, 1))
        assessed(reviewing, reviewing.recycling)
    _, other = reviewing.service_of(council.environment)

    def waits(actor: Any) -> list[tuple[int | None, str, int | None]]:
        groups = {each.key: each for each in home(session, actor).groups}
        group = groups.get("quality_reviews")
        return [] if group is None else [(each.indicator_id, each.next, each.days_late) for each in group.items]

    with clock.set_to(datetime(2023, 9, 11, 12, tzinfo=UTC)):
        assert waits(actor_of(session, reviewing.team.person_id)) == [(reviewing.lettings.id, "assess", -20)]
        assert waits(reviewing.manager) == [(reviewing.lettings.id, "prepare", -20)]
        assert waits(council.actor("auditor")) == waits(other) == waits(reviewing.provider) == []
    with clock.set_to(datetime(2023, 8, 31, 12, tzinfo=UTC)):
        assert waits(reviewing.manager) == []
