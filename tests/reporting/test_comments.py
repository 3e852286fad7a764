"""Comments in review: who asks about what, who reads it, and that the service answers once."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from quarterdeck.collection import proposals
from quarterdeck.collection.models import Round
from quarterdeck.collection.proposal_schemas import ProposalUpdate
from quarterdeck.core.actor import Actor
from quarterdeck.core.errors import Problem
from quarterdeck.core.journal import AuditEvent
from quarterdeck.framework.models import Cycle
from quarterdeck.measures.editions import PackEdition
from quarterdeck.reporting import comments
from quarterdeck.reporting.comment_schemas import CommentAnswer, CommentCreate, CommentRead
from tests.reporting.reviewing import Reviewing
from tests.web import WebClient

Q1 = "2023-24-Q1"


@pytest.fixture
def edition(reviewing: Reviewing) -> PackEdition:
    """Sealed, with officers and portfolio holders."""
    return reviewing.seal(reviewing.collected())


def said(reviewing: Reviewing, edition: PackEdition, actor: Actor, **given: Any) -> CommentRead:
    """Somebody comments on lettings, unless another thing is named."""
    figure = {"series_id": reviewing.measures.series(reviewing.lettings).id, "period": Q1}
    about = {} if "activity_id" in given or "series_id" in given else figure
    data = CommentCreate.model_validate({**about, "comment": "Why did this rise?", **given})
    made = comments.add_comment(reviewing.session, actor, edition.id, data)
    reviewing.session.commit()
    return made


def answered(reviewing: Reviewing, comment: CommentRead, actor: Actor) -> CommentRead:
    data = CommentAnswer(answer="Two homes came back late.")
    made = comments.answer_comment(reviewing.session, actor, comment.edition_id, comment.id, data)
    reviewing.session.commit()
    return made


def read_by(reviewing: Reviewing, edition: PackEdition, actor: Actor) -> list[int]:
    query = comments.list_comments(reviewing.session, actor, edition.id)
    return [each.id for each in comments.comment_reads(actor, reviewing.session.execute(query))]


def refusal(reviewing: Reviewing, edition: PackEdition, actor: Actor, **given: Any) -> tuple[int, str]:
    with pytest.raises(Problem) as problem, reviewing.session.begin_nested():
        said(reviewing, edition, actor, **given)
    reviewing.session.expire_all()
    return problem.value.status, problem.value.errors[0].code if problem.value.errors else problem.value.code


def test_a_director_asks_about_a_figure_and_its_service_answers_once(
    session: Session, reviewing: Reviewing, edition: PackEdition
) -> None:
    asked = said(reviewing, edition, reviewing.director)
    assert (asked.ref, asked.body, asked.answer, asked.allowed_actions) == ("H4", None, None, [])
    provider, manager = reviewing.service_of(reviewing.council.housing)
    assert read_by(reviewing, edition, manager) == [asked.id]
    answer = answered(reviewing, asked, manager)
    assert (answer.answer, answer.answered_by) == ("Two homes came back late.", manager.person_id)
    with pytest.raises(Problem) as problem:
        answered(reviewing, asked, provider)
    assert (problem.value.status, problem.value.code) == (409, "answered")
    events = session.scalars(
        select(AuditEvent.action).where(AuditEvent.kind == "review_comment").order_by(AuditEvent.position)
    )
    assert list(events) == ["review_comment.add", "review_comment.answer"]


def test_another_service_neither_reads_nor_answers(reviewing: Reviewing, edition: PackEdition) -> None:
    asked = said(reviewing, edition, reviewing.director)
    for other in reviewing.service_of(reviewing.council.environment):
        with pytest.raises(Problem) as problem:
            answered(reviewing, asked, other)
        assert problem.value.status == 404
        with pytest.raises(Problem) as problem:
            read_by(reviewing, edition, other)
        assert problem.value.status == 404


def test_a_portfolio_holder_comments_on_what_is_theirs(reviewing: Reviewing, edition: PackEdition) -> None:
    homes, streets = reviewing.holders["HOMES"], reviewing.holders["STREETS"]
    asked = said(reviewing, edition, homes)
    assert refusal(reviewing, edition, streets) == (422, "not_in_edition")
    assert (read_by(reviewing, edition, homes), read_by(reviewing, edition, streets)) == ([asked.id], [])


def test_members_comment_on_papers_they_have_and_read_their_own_bodys_comments(
    reviewing: Reviewing, edition: PackEdition
) -> None:
    council = reviewing.council
    member, scrutineer = council.actor("cabinet_member"), council.actor("scrutiny_member")
    of_officers = said(reviewing, edition, reviewing.director)
    assert refusal(reviewing, edition, member)[0] == 404
    reviewing.issue(reviewing.reviewed(edition), council.cabinet)
    reviewing.issue(edition, council.scrutiny)
    of_cabinet = said(reviewing, edition, member)
    assert of_cabinet.body == "CAB"
    assert read_by(reviewing, edition, member) == [of_cabinet.id]
    assert read_by(reviewing, edition, scrutineer) == []
    for reader in (reviewing.team, council.actor("auditor"), reviewing.director):
        assert read_by(reviewing, edition, reader) == [of_officers.id, of_cabinet.id]


def test_a_committee_administrator_asks_in_a_bodys_name_once_it_has_the_papers(
    reviewing: Reviewing, edition: PackEdition
) -> None:
    cabinet = reviewing.council.cabinet
    assert refusal(reviewing, edition, reviewing.clerk, body_id=cabinet.id) == (409, "not-issued")
    reviewing.issue(reviewing.reviewed(edition), cabinet)
    asked = said(reviewing, edition, reviewing.clerk, body_id=cabinet.id)
    assert read_by(reviewing, edition, reviewing.council.actor("cabinet_member")) == [asked.id]
    member = reviewing.council.actor("cabinet_member")
    assert refusal(reviewing, edition, member, body_id=reviewing.council.scrutiny.id)[0] == 403


def test_an_activity_and_a_measure_without_a_figure_are_commented_on_as_well(reviewing: Reviewing) -> None:
    activity = reviewing.activity("People 5")
    round_ = reviewing.opened(Q1)
    reviewing.reported_by(round_, reviewing.council.environment)
    edition = reviewing.seal(round_, "Housing's system is down", allow_missing=True)
    assert said(reviewing, edition, reviewing.director, activity_id=activity.id).ref == "People 5"
    assert said(reviewing, edition, reviewing.director).ref == "H4"
    elsewhere = {"series_id": reviewing.measures.series(reviewing.lettings).id, "period": "2022-23-Q1"}
    assert refusal(reviewing, edition, reviewing.director, **elsewhere) == (422, "not_in_edition")
    assert refusal(reviewing, edition, reviewing.director, activity_id=10**6) == (422, "not_in_edition")


def test_what_was_replaced_or_has_ended_is_not_commented_on(session: Session, reviewing: Reviewing) -> None:
    first = reviewing.put_before_cabinet()
    asked = said(reviewing, first, reviewing.director)
    reviewing.decide(first, "return", "cabinet", reviewing.clerk, comment="Look again")
    second = reviewing.seal(session.get_one(Round, first.round_id))
    assert refusal(reviewing, first, reviewing.director) == (409, "wrong-state")
    _, manager = reviewing.service_of(reviewing.council.housing)
    assert answered(reviewing, asked, manager).answer
    reviewing.issue(second, reviewing.council.cabinet, number="ACE2305")
    reviewing.decide(second, "approve", "cabinet", reviewing.clerk)
    reviewing.issue(second, reviewing.council.scrutiny, number="ACE2305")
    reviewing.decide(second, "note", "scrutiny", reviewing.clerk)
    reviewing.decided_round(session.get_one(Round, first.round_id), "close")
    assert refusal(reviewing, second, reviewing.director) == (409, "wrong-state")


def test_comments_over_http(client: WebClient, reviewing: Reviewing, edition: PackEdition) -> None:
    path = f"/packs/{edition.id}/comments"
    figure = {"series_id": reviewing.measures.series(reviewing.lettings).id, "period": Q1}
    client.sign_in_as("director")
    assert client.change("POST", path, {"comment": "About nothing"}).status_code == 422
    assert client.change("POST", path, {**figure, "activity_id": 1, "comment": "About two"}).status_code == 422
    made = client.change("POST", path, {**figure, "comment": "Why did this rise?"})
    assert made.status_code == 201, made.text
    client.sign_in_as("service_manager")
    [listed] = client.read(path, answered=False)["items"]
    assert (listed["id"], listed["allowed_actions"]) == (made.json()["id"], ["answer"])
    answer = client.change("POST", f"{path}/{listed['id']}/answer", {"answer": "Two came back late."})
    assert (answer.status_code, answer.json()["answer"]) == (200, "Two came back late.")
    assert client.read(path, answered=False)["items"] == []
    assert client.sign_in_as("performance_team").change("POST", path, {**figure, "comment": "?"}).status_code == 403


def test_what_an_annual_round_proposes_is_commented_on_by_its_year(session: Session, reviewing: Reviewing) -> None:
    year, round_ = "2030-31", reviewing.opened("2030-31", cycle=Cycle.ANNUAL)
    for unit in (reviewing.council.housing, reviewing.council.environment):
        provider, manager = reviewing.service_of(unit)
        submission = reviewing.submission(round_, unit)
        for entry in reviewing.entries(submission):
            data = ProposalUpdate(change="change", target={"value": 96}, rationale="Upper quartile")
            proposals.save_proposal(session, provider, submission.id, entry.id, data, entry.version)
            session.commit()
        reviewing.decided(submission, "submit", provider)
        reviewing.decided(submission, "confirm", manager)
    edition = reviewing.seal(round_)
    lettings = reviewing.measures.series(reviewing.lettings).id
    asked = said(reviewing, edition, reviewing.director, series_id=lettings, period=year)
    assert (asked.series_id, asked.period_code) == (lettings, year)
    assert answered(reviewing, asked, reviewing.service_of(reviewing.council.housing)[1]).answer
    refused = refusal(reviewing, edition, reviewing.director, series_id=lettings, period=f"{year}-Q1")
    assert refused == (422, "not_in_edition")
