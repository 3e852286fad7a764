"""A return for a part of the round: only what is named comes back, the rest goes into the next edition as it was."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from quarterdeck.collection.models import Round
from quarterdeck.core.errors import Problem
from quarterdeck.measures.editions import PackEdition, PackFigure
from quarterdeck.reporting import sealing
from tests.reporting.reviewing import Reviewing


def pinned(session: Session, edition: PackEdition) -> dict[int, tuple[int, int]]:
    """The observation and the rating that an edition pins, by series."""
    rows = session.scalars(select(PackFigure).where(PackFigure.edition_id == edition.id))
    return {row.series_id: (row.observation_id, row.rating_id) for row in rows}


def without_place(figure: Any) -> Any:
    return figure.model_copy(update={"position": 0})


def test_what_is_not_named_is_carried_into_the_next_edition_unchanged(session: Session, reviewing: Reviewing) -> None:
    council = reviewing.council
    untouched = reviewing.activity("Streets 1", unit_id=council.environment.id)
    first = reviewing.seal(reviewing.collected())
    round_ = session.get_one(Round, first.round_id)
    mine, theirs = (reviewing.submission(round_, unit) for unit in (council.housing, council.environment))
    reviewing.decide(first, "approve", "officer_review", reviewing.director)
    reviewing.decide(first, "approve", "portfolio_review", reviewing.holders["STREETS"], portfolio="STREETS")
    was = theirs.version
    reviewing.decide(
        first,
        "return",
        "portfolio_review",
        reviewing.holders["HOMES"],
        portfolio="HOMES",
        comment="Which homes?",
        submission_ids=[mine.id],
    )
    assert (mine.state, mine.returned_reason) == ("returned", "Which homes?")
    assert (theirs.state, theirs.version) == ("confirmed", was)
    assert reviewing.stage_states(first) == {
        "check": "open",
        "officer_review": "decided",
        "portfolio_review": "waiting",
        "cabinet": "waiting",
        "scrutiny": "waiting",
    }
    reviewing.reported_by(round_, council.housing, value=88.0)
    second = reviewing.seal(round_)
    series_id = reviewing.measures.series(reviewing.recycling).id
    assert pinned(session, second)[series_id] == pinned(session, first)[series_id]
    figures = [[each for each in reviewing.content(edition).figures if each.ref == "W2"] for edition in (first, second)]
    assert without_place(figures[0][0]) == without_place(figures[1][0])
    activities = [
        [each for each in reviewing.content(edition).activities if each.activity_id == untouched.id]
        for edition in (first, second)
    ]
    assert activities[0] == activities[1]
    # CMT decided on the first edition; each portfolio holder reviews the second.
    states = reviewing.stage_states(second)
    assert (states["officer_review"], states["portfolio_review"]) == ("decided", "open")
    assert sealing.verify(session, first)
    assert sealing.verify(session, second)


def test_a_portfolio_holder_sends_back_their_own_part_alone(session: Session, reviewing: Reviewing) -> None:
    council = reviewing.council
    edition = reviewing.seal(reviewing.collected())
    round_ = session.get_one(Round, edition.round_id)
    mine, theirs = (reviewing.submission(round_, unit) for unit in (council.housing, council.environment))
    given: dict[str, Any] = {"portfolio": "HOMES", "comment": "Which homes?"}
    for named in ([theirs.id], [mine.id, theirs.id], [10**9]):
        with pytest.raises(Problem) as problem, session.begin_nested():
            reviewing.decide(
                edition, "return", "portfolio_review", reviewing.holders["HOMES"], submission_ids=named, **given
            )
        session.expire_all()
        assert (problem.value.status, problem.value.errors[0].code) == (422, "not_of_portfolio")
    assert (round_.state, mine.state, theirs.state) == ("reviewing", "confirmed", "confirmed")
    assert reviewing.stage_states(edition)["portfolio_review"] == "open"


def test_a_service_with_an_activity_of_the_portfolio_is_sent_back_too(session: Session, reviewing: Reviewing) -> None:
    council = reviewing.council
    reviewing.activity("Streets 1", unit_id=council.environment.id, portfolio_ids=[council.homes.id])
    edition = reviewing.seal(reviewing.collected())
    round_ = session.get_one(Round, edition.round_id)
    theirs = reviewing.submission(round_, council.environment)
    reviewing.decide(
        edition,
        "return",
        "portfolio_review",
        reviewing.holders["HOMES"],
        portfolio="HOMES",
        comment="Why so late?",
        submission_ids=[theirs.id],
    )
    assert (theirs.state, reviewing.submission(round_).state) == ("returned", "confirmed")


def test_a_body_returns_parts_of_several_services(session: Session, reviewing: Reviewing) -> None:
    council = reviewing.council
    edition = reviewing.put_before_cabinet()
    round_ = session.get_one(Round, edition.round_id)
    named = [reviewing.submission(round_, unit).id for unit in (council.housing, council.environment)]
    # Twice named is named once.
    reviewing.decide(
        edition, "return", "cabinet", reviewing.clerk, comment="All of it", submission_ids=[*named, named[0]]
    )
    assert {reviewing.submission(round_, unit).state for unit in (council.housing, council.environment)} == {"returned"}
