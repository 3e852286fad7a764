"""A meeting that is moved takes its papers' day along, unless they are public already."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from quarterdeck.core import clock
from quarterdeck.core.journal import AuditEvent
from quarterdeck.measures.editions import EditionIssue
from quarterdeck.organisation import meetings
from quarterdeck.organisation.models import Meeting
from quarterdeck.organisation.schemas.meetings import MeetingUpdate
from tests.reporting.reviewing import Reviewing


def moved(reviewing: Reviewing, meeting: Meeting, **values: object) -> None:
    data = MeetingUpdate.model_validate(values)
    meetings.update_meeting(reviewing.session, reviewing.clerk, meeting.id, data, meeting.version)
    reviewing.session.commit()


def issued(reviewing: Reviewing, days: int) -> tuple[EditionIssue, Meeting]:
    """Papers for a meeting of Cabinet so many days from now."""
    cabinet = reviewing.council.cabinet
    meeting = reviewing.meeting(cabinet, clock.today() + timedelta(days=days))
    edition = reviewing.reviewed(reviewing.seal(reviewing.collected()))
    return reviewing.issue(edition, cabinet, meeting), meeting


def test_papers_that_are_not_public_yet_follow_the_meeting(session: Session, reviewing: Reviewing) -> None:
    issue, meeting = issued(reviewing, 40)
    before = clock.clear_days_before(meeting.held_on, 5)
    assert issue.public_from == before
    moved(reviewing, meeting, held_on=(meeting.held_on + timedelta(days=14)).isoformat())
    session.refresh(issue)
    after = clock.clear_days_before(meeting.held_on, 5)
    assert issue.public_from == after != before
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "pack_edition.move_papers")).one()
    assert event.detail["public_from"] == {"from": before.isoformat(), "to": after.isoformat()}
    # Nearer than the clear days: from today on.
    moved(reviewing, meeting, held_on=(clock.today() + timedelta(days=2)).isoformat())
    session.refresh(issue)
    assert issue.public_from == clock.today()


def test_what_is_public_stays_public(session: Session, reviewing: Reviewing) -> None:
    issue, meeting = issued(reviewing, 0)
    assert issue.public_from == clock.today()
    moved(reviewing, meeting, held_on=(clock.today() + timedelta(days=60)).isoformat())
    moved(reviewing, meeting, title="Cabinet, adjourned")
    session.refresh(issue)
    assert issue.public_from == clock.today()
    assert session.scalars(select(AuditEvent).where(AuditEvent.action == "pack_edition.move_papers")).all() == []


def test_a_meeting_that_is_closed_to_the_public_keeps_its_papers_and_one_that_is_opened_shows_them(
    session: Session, reviewing: Reviewing
) -> None:
    issue, meeting = issued(reviewing, 40)
    open_from = issue.public_from
    for public, expected in ((False, None), (True, open_from)):
        moved(reviewing, meeting, public=public)
        session.refresh(issue)
        assert issue.public_from == expected
