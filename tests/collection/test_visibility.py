"""Who sees submissions and entries, role by role, from the day they are asked for to the day they are confirmed."""

from collections.abc import Iterator

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from quarterdeck.collection import submissions
from quarterdeck.collection.models import Entry, Submission
from quarterdeck.collection.visibility import visible_entries, visible_submissions
from quarterdeck.core import refs
from quarterdeck.core.actor import Actor
from quarterdeck.core.errors import Problem
from quarterdeck.measures import indicators
from quarterdeck.measures.schemas import IndicatorUpdate
from tests.builders import CouncilBuilder
from tests.collection.collecting import Q1, Collecting

pytestmark = pytest.mark.both

# Housing's submission holds H1 (portfolio Homes), H2 (no portfolio) and People 5 (portfolio Homes).
ALL, LINKED, NONE = {"H1", "H2", "People 5"}, {"H1", "People 5"}, set[str]()
# Who: what they see of the submission's entries in each state, None where the submission itself is not there.
# Written by hand after the table "Who sees what".
EXPECTED: dict[str, dict[str, set[str] | None]] = {
    #                       requested        draft          submitted           returned          confirmed
    "performance_team":    {"requested": ALL, "draft": ALL, "submitted": ALL, "returned": ALL, "confirmed": ALL},
    "auditor":             {"requested": ALL, "draft": ALL, "submitted": ALL, "returned": ALL, "confirmed": ALL},
    "data_provider":       {"requested": ALL, "draft": ALL, "submitted": ALL, "returned": ALL, "confirmed": ALL},
    "service_manager":     {"requested": ALL, "draft": ALL, "submitted": ALL, "returned": ALL, "confirmed": ALL},
    "manager of Place":    {"requested": ALL, "draft": ALL, "submitted": ALL, "returned": ALL, "confirmed": ALL},
    "provider elsewhere":  dict.fromkeys(("requested", "draft", "submitted", "returned", "confirmed")),
    "manager elsewhere":   dict.fromkeys(("requested", "draft", "submitted", "returned", "confirmed")),
    "director":            {"requested": None, "draft": None, "submitted": ALL, "returned": NONE, "confirmed": ALL},
    "director of Place":   {"requested": None, "draft": None, "submitted": ALL, "returned": NONE, "confirmed": ALL},
    "director of People":  dict.fromkeys(("requested", "draft", "submitted", "returned", "confirmed")),
    "holder of Homes":     {"requested": None, "draft": None, "submitted": LINKED, "returned": NONE,
                            "confirmed": LINKED},
    "holder of Streets":   dict.fromkeys(("requested", "draft", "submitted", "returned", "confirmed")),
    "administrator":       dict.fromkeys(("requested", "draft", "submitted", "returned", "confirmed")),
    "cabinet_member":      dict.fromkeys(("requested", "draft", "submitted", "returned", "confirmed")),
    "scrutiny_member":     dict.fromkeys(("requested", "draft", "submitted", "returned", "confirmed")),
    "committee_administrator": dict.fromkeys(("requested", "draft", "submitted", "returned", "confirmed")),
    "analyst":             dict.fromkeys(("requested", "draft", "submitted", "returned", "confirmed")),
}  # fmt: skip


def _actors(council: CouncilBuilder) -> dict[str, Actor]:
    special = {
        "manager of Place": council.actor("service_manager", unit=council.place),
        "provider elsewhere": council.actor("data_provider", unit=council.environment),
        "manager elsewhere": council.actor("service_manager", unit=council.people),
        "director of Place": council.actor("director", unit=council.place),
        "director of People": council.actor("director", unit=council.people),
        "holder of Homes": council.actor("portfolio_holder", portfolio=council.homes),
        "holder of Streets": council.actor("portfolio_holder", portfolio=council.streets),
    }
    return {who: special.get(who) or council.actor(who) for who in EXPECTED}


def _moved(collecting: Collecting, submission: Submission) -> Iterator[str]:
    """The submission in each of its states in turn."""
    yield "requested"
    collecting.filled(submission)
    yield "draft"
    collecting.decided(submission, "submit", collecting.provider)
    yield "submitted"
    collecting.decided(submission, "return", collecting.manager, "Once more")
    yield "returned"
    collecting.decided(submission, "submit", collecting.provider)
    collecting.decided(submission, "confirm", collecting.manager)
    yield "confirmed"


def test_each_role_sees_what_the_table_says_in_each_state(
    session: Session, council: CouncilBuilder, collecting: Collecting
) -> None:
    first = collecting.measures.indicator("H1", portfolio=council.homes)
    second = collecting.measures.indicator("H2")
    activity = collecting.activity("People 5", portfolio_ids=[council.homes.id])
    submission = collecting.submission(collecting.opened(Q1))
    names = {
        collecting.entry(submission, first).id: "H1",
        collecting.entry(submission, second).id: "H2",
        collecting.entry(submission, activity).id: "People 5",
    }
    cells = 0
    for state in _moved(collecting, submission):
        assert submission.state == state
        for who, actor in _actors(council).items():
            expected = EXPECTED[who][state]
            seen = session.scalars(visible_submissions(actor).with_only_columns(Submission.id)).all()
            assert list(seen) == ([] if expected is None else [submission.id]), (who, state)
            entries = session.scalars(visible_entries(actor).with_only_columns(Entry.id)).all()
            assert sorted(names[each] for each in entries) == sorted(expected or set()), (who, state)
            cells += 2
    assert cells == 2 * 5 * len(EXPECTED)


def test_what_is_not_visible_is_not_there(session: Session, council: CouncilBuilder, collecting: Collecting) -> None:
    collecting.measures.indicator("H1")
    submission = collecting.submission(collecting.opened(Q1))
    entry = collecting.entries(submission)[0]
    stranger = CouncilBuilder(session, "other", "Other Borough Council").actor("performance_team")
    for actor in (stranger, council.actor("director"), council.actor("data_provider", unit=council.environment)):
        for attempt in (
            lambda actor=actor: submissions.find_submission(session, actor, submission.id),
            lambda actor=actor: submissions.find_with_entries(session, actor, submission.id),
            lambda actor=actor: refs.resolve(session, actor, "submission", submission.id),
            lambda actor=actor: refs.resolve(session, actor, "entry", entry.id),
        ):
            with pytest.raises(Problem) as hidden:
                attempt()
            assert hidden.value.status == 404


def test_the_checklist_is_for_those_who_see_what_is_typed(
    session: Session, council: CouncilBuilder, collecting: Collecting
) -> None:
    collecting.measures.indicator("H1")
    submission = collecting.submitted(collecting.submission(collecting.opened(Q1)))
    director = council.actor("director")
    assert submissions.find_submission(session, director, submission.id) is submission
    with pytest.raises(Problem) as hidden:
        submissions.find_with_entries(session, director, submission.id)
    assert hidden.value.status == 404


def test_a_portfolio_holder_sees_by_the_links_of_today(
    session: Session, council: CouncilBuilder, collecting: Collecting
) -> None:
    indicator = collecting.measures.indicator("H1", portfolio=council.homes)
    collecting.submitted(collecting.submission(collecting.opened(Q1)))
    indicators.update_indicator(
        session, collecting.team, indicator.id, IndicatorUpdate(portfolio_ids=[council.streets.id]), indicator.version
    )
    session.commit()

    def sees(portfolio: str) -> int:
        holder = council.actor("portfolio_holder", portfolio=getattr(council, portfolio))
        return len(session.scalars(visible_submissions(holder)).all())

    assert (sees("homes"), sees("streets")) == (0, 1)
    assert session.scalar(select(Submission.state)) == "submitted"
