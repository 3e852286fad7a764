"""Restatements: proposed by one person, accepted by another, and the only way to change what members have seen."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from quarterdeck.collection.models import Round
from quarterdeck.core import refs
from quarterdeck.core.actor import Actor
from quarterdeck.core.errors import Problem
from quarterdeck.core.journal import AuditEvent
from quarterdeck.core.outbox import OutboxMessage
from quarterdeck.measures.models import Observation
from quarterdeck.measures.restatement import Restatement, RestatementState
from quarterdeck.organisation.roles import Role
from quarterdeck.reporting import restatements
from quarterdeck.reporting.schemas import RestatementDecision
from quarterdeck.reporting.workflow import RESTATEMENT
from tests.builders import CouncilBuilder
from tests.reporting.reviewing import Reviewing

Q1 = "2023-24-Q1"
ROLES = {str(role) for role in Role}
ACCEPTERS = {"performance_team", "service_manager"}
PROPOSERS = ACCEPTERS | {"data_provider"}


def unproposed(reviewing: Reviewing, actor: Actor | None = None, period: str = Q1, **given: Any) -> Problem:
    with pytest.raises(Problem) as problem, reviewing.session.begin_nested():
        reviewing.proposed(reviewing.lettings, period, actor, **given)
    reviewing.session.expire_all()
    return problem.value


def unsettled(reviewing: Reviewing, restatement: Restatement, action: str, actor: Actor, comment: str = "") -> Problem:
    with pytest.raises(Problem) as problem, reviewing.session.begin_nested():
        reviewing.settled(restatement, action, actor, comment)
    reviewing.session.expire_all()
    return problem.value


def test_accepting_appends_the_figure_with_the_texts_of_the_one_that_stood(
    session: Session, reviewing: Reviewing
) -> None:
    reviewing.approved()
    restatement = reviewing.proposed(reviewing.lettings, Q1, value=91.0, numerator=91.0, denominator=100.0)
    assert (restatement.state, restatement.proposed_by) == ("proposed", reviewing.provider.person_id)
    reviewing.settled(restatement, "accept", reviewing.manager)
    first, second = session.scalars(
        select(Observation).where(Observation.indicator_id == reviewing.lettings.id).order_by(Observation.revision)
    )
    assert (second.revision, second.kind, second.origin, second.origin_id) == (
        2,
        "restatement",
        "restatement",
        restatement.id,
    )
    assert (second.value, second.numerator, second.denominator) == (91.0, 91.0, 100.0)
    assert (second.commentary, second.reason) == (first.commentary, "Two homes were missing")
    assert (restatement.observation_id, restatement.decided_by) == (second.id, reviewing.manager.person_id)
    assert reviewing.events("restatement") == ["restatement.propose", "restatement.accept"]
    topics = session.scalars(select(OutboxMessage.topic).where(OutboxMessage.kind == "restatement")).all()
    assert topics == ["restatement-propose", "restatement-accept"]
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "restatement.propose")).one()
    assert (event.detail["value"], event.comment) == (91.0, "Two homes were missing")


def test_a_figure_that_no_body_has_approved_is_not_approved_by_restating_it(reviewing: Reviewing) -> None:
    reviewing.put_before_cabinet()
    reviewing.settled(reviewing.proposed(reviewing.lettings, Q1, value=91.0), "accept")
    assert reviewing.approved_values(reviewing.lettings) == []


def test_a_figure_is_restated_as_not_available(session: Session, reviewing: Reviewing) -> None:
    reviewing.approved()
    reviewing.settled(reviewing.proposed(reviewing.lettings, Q1, value_state="not_available"), "accept")
    assert reviewing.approved_values(reviewing.lettings) == [97.0, None]


def test_without_a_restatement_a_locked_figure_does_not_change(reviewing: Reviewing) -> None:
    reviewing.put_before_cabinet()
    with pytest.raises(Problem) as locked, reviewing.session.begin_nested():
        reviewing.measures.reported(reviewing.lettings, Q1, 50.0)
    assert (locked.value.status, locked.value.code) == (409, "locked")


def test_nobody_accepts_or_declines_their_own(reviewing: Reviewing) -> None:
    reviewing.approved()
    restatement = reviewing.proposed(reviewing.lettings, Q1, reviewing.manager, value=91.0)
    assert RESTATEMENT.allowed_actions(restatement, reviewing.manager) == ["withdraw"]
    assert unsettled(reviewing, restatement, "accept", reviewing.manager).code == "not-allowed-now"
    assert unsettled(reviewing, restatement, "decline", reviewing.manager, "No").code == "not-allowed-now"
    assert reviewing.settled(restatement, "withdraw", reviewing.manager).state == "withdrawn"


def test_only_the_proposer_withdraws(reviewing: Reviewing) -> None:
    reviewing.approved()
    restatement = reviewing.proposed(reviewing.lettings, Q1, value=91.0)
    assert RESTATEMENT.allowed_actions(restatement, reviewing.team) == ["accept", "decline"]
    assert unsettled(reviewing, restatement, "withdraw", reviewing.team).code == "not-allowed-now"


def test_declining_needs_a_reason_and_leaves_the_figure(reviewing: Reviewing) -> None:
    reviewing.approved()
    restatement = reviewing.proposed(reviewing.lettings, Q1, value=91.0)
    assert unsettled(reviewing, restatement, "decline", reviewing.team).code == "comment-required"
    reviewing.settled(restatement, "decline", comment="The first count was right")
    assert (restatement.state, restatement.observation_id) == ("declined", None)
    assert reviewing.approved_values(reviewing.lettings) == [97.0]
    for action in ("accept", "decline"):
        assert unsettled(reviewing, restatement, action, reviewing.team, "Again").code == "wrong-state"


def test_who_may_accept_and_who_may_propose(reviewing: Reviewing) -> None:
    reviewing.approved()
    people = {role: reviewing.council.actor(role, number=2) for role in sorted(ROLES)}
    for role in ROLES - PROPOSERS:
        assert unproposed(reviewing, people[role], value=91.0).status == 403, role
    for role in sorted(PROPOSERS):
        made = reviewing.proposed(reviewing.lettings, Q1, people[role], value=91.0)
        reviewing.settled(made, "withdraw", people[role])
    for value, accepter in zip((91.0, 92.0), sorted(ACCEPTERS), strict=True):
        restatement = reviewing.proposed(reviewing.lettings, Q1, value=value)
        for role in ROLES - ACCEPTERS:
            assert unsettled(reviewing, restatement, "accept", people[role]).status == 403, role
        assert reviewing.settled(restatement, "accept", people[accepter]).state == "accepted"


def test_another_services_people_neither_propose_nor_accept(reviewing: Reviewing) -> None:
    reviewing.approved()
    provider, manager = reviewing.service_of(reviewing.council.environment)
    assert unproposed(reviewing, provider, value=91.0).status == 403
    assert unsettled(reviewing, reviewing.proposed(reviewing.lettings, Q1, value=91.0), "accept", manager).status == 403


def test_what_is_proposed_has_to_make_sense(reviewing: Reviewing) -> None:
    reviewing.approved()
    wrong: list[tuple[dict[str, Any], int, str]] = [
        ({"value": 91.0, "period": "2023-24-Q4"}, 422, "not_on_record"),
        ({"value": 91.0, "period": "last spring"}, 422, "bad_period"),
        ({"value": 91.0, "series_id": 10**9}, 422, "unknown_series"),
        ({}, 422, "contradicts_state"),
        ({"value": 91.0, "value_state": "awaited"}, 422, "contradicts_state"),
        ({"value_state": "awaited", "numerator": 1.0}, 422, "contradicts_state"),
        ({"value": 91.0, "numerator": 1.0, "denominator": 0.0}, 422, "zero_denominator"),
        ({"value": 97.0}, 409, "unchanged"),
    ]
    for given, status, code in wrong:
        problem = unproposed(reviewing, **given)
        assert (problem.status, problem.errors[0].code if problem.errors else problem.code) == (status, code)


def test_one_proposal_waits_for_a_figure_at_a_time(reviewing: Reviewing) -> None:
    reviewing.approved()
    first = reviewing.proposed(reviewing.lettings, Q1, value=91.0)
    assert unproposed(reviewing, value=92.0).code == "already-proposed"
    reviewing.settled(first, "accept")
    second = reviewing.proposed(reviewing.lettings, Q1, value=92.0)
    reviewing.settled(second, "accept")
    assert reviewing.approved_values(reviewing.lettings) == [97.0, 91.0, 92.0]


def test_a_proposal_that_was_overtaken_is_not_accepted(session: Session, reviewing: Reviewing) -> None:
    reviewing.collected()
    restatement = reviewing.proposed(reviewing.lettings, Q1, value=91.0)
    reviewing.measures.reported(reviewing.lettings, Q1, 96.0)
    assert unsettled(reviewing, restatement, "accept", reviewing.team).code == "overtaken"
    session.refresh(restatement)
    assert restatement.state == "proposed"


def test_a_decision_is_on_the_version_that_was_read(reviewing: Reviewing) -> None:
    reviewing.approved()
    restatement = reviewing.proposed(reviewing.lettings, Q1, value=91.0)
    with pytest.raises(Problem) as stale:
        restatements.decide_restatement(
            reviewing.session, reviewing.team, restatement.id, RestatementDecision(action="accept"), 7
        )
    assert stale.value.status == 412


def test_everyone_signed_in_reads_the_register_of_their_council(session: Session, reviewing: Reviewing) -> None:
    reviewing.approved()
    accepted = reviewing.settled(reviewing.proposed(reviewing.lettings, Q1, value=91.0), "accept")
    provider, _ = reviewing.service_of(reviewing.council.environment)
    waiting = reviewing.proposed(reviewing.recycling, Q1, provider, value=50.0)
    reader = reviewing.council.actor("analyst")

    def found(**by: Any) -> list[int]:
        return sorted(each.id for each in session.scalars(restatements.list_restatements(reader, **by)))

    assert found() == found(period=Q1) == [accepted.id, waiting.id]
    assert found(ref="W2") == found(state=RestatementState.PROPOSED) == [waiting.id]
    assert found(period="2023-24-Q2") == found(ref="none") == []
    first, second = restatements.restatement_reads(session, reader, [accepted, waiting])
    assert (first.ref, first.was, first.value, first.allowed_actions) == ("H4", 97.0, 91.0, [])
    assert (second.ref, second.was, second.value, second.period_label[:9]) == ("W2", 97.0, 50.0, "Quarter 1")
    stranger = CouncilBuilder(session, "other", "Other Borough Council").actor("performance_team")
    assert session.scalars(restatements.list_restatements(stranger)).all() == []
    with pytest.raises(Problem) as hidden:
        restatements.find_restatement(session, stranger, accepted.id)
    assert hidden.value.status == 404


def test_what_it_takes_the_place_of_is_told_to_whoever_may_read_that(session: Session, reviewing: Reviewing) -> None:
    reviewing.collected()
    analyst = reviewing.council.actor("analyst")

    def told(restatement: Restatement, actor: Actor = reviewing.team) -> tuple[str | None, float | None]:
        [read] = restatements.restatement_reads(session, actor, [restatement])
        return read.was_state, read.was

    declined = reviewing.settled(reviewing.proposed(reviewing.lettings, Q1, value=90.0), "decline", comment="No")
    accepted = reviewing.proposed(reviewing.lettings, Q1, value=91.0)
    assert (told(declined), told(accepted), told(accepted, analyst)) == ((None, None), ("value", 97.0), (None, None))
    reviewing.settled(accepted, "accept")
    waiting = reviewing.proposed(reviewing.lettings, Q1, value_state="not_available")
    # No body has approved either: it stays with those who read what is submitted.
    assert (told(accepted), told(waiting)) == (("value", 97.0), ("value", 91.0))
    assert (told(accepted, analyst), told(waiting, analyst)) == ((None, None), (None, None))
    # Nor is anybody led to a figure that they may not open.
    made = [restatements.restatement_read(session, who, accepted).observation_id for who in (reviewing.team, analyst)]
    assert made == [accepted.observation_id, None]
    reviewing.settled(waiting, "accept")
    assert told(reviewing.proposed(reviewing.lettings, Q1, value=92.0)) == ("not_available", None)
    assert told(waiting) == ("value", 91.0)


def test_what_members_had_seen_is_told_of_a_figure_that_came_back(session: Session, reviewing: Reviewing) -> None:
    first = reviewing.put_before_cabinet()
    round_ = session.get_one(Round, first.round_id)
    named = {"comment": "Which homes?", "submission_ids": [reviewing.submission(round_).id]}
    reviewing.decide(first, "return", "cabinet", reviewing.clerk, **named)
    reviewing.reported_by(round_, reviewing.council.housing, value=88.0)
    [restated] = session.scalars(select(Restatement))
    was = {
        role: restatements.restatement_read(session, reviewing.council.actor(role), restated).was
        for role in ("performance_team", "cabinet_member", "scrutiny_member", "analyst")
    }
    for portfolio, seen in ((reviewing.council.homes, 97.0), (reviewing.council.streets, None)):
        holder = reviewing.council.actor("portfolio_holder", portfolio=portfolio, number=2)
        assert restatements.restatement_read(session, holder, restated).was == seen
    # Cabinet was given 97.0; its papers were for no public meeting.
    assert was == {"performance_team": 97.0, "cabinet_member": 97.0, "scrutiny_member": None, "analyst": None}


def test_evidence_and_actions_may_point_at_a_restatement(session: Session, reviewing: Reviewing) -> None:
    reviewing.approved()
    restatement = reviewing.proposed(reviewing.lettings, Q1, value=91.0)
    referent = refs.resolve(session, reviewing.team, "restatement", restatement.id)
    assert referent.label == "Restatement of H4, Q1 2023/24"
    assert referent.place.unit_id == reviewing.council.housing.id
