"""Several proposed targets decided on at once, as a body did on one day: all of them, or none."""

from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quarterdeck.core.journal import AuditEvent
from quarterdeck.framework.models import Approval
from quarterdeck.measures.models import Target
from tests.measures.growing import Q1, Q2, Measures
from tests.web import WebClient

DECIDED = {"decided_on": "2023-03-01", "minute_reference": "CAB 12"}


@pytest.fixture
def measures(client: WebClient, session: Session) -> Measures:
    client.sign_in_as("performance_team")
    return Measures(session, client.council)


def _decide(client: WebClient, *targets: Target, action: str = "approve", **more: Any) -> Any:
    body = {"action": action, "target_ids": [each.id for each in targets], **more}
    return client.change("POST", "/target-decisions", body)


def test_all_are_approved_each_with_its_decision_and_event_and_their_figures_are_rated(
    client: WebClient, measures: Measures, session: Session
) -> None:
    h1, h2 = measures.indicator("H1"), measures.indicator("H2")
    measures.ruled(h1, "relative", green_within=0, amber_within=10)
    row = measures.reported(h1, Q1, 90.0)
    first, second = measures.proposed(h1, Q1, 80.0), measures.proposed(h2, Q2, 5.0)
    session.commit()
    assert measures.rating(row) == "no_target"
    answer = _decide(client, second, first, body_id=client.council.cabinet.id, **DECIDED)
    assert answer.status_code == 200, answer.text
    assert [(each["id"], each["state"]) for each in answer.json()["targets"]] == [
        (second.id, "approved"), (first.id, "approved"),
    ]  # fmt: skip
    approvals = session.scalars(select(Approval).where(Approval.subject_kind == "target")).all()
    assert {each.minute_reference for each in approvals} == {"CAB 12"}
    assert sorted(each.subject_id for each in approvals) == sorted([first.id, second.id])
    events = select(func.count()).where(AuditEvent.action == "target.approve")
    assert session.scalar(events) == 2
    assert measures.rating(row) == "green"
    measures.consistent()


def test_where_one_refuses_none_is_decided_and_each_that_does_is_named(
    client: WebClient, measures: Measures, session: Session
) -> None:
    indicator = measures.indicator("H1")
    approved, waiting = measures.target(indicator, Q1, 80.0), measures.proposed(indicator, Q2, 81.0)
    session.commit()
    refused = _decide(client, waiting, approved)
    assert (refused.status_code, refused.json()["type"].rsplit("/", 1)[-1]) == (409, "bulk-refused")
    (fault,) = refused.json()["errors"]
    assert fault["pointer"] == "/target_ids/1"
    assert fault["detail"].startswith("H1, Q1 2023/24: ")
    session.expire_all()
    assert session.get_one(Target, waiting.id).state == "proposed"


def test_what_is_none_or_named_twice_or_lacks_a_reason_is_refused(
    client: WebClient, measures: Measures, session: Session
) -> None:
    waiting = measures.proposed(measures.indicator("H1"), Q1, 80.0)
    session.commit()
    body = {"action": "approve", "target_ids": [waiting.id, 999_999, waiting.id]}
    unknown = client.change("POST", "/target-decisions", body)
    assert [(each["pointer"], each["code"]) for each in unknown.json()["errors"]] == [
        ("/target_ids/1", "unknown_target"), ("/target_ids/2", "duplicate"),
    ]  # fmt: skip
    nothing = client.change("POST", "/target-decisions", {"action": "approve", "target_ids": []})
    assert (unknown.status_code, nothing.status_code) == (422, 422)
    unsaid = _decide(client, waiting, action="decline")
    assert (unsaid.status_code, unsaid.json()["errors"][0]["pointer"]) == (409, "/comment")
    said = _decide(client, waiting, action="decline", comment="Not ambitious")
    assert (said.status_code, said.json()["targets"][0]["state"]) == (200, "declined")
