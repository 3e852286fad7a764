"""Appending figures: revisions, what counts as the same, locks, approval, the projection and its rebuilding."""

import pytest
from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from quarterdeck.core.errors import Problem
from quarterdeck.framework.service import ensure_period
from quarterdeck.measures import projection, revisions
from quarterdeck.measures.bulk import columns_of
from quarterdeck.measures.models import (
    CurrentObservation,
    Observation,
    ObservationApproval,
    Origin,
    RatingRow,
    ValueState,
)
from quarterdeck.measures.revisions import Reported
from tests.builders import CouncilBuilder
from tests.measures.counting import counted
from tests.measures.growing import Q1, Q2, Measures


def test_a_first_figure_is_rated_and_stands_as_the_latest(session: Session, measures: Measures) -> None:
    voids = measures.indicator()
    measures.target(voids, Q1, 95)
    row = measures.reported(voids, Q1, 94.2, numerator=942, denominator=1000, commentary="Two short")
    assert (row.revision, row.kind, row.origin, row.reason) == (1, "first", "submission", "Put right")
    assert measures.rating(row) == "amber"
    standing = session.scalars(select(CurrentObservation.standing)).all()
    assert standing == ["latest"]


def test_the_same_again_appends_nothing_and_another_figure_needs_a_reason(measures: Measures) -> None:
    voids = measures.indicator()
    first = measures.reported(voids, Q1, 94.2, commentary="Two short")
    assert measures.reported(voids, Q1, 94.2, commentary="Two short").id == first.id
    with pytest.raises(Problem) as refused:
        measures.reported(voids, Q1, 95.0, reason=" ")
    assert (refused.value.status, refused.value.code) == (409, "reason-required")
    measures.session.rollback()
    second = measures.reported(voids, Q1, 95.0, reason="A home was counted twice")
    assert (second.revision, second.kind, second.reason) == (2, "correction", "A home was counted twice")


@pytest.mark.parametrize(
    "again, is_new",
    [
        ({"as_printed": "94.20%"}, False),
        ({"source": "other.csv:4"}, False),
        ({"printed_rating": "Red"}, True),
        ({"commentary": "Now with words"}, True),
        ({"provisional": True}, True),
    ],
)
def test_what_makes_a_printing_another_revision(measures: Measures, again: dict[str, object], is_new: bool) -> None:
    voids = measures.indicator()
    said = {"as_printed": "94.2%", "printed_rating": "Amber", "source": "one.csv:4"}
    series = measures.series(voids)
    first = Reported(series.id, Q1, ValueState.VALUE, 94.2, **said)  # type: ignore[arg-type]
    other = Reported(series.id, Q1, ValueState.VALUE, 94.2, **{**said, **again})  # type: ignore[arg-type]
    rows = measures.appended([first, other], Origin.BACKFILL, approved=True)
    assert [row.revision for row in rows] == ([1, 2] if is_new else [1, 1])
    assert {row.kind for row in rows} == {"as_printed"}


def test_words_without_a_figure_are_another_revision_when_they_change(measures: Measures) -> None:
    series = measures.series(measures.indicator())
    rows = measures.appended(
        [
            Reported(series.id, Q1, ValueState.SUPPRESSED, None, as_printed=text)
            for text in ("below 10", "below 10", "fewer than 5")
        ],
        Origin.BACKFILL,
    )
    assert [row.revision for row in rows] == [1, 1, 2]
    assert rows[-1].reason == revisions.PRINTED_AGAIN


@pytest.mark.parametrize(
    "state, value, denominator",
    [(ValueState.VALUE, None, None), (ValueState.AWAITED, 4.0, None), (ValueState.VALUE, 100.0, 0)],
)
def test_state_and_figure_have_to_agree(state: ValueState, value: float | None, denominator: float | None) -> None:
    with pytest.raises(ValueError):
        Reported(1, Q1, state, value, denominator=denominator)


def test_approving_keeps_the_approved_figure_beside_the_latest(session: Session, measures: Measures) -> None:
    voids = measures.indicator()
    first = measures.reported(voids, Q1, 94.2)
    measures.approve(first)
    second = measures.reported(voids, Q1, 95.1)
    rows = session.execute(select(CurrentObservation.standing, CurrentObservation.observation_id)).all()
    assert set(rows) == {("latest", second.id), ("approved", first.id)}
    measures.approve(first, second)
    assert len(session.scalars(select(ObservationApproval)).all()) == 2
    rows = session.execute(select(CurrentObservation.standing, CurrentObservation.observation_id)).all()
    assert set(rows) == {("latest", second.id), ("approved", second.id)}


def test_a_revision_approved_after_it_was_overtaken_is_rated_by_what_holds_now(measures: Measures) -> None:
    voids = measures.indicator()
    first = measures.reported(voids, Q1, 94.2)
    second = measures.reported(voids, Q1, 96.0)
    measures.target(voids, Q1, 95)
    assert (measures.rating(first), measures.rating(second)) == ("no_target", "green")
    measures.approve(first)
    assert measures.rating(first) == "amber"


def test_a_locked_figure_takes_no_revision_without_its_restatement(measures: Measures) -> None:
    voids, other = measures.indicator("H4"), measures.indicator("H5")
    row, beside = measures.reported(voids, Q1, 20.3), measures.reported(other, Q1, 7)
    measures.edition(Q1, row, beside, issued_to=measures.council.cabinet)
    cell = (row.series_id, Q1)
    assert revisions.locked_cells(measures.session, measures.council.id, [cell, (row.series_id, Q2)]) == {cell}
    with pytest.raises(Problem) as refused:
        measures.reported(voids, Q1, 24.1)
    assert (refused.value.status, refused.value.code) == (409, "locked")
    measures.session.rollback()
    restated = measures.restated(row, 24.1, "Two voids were missing")
    assert (restated.kind, restated.revision, restated.reason) == ("restatement", 2, "Two voids were missing")
    # The restatement of one figure opens no other.
    with pytest.raises(Problem) as refused:
        measures.appended(
            [Reported(beside.series_id, Q1, ValueState.VALUE, 8)],
            Origin.RESTATEMENT,
            origin_id=restated.origin_id,
            reason="The same",
        )
    assert refused.value.code == "locked"
    measures.session.rollback()


def test_an_edition_for_officers_locks_nothing(measures: Measures) -> None:
    voids = measures.indicator()
    row = measures.reported(voids, Q1, 20.3)
    measures.edition(Q1, row, issued_to=measures.council.cmt)
    assert measures.reported(voids, Q1, 24.1).kind == "correction"


def test_a_series_of_another_council_is_not_found(session: Session, measures: Measures) -> None:
    other = Measures(session, CouncilBuilder(session, "other", "Other Borough Council"))
    series = other.series(other.indicator())
    with pytest.raises(Problem) as refused:
        measures.appended([Reported(series.id, Q1, ValueState.VALUE, 1)])
    assert refused.value.status == 404
    session.rollback()


def test_the_projection_is_made_again_from_the_logs(session: Session, measures: Measures) -> None:
    voids = measures.indicator()
    first = measures.reported(voids, Q1, 94.2, approved=True)
    measures.reported(voids, Q1, 95.1)
    measures.reported(voids, Q2, 96)
    before = set(session.execute(select(*CurrentObservation.__table__.c)).all())
    c = CurrentObservation
    session.execute(delete(c).where(c.period_code == Q2))
    session.execute(update(c).where(c.standing == "latest").values(observation_id=first.id))
    session.execute(update(c).where(c.standing == "approved").values(standing="latest", period_code=Q2))
    faults = projection.differences(session, measures.council.id)
    assert [fault.rsplit(" ", 1)[1] for fault in faults] == ["missing.", "differs.", "differs."]
    assert projection.rebuild(session, measures.council.id) == 3
    assert set(session.execute(select(*CurrentObservation.__table__.c)).all()) == before
    assert projection.rebuild(session, measures.council.id) == 0


def test_a_figure_put_there_past_the_service_is_told_of(session: Session, measures: Measures) -> None:
    row = measures.reported(measures.indicator(), Q1, 94.2)
    smuggled = {**columns_of(row), "revision": 2, "kind": "correction", "reason": "None", "value": 99}
    with session.begin_nested() as undone:
        session.execute(insert(Observation).values(smuggled))
        faults = projection.differences(session, measures.council.id)
        undone.rollback()
    assert [fault.rsplit(" ", 2)[1:] for fault in faults] == [["a", "rating."], ["be", "there."]]


@pytest.mark.slow
def test_a_thousand_figures_take_a_handful_of_statements(session: Session, measures: Measures) -> None:
    voids = measures.indicator()
    series = [measures.series(voids, breakdown=f"ward:{number}").id for number in range(250)]
    quarters = [f"{year}-{year % 100 + 1:02d}-Q1" for year in (2020, 2021, 2022, 2023)]
    reported = [Reported(each, code, ValueState.VALUE, 90.5) for each in series for code in quarters]
    for code in quarters:
        ensure_period(session, code)
    session.commit()
    with counted(session) as sent:
        rows = measures.appended(reported, approved=True)
    assert len({row.id for row in rows}) == 1000
    assert len(session.scalars(select(RatingRow.id)).all()) == 1000
    assert len(sent) <= 30, sent
    with counted(session) as sent:
        again = measures.appended(reported, approved=True)
    assert [row.id for row in again] == [row.id for row in rows]
    assert len(session.scalars(select(Observation.id)).all()) == 1000
    assert len(sent) <= 20, sent
