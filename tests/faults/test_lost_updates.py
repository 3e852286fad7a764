"""Many change one row at the same time: every change is there afterwards, or was refused as stale.

First through the services, by four threads of one process; then over HTTP, by four processes against a server.
"""

import os
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from quarterdeck.core import journal
from quarterdeck.core.actor import Actor
from quarterdeck.core.db import Database
from quarterdeck.core.errors import Problem
from quarterdeck.organisation.service import set_password
from quarterdeck.planning import activities, outline, service
from quarterdeck.planning.models import Plan
from quarterdeck.planning.schemas import ActivityCreate, PlanCreate, PlanUpdate, PriorityCreate, ThemeCreate
from tests.builders import CouncilBuilder
from tests.databases import DIALECTS, new_database, server_version
from tests.faults.changing import asked
from tests.faults.clients import at_once
from tests.journeys.server import PASSWORD, Caller, Server, environment_of, listening

pytestmark = pytest.mark.slow

WRITERS = 4
CHANGES = 150
OVER_HTTP = [pytest.param(40, id="160"), pytest.param(CHANGES, id="600", marks=pytest.mark.long)]
"""How many changes each of the four makes over HTTP, where one costs thirty times what it does through the services."""


@pytest.fixture
def plan(standing: Database) -> tuple[Actor, int]:
    """A council's performance team, and the id of its plan at version 1."""
    with standing.transaction() as session:
        council = CouncilBuilder(session)
        actor = council.actor("performance_team")
        return actor, _plan_of(council, actor).id


def test_changes_based_on_what_was_just_read_lose_nothing(standing: Database, plan: tuple[Actor, int]) -> None:
    """Read, change and write in one transaction, 600 times by four at once."""
    actor, plan_id = plan

    def change(writer: int) -> None:
        for number in range(CHANGES):
            with standing.transaction() as session:
                version = service.find_plan(session, actor, plan_id, for_update=True).version
                service.update_plan(session, actor, plan_id, PlanUpdate(title=f"Plan {writer}.{number}"), version)

    _at_once(change)
    _nothing_is_lost(standing, actor, plan_id)


def test_changes_based_on_an_older_reading_are_stale_and_never_lost(
    standing: Database, plan: tuple[Actor, int]
) -> None:
    """What people do: read now, change later. A stale change is refused and made again."""
    actor, plan_id = plan
    refused = 0
    counting = threading.Lock()

    def change(writer: int) -> None:
        nonlocal refused
        done = 0
        while done < CHANGES:
            with standing.reading() as session:
                version = service.find_plan(session, actor, plan_id).version
            try:
                with standing.transaction() as session:
                    service.update_plan(session, actor, plan_id, PlanUpdate(title=f"Plan {writer}.{done}"), version)
                done += 1
            except Problem as problem:
                if problem.status != 412:
                    raise
                with counting:
                    refused += 1

    _at_once(change)
    _nothing_is_lost(standing, actor, plan_id)
    assert refused > 0, "nobody was in anybody's way: the test shows nothing"


def _at_once(change: object) -> None:
    with ThreadPoolExecutor(WRITERS) as pool:
        assert list(pool.map(change, range(WRITERS))) == [None] * WRITERS  # type: ignore[arg-type]


def _nothing_is_lost(database: Database, actor: Actor, plan_id: int) -> None:
    with database.reading() as session:
        assert service.find_plan(session, actor, plan_id).version == 1 + WRITERS * CHANGES
        events = session.query(journal.AuditEvent).filter_by(action="plan.update").order_by(journal.AuditEvent.position)
        numbers = [event.change_no for event in events]
        assert len(set(numbers)) == WRITERS * CHANGES
        assert numbers == sorted(numbers)
        assert journal.verify(session, actor.council_id) == []


@dataclass(frozen=True)
class Served:
    """A server over a database of its own, somebody of the performance team, and an activity of the council's plan."""

    server: Server
    database: Database
    email: str
    person: Caller
    council_id: int
    activity_id: int

    def at_once(self, change: str, path: str, count: int) -> dict[str, int]:
        """Four processes make `count` changes each; how often they got which answer."""
        return at_once(self.server, self.email, change, path, clients=WRITERS, count=count)

    def events(self, action: str, subject_id: int | None = None) -> list[journal.AuditEvent]:
        """The council's events of a kind, in order; its log verifies."""
        with self.database.reading() as session:
            assert journal.verify(session, self.council_id) == []
            event = journal.AuditEvent
            found = session.query(event).filter_by(council_id=self.council_id, action=action)
            if subject_id is not None:
                found = found.filter_by(subject_id=subject_id)
            return found.order_by(event.position).all()


@pytest.fixture(scope="module", params=DIALECTS)
def standing_server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("lost_updates")
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    database = new_database(request.param, f"quarterdeck_lost_updates_{worker}", folder)
    with database.transaction() as session:
        council = CouncilBuilder(session)
        person, actor = council.person("performance_team"), council.actor("performance_team")
        set_password(session, actor, person, PASSWORD)
        activity_id = _activity_of(council, actor, _plan_of(council, actor))
        email, council_id = str(person.email), council.id
    with listening(environment_of(database.settings.database_url, folder)) as server:
        person = server.person(email)
        yield Served(server, database, email, person, council_id, activity_id)
        person.http.close()
    database.close()


@pytest.fixture
def served(standing_server: Served, record_property: Any) -> Served:
    """The same for every test of a database; each has rows of its own to change."""
    record_property("database", server_version(standing_server.database))
    return standing_server


@pytest.mark.parametrize("changes", OVER_HTTP)
def test_four_processes_over_http_lose_no_change_to_one_row(changes: int, served: Served, record_property: Any) -> None:
    """Read, append a mark, write with If-Match, by four at once: every mark stands, in its client's order."""
    path = f"/activities/{served.activity_id}"
    before, told = served.person.get(path), len(served.events("activity.update", served.activity_id))
    answers = served.at_once("add_marks", path, changes)
    record_property("answers", f"{answers['200']} changes, {answers['412']} refused as stale")
    after = served.person.get(path)
    marks = after["description"].removeprefix(before["description"]).split()
    for writer in range(WRITERS):
        own = [mark for mark in marks if mark.startswith(f"{writer}.")]
        assert own == [f"{writer}.{number}" for number in range(changes)]
    assert len(marks) == WRITERS * changes == answers["200"] == after["version"] - before["version"]
    assert answers["412"] > 0, "nobody was in anybody's way: the test shows nothing"
    assert len(served.events("activity.update", served.activity_id)) - told == WRITERS * changes


def test_four_processes_over_http_take_each_number_once(served: Served) -> None:
    """What names no version is counted on the server, in turn: 100 actions, 100 refs, none left out and none twice."""
    first = len(served.person.items("/actions", limit=500)) + 1
    answers = served.at_once("raise_actions", "/actions", count=25)
    assert answers["201"] == WRITERS * 25
    refs = sorted(each["ref"] for each in served.person.items("/actions", limit=500))[first - 1 :]
    assert refs == [f"A-{number:04d}" for number in range(first, first + WRITERS * 25)]
    numbers = [event.change_no for event in served.events("action.raise")][first - 1 :]
    assert len(set(numbers)) == WRITERS * 25


def test_four_processes_over_http_decide_one_after_the_other(served: Served) -> None:
    """Decisions pushed without reading: each that was answered 200 moved the action by one step, and no other did."""
    action = served.person.post("/actions", asked("Something that four people want to decide on"))
    answers = served.at_once("cancel_and_reopen", f"/actions/{action['id']}", count=25)
    assert answers["200"] == WRITERS * 25
    assert answers["412"] > 0, "nobody was in anybody's way: the test shows nothing"
    after = served.person.get(f"/actions/{action['id']}")
    assert (after["version"], after["state"]) == (1 + WRITERS * 25, "open")
    told = sorted(
        (event.detail["version"], event.action)
        for name in ("action.cancel", "action.reopen")
        for event in served.events(name, action["id"])
    )
    steps = ["action.cancel", "action.reopen"] * (WRITERS * 25 // 2)
    assert told == list(enumerate(steps, start=2))


def test_a_request_repeated_over_http_has_one_effect(served: Served) -> None:
    """Four processes send the same 15 requests under the same keys: 15 actions, and everybody else is told the same."""
    before = len(served.person.items("/actions", limit=500))
    answers = served.at_once("repeat_each_other", "/actions", count=15)
    assert (answers["201"], answers["replayed"]) == (15, (WRITERS - 1) * 15)
    made = served.person.items("/actions", limit=500)
    assert len(made) - before == 15
    assert sorted(each["what"] for each in made if each["what"].startswith("once ")) == sorted(
        f"once {number}" for number in range(15)
    )
    # The same key for something else is refused.
    headers = {"Idempotency-Key": "action-0"}
    assert served.person.send("POST", "/actions", asked("something else"), **headers).status_code == 422


def _plan_of(council: CouncilBuilder, actor: Actor) -> Plan:
    data = PlanCreate(
        unit_id=council.root.id,
        code="CP",
        title="Council Plan",
        kind="council_plan",
        start_on=date(2023, 4, 1),
        end_on=date(2026, 3, 31),
    )
    return service.create_plan(council.session, actor, data)


def _activity_of(council: CouncilBuilder, actor: Actor, plan: Plan) -> int:
    session = council.session
    theme = outline.create_theme(session, actor, ThemeCreate(plan_id=plan.id, code="PEOPLE", name="People", position=1))
    about = {"theme_id": theme.id, "code": "HOMES", "name": "Good homes", "position": 1}
    priority = outline.create_priority(session, actor, PriorityCreate.model_validate(about))
    activity = ActivityCreate(
        priority_id=priority.id,
        ref="People 1",
        title="Bring empty homes back",
        unit_id=council.housing.id,
        valid_from=date(2023, 4, 1),
    )
    return activities.create_activity(session, actor, activity).id
