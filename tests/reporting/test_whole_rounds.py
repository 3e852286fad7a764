"""A whole round at each order of stages that ships: opened, confirmed, sealed, reviewed, decided on, closed."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from quarterdeck.collection.models import Round
from quarterdeck.core import journal
from quarterdeck.core.outbox import OutboxMessage
from quarterdeck.framework.models import Approval
from quarterdeck.measures.editions import EditionIssue
from quarterdeck.measures.reads import read_figures
from quarterdeck.measures.viewpoint import viewpoint_of
from quarterdeck.organisation.models import Body
from quarterdeck.reporting import sealing
from tests.builders import CouncilBuilder
from tests.reporting.reviewing import Reviewing

pytestmark = [pytest.mark.slow, pytest.mark.both]

ORDERS = {"cabinet_first": ["cabinet", "scrutiny"], "scrutiny_first": ["scrutiny", "cabinet"]}
OUTCOMES = {"cabinet": "approve", "scrutiny": "note"}


@pytest.mark.parametrize("template", ORDERS)
def test_a_round_runs_through_every_stage_in_the_councils_order(
    session: Session, council: CouncilBuilder, template: str
) -> None:
    reviewing = Reviewing(session, council, template)
    activity = reviewing.activity("People 5", portfolio_ids=[council.homes.id])
    round_ = reviewing.collected()
    edition = reviewing.seal(round_)
    assert (edition.number, edition.state, round_.state) == (1, "sealed", "reviewing")
    assert [each.ref for each in reviewing.content(edition).activities] == [activity.ref]
    first, second = ORDERS[template]
    expected = {"check": "decided", "officer_review": "open", "portfolio_review": "open"}
    assert reviewing.stage_states(edition) == {**expected, first: "waiting", second: "waiting"}

    reviewing.decide(edition, "approve", "officer_review", reviewing.director)
    reviewing.decide(edition, "approve", "portfolio_review", reviewing.holders["HOMES"], portfolio="HOMES")
    assert reviewing.stage_states(edition)["portfolio_review"] == "open"
    assert reviewing.stage_states(edition)[first] == "waiting"
    reviewing.decide(edition, "note", "portfolio_review", reviewing.holders["STREETS"], portfolio="STREETS")

    bodies: dict[str, Body] = {"cabinet": council.cabinet, "scrutiny": council.scrutiny}
    for stage in ORDERS[template]:
        assert reviewing.stage_states(edition)[stage] == "open"
        before = reviewing.approved_values(reviewing.lettings)
        issue = reviewing.issue(edition, bodies[stage], reviewing.meeting(bodies[stage]))
        assert issue.locks
        reviewing.decide(edition, OUTCOMES[stage], stage, reviewing.clerk, minute_reference="12")
        # The decisive stage, Cabinet's in both orders, approves the figures; scrutiny's does not.
        assert reviewing.approved_values(reviewing.lettings) == ([97.0] if stage == "cabinet" else before)

    assert set(reviewing.stage_states(edition).values()) == {"decided"}
    assert reviewing.decided_round(round_, "close").state == "closed"
    assert sealing.verify(session, edition)
    assert journal.verify(session, council.id) == []
    _all_is_recorded(session, edition.id, ORDERS[template])
    reviewing.measures.consistent()


def _all_is_recorded(session: Session, edition_id: int, members: list[str]) -> None:
    """Every decision is a row, every issue keeps its outcome, and somebody is told of each."""
    outcomes: list[Any] = list(
        session.execute(
            select(Approval.outcome, Approval.portfolio_id.is_not(None))
            .where(Approval.subject_kind == "pack_edition", Approval.subject_id == edition_id)
            .order_by(Approval.id)
        )
    )
    reviews = [("approved", False), ("approved", True), ("noted", True)]
    of_members = [({"cabinet": "approved", "scrutiny": "noted"}[stage], False) for stage in members]
    assert [(outcome, bool(of_portfolio)) for outcome, of_portfolio in outcomes] == reviews + of_members
    issues = session.scalars(
        select(EditionIssue).where(EditionIssue.edition_id == edition_id).order_by(EditionIssue.id)
    )
    assert [(each.outcome, each.locks) for each in issues] == [
        ("approved", False),
        *((outcome, True) for outcome, _ in of_members),
    ]
    topics = session.scalars(select(OutboxMessage.topic).where(OutboxMessage.kind == "pack_edition"))
    assert sorted(topics) == ["edition-decided"] * 5 + ["edition-issued"] * 2 + ["edition-sealed"]


def test_a_restatement_changes_what_is_live_and_nothing_that_was_decided_on(
    session: Session, reviewing: Reviewing
) -> None:
    edition = reviewing.approved()
    decided_at = session.scalars(select(Approval).order_by(Approval.id.desc()).limit(1)).one().recorded_at
    content = edition.content
    restatement = reviewing.settled(reviewing.proposed(reviewing.lettings, "2023-24-Q1", value=91.0), "accept")

    def lettings(**where: Any) -> tuple[float | None, bool]:
        viewpoint = viewpoint_of(session, reviewing.director, **where)
        [found] = [each for each in read_figures(session, reviewing.director, viewpoint) if each.ref == "H4"]
        return found.value, found.revised

    assert lettings() == (91.0, True)
    assert lettings(pack=edition.id) == (97.0, False)
    assert lettings(as_of=decided_at.isoformat()) == (97.0, False)
    assert restatement.state == "accepted"
    session.refresh(edition)
    assert edition.content == content
    assert sealing.verify(session, edition)
    # It was approved at once, because what it replaces was.
    assert reviewing.approved_values(reviewing.lettings) == [97.0, 91.0]


def test_the_next_edition_lists_the_correction_once(session: Session, reviewing: Reviewing) -> None:
    first = reviewing.approved()
    reviewing.closed(first)
    reviewing.settled(
        reviewing.proposed(reviewing.lettings, "2023-24-Q1", value=91.0, reason="Voids were left out"), "accept"
    )
    second = reviewing.put_before_cabinet("2023-24-Q2")
    [correction] = reviewing.content(second).corrections
    assert (correction.ref, correction.period_code, correction.was, correction.now) == ("H4", "2023-24-Q1", 97.0, 91.0)
    assert (correction.reason, correction.portfolios) == ("Voids were left out", ["HOMES"])
    [figure] = [each for each in reviewing.content(second).figures if each.ref == "H4"]
    assert [(each.period_code, each.value) for each in figure.previous] == [("2023-24-Q1", 91.0)]
    reviewing.closed(reviewing.decide(second, "approve", "cabinet", reviewing.clerk))
    third = reviewing.seal(reviewing.collected("2023-24-Q3"))
    assert reviewing.content(third).corrections == []
    assert sealing.verify(session, first)
    assert sealing.verify(session, second)


def test_what_cabinet_returns_comes_back_as_restatements_in_a_second_edition(
    session: Session, reviewing: Reviewing
) -> None:
    first = reviewing.put_before_cabinet()
    round_ = session.get_one(Round, first.round_id)
    submission = reviewing.submission(round_)
    reviewing.decide(
        first, "return", "cabinet", reviewing.clerk, comment="Lettings look wrong", submission_ids=[submission.id]
    )
    assert (round_.state, submission.state, submission.returned_reason) == (
        "collecting",
        "returned",
        "Lettings look wrong",
    )
    assert reviewing.stage_states(first) == {
        "check": "open",
        "officer_review": "decided",
        "portfolio_review": "decided",
        "cabinet": "waiting",
        "scrutiny": "waiting",
    }
    assert reviewing.submission(round_, reviewing.council.environment).state == "confirmed"
    reviewing.reported_by(round_, reviewing.council.housing, value=88.0)
    second = reviewing.seal(round_)
    assert (first.state, second.number, reviewing.stage_states(second)["cabinet"]) == ("superseded", 2, "open")
    [correction] = reviewing.content(second).corrections
    assert (correction.was, correction.now, correction.reason) == (97.0, 88.0, "Lettings look wrong")
    assert [(each.ref, each.value, each.revised) for each in reviewing.content(second).figures] == [
        ("H4", 88.0, True),
        ("W2", 97.0, False),
    ]
    reviewing.issue(second, reviewing.council.cabinet, number="ACE2305")
    reviewing.decide(second, "approve", "cabinet", reviewing.clerk)
    assert reviewing.approved_values(reviewing.lettings) == [88.0]
    assert sealing.verify(session, first)
    assert sealing.verify(session, second)
    assert reviewing.closed(second).state == "closed"
    outcomes = session.scalars(
        select(EditionIssue.outcome)
        .where(EditionIssue.body_id == reviewing.council.cabinet.id)
        .order_by(EditionIssue.id)
    ).all()
    assert outcomes == ["returned", "approved"]


def test_officers_return_freely_and_what_changes_then_is_no_restatement(session: Session, reviewing: Reviewing) -> None:
    first = reviewing.seal(reviewing.collected())
    round_ = session.get_one(Round, first.round_id)
    submission = reviewing.submission(round_)
    reviewing.decide(first, "approve", "portfolio_review", reviewing.holders["HOMES"], portfolio="HOMES")
    reviewing.decide(
        first, "return", "officer_review", reviewing.director, comment="Check June", submission_ids=[submission.id]
    )
    reviewing.reported_by(round_, reviewing.council.housing, value=90.0)
    second = reviewing.seal(round_)
    content = reviewing.content(second)
    assert content.corrections == []
    assert [(each.ref, each.value, each.revised) for each in content.figures] == [
        ("H4", 90.0, False),
        ("W2", 97.0, False),
    ]
    # A stage that had not decided decides on the new edition, and so does each portfolio.
    assert reviewing.stage_states(second)["officer_review"] == "open"
    reviewing.reviewed(second)
    assert reviewing.stage_states(second)["cabinet"] == "open"


def test_a_portfolio_holder_returns_with_a_reason(session: Session, reviewing: Reviewing) -> None:
    edition = reviewing.seal(reviewing.collected())
    reviewing.decide(edition, "approve", "officer_review", reviewing.director)
    reviewing.decide(
        edition, "return", "portfolio_review", reviewing.holders["STREETS"], portfolio="STREETS", comment="Why so high?"
    )
    assert session.get_one(Round, edition.round_id).state == "collecting"
    # No submission was named: the pack can be sealed again as it is, and only that review is still to come.
    again = reviewing.seal(session.get_one(Round, edition.round_id))
    states = reviewing.stage_states(again)
    assert (states["officer_review"], states["portfolio_review"]) == ("decided", "open")
