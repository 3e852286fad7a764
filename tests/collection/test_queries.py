"""Queries on a cell: asked by a reviewer, answered by the service, in nobody's way."""

from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from quarterdeck.collection import queries, submissions
from quarterdeck.collection.models import Entry, EntryQuery, Submission
from quarterdeck.collection.query_schemas import QueryAnswer, QueryCreate, QueryRead
from quarterdeck.core.actor import Actor
from quarterdeck.core.errors import Problem
from quarterdeck.core.journal import AuditEvent
from tests.builders import CouncilBuilder
from tests.collection.collecting import Q1, Collecting, told
from tests.web import WebClient

pytestmark = pytest.mark.both

QUESTION, ANSWER = "Is the depot counted in June?", "It is, since the move in May."


@pytest.fixture
def submission(collecting: Collecting) -> Submission:
    collecting.measures.indicator("H1")
    return collecting.submission(collecting.opened(Q1))


@pytest.fixture
def entry(collecting: Collecting, submission: Submission) -> Entry:
    return collecting.entries(submission)[0]


def _asked(collecting: Collecting, entry: Entry, actor: Actor | None = None) -> QueryRead:
    data = QueryCreate(entry_id=entry.id, question=QUESTION)
    made = queries.ask(collecting.session, actor or collecting.manager, entry.submission_id, data)
    collecting.session.commit()
    return made


def _answered(collecting: Collecting, query: QueryRead, actor: Actor | None = None) -> QueryRead:
    by = actor or collecting.provider
    made = queries.answer(collecting.session, by, query.submission_id, query.id, QueryAnswer(answer=ANSWER))
    collecting.session.commit()
    return made


def _refusal(collecting: Collecting, attempt: Any) -> tuple[int, str]:
    with pytest.raises(Problem) as refused, collecting.session.begin_nested():
        attempt()
    collecting.session.expire_all()
    return told(refused.value)


def _open(collecting: Collecting, submission: Submission) -> int:
    read = submissions.submission_read(collecting.session, collecting.team, submission)
    assert read.completeness is not None
    return read.completeness.open_queries


def test_a_query_is_asked_answered_and_counted_while_it_is_open(
    session: Session, collecting: Collecting, submission: Submission, entry: Entry
) -> None:
    query = _asked(collecting, entry)
    assert (query.ref, query.period_code, query.question, query.answer) == ("H1", Q1, QUESTION, None)
    assert (query.asked_by, query.allowed_actions) == (collecting.manager.person_id, [])
    assert queries.query_read(session, collecting.provider, submission, query.id).allowed_actions == ["answer"]
    assert (_open(collecting, submission), submission.state) == (1, "requested")
    answered = _answered(collecting, query)
    assert (answered.answer, answered.answered_by, answered.allowed_actions) == (
        ANSWER, collecting.provider.person_id, [],
    )  # fmt: skip
    assert (_open(collecting, submission), submission.state, submission.version) == (0, "requested", 1)
    events = session.scalars(select(AuditEvent).where(AuditEvent.kind == "entry_query")).all()
    assert [(event.action, event.comment) for event in events] == [
        ("entry_query.ask", QUESTION), ("entry_query.answer", ANSWER),
    ]  # fmt: skip


def test_an_open_query_stands_in_nobodys_way(collecting: Collecting, submission: Submission, entry: Entry) -> None:
    _asked(collecting, entry)
    assert collecting.confirmed(submission).state == "confirmed"
    # And what is confirmed can still be asked about, while the round runs.
    _answered(collecting, _asked(collecting, entry, collecting.team))
    assert _open(collecting, submission) == 1


def test_a_query_is_answered_once(collecting: Collecting, entry: Entry) -> None:
    query = _asked(collecting, entry)
    _answered(collecting, query)
    assert _refusal(collecting, lambda: _answered(collecting, query)) == (409, "answered")


def test_who_asks_and_who_answers(council: CouncilBuilder, collecting: Collecting, entry: Entry) -> None:
    query = _asked(collecting, entry, collecting.team)
    for actor in (collecting.provider, council.actor("auditor")):
        assert _refusal(collecting, lambda actor=actor: _asked(collecting, entry, actor))[0] == 403
    for actor in (collecting.manager, council.actor("auditor")):
        assert _refusal(collecting, lambda actor=actor: _answered(collecting, query, actor))[0] == 403
    elsewhere = council.actor("service_manager", unit=council.environment), council.actor("director")
    for actor in elsewhere:
        assert _refusal(collecting, lambda actor=actor: _asked(collecting, entry, actor))[0] == 404
        assert _refusal(collecting, lambda actor=actor: _answered(collecting, query, actor))[0] == 404
    # The team notes what the service said on the telephone.
    colleague = council.actor("performance_team", number=2)
    assert _answered(collecting, query, colleague).answered_by == colleague.person_id


def test_whoever_asked_does_not_answer(
    session: Session, council: CouncilBuilder, collecting: Collecting, submission: Submission, entry: Entry
) -> None:
    query = _asked(collecting, entry, collecting.team)
    assert query.allowed_actions == []
    assert _refusal(collecting, lambda: _answered(collecting, query, collecting.team)) == (409, "own-query")
    colleague = council.actor("performance_team", number=2)
    assert queries.query_read(session, colleague, submission, query.id).allowed_actions == ["answer"]
    assert _answered(collecting, query).answer == ANSWER


def test_a_query_is_about_an_entry_of_its_submission_while_the_round_runs(
    collecting: Collecting, submission: Submission, entry: Entry
) -> None:
    other = collecting.entries(collecting.submission(collecting.opened("2023-24-Q2")))[0]
    data = QueryCreate(entry_id=other.id, question=QUESTION)
    refused = _refusal(collecting, lambda: queries.ask(collecting.session, collecting.team, submission.id, data))
    assert refused == (422, "unknown_entry")
    query = _asked(collecting, entry)
    other_query = QueryRead.model_validate({**query.model_dump(), "submission_id": other.submission_id})
    assert _refusal(collecting, lambda: _answered(collecting, other_query))[0] == 404
    round_ = collecting.session.get_one(Submission, submission.id).round_id
    collecting.session.execute(text(f"UPDATE round SET state = 'closed' WHERE id = {round_}"))
    collecting.session.commit()
    collecting.session.expire_all()
    assert _refusal(collecting, lambda: _asked(collecting, entry)) == (409, "wrong-state")
    assert _refusal(collecting, lambda: _answered(collecting, query)) == (409, "wrong-state")


@pytest.mark.parametrize("change", ["question = 'Another'", "asked_by = NULL, answer = 'x'", "entry_id = entry_id + 1"])
def test_what_was_asked_stays_in_the_database_as_well(session: Session, collecting: Collecting, entry: Entry,
                                                      change: str) -> None:  # fmt: skip
    _asked(collecting, entry)
    for statement in (f"UPDATE entry_query SET {change}", "DELETE FROM entry_query"):
        with pytest.raises(DBAPIError), session.begin_nested():
            session.execute(text(statement))
    assert session.scalars(select(EntryQuery.question)).one() == QUESTION


def test_an_answer_stays_in_the_database_as_well(session: Session, collecting: Collecting, entry: Entry) -> None:
    _answered(collecting, _asked(collecting, entry))
    with pytest.raises(DBAPIError), session.begin_nested():
        session.execute(text("UPDATE entry_query SET answer = 'Another'"))


def test_queries_over_http(client: WebClient, submission: Submission, entry: Entry) -> None:
    at = f"/submissions/{submission.id}/queries"
    client.sign_in_as("service_manager")
    made = client.change("POST", at, {"entry_id": entry.id, "question": QUESTION})
    assert (made.status_code, made.json()["answer"]) == (201, None)
    assert client.change("POST", at, {"entry_id": entry.id, "question": "  "}).status_code == 422
    client.sign_in_as("data_provider")
    assert [each["id"] for each in client.read(at, answered=False)["items"]] == [made.json()["id"]]
    answer = client.change("POST", f"{at}/{made.json()['id']}/answer", {"answer": ANSWER})
    assert (answer.status_code, answer.json()["answer"]) == (200, ANSWER)
    assert client.read(at, answered=False)["items"] == []
    assert [each["answer"] for each in client.read(at, answered=True)["items"]] == [ANSWER]
    client.sign_in_as("data_provider", number=9, unit=client.council.environment)
    assert client.get(f"/api/v1{at}").status_code == 404
