"""What changed since last quarter, as a manager reads it before confirming."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from quarterdeck.collection.change_schemas import SubmissionChanges
from quarterdeck.collection.models import Round
from quarterdeck.collection.since_last import changes_since_last
from quarterdeck.framework.models import Cycle
from quarterdeck.measures import indicators
from quarterdeck.measures.models import Indicator
from quarterdeck.measures.schemas import IndicatorUpdate
from tests.builders import CouncilBuilder
from tests.collection.collecting import Q1, Q2, Q3, Collecting
from tests.web import WebClient


def _changes(collecting: Collecting, round_: Round) -> SubmissionChanges:
    return changes_since_last(collecting.session, collecting.submission(round_))


def _updated(collecting: Collecting, indicator: Indicator, **values: Any) -> None:
    data = IndicatorUpdate.model_validate(values)
    indicators.update_indicator(collecting.session, collecting.team, indicator.id, data, indicator.version)
    collecting.session.commit()


def test_a_first_quarter_is_all_new_and_compared_with_none(collecting: Collecting) -> None:
    collecting.measures.indicator("H1")
    collecting.activity("People 5")
    changes = _changes(collecting, collecting.opened(Q1))
    assert changes.compared_with is None
    assert [(each.ref, each.new, each.changed, each.before) for each in changes.figures] == [("H1", True, [], None)]
    assert [(each.ref, each.new, each.changed) for each in changes.activities] == [("People 5", True, [])]
    assert changes.counts.model_dump() == {
        "value": 0, "rating": 0, "target": 0, "definition": 0, "new": 2, "dropped": 0, "activities": 0,
    }  # fmt: skip


def test_what_is_other_is_named_and_what_is_the_same_left_out(collecting: Collecting) -> None:
    """As displayed: 97.04 after 97.0 is no change. What is not entered yet is none either."""
    measures = collecting.measures
    named = {ref: measures.indicator(ref) for ref in ("H1", "H2", "H3", "H4", "H5")}
    for ref, indicator in named.items():
        measures.target(indicator, Q1, 95)
        measures.target(indicator, Q2, 96 if ref == "H3" else 95)
    collecting.confirmed(collecting.submission(collecting.opened(Q1)), 97)
    measures.defined(named["H4"], date(2023, 7, 1), definition="Counted from the tenancy's end")
    second = collecting.opened(Q2)
    submission = collecting.submission(second)
    for ref, value in (("H1", 97.04), ("H2", 94), ("H3", 97), ("H4", 97)):
        collecting.typed(collecting.entry(submission, named[ref]), value=value)
    changes = _changes(collecting, second)
    assert changes.compared_with is not None
    assert changes.compared_with.period_code == Q1
    assert [(each.ref, each.changed) for each in changes.figures] == [
        ("H2", ["value", "rating"]), ("H3", ["target"]), ("H4", ["definition"]),
    ]  # fmt: skip
    fallen, moved, defined = changes.figures
    assert fallen.before is not None
    assert (fallen.before.period_label, fallen.before.value, fallen.before.rating) == ("Q1 2023/24", 97, "green")
    assert (fallen.now.period_label, fallen.now.value, fallen.now.rating) == ("Q2 2023/24", 94, "amber")
    assert moved.before is not None
    assert (moved.before.target and moved.before.target.value, moved.now.target and moved.now.target.value) == (95, 96)
    assert (defined.before and defined.before.definition, defined.now.definition) == (
        "", "Counted from the tenancy's end",
    )  # fmt: skip
    # A reason for no figure is a change from a figure.
    collecting.typed(collecting.entry(submission, named["H5"]), value_state="awaited")
    changes = _changes(collecting, second)
    assert [(each.ref, each.changed) for each in changes.figures][-1] == ("H5", ["value", "rating"])
    counts = changes.counts
    assert (counts.value, counts.rating, counts.target, counts.definition, counts.new) == (2, 2, 1, 1, 0)


def test_a_skipped_quarter_is_stepped_over(collecting: Collecting) -> None:
    collecting.measures.indicator("H1")
    collecting.confirmed(collecting.submission(collecting.opened(Q1)), 97)
    collecting.decided_round(collecting.opened(Q2), "skip", "The election")
    third = collecting.opened(Q3)
    collecting.filled(collecting.submission(third), 90)
    changes = _changes(collecting, third)
    assert changes.compared_with is not None
    assert changes.compared_with.period_code == Q1
    (change,) = changes.figures
    assert change.before is not None
    assert (change.before.period_code, change.changed) == (Q1, ["value"])


def test_what_is_no_longer_asked_is_told_with_the_reason(council: CouncilBuilder, collecting: Collecting) -> None:
    """What is not due this quarter (a year's figure) was not dropped."""
    measures = collecting.measures
    stays, ends, moves = (measures.indicator(ref) for ref in ("H1", "H2", "H3"))
    measures.indicator("H4", frequency="half_yearly")
    doubtful = measures.indicator("H5")
    completed, goes_on = collecting.activity("People 5"), collecting.activity("People 6")
    first = collecting.opened(Q2)
    submission = collecting.filled(collecting.submission(first))
    collecting.typed(collecting.entry(submission, completed), status="completed")
    collecting.decided(submission, "submit", collecting.provider)
    collecting.decided(submission, "confirm", collecting.manager)
    _updated(collecting, ends, valid_to="2023-09-30")
    _updated(collecting, moves, unit_id=council.environment.id)
    _updated(collecting, doubtful, provisional=True)
    changes = _changes(collecting, collecting.opened(Q3))
    assert [(each.kind, each.ref, each.reason) for each in changes.dropped] == [
        ("indicator", "H2", "ended"),
        ("indicator", "H3", "moved"),
        ("indicator", "H5", "not_asked"),
        ("activity", "People 5", "completed"),
    ]
    assert changes.counts.dropped == 4
    assert (changes.figures, [each.ref for each in changes.activities], stays.ref, goes_on.ref) == (
        [], [], "H1", "People 6",
    )  # fmt: skip


def test_an_activity_is_held_against_its_newest_update(collecting: Collecting) -> None:
    same, moved = collecting.activity("People 5"), collecting.activity("People 6")
    first = collecting.opened(Q1)
    submission = collecting.submission(first)
    for activity in (same, moved):
        entry = collecting.entry(submission, activity)
        collecting.typed(entry, status="on_course", percent_complete=40, update="Consulted")
    collecting.decided(submission, "submit", collecting.provider)
    collecting.decided(submission, "confirm", collecting.manager)
    second = collecting.opened(Q2)
    submission = collecting.submission(second)
    assert _changes(collecting, second).activities == []
    collecting.typed(collecting.entry(submission, same), status="on_course", update="Consulted again")
    collecting.typed(collecting.entry(submission, moved), status="in_question", percent_complete=45, update="No bids")
    (change,) = _changes(collecting, second).activities
    assert (change.ref, change.new, change.changed) == ("People 6", False, ["status", "percent_complete"])
    assert change.before is not None
    assert (change.before.period_code, change.before.status, change.before.percent_complete) == (Q1, "on_course", 40)
    assert (change.now.status, change.now.percent_complete) == ("in_question", 45)


def test_changes_over_http_are_for_those_who_see_what_is_typed(client: WebClient, session: Session) -> None:
    collecting = Collecting(session, client.council)
    collecting.measures.indicator("H1", portfolio=client.council.homes)
    submission = collecting.submission(collecting.opened(Q1))
    path = f"/api/v1/submissions/{submission.id}/changes"
    for role, status in (("service_manager", 200), ("auditor", 200), ("director", 404), ("portfolio_holder", 404)):
        client.sign_in_as(role)
        answer = client.get(path)
        assert answer.status_code == status, role
    collecting.submitted(submission)
    # A director sees the submission once it is submitted, and still not how it was typed.
    client.sign_in_as("director")
    assert (client.get(path.removesuffix("/changes")).status_code, client.get(path).status_code) == (200, 404)


@pytest.mark.parametrize("part", ["", "/entries", "/checklist", "/changes", "/queries", "/proposals"])
def test_every_read_of_a_submission_answers_for_the_annual_round_too(
    part: str, client: WebClient, session: Session
) -> None:
    collecting = Collecting(session, client.council)
    collecting.measures.indicator("H1", portfolio=client.council.homes)
    submission = collecting.submission(collecting.opened("2030-31", cycle=Cycle.ANNUAL))
    answer = client.sign_in_as("performance_team").get(f"/api/v1/submissions/{submission.id}{part}")
    assert answer.status_code == 200, answer.text
    if part == "/changes":
        assert answer.json()["compared_with"] is None
        assert {name: answer.json()[name] for name in ("figures", "activities", "dropped")} == {
            "figures": [],
            "activities": [],
            "dropped": [],
        }
