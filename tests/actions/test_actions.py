"""Actions: raised from something on record, overdue by computation, kept up to date by their service."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from quarterdeck.actions import service
from quarterdeck.actions.models import Action, ActionState
from quarterdeck.actions.reads import action_read, whom_in_papers
from quarterdeck.actions.schemas import ActionUpdate
from quarterdeck.core import clock
from quarterdeck.core.actor import Actor
from quarterdeck.core.errors import Problem
from quarterdeck.core.journal import AuditEvent
from quarterdeck.measures import reads as _registers_observations  # noqa: F401
from quarterdeck.organisation import meetings
from quarterdeck.organisation.models import PostHolding
from quarterdeck.organisation.schemas.meetings import MeetingCreate
from quarterdeck.reporting import restatements
from quarterdeck.reporting.schemas import RestatementCreate
from tests.actions.asking import Asking
from tests.builders import CouncilBuilder
from tests.measures.growing import Measures
from tests.planning.growing import Plans


def _refusal(refused: pytest.ExceptionInfo[Problem]) -> tuple[int, str]:
    problem = refused.value
    return problem.status, problem.errors[0].pointer if problem.errors else problem.code


def test_actions_are_numbered_within_their_council(session: Session, asking: Asking) -> None:
    elsewhere = Asking(session, CouncilBuilder(session, "other", "Other Borough Council"))
    assert [each.raised().ref for each in (asking, asking, elsewhere)] == ["A-0001", "A-0002", "A-0001"]


def test_an_action_is_overdue_after_its_last_day_while_it_is_open(session: Session, asking: Asking) -> None:
    action, team = asking.raised(), asking.team
    # Half past eleven at night in UTC is tomorrow in London, in summer time.
    for moment, overdue in (
        (datetime(2023, 9, 30, 12, tzinfo=UTC), False),
        (datetime(2023, 9, 30, 22, 30, tzinfo=UTC), False),
        (datetime(2023, 9, 30, 23, 30, tzinfo=UTC), True),
    ):
        with clock.set_to(moment):
            assert action_read(session, team, action).overdue is overdue
            found = session.scalars(service.list_actions(team, overdue=True)).all()
            assert (found == [action]) is overdue
            assert (session.scalars(service.list_actions(team, overdue=False)).all() == []) is overdue
    with clock.set_to(datetime(2023, 10, 1, 12, tzinfo=UTC)):
        asking.reported_done(action)
        assert action_read(session, team, action).overdue is False
        asking.decided(action, "send_back", team, "One estate was left out")
        assert action_read(session, team, action).overdue is True


def test_what_is_still_to_do_is_told_from_what_is_done(session: Session, asking: Asking) -> None:
    left, done = asking.raised(), asking.raised()
    asking.reported_done(done)
    assert set(session.scalars(service.list_actions(asking.team, unfinished=True))) == {left, done}
    asking.decided(done, "confirm_closure", asking.team)
    assert session.scalars(service.list_actions(asking.team, unfinished=True)).all() == [left]
    assert session.scalars(service.list_actions(asking.team, unfinished=False)).all() == [done]


@pytest.mark.parametrize(
    ("values", "pointer", "code"),
    [
        ({"source_kind": "rumour", "source_id": 1}, "/source_kind", "unknown_kind"),
        ({"source_id": 10**9}, "/source_id", "unknown_source"),
        ({"source_id": None}, "/source_id", "missing"),
        ({"source_text": "Finding 3"}, "/source_text", "not_here"),
        ({"source_kind": "audit"}, "/source_text", "missing"),
        ({"source_kind": "audit", "source_text": "Finding 3", "source_id": 1}, "/source_id", "not_here"),
        ({"unit_id": 10**9}, "/unit_id", "unknown_unit"),
        ({"whom_post_id": 10**9}, "/whom_post_id", "unknown_post"),
        ({"whom_person_id": 10**9}, "/whom_person_id", "unknown_person"),
        ({"whom_text": None}, "/whom_text", "missing"),
        ({"indicator_ids": [10**9]}, "/indicator_ids/0", "unknown_indicator"),
        ({"activity_ids": [10**9]}, "/activity_ids/0", "unknown_activity"),
    ],
)
def test_what_an_action_names_has_to_be_there(asking: Asking, values: dict[str, Any], pointer: str, code: str) -> None:
    with pytest.raises(Problem) as refused:
        asking.raised(**values)
    fault = refused.value.errors[0]
    assert (refused.value.status, fault.pointer, fault.code) == (422, pointer, code)


def test_one_is_asked_a_post_a_person_or_words(session: Session, council: CouncilBuilder, asking: Asking) -> None:
    post, officer = council.post("Head of Housing", council.housing), council.person("data_provider")

    def refused(change: ActionUpdate | None = None, **values: Any) -> str:
        with pytest.raises(Problem) as problem, session.begin_nested():
            if change is None:
                asking.raised(**values)
            else:
                service.update_action(session, asking.manager, action.id, change, action.version)
        session.refresh(action)
        assert problem.value.errors[0].detail.startswith("Name one: a post, a person, or words.")
        return problem.value.errors[0].pointer

    action = asking.raised(whom_post_id=post.id, whom_text=None)
    assert refused(whom_post_id=post.id, whom_text="All services") == "/whom_text"
    assert refused(whom_person_id=officer.id, whom_text="All services") == "/whom_text"
    assert refused(whom_post_id=post.id, whom_person_id=officer.id, whom_text=None) == "/whom_person_id"
    assert refused(ActionUpdate(whom_post_id=post.id, whom_text="All services")) == "/whom_text"
    instead = ActionUpdate(whom_text="All services")
    changed = service.update_action(session, asking.manager, action.id, instead, action.version)
    assert (changed.whom_post_id, changed.whom_text) == (None, "All services")


def test_what_is_another_councils_is_not_there(session: Session, asking: Asking) -> None:
    elsewhere = Asking(session, CouncilBuilder(session, "other", "Other Borough Council"))
    indicator = Measures(session, elsewhere.council).indicator()
    plans = Plans(session, elsewhere.council)
    activity = plans.activity(plans.priority_of(plans.adopted()), "People 1")
    for values in (
        {"source_id": elsewhere.decision_of()},
        {"unit_id": elsewhere.council.housing.id},
        {"whom_person_id": elsewhere.council.person("analyst").id},
        {"indicator_ids": [indicator.id]},
        {"activity_ids": [activity.id]},
    ):
        with pytest.raises(Problem) as refused:
            asking.raised(**values)
        assert refused.value.status == 422, values


def test_a_clerk_of_one_body_raises_what_that_body_asked_for(council: CouncilBuilder, asking: Asking) -> None:
    clerk = council.actor("committee_administrator", body=council.scrutiny)
    raised = asking.raised(clerk, source_id=asking.decision_of(council.scrutiny))
    assert (raised.raised_by, raised.body_id) == (clerk.person_id, council.scrutiny.id)
    with pytest.raises(Problem) as refused:
        asking.raised(clerk, source_id=asking.decision_of(council.cabinet))
    assert refused.value.status == 403
    with pytest.raises(Problem) as of_nobody:
        asking.raised(clerk, source_kind="audit", source_text="Finding 3")
    assert of_nobody.value.status == 403


@pytest.mark.parametrize("role", ["data_provider", "portfolio_holder", "cabinet_member", "auditor", "analyst"])
def test_others_raise_none(council: CouncilBuilder, asking: Asking, role: str) -> None:
    with pytest.raises(Problem) as refused:
        asking.raised(council.actor(role))
    assert refused.value.status == 403


def test_an_action_is_raised_from_anything_on_record_and_is_about_what_that_is_about(
    session: Session, council: CouncilBuilder, asking: Asking
) -> None:
    measures, plans = Measures(session, council), Plans(session, council)
    indicator, plan = measures.indicator("H4"), plans.adopted()
    activity = plans.activity(plans.priority_of(plan), "People 5")
    observation = measures.reported(indicator, "2023-24-Q1", 20.3)
    proposal = RestatementCreate(series_id=observation.series_id, period="2023-24-Q1", value=24.1, reason="Two missing")
    restatement = restatements.propose_restatement(session, council.actor("data_provider"), proposal)
    held = MeetingCreate(body_id=council.scrutiny.id, held_on=date(2023, 9, 5), title="September", public=True)
    meeting = meetings.create_meeting(session, asking.clerk, held)
    of_indicator: tuple[list[int], list[int]] = ([indicator.id], [])
    for kind, subject_id, body_id, about in (
        ("approval", asking.decision_of(), council.cabinet.id, ([], [])),
        ("meeting", meeting.id, council.scrutiny.id, ([], [])),
        ("indicator", indicator.id, None, of_indicator),
        ("observation", observation.id, None, of_indicator),
        ("restatement", restatement.id, None, of_indicator),
        ("activity", activity.id, None, ([], [activity.id])),
        ("plan", plan.id, None, ([], [])),
    ):
        read = action_read(session, asking.team, asking.raised(source_kind=kind, source_id=subject_id))
        assert (read.source_kind, read.source_id, read.source_text, read.body_id) == (kind, subject_id, "", body_id)
        assert (read.indicator_ids, read.activity_ids) == about, kind
    of_audit = asking.raised(source_kind="audit", source_text="Internal audit of lettings, finding 3")
    read = action_read(session, asking.team, of_audit)
    assert (read.source_kind, read.source_id, read.body_id) == ("audit", None, None)
    assert read.source_text == "Internal audit of lettings, finding 3"


def test_actions_are_found_from_the_indicators_and_activities_they_are_about(
    session: Session, council: CouncilBuilder, asking: Asking
) -> None:
    measures, plans = Measures(session, council), Plans(session, council)
    first, second = measures.indicator("H4"), measures.indicator("H5")
    activity = plans.activity(plans.priority_of(plans.adopted()), "People 5")
    action = asking.raised(indicator_ids=[second.id, first.id], activity_ids=[activity.id])
    other = asking.raised(source_kind="indicator", source_id=second.id)

    def found(**by: int) -> list[Action]:
        return list(session.scalars(service.list_actions(asking.team, **by).order_by(Action.id)))  # type: ignore[arg-type]

    assert found(indicator_id=first.id) == found(activity_id=activity.id) == [action]
    assert found(indicator_id=second.id) == [action, other]
    assert action_read(session, asking.team, action).indicator_ids == [first.id, second.id]
    change = ActionUpdate(indicator_ids=[first.id], activity_ids=[])
    service.update_action(session, asking.manager, action.id, change, 1)
    assert found(indicator_id=second.id) == [other]
    assert found(activity_id=activity.id) == []
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "action.update")).one()
    assert event.detail == {"indicator_ids": [first.id], "activity_ids": [], "texts": []}
    same = service.update_action(session, asking.manager, action.id, ActionUpdate(indicator_ids=[first.id]), 2)
    assert same.version == 2


def test_the_service_keeps_its_action_up_to_date(session: Session, council: CouncilBuilder, asking: Asking) -> None:
    action = asking.raised()
    post = council.post("Head of Housing", council.housing)
    change = ActionUpdate(what="Report back in writing", whom_post_id=post.id, whom_text=None)
    changed = service.update_action(session, asking.manager, action.id, change, 1)
    read = action_read(session, asking.manager, changed)
    assert (read.what, read.whom, read.whom_post_id, read.whom_text) == (
        "Report back in writing",
        "Head of Housing",
        post.id,
        "",
    )
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "action.update")).one()
    assert event.detail == {"whom_post_id": post.id, "texts": ["what", "whom_text"]}
    nobody = ActionUpdate(whom_post_id=None)
    with pytest.raises(Problem) as refused:
        service.update_action(session, asking.manager, action.id, nobody, 2)
    assert _refusal(refused) == (422, "/whom_text")


def test_an_action_is_not_changed_from_elsewhere_nor_after_it_was_reported_done(
    session: Session, council: CouncilBuilder, asking: Asking
) -> None:
    action, change = asking.raised(), ActionUpdate(what="Something else")
    stranger = council.actor("service_manager", unit=council.environment)
    for actor in (stranger, asking.clerk):
        with pytest.raises(Problem) as forbidden:
            service.update_action(session, actor, action.id, change, 1)
        assert forbidden.value.status == 403
    away = ActionUpdate(unit_id=council.environment.id)
    with pytest.raises(Problem) as handed:
        service.update_action(session, asking.manager, action.id, away, 1)
    assert handed.value.status == 403
    asking.reported_done(action)
    with pytest.raises(Problem) as closed:
        service.update_action(session, asking.team, action.id, change, 2)
    assert _refusal(closed) == (409, "wrong-state")


def test_a_person_is_named_to_those_who_may_know_them_and_papers_speak_of_posts(
    session: Session, council: CouncilBuilder, asking: Asking
) -> None:
    officer = council.person("data_provider")
    action = asking.raised(whom_person_id=officer.id, whom_text=None)
    named = action_read(session, council.actor("administrator"), action)
    assert (named.whom, named.whom_person_id) == (officer.name, officer.id)
    assert action_read(session, asking.provider, action).whom == officer.name
    for reader in (asking.team, council.actor("analyst"), council.actor("cabinet_member")):
        read = action_read(session, reader, action)
        assert (read.whom, read.whom_person_id) == ("An officer of Housing", officer.id)
    day = date(2023, 9, 5)
    assert whom_in_papers(session, [action], day) == {action.id: "An officer of Housing"}
    post = council.post("Voids Officer", council.housing)
    holding = {"council_id": council.id, "post_id": post.id, "person_id": officer.id}
    session.add(PostHolding(**holding, valid_from=date(2023, 4, 1), valid_to=day))
    session.flush()
    assert whom_in_papers(session, [action], day) == {action.id: "Voids Officer"}
    assert whom_in_papers(session, [action], date(2023, 9, 6)) == {action.id: "An officer of Housing"}


def test_actions_are_found_by_unit_source_and_ref(session: Session, council: CouncilBuilder, asking: Asking) -> None:
    source_id = asking.decision_of()
    first = asking.raised(source_id=source_id)
    second = asking.raised(unit_id=council.environment.id, due="2023-09-01")
    reader: Actor = council.actor("analyst")

    def found(**by: Any) -> list[str]:
        return sorted(each.ref for each in session.scalars(service.list_actions(reader, **by)))

    assert found() == [first.ref, second.ref]
    assert found(unit="ENVIRONMENT") == found(ref="A-0002") == [second.ref]
    assert found(source_kind="approval", source_id=source_id) == [first.ref]
    assert found(state=ActionState.COMPLETED) == []
    stranger = CouncilBuilder(session, "other", "Other Borough Council").actor("analyst")
    with pytest.raises(Problem) as hidden:
        service.find_action(session, stranger, first.id)
    assert hidden.value.status == 404
