"""What a round asks of activities: how far they have come, and of both plans where one takes the other's place."""

from datetime import UTC, date, datetime

import pytest
from pydantic import ValidationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from quarterdeck.collection.entries import entry_reads
from quarterdeck.collection.models import Entry, Round
from quarterdeck.collection.schemas import EntryUpdate
from quarterdeck.core import clock
from quarterdeck.core.errors import Problem
from quarterdeck.planning.models import Activity, ActivityUpdate, Milestone
from tests.builders import CouncilBuilder
from tests.collection.collecting import Q1, Q2, Q3, Collecting


def _asked(session: Session, round_: Round, collecting: Collecting) -> list[str]:
    """The refs of the activities that a round asks Housing for."""
    query = (
        select(Activity.ref)
        .join(Entry, Entry.activity_id == Activity.id)
        .where(Entry.submission_id == collecting.submission(round_).id)
        .order_by(Activity.ref)
    )
    return list(session.scalars(query))


def test_how_far_it_has_come_goes_on_record_with_the_update(session: Session, council: CouncilBuilder) -> None:
    collecting = Collecting(session, council)
    activity = collecting.activity()
    submission = collecting.submission(collecting.opened())
    entry = collecting.entry(submission, activity)
    assert entry.percent_complete is None
    collecting.typed(entry, status="on_course", percent_complete=40, update="Consulted")
    read = entry_reads(session, council.id, [entry])[0]
    assert (read.percent_complete, read.activity.percent_complete if read.activity else 0) == (40, None)
    collecting.decided(submission, "submit", collecting.provider)
    collecting.decided(submission, "confirm", collecting.manager)
    update = session.scalars(select(ActivityUpdate)).one()
    session.refresh(activity)
    assert (update.percent_complete, activity.percent_complete, activity.status) == (40, 40, "on_course")
    again = collecting.submission(collecting.opened(Q2))
    blank = collecting.entry(again, activity)
    assert blank.percent_complete is None
    shown = entry_reads(session, council.id, [blank])[0].activity
    assert shown is not None
    assert shown.percent_complete == 40


def test_nobody_has_to_say_how_far_it_has_come_and_it_can_be_taken_back(
    session: Session, council: CouncilBuilder
) -> None:
    collecting = Collecting(session, council)
    activity, indicator = collecting.activity(), collecting.measures.indicator("H4", rule=None)
    submission = collecting.submission(collecting.opened())
    entry = collecting.entry(submission, activity)
    collecting.typed(entry, status="completed", percent_complete=100, update="Done")
    collecting.typed(entry, percent_complete=None)
    with pytest.raises(Problem) as of_a_figure:
        collecting.typed(collecting.entry(submission, indicator), percent_complete=40)
    assert of_a_figure.value.errors[0].pointer == "/percent_complete"
    for wrong in (-1, 101, 40.5):
        with pytest.raises(ValidationError):
            EntryUpdate.model_validate({"percent_complete": wrong})
    collecting.typed(collecting.entry(submission, indicator), value=97.0, commentary="As expected")
    collecting.decided(submission, "submit", collecting.provider)
    collecting.decided(submission, "confirm", collecting.manager)
    assert session.scalars(select(ActivityUpdate.percent_complete)).all() == [None]


def test_a_round_asks_for_the_old_plans_last_report_beside_the_new_plans_first(
    session: Session, council: CouncilBuilder
) -> None:
    """E25: a plan adopted within the year takes the place of one that still has a quarter to report on."""
    collecting = Collecting(session, council)
    plans = collecting.plans
    old, new = plans.adopted("OLD"), plans.adopted("NEW", start_on=date(2023, 9, 1))
    plans.activity(plans.priority_of(old), "1 old")
    plans.activity(plans.priority_of(new), "2 new")
    with clock.set_to(datetime(2023, 9, 20, 12, tzinfo=UTC)):
        plans.superseded(old, new, superseded_on=date(2023, 9, 1))
    session.commit()
    asked = {period: _asked(session, collecting.opened(period), collecting) for period in (Q1, Q2, Q3)}
    assert asked == {Q1: ["1 old"], Q2: ["1 old", "2 new"], Q3: ["2 new"]}


def test_what_dates_hint_at_stands_beside_the_status_that_is_judged(session: Session, council: CouncilBuilder) -> None:
    collecting = Collecting(session, council)
    activity = collecting.activity()
    session.add(
        Milestone(
            council_id=council.id,
            activity_id=activity.id,
            title="Tenants consulted",
            due_on=date(2023, 6, 1),
            done_on=None,
            position=1,
            version=1,
        )
    )
    entry = collecting.entry(collecting.submission(collecting.opened()), activity)

    def hints() -> set[str]:
        with clock.set_to(datetime(2023, 7, 20, 12, tzinfo=UTC)):
            read = entry_reads(session, council.id, [entry])[0].activity
        assert read is not None
        return {str(each.code) for each in read.hints}

    assert "milestone_overdue" in hints()
    assert "on_course_with_overdue_milestone" not in hints()
    collecting.typed(entry, status="on_course", percent_complete=100, update="Nearly there")
    assert {"on_course_with_overdue_milestone", "all_done_but_not_completed"} <= hints()
    collecting.typed(entry, status="completed", percent_complete=100, update="Done")
    assert hints() == set()
    assert activity.status == "not_started"
