"""What bodies decided: appended, journalled, read by whoever may see what it is on, and never of another council."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from quarterdeck.core import clock, refs
from quarterdeck.core.errors import Problem
from quarterdeck.core.journal import AuditEvent
from quarterdeck.framework.decisions import Decided, approvals, record_decision
from quarterdeck.framework.models import Outcome
from quarterdeck.organisation.models import Meeting
from tests.builders import CouncilBuilder

NOON = datetime(2023, 9, 5, 12, tzinfo=UTC)


def _meeting(session: Session, council: CouncilBuilder) -> Meeting:
    meeting = Meeting(
        council_id=council.id,
        body_id=council.cabinet.id,
        held_on=date(2023, 9, 4),
        title="Cabinet",
        public=True,
        version=1,
    )
    session.add(meeting)
    session.flush()
    return meeting


def test_a_decision_is_dated_by_its_meeting_and_journalled(session: Session, council: CouncilBuilder) -> None:
    clerk, meeting = council.actor("committee_administrator"), _meeting(session, council)
    with clock.set_to(NOON):
        approval = record_decision(
            session,
            clerk,
            Decided("plan", 12, Outcome.APPROVED, council.cabinet.id, meeting_id=meeting.id, minute_reference="14"),
        )
    assert (approval.decided_on, approval.recorded_by) == (date(2023, 9, 4), clerk.person_id)
    event = session.scalars(select(AuditEvent).where(AuditEvent.kind == "approval")).one()
    assert (event.subject_id, event.change_no, event.detail["outcome"]) == (
        approval.id,
        approval.change_no,
        "approved",
    )


@pytest.mark.parametrize(
    ("given", "pointer"),
    [
        ({"body_id": 10**9}, "/body_id"),
        ({"portfolio_id": 10**9}, "/portfolio_id"),
        ({"meeting_id": 10**9}, "/meeting_id"),
        ({"decided_on": date(2023, 9, 6)}, "/decided_on"),
    ],
)
def test_what_does_not_exist_or_has_not_happened_is_refused(
    session: Session, council: CouncilBuilder, given: dict[str, Any], pointer: str
) -> None:
    with clock.set_to(NOON), pytest.raises(Problem) as refused:
        record_decision(session, council.actor("performance_team"), Decided("plan", 12, Outcome.NOTED, **given))
    assert (refused.value.status, refused.value.errors[0].pointer) == (422, pointer)


def test_a_meeting_decides_for_its_own_body_alone(session: Session, council: CouncilBuilder) -> None:
    decided = Decided("plan", 12, Outcome.NOTED, council.scrutiny.id, meeting_id=_meeting(session, council).id)
    with pytest.raises(Problem) as refused:
        record_decision(session, council.actor("performance_team"), decided)
    assert refused.value.errors[0].code == "wrong_body"


def test_a_return_needs_a_reason(session: Session, council: CouncilBuilder) -> None:
    with pytest.raises(Problem) as refused:
        record_decision(session, council.actor("performance_team"), Decided("plan", 12, Outcome.RETURNED, comment=" "))
    assert (refused.value.status, refused.value.code) == (409, "comment-required")


def test_decisions_are_filtered_and_stay_in_their_council(session: Session, council: CouncilBuilder) -> None:
    team = council.actor("performance_team")
    cabinets = record_decision(session, team, Decided("plan", 1, Outcome.APPROVED, council.cabinet.id))
    scrutinys = record_decision(
        session, team, Decided("target", 1, Outcome.NOTED, council.scrutiny.id, round_stage_id=5)
    )
    reader = council.actor("analyst")

    def found(**by: Any) -> list[int]:
        return sorted(each.id for each in session.scalars(approvals(reader, **by)))

    assert found(subject_kind="plan") == found(body="CAB") == [cabinets.id]
    assert found(subject_id=1) == [cabinets.id, scrutinys.id]
    assert found(round_stage_id=5) == [scrutinys.id]
    stranger = CouncilBuilder(session, "other", "Other Borough Council").actor("analyst")
    assert session.scalars(approvals(stranger)).all() == []


def test_an_action_can_refer_to_a_decision(session: Session, council: CouncilBuilder) -> None:
    with clock.set_to(NOON):
        approval = record_decision(
            session,
            council.actor("performance_team"),
            Decided("plan", 1, Outcome.APPROVED, council.cabinet.id),
        )
    referent = refs.resolve(session, council.actor("analyst"), "approval", approval.id)
    assert referent.label == "Approved by Cabinet on 2023-09-05"
    assert referent.place.body_id == council.cabinet.id
