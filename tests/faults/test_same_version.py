"""Two people change the same thing from the same version at the same time: one does, the other is told: stale.

Both requests have arrived before either may go on: the test holds what every change of a council queues for. A service
that read the thing before it queued would let both through, and the second would undo the first unseen.
"""

import os
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from quarterdeck.core.db import Database
from quarterdeck.core.settings import Settings
from tests.databases import DIALECTS, server_version
from tests.journeys.council import Council, today
from tests.journeys.planning import Q1, Plan
from tests.journeys.quarter import FIGURES, Quarter
from tests.journeys.server import running

pytestmark = pytest.mark.slow

HEAD = "SELECT change_no FROM council_head WHERE council_id = :id FOR UPDATE"
SUBMISSION = "SELECT version FROM submission WHERE id = :id FOR UPDATE"
WAITING = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' "
    "AND pid <> pg_backend_pid()"
)


@dataclass
class Races:
    """Races between two requests of one person in a council, and what came of each."""

    council: Council
    database: Database
    answers: dict[str, list[int]]

    def over(
        self, who: str, method: str, path: str, body: Any, version: int | None = None, submission: int | None = None
    ) -> None:
        """Let somebody send the same change twice at once, both from the thing's version.

        version: where the thing is not read at its path. submission: autosave queues for that, not for the council.
        """
        caller = self.council[who]
        if version is None:
            version = caller.get(path.removesuffix("/decisions"))["version"]
        held = (HEAD, self.council.id) if submission is None else (SUBMISSION, submission)
        with ThreadPoolExecutor(2) as pool:
            with self._holding(*held):
                sent = [pool.submit(caller.send, method, path, body, version) for _ in range(2)]
                self._wait_until_both_wait()
            answers = [each.result() for each in sent]
        assert all(each.status_code in (200, 412) for each in answers), [each.text for each in answers]
        self.answers[f"{method} {path} {body.get('action', '')}"] = sorted(each.status_code for each in answers)

    @contextmanager
    def _holding(self, lock: str, row_id: int) -> Iterator[None]:
        # On SQLite whoever writes holds everything; beginning does that.
        with self.database.writing_engine.begin() as connection:
            if self.database.dialect == "postgresql":
                connection.execute(text(lock), {"id": row_id})
            yield

    def _wait_until_both_wait(self) -> None:
        if self.database.dialect == "sqlite":
            time.sleep(0.5)
            return
        for _ in range(200):
            with self.database.reading() as session:
                if session.scalar(text(WAITING)) == 2:
                    return
            time.sleep(0.02)
        raise AssertionError("a request did not queue behind the change under way")


@pytest.fixture(params=DIALECTS)
def races(request: pytest.FixtureRequest, tmp_path: Path, record_property: Any) -> Iterator[Races]:
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    name = f"quarterdeck_same_version_{worker}"
    # On a busy machine the first of two may wait long for the second to arrive.
    with running(request.param, name, tmp_path, QUARTERDECK_LOCK_TIMEOUT_MS="60000") as server:
        database = Database(Settings(database_url=server.environment["QUARTERDECK_DATABASE_URL"]))
        record_property("database", server_version(database))
        with Council(server) as council:
            yield Races(council, database, {})
        database.close()


def test_of_two_changes_from_one_version_one_is_stale(races: Races) -> None:
    council = races.council
    council.is_set_up()
    _of_the_organisation(races)
    council.adopts_framework("cabinet_first")
    plan = Plan(council)
    plan.is_drafted()
    _of_the_plan_and_what_it_measures(races, plan)
    _of_a_round(races, plan)
    wrong = {request: statuses for request, statuses in races.answers.items() if statuses != [200, 412]}
    assert wrong == {}
    assert council["auditor"].get("/audit-events/verify")["sound"]
    assert len(races.answers) == 23


def _of_the_organisation(races: Races) -> None:
    council = races.council
    meeting = council.meeting("CAB", today(), "Cabinet")
    grant = council["administrator"].items("/role-grants", role="analyst")[0]
    races.over("administrator", "PATCH", f"/councils/{council.id}", {"name": "Renamed Borough Council"})
    races.over("administrator", "PATCH", f"/units/{council.units['HOUSING']}", {"name": "Housing and Homelessness"})
    races.over("administrator", "PATCH", f"/bodies/{council.bodies['CAB']}", {"name": "Executive"})
    races.over("administrator", "PATCH", f"/portfolios/{council.portfolios['HOMES']}", {"name": "Homes"})
    races.over("administrator", "PATCH", f"/posts/{council.posts['analyst']}", {"title": "Insight"})
    races.over("administrator", "PATCH", f"/people/{council.people['analyst']}", {"name": "Somebody else"})
    races.over("administrator", "PATCH", f"/role-grants/{grant['id']}", {"valid_to": "2199-12-31"})
    races.over("clerk", "PATCH", f"/meetings/{meeting['id']}", {"title": "Executive"})


def _of_the_plan_and_what_it_measures(races: Races, plan: Plan) -> None:
    team = "performance team"
    theme, activity = plan.team.items("/themes")[0], plan.team.items("/activities")[0]
    races.over(team, "PATCH", f"/plans/{plan.plan['id']}", {"title": "Council Plan"})
    races.over(team, "PATCH", f"/themes/{theme['id']}", {"name": "Communities"})
    races.over(team, "PATCH", f"/priorities/{plan.priorities['GOOD-HOMES']}", {"name": "Homes that are good"})
    races.over(team, "PATCH", f"/activities/{activity['id']}", {"title": "Empty homes"})
    races.over(team, "PATCH", f"/indicators/{plan.indicators['H1']['id']}", {"lag": 0, "name": "Decided in time"})
    target = plan.proposes_target("H1", Q1, 94, "Set again after a stronger first quarter")
    races.over(team, "POST", f"/targets/{target['id']}/decisions", {"action": "approve"})
    races.over(team, "POST", f"/plans/{plan.plan['id']}/decisions", {"action": "adopt"})
    source = {"source_kind": "plan", "source_id": plan.plan["id"], "unit_id": races.council.units["HOUSING"]}
    action = races.council["clerk"].post("/actions", {"what": "Report", "whom_text": "All", "due": "2099-12", **source})
    races.over(team, "PATCH", f"/actions/{action['id']}", {"what": "Report back"})
    races.over("clerk", "POST", f"/actions/{action['id']}/decisions", {"action": "cancel", "comment": "Answered"})


def _of_a_round(races: Races, plan: Plan) -> None:
    council, quarter = races.council, Quarter(races.council, Q1)
    races.over("performance team", "POST", f"/rounds/{quarter.id}/decisions", {"action": "open"})
    quarter.reports("STREETS", FIGURES["STREETS"])
    housing, first = quarter.submission("HOUSING")["id"], quarter.entries("HOUSING")["H1"]
    path = f"/submissions/{housing}"
    entry = f"{path}/entries/{first['id']}"
    races.over("housing provider", "PATCH", entry, {"commentary": "In time"}, first["version"], submission=housing)
    quarter.types("HOUSING", FIGURES["HOUSING"])
    races.over("housing provider", "POST", f"{path}/decisions", {"action": "submit"})
    races.over("housing manager", "POST", f"{path}/decisions", {"action": "confirm"})
    edition = quarter.is_sealed()["id"]
    races.over("chief executive", "POST", f"/packs/{edition}/decisions", {"action": "note", "stage": "officer_review"})
    proposal = {"series_id": plan.series["H2"], "period": Q1, "value": 33.0, "reason": "Counted again"}
    restatement = council["housing provider"].post("/restatements", proposal)
    races.over("housing manager", "POST", f"/restatements/{restatement['id']}/decisions", {"action": "accept"})
