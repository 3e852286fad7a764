"""A plan is superseded in the middle of a quarter: the old one's last report and the new one's first are right."""

from typing import Any

import pytest

from tests.journeys.council import Council
from tests.journeys.planning import Q1, Plan
from tests.journeys.quarter import HOUSING, STREETS, Quarter
from tests.journeys.succeeding import next_plan

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.either]

SINCE = "2023-05-22"
NEW_ACTIVITY = {"status": "on_course", "update": "The first ten homes of the new plan have planning permission."}


def test_a_plan_superseded_within_a_quarter_is_reported_on_beside_the_one_that_follows(council: Council) -> None:
    council.is_set_up()
    council.adopts_framework("cabinet_first")
    plan = Plan(council)
    plan.is_drafted()
    plan.is_adopted()
    plan.has_targets()
    new = next_plan(council, plan, SINCE, "2027-03-31")
    _superseded(council, plan, new)

    quarter = Quarter(council, Q1)
    quarter.opens()
    assert {"People 1", "New 1"} <= quarter.entries("HOUSING").keys()
    quarter.reports("HOUSING", {**HOUSING, "New 1": NEW_ACTIVITY})
    quarter.reports("STREETS", STREETS)
    quarter.is_sealed()
    content = quarter.pack()["content"]
    reported = {each["ref"]: (each["priority"], each["status"]) for each in content["activities"]}
    assert reported["People 1"] == ("Good homes for all", "in_question")
    assert reported["New 1"] == ("Homes that people can afford", "on_course")
    page = quarter.document()
    assert "Nine homes are back in use." in page
    assert NEW_ACTIVITY["update"] in page

    later = Quarter(council, "2023-24-Q2")
    later.opens()
    assert "New 1" in later.entries("HOUSING")
    assert "People 1" not in later.entries("HOUSING")
    _both_terms_are_right(council, plan, new)


def _superseded(council: Council, plan: Plan, new: dict[str, Any]) -> None:
    """The old plan's first priority and two of its indicators go on; what nothing follows says why."""
    team = council["performance team"]
    ids = {ref: each["id"] for ref, each in plan.indicators.items()}
    homes, *others = plan.priorities.values()
    decision = {
        "action": "supersede",
        "superseded_by_id": new["id"],
        "superseded_on": SINCE,
        "priorities": [
            {"from_id": homes, "to_id": new["priority"]},
            *({"from_id": each, "reason": "Left to the service"} for each in others),
        ],
        "indicators": [
            {"from_id": ids["H1"], "to_id": ids["H1"]},
            {"from_id": ids["H2"], "to_id": ids["H2"]},
            {"from_id": ids["H3"], "to_id": ids["H1"], "reason": "The duty to prevent comes first"},
            {"from_id": ids["S1"], "reason": "It is reported to the county"},
        ],
    }
    team.post(f"/plans/{plan.plan['id']}/decisions", decision, plan.plan["version"])
    told = council["analyst"].get(f"/plans/{plan.plan['id']}/succession")
    fates = {each["label"][:2]: each["fate"] for each in told["indicators"]}
    assert fates == {
        "H1": "continued",
        "H2": "continued",
        "H3": "replaced",
        "S1": "dropped",
        "S2": "open",
        "S3": "open",
    }
    # Dropped on the day before: what it measured until then is asked for once more, and no later.
    assert team.get(f"/indicators/{ids['S1']}")["valid_to"] == "2023-05-21"


def _both_terms_are_right(council: Council, plan: Plan, new: dict[str, Any]) -> None:
    """The old plan's years end where it was superseded, the new plan's begin there; each tells its own measures."""
    old_term, new_term = (council["auditor"].get(f"/plans/{each}/outturns") for each in (plan.plan["id"], new["id"]))
    assert [year["code"] for year in old_term["years"]] == ["2023-24"]
    assert new_term["years"][0]["code"] == "2023-24"
    measured = {each["ref"] for priority in old_term["priorities"] for each in priority["measures"]}
    assert {"H1", "H2", "S1"} <= measured
    (priority,) = new_term["priorities"]
    assert {each["ref"] for each in priority["measures"]} == {"H1", "H2"}
    assert {
        out["why_none"] for each in priority["measures"] for out in each["outturns"] if out["year"] == "2023-24"
    } == {"periods_missing"}
