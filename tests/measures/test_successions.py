"""What becomes of a plan's indicators when another takes its place, and the outturns of both plans' terms."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy.orm import Session

from quarterdeck.core import clock
from quarterdeck.core.errors import Problem
from quarterdeck.measures.models import Indicator
from quarterdeck.measures.terms import years_of
from quarterdeck.planning.models import Plan
from tests.builders import CouncilBuilder
from tests.measures.growing import Measures
from tests.planning.growing import Plans
from tests.web import WebClient

AUTUMN = datetime(2024, 10, 1, 12, tzinfo=UTC)
HOMES = {"unit_of_measure": "homes", "decimals": 0}


@pytest.fixture
def plans(session: Session, council: CouncilBuilder) -> Plans:
    return Plans(session, council)


def _grown(plans: Plans, measures: Measures) -> tuple[Plan, Plan, dict[str, Indicator], dict[str, int]]:
    """A plan with three indicators; one of the next plan is there already, as is one that goes on."""
    old = plans.adopted("OLD", start_on=date(2023, 4, 1), end_on=date(2026, 3, 31))
    new = plans.adopted("NEW", start_on=date(2024, 9, 1), end_on=date(2028, 3, 31))
    ids = {"old": plans.priority_of(old), "new": plans.priority_of(new)}
    linked = {"ON": ("old", "new"), "ONCE": ("old",), "GONE": ("old",), "NEXT": ("new",)}
    made = {
        ref: measures.indicator(
            ref, definition=HOMES, priority_ids=[ids[each] for each in under], linked_from=date(2023, 4, 1)
        )
        for ref, under in linked.items()
    }
    return old, new, made, ids


def _superseded(plans: Plans, old: Plan, new: Plan, **values: Any) -> None:
    with clock.set_to(AUTUMN):
        plans.superseded(old, new, superseded_on=date(2024, 9, 1), **values)


def test_indicators_go_on_are_replaced_or_dropped_with_a_reason(
    session: Session, plans: Plans, measures: Measures, client: WebClient
) -> None:
    old, new, made, ids = _grown(plans, measures)
    second = plans.activity(ids["old"], "People 1")
    lines = [
        {"from_id": made["ON"].id, "to_id": made["ON"].id},
        {"from_id": made["ONCE"].id, "to_id": made["NEXT"].id, "reason": "Counts private homes as well"},
        {"from_id": made["ONCE"].id, "to_id": made["ON"].id},
        {"from_id": made["GONE"].id, "to_id": None, "reason": "The scheme has ended"},
    ]
    for wrong, pointer in (
        ([{"from_id": made["NEXT"].id, "to_id": made["NEXT"].id}], "/indicators/0/from_id"),
        ([{"from_id": made["ON"].id, "to_id": made["GONE"].id}], "/indicators/0/to_id"),
        ([{"from_id": made["GONE"].id, "to_id": None}], "/indicators/0/reason"),
        ([*lines, {"from_id": made["ON"].id, "to_id": None, "reason": "No"}], "/indicators/4/to_id"),
    ):
        with pytest.raises(Problem) as refused, session.begin_nested():
            _superseded(plans, old, new, indicators=wrong)
        assert (refused.value.status, refused.value.errors[0].pointer) == (422, pointer)
    session.refresh(old)
    nothing = [{"from_id": second.id, "to_id": None, "reason": "Finished with the scheme"}]
    after = [{"from_id": ids["old"], "to_id": ids["new"]}]
    _superseded(plans, old, new, indicators=lines, priorities=after, activities=nothing)
    session.commit()
    assert (made["GONE"].valid_to, made["ONCE"].valid_to) == (date(2024, 8, 31), None)
    client.sign_in_as("analyst")
    told = client.read(f"/plans/{old.id}/succession")
    assert (told["superseded_by_id"], told["superseded_on"]) == (new.id, "2024-09-01")
    assert [
        (each["label"], each["fate"], [after["label"] for after in each["successors"]], each["reason"])
        for each in told["indicators"]
    ] == [
        ("GONE: Indicator GONE", "dropped", [], "The scheme has ended"),
        ("ON: Indicator ON", "continued", ["ON: Indicator ON"], ""),
        (
            "ONCE: Indicator ONCE",
            "replaced",
            ["ON: Indicator ON", "NEXT: Indicator NEXT"],
            "Counts private homes as well",
        ),
    ]
    assert [each["fate"] for each in told["priorities"]] == ["replaced"]
    assert [(each["fate"], each["reason"]) for each in told["activities"]] == [("dropped", "Finished with the scheme")]
    assert {each["fate"] for each in client.read(f"/plans/{new.id}/succession")["indicators"]} == {"open"}


def test_a_term_is_each_priority_and_year_with_its_outturns_and_ends_where_another_plan_stands(
    plans: Plans, measures: Measures, client: WebClient
) -> None:
    old, new, made, _ = _grown(plans, measures)
    for each in made.values():
        measures.series(each)
    for year, values in (("2023-24", (10, 10, 10, 10)), ("2024-25", (5, 5, 5, 5))):
        for number, value in enumerate(values, 1):
            measures.target(made["ON"], f"{year}-Q{number}", 8)
            measures.reported(made["ON"], f"{year}-Q{number}", value)
    _superseded(plans, old, new)
    with clock.set_to(AUTUMN):
        assert [year.code for year in years_of(old)] == ["2023-24", "2024-25"]
        assert [year.code for year in years_of(new)] == ["2024-25"]
    plans.session.commit()
    client.sign_in_as("performance_team")
    term = client.read(f"/plans/{old.id}/outturns")
    assert [year["label"] for year in term["years"]] == ["2023/24", "2024/25"]
    (priority,) = term["priorities"]
    assert [each["ref"] for each in priority["measures"]] == ["GONE", "ON", "ONCE"]
    on = next(each for each in priority["measures"] if each["ref"] == "ON")
    assert [(each["value"], each["target"], each["rating"]) for each in on["outturns"]] == [
        (40, 32, "green"),
        (20, 32, "red"),
    ]
    assert priority["years"][1] == {
        "year": "2024-25", "measures": 3, "green": 0, "amber": 0, "red": 1, "unrated": 2, "contextual": 0,
    }  # fmt: skip
