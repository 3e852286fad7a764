"""A plan is superseded in the middle of a quarter: the old one's last report and the new one's first are right."""

from typing import Any

import pytest

from tests.journeys.council import Council
from tests.journeys.planning import Q1, Plan
from tests.journeys.quarter import HOUSING, STREETS, Quarter

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.either]

SINCE = "2023-05-22"
CONSULTED = {
    "action": "consult",
    "opens_on": "2023-01-09",
    "closes_on": "2023-02-17",
    "how": "A survey and two evenings in the town hall",
}
HEARD = {
    "action": "end_consultation",
    "ended_on": "2023-02-20",
    "heard": "412 answers; homes come first",
    "changed": "Homes became the first priority",
}
NEW_ACTIVITY = {"status": "on_course", "update": "The first ten homes of the new plan have planning permission."}


def test_a_plan_superseded_within_a_quarter_is_reported_on_beside_the_one_that_follows(council: Council) -> None:
    council.is_set_up()
    council.adopts_framework("cabinet_first")
    plan = Plan(council)
    plan.is_drafted()
    plan.is_adopted()
    plan.has_targets()
    new = _consulted_and_adopted(council, plan)
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


def _consulted_and_adopted(council: Council, plan: Plan) -> dict[str, Any]:
    """The next plan: consulted on, seen by everybody meanwhile and changed by nobody, then adopted by Cabinet."""
    team = council["performance team"]
    draft = {
        "code": "CP-2023-B",
        "title": "Council Plan of the new administration",
        "kind": "council_plan",
        "unit_id": council.units["council"],
        "start_on": SINCE,
        "end_on": "2027-03-31",
    }
    new = team.post("/plans", draft)
    theme = team.post("/themes", {"plan_id": new["id"], "code": "HOMES", "name": "Homes", "position": 1})
    below = {"theme_id": theme["id"], "code": "AFFORD", "name": "Homes that people can afford", "position": 1}
    new["priority"] = team.post("/priorities", below)["id"]
    activity = {
        "priority_id": new["priority"],
        "ref": "New 1",
        "title": "Build forty council homes",
        "unit_id": council.units["HOUSING"],
        "valid_from": SINCE,
    }
    team.post("/activities", activity)
    for ref in ("H1", "H2"):
        indicator = team.get(f"/indicators/{plan.indicators[ref]['id']}")
        linked = {"priority_ids": [*indicator["priority_ids"], new["priority"]]}
        team.patch(f"/indicators/{indicator['id']}", linked, indicator["version"])
    path = f"/plans/{new['id']}"
    out = team.post(f"{path}/decisions", CONSULTED, team.get(path)["version"])
    assert council["analyst"].get(path)["state"] == "consultation"
    ended = team.post(f"{path}/decisions", HEARD, out["version"])
    (told,) = council["scrutiny member"].items(f"{path}/consultations")
    assert (told["heard"], told["changed"]) == (HEARD["heard"], HEARD["changed"])
    adopt = {"action": "adopt", "body_id": council.bodies["CAB"], "minute_reference": "Minute 9"}
    team.post(f"{path}/decisions", adopt, ended["version"])
    return new


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
