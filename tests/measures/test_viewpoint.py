"""Figures now, as of a moment and in an edition: the past decides what, today's permissions decide whether."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from quarterdeck.core import clock, refs
from quarterdeck.core.actor import Actor, Grant, Scope
from quarterdeck.core.errors import Problem
from quarterdeck.measures import indicators, reads
from quarterdeck.measures.editions import PackEdition, find_edition, visible_editions
from quarterdeck.measures.figures import Figure, Filters
from quarterdeck.measures.models import Indicator, Observation
from quarterdeck.measures.schemas import IndicatorUpdate
from quarterdeck.measures.viewpoint import NOW, Viewpoint, viewpoint_of, visible_observations
from tests.builders import CouncilBuilder
from tests.measures.growing import Q1, Measures

pytestmark = pytest.mark.both

START = datetime(2023, 7, 10, 9, tzinfo=UTC)


@dataclass
class Story:
    """Housing's figure of Q1, in the portfolio Homes: reported, approved, restated; and a figure nobody approved.

    `days` are the moments after each step.
    """

    council: CouncilBuilder
    measures: Measures
    voids: Indicator
    drafted: Indicator
    first: Observation
    second: Observation
    submitted: Observation
    edition: PackEdition
    days: dict[str, datetime]

    def seen(self, actor: Actor, viewpoint: Viewpoint = NOW) -> dict[str, float | None]:
        """The Q1 values that the actor sees from there, by ref."""
        figures = reads.read_figures(self.measures.session, actor, viewpoint, Filters(period=Q1))
        return {figure.ref: figure.value for figure in figures}

    def figure(self, viewpoint: Viewpoint = NOW, actor: Actor | None = None) -> Figure:
        """The void figure, as the performance team sees it from there."""
        wanted = Filters(ref="H4", period=Q1)
        return reads.read_figures(self.measures.session, actor or self.measures.team, viewpoint, wanted)[0]

    def as_of(self, step: str, actor: Actor | None = None) -> Viewpoint:
        moment = self.days[step].isoformat()
        return viewpoint_of(self.measures.session, actor or self.measures.team, as_of=moment)

    def pack(self) -> Viewpoint:
        return Viewpoint(self.edition.change_no, self.edition.id)


@pytest.fixture
def council(session: Session) -> CouncilBuilder:
    """A council whose record begins before the story does."""
    with clock.set_to(START - timedelta(days=1)):
        return CouncilBuilder(session)


@pytest.fixture
def story(session: Session, council: CouncilBuilder, measures: Measures) -> Iterator[Story]:
    """One step a day, from 10 July 2023."""
    days: dict[str, datetime] = {}
    moment = START

    def step(name: str) -> None:
        nonlocal moment
        days[name] = moment + timedelta(hours=1)
        moment += timedelta(days=1)

    with clock.set_to(moment):
        voids = measures.indicator("H4", portfolio=council.homes)
        drafted = measures.indicator("H5")
        step("made")
    with clock.set_to(moment):
        first = measures.reported(voids, Q1, 94.2)
        step("reported")
    with clock.set_to(moment):
        measures.target(voids, Q1, 95)
        step("targeted")
    with clock.set_to(moment):
        edition = measures.edition(Q1, first, issued_to=council.cabinet)
        step("sealed")
    with clock.set_to(moment):
        measures.approve(first, edition=edition)
        step("approved")
    with clock.set_to(moment):
        second = measures.restated(first, 97, "Two homes were missing")
        submitted = measures.reported(drafted, Q1, 12)
        step("restated")
    with clock.set_to(moment):
        measures.ruled(voids, "points", green_within=0, amber_within=1)
        measures.target(voids, Q1, 99.5)
        step("retargeted")
    with clock.set_to(moment):
        yield Story(council, measures, voids, drafted, first, second, submitted, edition, days)


def test_the_past_is_read_as_it_stood(story: Story) -> None:
    """Figure, rating, target, rule: all of then."""
    told = {
        step: (figure.value, figure.rating, figure.unrated_reason, figure.target, figure.approved, figure.revised)
        for step in ("reported", "targeted", "approved", "restated", "retargeted")
        for figure in [story.figure(story.as_of(step))]
    }
    assert told == {
        "reported": (94.2, "unrated", "no_target", None, False, False),
        "targeted": (94.2, "amber", None, 95.0, False, False),
        "approved": (94.2, "amber", None, 95.0, True, False),
        "restated": (97.0, "green", None, 95.0, True, True),
        "retargeted": (97.0, "red", None, 99.5, True, True),
    }
    assert story.seen(story.measures.team, story.as_of("made")) == {}


def test_now_is_as_of_the_last_change(story: Story) -> None:
    team = story.measures.team
    now = Viewpoint(change_no=story.measures.now())
    assert reads.read_figures(story.measures.session, team, now) == reads.read_figures(story.measures.session, team)


def test_an_edition_shows_what_was_decided_on_whatever_came_later(story: Story) -> None:
    figure = story.figure(story.pack())
    assert (figure.id, figure.value, figure.rating, figure.target) == (story.first.id, 94.2, "amber", 95.0)
    assert (figure.revised, figure.approved) == (False, False)
    assert story.figure().value == 97.0


def _actors(council: CouncilBuilder) -> dict[str, Actor]:
    return {
        "provider": council.actor("data_provider"),
        "manager": council.actor("service_manager"),
        "provider elsewhere": council.actor("data_provider", unit=council.environment),
        "director": council.actor("director"),
        "director of Place": council.actor("director", unit=council.place),
        "director of People": council.actor("director", unit=council.people),
        "director in CMT": council.actor("director", body=council.cmt),
        "holder": council.actor("portfolio_holder"),
        "holder elsewhere": council.actor("portfolio_holder", portfolio=council.streets),
        "team": council.actor("performance_team"),
        "auditor": council.actor("auditor"),
        "analyst": council.actor("analyst"),
        "cabinet": council.actor("cabinet_member"),
        "scrutiny": council.actor("scrutiny_member"),
        "clerk": council.actor("committee_administrator"),
        "administrator": council.actor("administrator"),
        "stranger": CouncilBuilder(council.session, "other", "Other Borough Council").actor("auditor"),
    }


# What each sees of Q1: now; as of the day it was reported (before any approval); in Cabinet's edition.
BOTH, APPROVED, NOTHING = {"H4": 97.0, "H5": 12.0}, {"H4": 97.0}, dict[str, float]()
REPORTED, PINNED, REFUSED = {"H4": 94.2}, {"H4": 94.2}, None
SEEN: dict[str, tuple[dict[str, float], dict[str, float], dict[str, float] | None]] = {
    "provider": (BOTH, REPORTED, REFUSED),
    "manager": (BOTH, REPORTED, REFUSED),
    "provider elsewhere": (APPROVED, NOTHING, REFUSED),
    "director": (BOTH, REPORTED, PINNED),
    "director of Place": (BOTH, REPORTED, PINNED),
    "director of People": (APPROVED, NOTHING, PINNED),
    "director in CMT": (APPROVED, NOTHING, REFUSED),
    "holder": (APPROVED, REPORTED, PINNED),
    "holder elsewhere": (APPROVED, NOTHING, NOTHING),
    "team": (BOTH, REPORTED, PINNED),
    "auditor": (BOTH, REPORTED, PINNED),
    "analyst": (APPROVED, NOTHING, REFUSED),
    "cabinet": (APPROVED, NOTHING, PINNED),
    "scrutiny": (APPROVED, NOTHING, REFUSED),
    "clerk": (APPROVED, NOTHING, PINNED),
    "administrator": (APPROVED, NOTHING, REFUSED),
    "stranger": (NOTHING, NOTHING, REFUSED),
}


def test_who_sees_what_from_where(story: Story) -> None:
    actors = _actors(story.council)
    assert actors.keys() == SEEN.keys()
    for name, actor in actors.items():
        now, then, pinned = SEEN[name]
        assert story.seen(actor) == now, name
        # The change is the example council's: a stranger's own council has none of that number.
        assert story.seen(actor, story.as_of("reported")) == then, name
        if pinned is None:
            with pytest.raises(Problem) as refused:
                viewpoint_of(story.measures.session, actor, pack=story.edition.id)
            assert refused.value.status == 404, name
        else:
            viewpoint = viewpoint_of(story.measures.session, actor, pack=story.edition.id)
            assert story.seen(actor, viewpoint) == pinned, name


def test_public_papers_are_read_whole_by_everyone_signed_in(story: Story) -> None:
    story.measures.issued(story.edition, story.council.scrutiny, public_from=clock.today() + timedelta(days=1))
    readers = [story.council.actor("analyst"), story.council.actor("portfolio_holder", portfolio=story.council.streets)]
    with pytest.raises(Problem):
        viewpoint_of(story.measures.session, readers[0], pack=story.edition.id)
    with clock.set_to(clock.now() + timedelta(days=1)):
        for reader in readers:
            assert story.seen(reader, viewpoint_of(story.measures.session, reader, pack=story.edition.id)) == PINNED


def test_todays_permissions_decide_about_the_past(story: Story) -> None:
    """The portfolio changes hands: its old holder sees nothing of then, the new one does."""
    old, new = (
        story.council.actor("portfolio_holder", portfolio=each) for each in (story.council.homes, story.council.streets)
    )
    assert (story.seen(old, story.as_of("reported")), story.seen(new, story.as_of("reported"))) == (REPORTED, NOTHING)
    change = IndicatorUpdate(portfolio_ids=[story.council.streets.id])
    indicators.update_indicator(story.measures.session, story.measures.team, story.voids.id, change, 1)
    assert (story.seen(old, story.as_of("reported")), story.seen(new, story.as_of("reported"))) == (NOTHING, REPORTED)


def test_without_sight_of_submissions_a_figure_is_the_newest_approved_one(story: Story) -> None:
    analyst = story.council.actor("analyst")
    assert story.figure(story.as_of("approved"), analyst).value == 94.2
    assert story.figure(story.as_of("restated"), analyst).value == 97.0
    measures = story.measures
    later = measures.reported(story.drafted, Q1, 13)
    measures.approve(story.submitted)
    assert story.seen(analyst)["H5"] == 12.0
    assert story.seen(measures.team)["H5"] == 13.0
    measures.approve(later)
    assert story.seen(analyst)["H5"] == 13.0


def test_grants_add_up(story: Story) -> None:
    """A holder of another portfolio who also provides for Housing sees Housing's submitted figures."""
    holder = story.council.actor("portfolio_holder", portfolio=story.council.streets)
    grant = story.council.actor("data_provider").grants[0]
    both = Actor(holder.council_id, holder.person_id, (*holder.grants, grant))
    assert story.seen(both) == BOTH
    assert isinstance(grant, Grant)
    assert grant.scope is Scope.UNIT


@pytest.mark.parametrize(
    "text, code",
    [
        ("2023-07-12T10:00:00", "no_time_zone"),
        ("2023-07-12", "no_time_zone"),
        ("yesterday", "bad_moment"),
        ("", "bad_moment"),
        ("2023-07-12T10:00:00 01:00", "bad_moment"),
        ("0001-01-01T00:00:00+14:00", "bad_moment"),
        ("9999-12-31T23:59:59-12:00", "bad_moment"),
        ("2099-01-01T00:00:00Z", "future"),
    ],
)
def test_a_moment_that_is_none_says_how_to_mend_it(session: Session, measures: Measures, text: str, code: str) -> None:
    with pytest.raises(Problem) as refused:
        viewpoint_of(session, measures.team, as_of=text)
    error = refused.value.errors[0]
    assert (refused.value.status, error.pointer, error.code) == (422, "as_of", code)
    assert len(error.detail) > 30


def test_a_moment_is_an_instant_whatever_its_time_zone(story: Story) -> None:
    session, team = story.measures.session, story.measures.team
    found = {
        viewpoint_of(session, team, as_of=text)
        for text in ("2023-07-12T09:00:00Z", "2023-07-12T10:00:00+01:00", "2023-07-12T04:00:00-05:00")
    }
    assert len(found) == 1
    assert viewpoint_of(session, team, as_of="2020-01-01T00:00:00Z") == Viewpoint(change_no=0)
    with pytest.raises(Problem) as both:
        viewpoint_of(session, team, as_of="2023-07-12T09:00:00Z", pack=story.edition.id)
    assert both.value.errors[0].code == "one_viewpoint"


def test_editions_are_found_by_those_who_may_read_them(story: Story) -> None:
    session = story.measures.session
    for name, actor in _actors(story.council).items():
        seen = session.scalars(visible_editions(actor)).all()
        assert (seen == [story.edition]) is (SEEN[name][2] is not REFUSED), name
        if seen:
            found = refs.resolve(session, actor, "pack_edition", story.edition.id)
            assert (found.label, found.place.body_id) == (f"Edition 1 for {Q1}", story.council.cabinet.id)
            assert find_edition(session, actor, story.edition.id) is story.edition
        else:
            with pytest.raises(Problem) as refused:
                refs.resolve(session, actor, "pack_edition", story.edition.id)
            assert refused.value.status == 404


def test_an_edition_that_is_still_being_sealed_is_nobodys(story: Story) -> None:
    session = story.measures.session
    sealing = PackEdition(
        council_id=story.council.id,
        round_id=1,
        number=2,
        period_code=Q1,
        framework_version_id=story.edition.framework_version_id,
        content={},
        manifest_sha256="",
        sealed_by=None,
        sealed_at=clock.now(),
        change_no=1,
        state="sealing",
        version=1,
    )
    session.add(sealing)
    session.flush()
    assert session.scalars(visible_editions(story.measures.team)).all() == [story.edition]


def test_every_revision_is_seen_by_those_who_see_submitted_figures(story: Story) -> None:
    session, measures = story.measures.session, story.measures
    third = measures.reported(story.drafted, Q1, 13)
    measures.approve(third)

    def sees(actor: Actor, viewpoint: Viewpoint = NOW) -> set[int]:
        return {row.id for row in session.scalars(visible_observations(actor, viewpoint))}

    every = {story.first.id, story.second.id, story.submitted.id, third.id}
    assert sees(measures.team) == sees(story.council.actor("data_provider")) == every
    assert sees(story.council.actor("analyst")) == every - {story.submitted.id}
    assert sees(story.council.actor("analyst"), story.as_of("reported")) == set()
    cabinet = story.council.actor("cabinet_member")
    assert sees(cabinet, story.pack()) == {story.first.id}
    found = refs.resolve(session, cabinet, "observation", story.second.id)
    assert (found.label, found.place.unit_id) == (f"H4, {Q1}, revision 2", story.council.housing.id)
    with pytest.raises(Problem) as refused:
        refs.resolve(session, cabinet, "observation", story.submitted.id)
    assert refused.value.status == 404
    assert date(2023, 7, 10) < clock.today()
