"""Rounds of councils without a Cabinet: which committees hear a quarter, which one decides, and what may be skipped."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from quarterdeck.collection.models import Round
from quarterdeck.core.errors import Problem
from quarterdeck.framework.adoption import adopt_version
from quarterdeck.framework.schemas import FrameworkVersionCreate
from quarterdeck.organisation.models import Body, BodyKind
from quarterdeck.reporting.decisions import decide_edition
from quarterdeck.reporting.schemas import PackDecision
from tests.builders import CouncilBuilder
from tests.reporting.reviewing import Reviewing


@pytest.fixture
def committees(council: CouncilBuilder) -> dict[str, Body]:
    """Two service committees, a policy committee and full council."""
    names = (("HSG", "Housing Committee"), ("ENV", "Environment Committee"), ("PRC", "Policy and Resources Committee"))
    found = {code: council.body(code, name, BodyKind.COMMITTEE) for code, name in names}
    return {**found, "FULL": council.body("FULL", "Full Council", BodyKind.FULL_COUNCIL)}


def _reviewing(session: Session, council: CouncilBuilder, **adoption: Any) -> Reviewing:
    reviewing = Reviewing(session, council)
    data = {"template": "committee_first", "effective_from": date(2021, 4, 1), "reason": "No Cabinet", **adoption}
    adopt_version(session, reviewing.team, FrameworkVersionCreate.model_validate(data))
    session.commit()
    return reviewing


def _stage(key: str, position: int, kind: str, body: Body | None = None, decisive: bool = False) -> dict[str, Any]:
    return {
        "key": key,
        "name": body.name if body else "Check",
        "position": position,
        "kind": kind,
        "body_id": body.id if body else None,
        "days_allowed": 5,
        "optional": False,
        "decisive": decisive,
    }


def test_portfolios_that_are_there_all_the_same_are_not_waited_for(
    session: Session, council: CouncilBuilder, committees: dict[str, Body]
) -> None:
    reviewing = _reviewing(session, council, bodies={"committee": committees["PRC"].id})
    edition = reviewing.seal(reviewing.collected())
    reviewing.decide(edition, "approve", "officer_review", reviewing.director)
    assert reviewing.stage_states(edition) == {
        "check": "decided",
        "officer_review": "decided",
        "committee": "open",
        "council": "waiting",
    }


def test_full_council_is_skipped_with_a_reason_and_the_round_is_closed(
    session: Session, council: CouncilBuilder, committees: dict[str, Body]
) -> None:
    reviewing = _reviewing(session, council, bodies={"committee": committees["PRC"].id})
    edition = reviewing.seal(reviewing.collected())
    reviewing.decide(edition, "approve", "officer_review", reviewing.director)
    reviewing.issue(edition, committees["PRC"])
    reviewing.decide(edition, "approve", "committee", reviewing.clerk)
    assert reviewing.approved_values(reviewing.lettings) == [97.0]
    round_ = session.get_one(Round, edition.round_id)
    reviewing.decided_round(round_, "skip_stage", "It has the annual report alone.")
    assert reviewing.stage_states(edition)["council"] == "skipped"
    assert reviewing.decided_round(round_, "close").state == "closed"


def test_service_committees_hear_it_side_by_side_before_the_one_that_decides(
    session: Session, council: CouncilBuilder, committees: dict[str, Body]
) -> None:
    stages = [
        _stage("check", 1, "check"),
        _stage("housing", 2, "member_body", committees["HSG"]),
        _stage("environment", 2, "member_body", committees["ENV"]),
        _stage("policy", 3, "member_body", committees["PRC"], decisive=True),
    ]
    reviewing = _reviewing(session, council, stages=stages)
    edition = reviewing.seal(reviewing.collected())
    for code in ("HSG", "ENV"):
        reviewing.issue(edition, committees[code])
    reviewing.decide(edition, "note", "environment", reviewing.clerk)
    assert reviewing.approved_values(reviewing.lettings) == []
    assert reviewing.stage_states(edition)["policy"] == "waiting"
    with pytest.raises(Problem) as refused:
        decision = PackDecision(action="approve", stage="policy")
        decide_edition(session, reviewing.clerk, edition.id, decision, edition.version)
    assert refused.value.code == "wrong-state"
    assert refused.value.detail.endswith("It waits for: Housing Committee.")
    session.rollback()
    reviewing.decide(edition, "approve", "housing", reviewing.clerk)
    assert reviewing.approved_values(reviewing.lettings) == []
    reviewing.issue(edition, committees["PRC"])
    reviewing.decide(edition, "approve", "policy", reviewing.clerk)
    assert reviewing.approved_values(reviewing.lettings) == [97.0]
    assert set(reviewing.stage_states(edition).values()) == {"decided"}
