"""How complete each service's submission is, and how late, on one list."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy.orm import Session

from quarterdeck.collection import submissions
from quarterdeck.collection.checklist import checklist
from quarterdeck.collection.completeness import of_round, of_submissions
from quarterdeck.collection.models import Round, Submission
from quarterdeck.collection.schemas import SubmissionRead
from quarterdeck.core import clock
from quarterdeck.core.actor import Actor
from tests.builders import CouncilBuilder
from tests.collection.collecting import Q1, Collecting

# To come, whenever the tests run: no change is recorded as earlier than the one before it.
DUE = date(2040, 7, 20)


def _noon(day: int) -> datetime:
    return datetime(2040, 7, day, 12, tzinfo=UTC)


def _listed(session: Session, actor: Actor) -> dict[str, SubmissionRead]:
    rows = [tuple(row) for row in session.execute(submissions.list_submissions(actor))]
    return {read.unit.code: read for read in submissions.submission_reads(session, actor, rows)}


def _counts(session: Session, submission: Submission) -> dict[str, Any]:
    return vars(of_submissions(session, submission.council_id, [submission.id])[submission.id])


@pytest.fixture
def round_(council: CouncilBuilder, collecting: Collecting) -> Round:
    """Housing owes two figures and an activity, Environment one figure; all with a target of 95."""
    for ref, unit in (("H1", council.housing), ("H2", council.housing), ("E1", council.environment)):
        collecting.measures.target(collecting.measures.indicator(ref, unit=unit), Q1, 95)
    collecting.activity("People 5")
    return collecting.opened(Q1, due_on=DUE)


def test_what_is_done_is_counted_as_it_is_typed(session: Session, collecting: Collecting, round_: Round) -> None:
    submission = collecting.submission(round_)
    first, second, activity = collecting.entries(submission)
    empty = {"entries": 3, "entered": 0, "commentary_asked": 0, "commentary_given": 0, "errors": 4, "warnings": 0,
             "unexplained": 0, "open_queries": 0}  # fmt: skip
    assert _counts(session, submission) == empty, "a figure each, a status and an update"
    collecting.typed(first, value_state="value")
    assert _counts(session, submission) == empty, "a figure that is still to be typed is not entered"
    assert checklist(session, submission).counts.entered == 0
    collecting.typed(first, value=102.44)
    assert _counts(session, submission) == empty | {"entered": 1, "errors": 3, "warnings": 1, "unexplained": 1}
    collecting.typed(first, explanations={"over_100": "Arrears were paid too"})
    collecting.typed(second, value=90)
    told = empty | {"entered": 2, "errors": 3, "warnings": 1, "commentary_asked": 1}
    assert _counts(session, submission) == told, "amber asks for a commentary, which is missing"
    collecting.typed(second, commentary="Two sites were closed")
    collecting.typed(activity, status="on_course")
    told |= {"entered": 3, "errors": 1, "commentary_given": 1}
    assert _counts(session, submission) == told
    collecting.typed(activity, update="Consulted")
    assert _counts(session, submission) == told | {"errors": 0}
    collecting.decided(submission, "submit", collecting.provider)
    assert _counts(session, submission) == told | {"errors": 0}
    assert of_round(session, round_)[submission.id].blocking == 0


def test_each_service_is_listed_with_what_it_owes_and_how_late_it_is(
    session: Session, council: CouncilBuilder, collecting: Collecting, round_: Round
) -> None:
    elsewhere = collecting.submission(round_, council.environment)
    with clock.set_to(_noon(23)):
        collecting.filled(elsewhere, 97, collecting.team)
        collecting.decided(elsewhere, "submit", collecting.team)
    with clock.set_to(_noon(24)):
        listed = _listed(session, collecting.team)
        told = {
            code: (read.state, read.overdue, read.days_late, read.completeness and read.completeness.entered)
            for code, read in listed.items()
        }
        # What was handed in three days late stays that late; what was not is later every day.
        assert told == {"HOUSING": ("requested", True, 4, 0), "ENVIRONMENT": ("submitted", False, 3, 1)}
        assert "submit" not in listed["HOUSING"].allowed_actions
        # A director reads what is submitted, not how far a service has come with its typing.
        (seen,) = _listed(session, council.actor("director")).values()
        assert (seen.unit.code, seen.completeness, seen.days_late) == ("ENVIRONMENT", None, 3)
        own = _listed(session, collecting.provider)
        assert {code: read.completeness and read.completeness.entries for code, read in own.items()} == {"HOUSING": 3}


def test_a_target_that_comes_later_shows_in_the_checklist_at_once_and_in_the_counts_at_submit(
    session: Session, collecting: Collecting
) -> None:
    indicator = collecting.measures.indicator("H1")
    submission = collecting.filled(collecting.submission(collecting.opened(Q1)), 90)
    collecting.typed(collecting.entries(submission)[0], commentary="")
    assert _counts(session, submission)["commentary_asked"] == 0
    collecting.measures.target(indicator, Q1, 95)
    assert submissions.submission_read(session, collecting.provider, submission).allowed_actions == []
    assert _counts(session, submission)["commentary_asked"] == 0
    assert collecting.refused(submission, "submit", collecting.provider) == (409, "checklist")
    collecting.typed(collecting.entries(submission)[0], commentary="Two sites were closed")
    counts = _counts(session, submission)
    assert (counts["commentary_asked"], counts["commentary_given"]) == (1, 1)
