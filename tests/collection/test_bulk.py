"""One decision on many submissions: all of them, or none, and which of them refused."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from quarterdeck.collection.bulk import decide_many
from quarterdeck.collection.models import Round, Submission
from quarterdeck.collection.query_schemas import BulkDecision, BulkResult
from quarterdeck.core.actor import Actor
from quarterdeck.core.errors import Problem
from quarterdeck.core.journal import AuditEvent
from quarterdeck.core.outbox import OutboxMessage
from tests.builders import CouncilBuilder
from tests.collection.collecting import Q1, Q2, Collecting
from tests.web import WebClient

DUE, LATER = date(2023, 7, 21), date(2023, 7, 28)


@pytest.fixture
def round_(council: CouncilBuilder, collecting: Collecting) -> Round:
    """Housing, Environment and Customer Services owe a figure each."""
    for ref, unit in (("H1", council.housing), ("E1", council.environment), ("C1", council.customers)):
        collecting.measures.indicator(ref, unit=unit)
    return collecting.opened(Q1, due_on=DUE)


def _all(session: Session, round_: Round) -> list[Submission]:
    return list(session.scalars(select(Submission).filter_by(round_id=round_.id).order_by(Submission.id)))


def _decided(
    collecting: Collecting, round_: Round, action: str, ids: list[int], actor: Actor | None = None, **values: Any
) -> BulkResult:
    data = BulkDecision(action=action, submission_ids=ids, **values)
    result = decide_many(collecting.session, actor or collecting.team, round_.id, data)
    collecting.session.commit()
    return result


def _refused(
    collecting: Collecting, round_: Round, *given: Any, **values: Any
) -> tuple[int, str, list[tuple[str, str]]]:
    with pytest.raises(Problem) as refused, collecting.session.begin_nested():
        _decided(collecting, round_, *given, **values)
    collecting.session.expire_all()
    return refused.value.status, refused.value.code, [(each.pointer, each.code) for each in refused.value.errors]


def test_all_are_reminded_and_given_longer_each_with_its_own_event(
    session: Session, collecting: Collecting, round_: Round
) -> None:
    rows = _all(session, round_)
    ids = [row.id for row in reversed(rows)]
    reminded = _decided(collecting, round_, "remind", ids)
    assert [each.submission_id for each in reminded.rows] == ids, "answered in the order they were named"
    extended = _decided(collecting, round_, "extend", ids, comment="The system was down", due_on=LATER)
    assert {(row.due_on, row.extended_from, row.reminded_at is None) for row in rows} == {(LATER, DUE, False)}
    assert [(each.unit.name, each.state, each.due_on) for each in extended.rows] == [
        (name, "requested", LATER) for name in ("Customer Services", "Environment", "Housing")
    ]
    assert [each.version for each in extended.rows] == [row.version for row in reversed(rows)]
    assert collecting.events("submission") == ["submission.remind"] * 3 + ["submission.extend"] * 3
    events = session.scalars(select(AuditEvent).where(AuditEvent.action == "submission.extend")).all()
    assert {event.comment for event in events} == {"The system was down"}
    assert len({event.change_no for event in events}) == 1
    messages = session.scalars(select(OutboxMessage.subject_id).where(OutboxMessage.topic == "submission-remind")).all()
    assert sorted(messages) == sorted(ids)


def test_where_one_refuses_nothing_is_done_and_each_that_does_is_named(
    session: Session, collecting: Collecting, round_: Round
) -> None:
    housing, environment, customers = _all(session, round_)
    collecting.submitted(housing)
    events = collecting.events("submission")
    ids = [housing.id, environment.id, customers.id]
    assert _refused(collecting, round_, "remind", ids) == (
        409, "bulk-refused", [("/submission_ids/0", "wrong-state")],
    )  # fmt: skip
    refused = _refused(collecting, round_, "return", ids, comment="The June figure is missing")
    assert refused == (
        409,
        "bulk-refused",
        [("/submission_ids/1", "wrong-state"), ("/submission_ids/2", "wrong-state")],
    )
    assert [row.state for row in _all(session, round_)] == ["submitted", "requested", "requested"]
    assert {row.reminded_at for row in _all(session, round_)} == {None}
    assert collecting.events("submission") == events
    _decided(collecting, round_, "return", ids[:1], comment="The June figure is missing")
    assert (housing.state, housing.returned_reason) == ("returned", "The June figure is missing")


def test_what_is_asked_for_wrongly_is_told_where_it_stands(
    session: Session, council: CouncilBuilder, collecting: Collecting, round_: Round
) -> None:
    housing, environment, _ = (row.id for row in _all(session, round_))
    other = _all(session, collecting.opened(Q2))[0].id
    assert _refused(collecting, round_, "remind", [housing, other, housing]) == (
        422, "invalid", [("/submission_ids/1", "unknown_submission"), ("/submission_ids/2", "duplicate")],
    )  # fmt: skip
    assert _refused(collecting, round_, "extend", [housing], comment="Ill") == (
        422,
        "invalid",
        [("/due_on", "missing")],
    )
    assert _refused(collecting, round_, "extend", [housing], comment="Ill", due_on=DUE) == (
        409, "bulk-refused", [("/submission_ids/0", "not_later")],
    )  # fmt: skip
    assert _refused(collecting, round_, "return", [environment]) == (
        409, "bulk-refused", [("/submission_ids/0", "wrong-state")],
    )  # fmt: skip
    # A service sees its own submission, and may not remind itself.
    assert _refused(collecting, round_, "remind", [housing], collecting.provider)[:2] == (403, "bulk-refused")
    assert _refused(collecting, round_, "remind", [environment], collecting.provider) == (
        422, "invalid", [("/submission_ids/0", "unknown_submission")],
    )  # fmt: skip
    collecting.decided_round(round_, "cancel", "Opened by mistake")
    assert _refused(collecting, round_, "remind", [housing])[:2] == (409, "bulk-refused")


def test_a_missing_comment_is_told_once_at_its_field(session: Session, collecting: Collecting, round_: Round) -> None:
    housing, *others = _all(session, round_)
    ids = [housing.id, *(row.id for row in others)]
    missing = [("/comment", "missing")]
    assert _refused(collecting, round_, "extend", ids, due_on=LATER) == (409, "comment-required", missing)
    collecting.submitted(housing)
    assert _refused(collecting, round_, "return", ids[:1], comment=" ") == (409, "comment-required", missing)
    # Beside what else stands against it.
    assert _refused(collecting, round_, "return", ids[:2]) == (
        409, "bulk-refused", [*missing, ("/submission_ids/1", "wrong-state")],
    )  # fmt: skip
    assert _refused(collecting, round_, "extend", ids, due_on=LATER) == (
        409, "bulk-refused", [("/submission_ids/0", "wrong-state"), *missing],
    )  # fmt: skip


def test_bulk_decisions_over_http(client: WebClient, session: Session) -> None:
    collecting = Collecting(session, client.council)
    collecting.measures.indicator("H1")
    round_ = collecting.opened(Q1)
    submission = collecting.submission(round_)
    client.sign_in_as("performance_team")
    path, body = f"/rounds/{round_.id}/bulk-decisions", {"action": "remind", "submission_ids": [submission.id]}
    answer = client.change("POST", path, body)
    assert (answer.status_code, answer.json()["rows"][0]["unit"]["code"]) == (200, "HOUSING")
    collecting.submitted(submission)
    refused = client.change("POST", path, body)
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (409, "/submission_ids/0")
    assert refused.json()["errors"][0]["detail"].startswith("Housing: ")
    client.sign_in_as("data_provider")
    assert client.change("POST", path, body).status_code == 403
