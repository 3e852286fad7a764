"""The plan that takes the place of the council's plan, over HTTP: drafted, consulted on, adopted."""

from typing import Any

from tests.journeys.council import Council
from tests.journeys.planning import Plan

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


def next_plan(council: Council, plan: Plan, since: str, until: str) -> dict[str, Any]:
    """Consulted on, seen by everybody meanwhile and changed by nobody, then adopted by Cabinet; `priority` is its id.

    It has one priority, measured by two indicators of the plan before it, and an activity `New 1`.
    """
    team = council["performance team"]
    draft = {
        "code": "CP-NEXT",
        "title": "Council Plan of the new administration",
        "kind": "council_plan",
        "unit_id": council.units["council"],
        "start_on": since,
        "end_on": until,
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
        "valid_from": since,
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
