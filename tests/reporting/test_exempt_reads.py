"""What is exempt from publication, wherever figures are read: that a body approved it shows it to nobody."""

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quarterdeck.collection.models import Round
from quarterdeck.core import clock
from quarterdeck.core.actor import Actor
from quarterdeck.core.errors import Problem
from quarterdeck.dashboards.trends import read_trends
from quarterdeck.measures.editions import PackEdition
from quarterdeck.measures.figures import Filters
from quarterdeck.measures.models import Observation
from quarterdeck.measures.reads import find_observation, read_figures
from quarterdeck.measures.summaries import By, summarise_figures
from quarterdeck.measures.viewpoint import NOW, Viewpoint, left_out, told_left_out
from quarterdeck.organisation.models import Body, BodyKind
from quarterdeck.reporting.exempt import LeftOut, counted
from quarterdeck.reporting.parts import read_content
from quarterdeck.reporting.restatements import visible_restatements
from tests.reporting.reviewing import Reviewing
from tests.web import WebClient

pytestmark = pytest.mark.both

Q1, Q2 = "2023-24-Q1", "2023-24-Q2"
WHY = "Schedule 12A, paragraph 3"


@pytest.fixture
def edition(reviewing: Reviewing) -> PackEdition:
    """Cabinet approved it, with lettings (H4) exempt; its papers are public."""
    edition = reviewing.reviewed(reviewing.seal(reviewing.collected()))
    cabinet = reviewing.council.cabinet
    reviewing.issue(edition, cabinet, reviewing.meeting(cabinet), exempt=[lettings_of(reviewing, Q1)])
    return reviewing.decide(edition, "approve", "cabinet", reviewing.clerk)


def lettings_of(reviewing: Reviewing, period: str) -> dict[str, Any]:
    series_id = reviewing.measures.series(reviewing.lettings).id
    return {"kind": "figure", "series_id": series_id, "period": period, "reason": WHY}


def refs(session: Session, actor: Actor, viewpoint: Viewpoint = NOW) -> list[str]:
    return [figure.ref for figure in read_figures(session, actor, viewpoint, Filters(period=Q1))]


def test_approved_and_exempt_is_read_by_whom_it_was_given_to_and_by_its_service(
    session: Session, reviewing: Reviewing, edition: PackEdition
) -> None:
    council = reviewing.council
    readers = {
        "analyst": council.actor("analyst"),
        "provider elsewhere": council.actor("data_provider", unit=council.environment),
        "holder elsewhere": reviewing.holders["STREETS"],
        "scrutiny": council.actor("scrutiny_member"),
        "administrator": council.actor("administrator"),
        "provider": council.actor("data_provider", unit=council.housing),
        "holder": reviewing.holders["HOMES"],
        "cabinet": council.actor("cabinet_member"),
        "clerk": reviewing.clerk,
        "director": reviewing.director,
        "auditor": council.actor("auditor"),
    }
    row = session.scalars(select(Observation).where(Observation.indicator_id == reviewing.lettings.id)).one()
    then = Viewpoint(change_no=reviewing.measures.now())
    for name, actor in readers.items():
        sees = name in {"provider", "holder", "cabinet", "clerk", "director", "auditor"}
        expected = ["H4", "W2"] if sees else ["W2"]
        assert refs(session, actor) == expected, name
        assert refs(session, actor, then) == expected, name
        whole, _ = summarise_figures(session, actor, NOW, Filters(period=Q1), By.THEME)
        assert whole.total == len(expected), name
        if sees:
            assert find_observation(session, actor, row.id).id == row.id, name
        else:
            with pytest.raises(Problem):
                find_observation(session, actor, row.id)


def test_it_stays_exempt_when_it_is_restated_and_in_the_register(
    session: Session, reviewing: Reviewing, edition: PackEdition
) -> None:
    council = reviewing.council
    reviewing.settled(reviewing.proposed(reviewing.lettings, Q1, value=91.0), "accept")
    elsewhere = council.actor("data_provider", unit=council.environment)
    reviewing.settled(reviewing.proposed(reviewing.recycling, Q1, elsewhere, value=92.0), "accept")
    analyst, provider = council.actor("analyst"), council.actor("data_provider", unit=council.housing)
    assert refs(session, analyst) == ["W2"]

    def register(actor: Actor) -> int:
        return session.scalar(select(func.count()).select_from(visible_restatements(actor).subquery())) or 0

    assert [register(actor) for actor in (analyst, council.actor("scrutiny_member"))] == [1, 1]
    assert [register(actor) for actor in (provider, council.actor("cabinet_member"), reviewing.team)] == [2, 2, 2]


def test_a_later_edition_does_not_print_it_as_an_earlier_figure(
    session: Session, reviewing: Reviewing, edition: PackEdition
) -> None:
    reviewing.issue(edition, reviewing.council.scrutiny)
    reviewing.decide(edition, "note", "scrutiny", reviewing.clerk)
    second = reviewing.reviewed(reviewing.seal(reviewing.collected(Q2, value=98.0)))
    cabinet = reviewing.council.cabinet
    reviewing.issue(second, cabinet, reviewing.meeting(cabinet, clock.today() + timedelta(days=1)))
    analyst, member = reviewing.council.actor("analyst"), reviewing.council.actor("cabinet_member")

    def lettings(actor: Actor) -> tuple[list[str], str, str]:
        """What is printed before it, and its travel: as printed, and as read in the edition."""
        [printed] = [each for each in read_content(session, actor, second).content.figures if each.ref == "H4"]
        viewpoint = Viewpoint(second.change_no, second.id)
        [read] = [each for each in read_figures(session, actor, viewpoint) if each.ref == "H4"]
        return [each.period_code for each in printed.previous], printed.short_travel, read.short_travel

    assert lettings(analyst) == ([], "not_compared", "not_compared")
    assert lettings(member) == ([Q1], "improving", "improving")
    reading = read_content(session, analyst, second)
    assert counted(reading.left_out) == [LeftOut("figure", WHY, 1)]
    assert reading.content.summary.performance.indicators == 2
    assert read_content(session, member, second).is_whole

    def trend(actor: Actor) -> list[str]:
        trends = read_trends(session, actor, Q2, Viewpoint(second.change_no, second.id))
        return next([point.period for point in each.points] for each in trends if each.series_id == series_id)

    series_id = reviewing.measures.series(reviewing.lettings).id
    assert (trend(analyst), trend(member)) == ([Q2], [Q1, Q2])


def test_a_later_edition_of_the_round_keeps_it_exempt(
    session: Session, reviewing: Reviewing, edition: PackEdition
) -> None:
    council = reviewing.council
    reviewing.issue(edition, council.scrutiny)
    reviewing.decide(edition, "return", "scrutiny", reviewing.clerk, comment="The method has to be told")
    second = reviewing.seal(session.get_one(Round, edition.round_id))
    reviewing.issue(second, council.scrutiny, reviewing.meeting(council.scrutiny))
    content = read_content(session, council.actor("analyst"), second).content
    assert [each.ref for each in content.figures] == ["W2"]


def test_what_was_left_out_is_told_once_a_figure_with_the_first_reason(
    session: Session, reviewing: Reviewing, edition: PackEdition
) -> None:
    other: Body = reviewing.council.body("AUD", "Audit Committee", BodyKind.SCRUTINY)
    again = {**lettings_of(reviewing, Q1), "reason": "Paragraph 7 — “prosecution”"}
    reviewing.issue(edition, other, exempt=[again])
    viewpoint = Viewpoint(edition.change_no, edition.id)
    analyst = reviewing.council.actor("analyst")
    assert left_out(session, analyst, viewpoint) == {WHY: 1}
    assert left_out(session, reviewing.council.actor("cabinet_member"), viewpoint) == {}
    assert left_out(session, reviewing.holders["HOMES"], viewpoint) == {}
    assert left_out(session, reviewing.holders["STREETS"], viewpoint) == {WHY: 1}
    assert left_out(session, reviewing.team, viewpoint) == left_out(session, analyst, NOW) == {}
    [reason] = left_out(session, analyst, viewpoint)
    assert reason == WHY


def test_a_header_holds_any_reason() -> None:
    parts = Counter({WHY: 2, 'Paragraph 7: “named”, "sued"': 1})
    assert told_left_out(parts) == (
        '1;reason="Paragraph 7: %E2%80%9Cnamed%E2%80%9D, %22sued%22", 2;reason="Schedule 12A, paragraph 3"'
    )
    assert told_left_out(Counter()) == ""


def test_every_answer_from_an_edition_says_what_is_left_out(
    client: WebClient, reviewing: Reviewing, edition: PackEdition
) -> None:
    paths = (
        "/observations",
        f"/observations/summary?period={Q1}",
        f"/dashboard?period={Q1}",
        f"/dashboard/trends?period={Q1}",
    )
    client.sign_in_as("analyst")
    for path in paths:
        query = "&" if "?" in path else "?"
        told = client.get(f"/api/v1{path}{query}pack={edition.id}")
        assert (told.status_code, told.headers["Left-Out"]) == (200, f'1;reason="{WHY}"'), path
        assert "Left-Out" not in client.get(f"/api/v1{path}").headers
    client.sign_in_as("cabinet_member")
    assert "Left-Out" not in client.get(f"/api/v1/observations?pack={edition.id}").headers
