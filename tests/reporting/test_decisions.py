"""Decisions on an edition: who decides where, in which state, once, on the version they read."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from quarterdeck.collection.models import Round
from quarterdeck.core import clock
from quarterdeck.core.actor import Actor
from quarterdeck.core.errors import Problem
from quarterdeck.core.journal import AuditEvent
from quarterdeck.framework.adoption import adopt_version
from quarterdeck.framework.models import Approval
from quarterdeck.framework.schemas import FrameworkVersionCreate
from quarterdeck.measures.editions import PackEdition
from quarterdeck.organisation.models import BodyKind
from quarterdeck.organisation.roles import Role
from quarterdeck.reporting import packs
from tests.builders import CouncilBuilder
from tests.reporting.reviewing import Reviewing

Q1 = "2023-24-Q1"
ROLES = {str(role) for role in Role}


def refused(reviewing: Reviewing, edition: PackEdition, action: str, stage: str, actor: Actor, **given: Any) -> Problem:
    with pytest.raises(Problem) as problem, reviewing.session.begin_nested():
        reviewing.decide(edition, action, stage, actor, **given)
    reviewing.session.expire_all()
    return problem.value


def test_who_decides_at_which_stage(reviewing: Reviewing) -> None:
    council, edition = reviewing.council, reviewing.seal(reviewing.collected())
    # Who may not even see the edition is told that there is none.
    unseen = {"administrator", "data_provider", "service_manager", "cabinet_member", "scrutiny_member", "analyst"}
    for stage, decider, portfolio in (
        ("officer_review", "director", None),
        ("portfolio_review", "portfolio_holder", "HOMES"),
    ):
        for role in ROLES - {decider}:
            problem = refused(reviewing, edition, "approve", stage, council.actor(role), portfolio=portfolio)
            assert problem.status == (404 if role in unseen else 403), role
        reviewing.decide(edition, "approve", stage, council.actor(decider), portfolio=portfolio)


def test_who_records_what_members_decided(reviewing: Reviewing) -> None:
    council, edition = reviewing.council, reviewing.put_before_cabinet()
    unseen = {"administrator", "data_provider", "service_manager", "scrutiny_member", "analyst"}
    recorders = {"performance_team", "committee_administrator"}
    for role in ROLES - recorders:
        problem = refused(reviewing, edition, "approve", "cabinet", council.actor(role))
        assert problem.status == (404 if role in unseen else 403), role
    for role in sorted(recorders):
        edition_read = packs.edition_read(reviewing.session, council.actor(role), edition)
        assert "approve" in edition_read.allowed_actions, role
    reviewing.decide(edition, "approve", "cabinet", council.actor("committee_administrator"))


def test_a_decision_is_taken_within_the_scope_of_the_grant_alone(reviewing: Reviewing) -> None:
    council, edition = reviewing.council, reviewing.seal(reviewing.collected())
    other_body = council.body("EMT", "Environment Management Team", BodyKind.CMT)
    of_cmt, of_other = council.actor("director", body=council.cmt), council.actor("director", body=other_body)
    of_unit = council.actor("director", unit=council.housing)
    assert refused(reviewing, edition, "approve", "officer_review", of_other).status == 404
    assert refused(reviewing, edition, "approve", "officer_review", of_unit).status == 403
    reviewing.decide(edition, "approve", "officer_review", of_cmt)
    streets = reviewing.holders["STREETS"]
    assert refused(reviewing, edition, "approve", "portfolio_review", streets, portfolio="HOMES").status == 403
    reviewing.decide(edition, "approve", "portfolio_review", reviewing.holders["HOMES"], portfolio="HOMES")
    reviewing.decide(edition, "approve", "portfolio_review", streets, portfolio="STREETS")
    reviewing.issue(edition, council.cabinet)
    of_scrutiny = council.actor("committee_administrator", body=council.scrutiny)
    assert refused(reviewing, edition, "approve", "cabinet", of_scrutiny).status == 404
    reviewing.decide(edition, "approve", "cabinet", council.actor("committee_administrator", body=council.cabinet))


def test_another_councils_edition_is_not_there(session: Session, reviewing: Reviewing) -> None:
    stranger = CouncilBuilder(session, "other", "Other Borough Council").actor("director")
    assert (
        refused(reviewing, reviewing.seal(reviewing.collected()), "approve", "officer_review", stranger).status == 404
    )


def test_a_decision_is_on_the_version_that_was_read(reviewing: Reviewing) -> None:
    edition = reviewing.seal(reviewing.collected())
    reviewing.decide(edition, "approve", "officer_review", reviewing.director)
    holder = reviewing.holders["HOMES"]
    stale = refused(reviewing, edition, "approve", "portfolio_review", holder, portfolio="HOMES", version=1)
    assert (stale.status, stale.headers["ETag"]) == (412, '"2"')
    # Permission comes before the version, the version before the state.
    assert refused(reviewing, edition, "approve", "officer_review", holder, version=1).status == 403
    assert refused(reviewing, edition, "approve", "officer_review", reviewing.director, version=1).status == 412


def test_a_stage_decides_once(reviewing: Reviewing) -> None:
    edition = reviewing.seal(reviewing.collected())
    reviewing.decide(edition, "approve", "officer_review", reviewing.director)
    for action in ("approve", "note", "return"):
        again = refused(reviewing, edition, action, "officer_review", reviewing.director, comment="Again")
        assert (again.status, again.code) == (409, "already-decided")


def test_a_portfolio_decides_once_and_only_on_what_it_holds(reviewing: Reviewing) -> None:
    council = reviewing.council
    empty = council.portfolio("PARKS", "Parks")
    edition = reviewing.seal(reviewing.collected())
    homes = reviewing.holders["HOMES"]
    reviewing.decide(edition, "note", "portfolio_review", homes, portfolio="HOMES")
    for actor, code in ((homes, "HOMES"), (council.actor("portfolio_holder", portfolio=empty), "PARKS")):
        problem = refused(reviewing, edition, "approve", "portfolio_review", actor, portfolio=code)
        assert (problem.status, problem.code) == (409, "already-decided")


def test_a_stage_that_is_still_to_come_does_not_decide(reviewing: Reviewing) -> None:
    edition = reviewing.seal(reviewing.collected())
    early = refused(reviewing, edition, "approve", "cabinet", reviewing.clerk)
    assert (early.status, early.code) == (409, "wrong-state")


def test_members_decide_on_papers_that_were_issued_to_them(reviewing: Reviewing) -> None:
    edition = reviewing.reviewed(reviewing.seal(reviewing.collected()))
    problem = refused(reviewing, edition, "approve", "cabinet", reviewing.clerk)
    assert (problem.status, problem.code) == (409, "not-issued")


def test_an_edition_that_was_returned_is_not_decided_on_again(reviewing: Reviewing) -> None:
    edition = reviewing.put_before_cabinet()
    reviewing.decide(edition, "return", "cabinet", reviewing.clerk, comment="Look again")
    assert refused(reviewing, edition, "approve", "cabinet", reviewing.clerk).code == "wrong-state"
    second = reviewing.seal(reviewing.session.get_one(Round, edition.round_id))
    assert refused(reviewing, edition, "approve", "cabinet", reviewing.clerk).code == "wrong-state"
    assert reviewing.stage_states(second)["cabinet"] == "open"


def test_a_return_needs_its_reason(reviewing: Reviewing) -> None:
    edition = reviewing.seal(reviewing.collected())
    for comment in (None, "", " \n"):
        problem = refused(reviewing, edition, "return", "officer_review", reviewing.director, comment=comment)
        assert (problem.status, problem.code) == (409, "comment-required")


def test_what_a_decision_names_has_to_be_there(reviewing: Reviewing) -> None:
    edition = reviewing.seal(reviewing.collected())
    wrong: list[tuple[str, dict[str, Any], str, str]] = [
        ("check", {}, "/stage", "unknown_stage"),
        ("council", {}, "/stage", "unknown_stage"),
        ("portfolio_review", {}, "/portfolio", "unknown_portfolio"),
        ("portfolio_review", {"portfolio": "PARKS"}, "/portfolio", "unknown_portfolio"),
        ("officer_review", {"portfolio": "HOMES"}, "/portfolio", "not_by_portfolio"),
        ("officer_review", {"meeting_id": 10**9}, "/meeting_id", "unknown_meeting"),
        ("officer_review", {"decided_on": date(2190, 1, 1)}, "/decided_on", "future"),
    ]
    for stage, given, pointer, code in wrong:
        problem = refused(reviewing, edition, "approve", stage, reviewing.director, **given)
        assert (problem.status, problem.errors[0].pointer, problem.errors[0].code) == (422, pointer, code)


def test_a_return_names_submissions_of_its_own_round(reviewing: Reviewing) -> None:
    first = reviewing.collected()
    edition = reviewing.seal(reviewing.collected("2023-24-Q2"))
    elsewhere = reviewing.submission(first)
    problem = refused(
        reviewing, edition, "return", "officer_review", reviewing.director, comment="x", submission_ids=[elsewhere.id]
    )
    assert (problem.status, problem.errors[0].code) == (422, "unknown_submission")
    assert reviewing.stage_states(edition)["officer_review"] == "open"


def test_only_a_return_sends_submissions_back(reviewing: Reviewing) -> None:
    edition = reviewing.seal(reviewing.collected())
    with pytest.raises(ValueError, match="only a return"):
        reviewing.decide(edition, "approve", "officer_review", reviewing.director, submission_ids=[1])


def test_what_a_body_decided_is_on_record_with_its_meeting_and_minute(session: Session, reviewing: Reviewing) -> None:
    edition = reviewing.reviewed(reviewing.seal(reviewing.collected()))
    meeting = reviewing.meeting(reviewing.council.cabinet, clock.today() - timedelta(days=1))
    issue = reviewing.issue(edition, reviewing.council.cabinet, meeting)
    reviewing.decide(
        edition, "note", "cabinet", reviewing.clerk, minute_reference="CAB/23", comment="With thanks to Housing"
    )
    approval = session.scalars(select(Approval).order_by(Approval.id.desc()).limit(1)).one()
    assert (approval.outcome, approval.body_id, approval.meeting_id, approval.minute_reference) == (
        "noted",
        reviewing.council.cabinet.id,
        meeting.id,
        "CAB/23",
    )
    assert (approval.decided_on, approval.recorded_by) == (meeting.held_on, reviewing.clerk.person_id)
    assert (issue.outcome, issue.decided_on) == ("noted", meeting.held_on)
    # Noted by the deciding body makes figures approved as well.
    assert reviewing.approved_values(reviewing.lettings) == [97.0]
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "pack_edition.note")).one()
    assert (event.detail["stage"], event.detail["approval_id"], event.comment) == (
        "cabinet",
        approval.id,
        "With thanks to Housing",
    )


def test_a_decision_for_a_meeting_still_to_come_is_not_recorded(reviewing: Reviewing) -> None:
    edition = reviewing.reviewed(reviewing.seal(reviewing.collected()))
    meeting = reviewing.meeting(reviewing.council.cabinet, clock.today() + timedelta(days=30))
    reviewing.issue(edition, reviewing.council.cabinet, meeting)
    problem = refused(reviewing, edition, "approve", "cabinet", reviewing.clerk)
    assert (problem.status, problem.errors[0].pointer) == (422, "/decided_on")


def test_allowed_actions_are_what_this_caller_may_do_now(session: Session, reviewing: Reviewing) -> None:
    council, decide = reviewing.council, ["approve", "note", "return"]
    edition = reviewing.seal(reviewing.collected())

    def allowed(actor: Actor) -> list[str]:
        return packs.edition_read(session, actor, edition).allowed_actions

    homes = reviewing.holders["HOMES"]
    assert {name: allowed(actor) for name, actor in (("cmt", reviewing.director), ("homes", homes))} == {
        "cmt": decide,
        "homes": decide,
    }
    assert allowed(reviewing.clerk) == allowed(reviewing.team) == allowed(council.actor("auditor")) == []
    awaiting = packs.edition_read(session, homes, edition).awaiting
    assert [(each.stage, each.portfolio, each.may_decide, each.needs_issue) for each in awaiting] == [
        ("officer_review", None, False, False),
        ("portfolio_review", "HOMES", True, False),
        ("portfolio_review", "STREETS", False, False),
    ]
    reviewing.reviewed(edition)
    assert allowed(reviewing.director) == allowed(homes) == []
    # Cabinet is next, and scrutiny's papers may go out before Cabinet has met.
    assert (
        allowed(reviewing.clerk) == allowed(council.actor("committee_administrator", body=council.cabinet)) == ["issue"]
    )
    reviewing.issue(edition, council.cabinet)
    assert allowed(reviewing.clerk) == [*decide, "issue"]
    assert allowed(council.actor("committee_administrator", body=council.cabinet)) == decide
    reviewing.issue(edition, council.scrutiny, number="ACE2305")
    assert allowed(reviewing.clerk) == decide
    reviewing.decide(edition, "approve", "cabinet", reviewing.clerk)
    reviewing.decide(edition, "note", "scrutiny", reviewing.clerk)
    assert allowed(reviewing.clerk) == []


def test_a_body_that_stands_at_two_stages_decides_at_each(session: Session, council: CouncilBuilder) -> None:
    reviewing = Reviewing(session, council)
    stage = {"days_allowed": 5, "optional": False, "decisive": False}
    stages = [
        {**stage, "key": "check", "name": "Check", "position": 1, "kind": "check", "body_id": None},
        {
            **stage,
            "key": "briefing",
            "name": "Briefing",
            "position": 2,
            "kind": "member_body",
            "body_id": council.cabinet.id,
        },
        {
            **stage,
            "key": "cabinet",
            "name": "Cabinet",
            "position": 3,
            "kind": "member_body",
            "body_id": council.cabinet.id,
            "decisive": True,
        },
    ]
    data = {"template": "cabinet_first", "effective_from": date(2021, 4, 1), "reason": "Shorter", "stages": stages}
    adopt_version(session, reviewing.team, FrameworkVersionCreate.model_validate(data))
    session.commit()
    edition = reviewing.seal(reviewing.collected())
    issue = reviewing.issue(edition, council.cabinet)
    reviewing.decide(edition, "note", "briefing", reviewing.clerk)
    reviewing.decide(edition, "approve", "cabinet", reviewing.clerk)
    assert set(reviewing.stage_states(edition).values()) == {"decided"}
    assert issue.outcome == "noted"
    assert reviewing.approved_values(reviewing.lettings) == [97.0]
    outcomes = session.scalars(
        select(Approval.outcome).where(Approval.body_id == council.cabinet.id).order_by(Approval.id)
    )
    assert outcomes.all() == ["noted", "approved"]
