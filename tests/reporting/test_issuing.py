"""Issuing: papers go to a body under a report number; what members have been given is locked."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from quarterdeck.collection.models import Round
from quarterdeck.core import clock
from quarterdeck.core.actor import Actor
from quarterdeck.core.errors import Problem
from quarterdeck.core.journal import AuditEvent
from quarterdeck.measures.editions import EditionIssue, PackEdition, visible_editions
from quarterdeck.measures.revisions import locked_cells
from quarterdeck.organisation.models import Body, BodyKind, Meeting
from quarterdeck.organisation.roles import Role
from tests.builders import CouncilBuilder
from tests.reporting.reviewing import Reviewing

AUGUST = datetime(2023, 8, 20, 9, tzinfo=UTC)


@pytest.fixture
def edition(reviewing: Reviewing) -> PackEdition:
    """An edition that officers and portfolio holders have approved."""
    return reviewing.reviewed(reviewing.seal(reviewing.collected()))


def refused(
    reviewing: Reviewing, edition: PackEdition, body: Body, actor: Actor | None = None, **given: Any
) -> Problem:
    with pytest.raises(Problem) as problem, reviewing.session.begin_nested():
        reviewing.issue(edition, body, actor=actor, **given)
    reviewing.session.expire_all()
    return problem.value


def test_officers_have_an_edition_as_it_is_sealed_and_it_locks_nothing(session: Session, reviewing: Reviewing) -> None:
    edition = reviewing.seal(reviewing.collected())
    [issue] = session.scalars(select(EditionIssue).where(EditionIssue.edition_id == edition.id))
    assert (issue.body_id, issue.locks, issue.report_number, issue.public_from) == (
        reviewing.council.cmt.id,
        False,
        "",
        None,
    )
    cells = [(reviewing.measures.series(reviewing.lettings).id, "2023-24-Q1")]
    assert locked_cells(session, reviewing.council.id, cells) == set()
    member = reviewing.council.actor("director", body=reviewing.council.cmt)
    assert session.scalars(visible_editions(member)).all() == [edition]


def test_members_papers_lock_and_are_seen_by_that_body(
    session: Session, reviewing: Reviewing, edition: PackEdition
) -> None:
    council = reviewing.council
    cabinet, scrutiny = council.actor("cabinet_member"), council.actor("scrutiny_member")
    assert session.scalars(visible_editions(cabinet)).all() == []
    issue = reviewing.issue(edition, council.cabinet)
    assert (issue.locks, issue.report_number, issue.issued_by) == (True, "ACE2304", reviewing.clerk.person_id)
    cells = [(reviewing.measures.series(reviewing.lettings).id, "2023-24-Q1")]
    assert locked_cells(session, council.id, cells) == set(cells)
    assert session.scalars(visible_editions(cabinet)).all() == [edition]
    assert session.scalars(visible_editions(scrutiny)).all() == []
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "pack_edition.issue")).all()[-1]
    assert event.detail == {
        "body_id": council.cabinet.id,
        "issue_id": issue.id,
        "locks": True,
        "report_number": "ACE2304",
    }


def test_papers_are_public_five_clear_working_days_before_a_public_meeting(
    session: Session, reviewing: Reviewing, edition: PackEdition
) -> None:
    cabinet = reviewing.council.cabinet
    # Tuesday 5 September 2023; the bank holiday of 28 August is no working day.
    meeting = reviewing.meeting(cabinet, date(2023, 9, 5))
    with clock.set_to(AUGUST):
        issue = reviewing.issue(edition, cabinet, meeting)
    assert issue.public_from == date(2023, 8, 25)
    reader = reviewing.council.actor("analyst")
    with clock.set_to(datetime(2023, 8, 24, 12, tzinfo=UTC)):
        assert session.scalars(visible_editions(reader)).all() == []
    with clock.set_to(datetime(2023, 8, 24, 23, 30, tzinfo=UTC)):
        assert session.scalars(visible_editions(reader)).all() == [edition]


def test_papers_of_closed_meetings_and_of_officers_stay_closed(reviewing: Reviewing, edition: PackEdition) -> None:
    cabinet = reviewing.council.cabinet
    officers = reviewing.council.body("PIG", "Performance Improvement Group", BodyKind.PROGRESS_GROUP)
    assert reviewing.issue(edition, cabinet, reviewing.meeting(cabinet, public=False)).public_from is None
    assert reviewing.issue(edition, officers, reviewing.meeting(officers, public=True)).public_from is None


def test_late_papers_are_not_public_before_they_are_issued(reviewing: Reviewing, edition: PackEdition) -> None:
    meeting = reviewing.meeting(reviewing.council.cabinet, clock.today())
    assert reviewing.issue(edition, reviewing.council.cabinet, meeting).public_from == clock.today()


def test_late_papers_say_why(reviewing: Reviewing, edition: PackEdition) -> None:
    council = reviewing.council
    meeting = reviewing.meeting(council.cabinet, date(2023, 9, 5))
    with clock.set_to(datetime(2023, 8, 28, 9, tzinfo=UTC)):
        problem = refused(reviewing, edition, council.cabinet, meeting=meeting, late_reason=" ")
        assert (problem.status, problem.code) == (409, "late-reason-required")
        assert [fault.pointer for fault in problem.errors] == ["/late_reason"]
        issue = reviewing.issue(edition, council.cabinet, meeting, late_reason="The auditor's letter came on Friday")
        assert issue.late_reason == "The auditor's letter came on Friday"
    on_time = reviewing.meeting(council.scrutiny, date(2023, 9, 19))
    with clock.set_to(AUGUST):
        assert reviewing.issue(edition, council.scrutiny, on_time, late_reason="None needed").late_reason == ""


def test_a_report_number_is_one_editions(reviewing: Reviewing, edition: PackEdition) -> None:
    council = reviewing.council
    reviewing.issue(edition, council.cabinet, number="ACE2304")
    assert reviewing.issue(edition, council.scrutiny, number="ACE2304").report_number == "ACE2304"
    reviewing.decide(edition, "return", "cabinet", reviewing.clerk, comment="Look again")
    second = reviewing.seal(reviewing.session.get_one(Round, edition.round_id))
    problem = refused(reviewing, second, council.cabinet, number="ace2304")
    assert (problem.status, problem.code) == (409, "report-number-taken")
    assert problem.detail == "That is the report number of edition 1 for Quarter 1 2023/24 (April to June 2023)."
    assert reviewing.issue(second, council.cabinet, number="ACE2304A").locks


def test_members_papers_carry_a_report_number_and_officers_need_none(
    reviewing: Reviewing, edition: PackEdition
) -> None:
    council = reviewing.council
    for number in ("", "  "):
        [fault] = refused(reviewing, edition, council.cabinet, report_number=number).errors
        assert (fault.pointer, fault.code) == ("/report_number", "missing")
        assert fault.detail == "Members' papers carry a report number: give it."
    officers = council.body("PIG", "Performance Improvement Group", BodyKind.PROGRESS_GROUP)
    issue = reviewing.issue(edition, officers, report_number="")
    assert (issue.locks, issue.report_number) == (False, "")


def test_a_meeting_is_one_of_the_body_that_has_the_papers(
    session: Session, reviewing: Reviewing, edition: PackEdition
) -> None:
    council = reviewing.council
    elsewhere = reviewing.meeting(council.scrutiny)
    problem = refused(reviewing, edition, council.cabinet, meeting=elsewhere)
    assert (problem.status, problem.errors[0].pointer, problem.errors[0].code) == (422, "/meeting_id", "wrong_body")
    other = CouncilBuilder(session, "other", "Other Borough Council")
    assert refused(reviewing, edition, other.cabinet).errors[0].code == "unknown_body"
    unknown = Meeting(id=10**9)
    assert refused(reviewing, edition, council.cabinet, meeting=unknown).errors[0].code == "unknown_meeting"


def test_reviews_that_come_first_are_decided_first(reviewing: Reviewing) -> None:
    edition = reviewing.seal(reviewing.collected())
    reviewing.decide(edition, "approve", "officer_review", reviewing.director)
    council = reviewing.council
    audit = council.body("AUDIT", "Audit Committee", BodyKind.AUDIT)
    for body in (council.cabinet, council.scrutiny, audit):
        assert (refused(reviewing, edition, body).status, refused(reviewing, edition, body).code) == (
            409,
            "not-allowed-now",
        )
        assert refused(reviewing, edition, body).detail.endswith(": Portfolio holders' review.")
    for code, holder in reviewing.holders.items():
        reviewing.decide(edition, "approve", "portfolio_review", holder, portfolio=code)
    # Scrutiny may have its papers before Cabinet has met, and a committee outside the framework for information.
    for body in (council.scrutiny, audit, council.cabinet):
        assert reviewing.issue(edition, body).locks


def test_a_body_has_an_edition_once(reviewing: Reviewing, edition: PackEdition) -> None:
    reviewing.issue(edition, reviewing.council.cabinet)
    assert refused(reviewing, edition, reviewing.council.cabinet).status == 409
    assert refused(reviewing, edition, reviewing.council.cmt).status == 409


def test_an_edition_that_was_replaced_or_decided_on_is_not_issued(reviewing: Reviewing) -> None:
    council = reviewing.council
    first = reviewing.put_before_cabinet()
    reviewing.decide(first, "return", "cabinet", reviewing.clerk, comment="Look again")
    second = reviewing.seal(reviewing.session.get_one(Round, first.round_id))
    assert "later edition" in refused(reviewing, first, council.scrutiny).detail
    reviewing.issue(second, council.cabinet)
    reviewing.decide(second, "approve", "cabinet", reviewing.clerk)
    assert refused(reviewing, second, council.cabinet).status == 409


def test_others_issue_nothing(reviewing: Reviewing, edition: PackEdition) -> None:
    for role in {str(role) for role in Role} - {"performance_team", "committee_administrator"}:
        assert refused(reviewing, edition, reviewing.council.cabinet, reviewing.council.actor(role)).status == 403, role


def test_a_bodys_own_clerk_issues_to_that_body_alone(
    session: Session, reviewing: Reviewing, edition: PackEdition
) -> None:
    council = reviewing.council
    clerk = council.actor("committee_administrator", body=council.cabinet)
    assert refused(reviewing, edition, council.scrutiny, clerk).status == 403
    assert reviewing.issue(edition, council.cabinet, actor=clerk).issued_by == clerk.person_id
    stranger = CouncilBuilder(session, "other", "Other Borough Council").actor("performance_team")
    assert refused(reviewing, edition, council.cabinet, stranger).status == 404
