"""Every address of the front end, read from its own tree, with ids of things that the demo holds."""

import re
from collections.abc import Callable
from pathlib import Path

from quarterdeck.core.workbooks import WORKBOOK as MEDIA_TYPE
from tests.journeys.server import Caller

APP = Path(__file__).parents[2] / "frontend" / "src" / "app"
PATH = re.compile(r"^  path: '([^']+)'", re.MULTILINE)
# Which list of the API has the things that a parameter of an address names.
LISTS = {
    "observationId": "/observations",
    "planId": "/plans",
    "priorityId": "/priorities",
    "activityId": "/activities",
    "indicatorId": "/indicators",
    "roundId": "/rounds",
    "submissionId": "/submissions",
    "editionId": "/packs",
    "actionId": "/actions",
    "restatementId": "/restatements",
    "personId": "/people",
    "postId": "/posts",
    "clientId": "/clients",
    "unitId": "/units",
    "versionId": "/framework/versions",
    "loadId": "/setup/loads",
    "uploadId": "/history-uploads",
    "sampleId": "/assurance-samples",
    "frameworkId": "/external-frameworks",
    "comparisonFileId": "/comparisons/files",
}
# What belongs to a quarter's round, or to the annual one that the demo's services are at.
OF_A_CYCLE = ("roundId", "submissionId")
# What is shown of a plan that follows another, and of no other.
OF_WHAT_FOLLOWS = ("/plans/$planId/changes",)
# Who sees what an address shows. Everybody else is the crawl's business.
BY_ADMINISTRATOR = ("/people", "/posts", "/clients", "/council", "/units", "/portfolios", "/bodies", "/set-up")
OPEN = ("/begin", "/sign-in", "/forgotten-password", "/reset-password")


def routes() -> list[str]:
    """The paths of the router, e.g. `/indicators/$indicatorId`; without the one that catches all others."""
    texts = [file.read_text(encoding="utf-8") for file in sorted(APP.glob("*route*.ts"))]
    return [path for text in texts for path in PATH.findall(text) if path != "$"]


def shown_by_cycle(route: str) -> bool:
    """Whether the page is another one where it is about the annual round."""
    return any(f"${name}" in route for name in OF_A_CYCLE)


def account_for(route: str) -> str | None:
    """The demo's account that a route is for, or None where nobody need be signed in."""
    if route in OPEN:
        return None
    if route.startswith("/audit"):
        return "auditor"
    return "administrator" if route.startswith(BY_ADMINISTRATOR) else "performance"


def uploaded_workbook(caller: Caller) -> None:
    """The set-up workbook as it is downloaded, uploaded again: the demo holds nothing that somebody works on."""
    workbook = caller.http.get("/setup/workbook.xlsx").content
    answer = caller.http.post("/setup/loads", files={"file": ("set-up.xlsx", workbook, MEDIA_TYPE)})
    assert answer.status_code == 201, answer.text


def uploaded_table(caller: Caller) -> None:
    """A small printed table, of which one row cannot be read."""
    rows = ["indicator,period,value,target", "Boats berthed,Q1 2019/20,412,400", "Boats berthed,Q2,about 300,400"]
    files = {"file": ("history.csv", "\n".join(rows).encode(), "text/csv")}
    assert caller.http.post("/history-uploads", files=files).status_code == 201


MADE: dict[str, Callable[[Caller], None]] = {"loadId": uploaded_workbook, "uploadId": uploaded_table}
"""What is made where the demo has none."""


def address_of(route: str, caller: Caller, cycle: str = "quarterly") -> str | None:
    """The route with the id of the first thing of this cycle that this caller sees, or None where they see none."""
    names = re.findall(r"\$(\w+)", route)
    for name in names:
        answer = caller.http.get(LISTS[name], params={"limit": 100})
        items = answer.json()["items"] if answer.status_code == 200 else []
        if answer.status_code == 200 and not items and name in MADE:
            MADE[name](caller)
            items = caller.http.get(LISTS[name], params={"limit": 1}).json()["items"]
        items = [each for each in items if each.get("cycle", cycle) == cycle]
        if route in OF_WHAT_FOLLOWS:
            successors = {each["superseded_by_id"] for each in items}
            items = [each for each in items if each["follows_id"] or each["id"] in successors]
        if not items:
            return None
        route = route.replace(f"${name}", str(items[0]["id"]))
    return route
