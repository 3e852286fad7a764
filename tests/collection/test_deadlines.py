"""Deadlines: how late a submission is, how a service gets longer and is reminded."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from quarterdeck.collection import submissions
from quarterdeck.collection.completeness import days_late
from quarterdeck.collection.models import Submission
from quarterdeck.core import clock
from quarterdeck.core.journal import AuditEvent
from quarterdeck.core.outbox import OutboxMessage
from tests.builders import CouncilBuilder
from tests.collection.collecting import Q1, Collecting

DUE = date(2023, 7, 21)


def _at(day: int, hour: int = 12) -> datetime:
    return datetime(2023, 7, day, hour, tzinfo=UTC)


@pytest.fixture
def submission(collecting: Collecting) -> Submission:
    collecting.measures.indicator("H1")
    return collecting.submission(collecting.opened(Q1, due_on=DUE))


@pytest.mark.parametrize(
    "state,submitted,round_state,closed,late",
    [
        ("draft", None, "collecting", None, 4),
        ("requested", None, "reviewing", None, 4),
        ("submitted", _at(21), "collecting", None, 0),
        ("submitted", _at(24), "collecting", None, 3),
        ("confirmed", _at(19), "closed", _at(30), 0),
        # One minute past midnight in London is the day after, whatever the hour in UTC.
        ("submitted", datetime(2023, 7, 21, 23, 1, tzinfo=UTC), "collecting", None, 1),
        # It came in time, and is with the service again: that is late now.
        ("returned", _at(20), "collecting", None, 4),
        ("draft", None, "closed", _at(23), 2),
        ("draft", None, "cancelled", None, 0),
    ],
)
def test_how_late_a_submission_is(
    state: str, submitted: datetime | None, round_state: str, closed: datetime | None, late: int
) -> None:
    with clock.set_to(_at(25)):
        found = days_late(state=state, due_on=DUE, submitted_at=submitted, round_state=round_state, closed_at=closed)
    assert found == late


def test_a_service_gets_longer_and_is_late_from_the_later_day(
    session: Session, collecting: Collecting, submission: Submission
) -> None:
    with clock.set_to(_at(24)):
        read = submissions.submission_read(session, collecting.team, submission)
        assert (read.overdue, read.days_late, read.extended_from) == (True, 3, None)
        collecting.decided(submission, "extend", collecting.team, "The system was down", due_on=date(2023, 7, 28))
        read = submissions.submission_read(session, collecting.team, submission)
        assert (read.due_on, read.extended_from, read.overdue, read.days_late) == (
            date(2023, 7, 28), DUE, False, 0,
        )  # fmt: skip
        # However often it is given longer, the day it was first due stays.
        collecting.decided(submission, "extend", collecting.team, "Still down", due_on=date(2023, 7, 31))
    with clock.set_to(datetime(2023, 8, 2, 12, tzinfo=UTC)):
        read = submissions.submission_read(session, collecting.team, submission)
        assert (read.extended_from, read.days_late, read.state) == (DUE, 2, "requested")
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "submission.extend")).first()
    assert event is not None
    assert (event.detail["due_on"], event.detail["due_on_before"], event.comment) == (
        "2023-07-28", "2023-07-21", "The system was down",
    )  # fmt: skip


def test_what_does_not_extend(collecting: Collecting, submission: Submission) -> None:
    def extended(comment: str | None = "Ill", **values: date) -> tuple[int, str]:
        return collecting.refused(submission, "extend", collecting.team, comment, **values)

    assert extended() == (422, "missing")
    assert extended(due_on=DUE) == (422, "not_later")
    assert extended(due_on=date(2023, 7, 1)) == (422, "not_later")
    assert extended(None, due_on=date(2023, 7, 28)) == (409, "comment-required")
    later = {"due_on": date(2023, 7, 28)}
    for actor in (collecting.provider, collecting.manager):
        assert collecting.refused(submission, "extend", actor, "Ill", **later)[0] == 403
    collecting.submitted(submission)
    assert extended(**later) == (409, "wrong-state")
    assert (submission.due_on, submission.extended_from) == (DUE, None)


def test_a_reminder_is_noted_and_left_for_the_digest(
    session: Session, collecting: Collecting, submission: Submission
) -> None:
    collecting.decided(submission, "remind", collecting.team)
    read = submissions.submission_read(session, collecting.provider, submission)
    assert (read.state, read.reminded_at is not None) == ("requested", True)
    message = session.scalars(select(OutboxMessage).where(OutboxMessage.topic == "submission-remind")).one()
    assert (message.subject_id, message.payload) == (submission.id, {"unit_id": submission.unit_id})
    collecting.submitted(submission)
    assert collecting.refused(submission, "remind", collecting.team) == (409, "wrong-state")


def test_the_performance_team_enters_and_submits_for_a_service_and_is_said_to(
    session: Session, council: CouncilBuilder, collecting: Collecting, submission: Submission
) -> None:
    (entry,) = collecting.entries(submission)
    collecting.typed(entry, collecting.team, value_state="nil_return")
    blocked = collecting.refused(submission, "submit", collecting.team)
    assert blocked == (409, "checklist"), "a nil return has its reason"
    collecting.typed(entry, collecting.team, commentary="Nobody applied")
    assert entry.on_behalf is True
    collecting.decided(submission, "submit", collecting.team)
    read = submissions.submission_read(session, collecting.manager, submission)
    assert (read.submitted_on_behalf, read.allowed_actions) == (True, ["return", "confirm"])
    collecting.decided(submission, "return", collecting.manager, "One did")
    collecting.typed(entry, collecting.provider, value=1)
    assert entry.on_behalf is False
    collecting.decided(submission, "submit", collecting.provider)
    assert submission.submitted_on_behalf is False
    # Whoever provides for the unit above it is the service's own.
    above = council.actor("data_provider", unit=council.place)
    collecting.decided(submission, "return", collecting.manager, "Check again")
    assert collecting.typed(entry, above, value=2).on_behalf is False
