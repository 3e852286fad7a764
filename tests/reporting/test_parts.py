"""Who reads an edition whole, and what a portfolio holder reads of it."""

from sqlalchemy.orm import Session

from quarterdeck.core import clock
from quarterdeck.measures import indicators
from quarterdeck.measures.schemas import IndicatorUpdate
from quarterdeck.organisation.models import Portfolio
from quarterdeck.reporting.parts import part_of, read_content
from tests.documents.example import CONTENT
from tests.reporting.reviewing import Reviewing


def test_a_portfolio_holder_reads_what_belongs_to_the_portfolio_counted_by_itself(
    session: Session, reviewing: Reviewing
) -> None:
    activity = reviewing.activity("People 5", portfolio_ids=[reviewing.council.homes.id])
    edition = reviewing.seal(reviewing.collected())
    reading = read_content(session, reviewing.holders["HOMES"], edition)
    assert reading.part == (("HOMES", "Homes and Communities"),)
    assert [each.ref for each in reading.content.figures] == ["H4"]
    assert [each.ref for each in reading.content.activities] == [activity.ref]
    assert [each.code for each in reading.content.portfolios] == ["HOMES"]
    assert (reading.content.summary.performance.indicators, reading.content.summary.activities.activities) == (1, 1)
    streets = read_content(session, reviewing.holders["STREETS"], edition).content
    assert ([each.ref for each in streets.figures], streets.activities) == (["W2"], [])


def test_what_moved_to_another_portfolio_since_is_read_by_its_holder_of_today(
    session: Session, reviewing: Reviewing
) -> None:
    edition = reviewing.seal(reviewing.collected())
    moved = IndicatorUpdate(portfolio_ids=[reviewing.council.streets.id])
    indicators.update_indicator(session, reviewing.team, reviewing.lettings.id, moved, reviewing.lettings.version)
    session.commit()
    parts = {code: read_content(session, holder, edition).content for code, holder in reviewing.holders.items()}
    assert [each.ref for each in parts["STREETS"].figures] == ["H4", "W2"]
    assert parts["HOMES"].figures == []


def test_everybody_else_who_sees_an_edition_reads_it_whole(session: Session, reviewing: Reviewing) -> None:
    council, edition = reviewing.council, reviewing.put_before_cabinet()
    for actor in (
        reviewing.team,
        reviewing.director,
        reviewing.clerk,
        council.actor("auditor"),
        council.actor("director", body=council.cmt),
        council.actor("director", unit=council.housing),
        council.actor("cabinet_member"),
    ):
        reading = read_content(session, actor, edition)
        assert (reading.part, len(reading.content.figures)) == (None, 2)


def test_once_papers_are_public_a_portfolio_holder_reads_them_whole_too(session: Session, reviewing: Reviewing) -> None:
    edition = reviewing.reviewed(reviewing.seal(reviewing.collected()))
    cabinet = reviewing.council.cabinet
    reviewing.issue(edition, cabinet, reviewing.meeting(cabinet, clock.today()))
    assert read_content(session, reviewing.holders["HOMES"], edition).part is None


def test_a_part_leaves_out_the_missing_and_the_corrections_of_others() -> None:
    part = part_of(CONTENT, {"HOUSING"}, {1}, {1})
    assert [each.ref for each in part.figures] == ["H1"]
    assert (part.missing, [each.ref for each in part.corrections]) == ([], ["H1"])
    assert [each.ref for each in part.activities] == ["People 1"]
    assert part.summary.performance.indicators == part.summary.performance.green == 1
    nothing = part_of(CONTENT, set(), set(), set())
    assert (nothing.figures, nothing.missing, nothing.corrections, nothing.portfolios) == ([], [], [], [])
    assert nothing.summary.previous is None


def test_a_holder_of_nothing_in_the_edition_reads_an_empty_part(session: Session, reviewing: Reviewing) -> None:
    parks: Portfolio = reviewing.council.portfolio("PARKS", "Parks")
    holder = reviewing.council.actor("portfolio_holder", portfolio=parks)
    reading = read_content(session, holder, reviewing.seal(reviewing.collected()))
    assert (reading.part, reading.content.figures) == ((("PARKS", "Parks"),), [])
