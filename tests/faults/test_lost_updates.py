"""Many change one row at the same time: every change is there afterwards, or was refused as stale."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from quarterdeck.core import journal
from quarterdeck.core.actor import Actor
from quarterdeck.core.db import Database
from quarterdeck.core.errors import Problem
from quarterdeck.planning import service
from quarterdeck.planning.schemas import PlanCreate, PlanUpdate
from tests.builders import CouncilBuilder

pytestmark = pytest.mark.slow

WRITERS = 4
CHANGES = 150


@pytest.fixture
def plan(standing: Database) -> tuple[Actor, int]:
    """A council's performance team, and the id of its plan at version 1."""
    with standing.transaction() as session:
        council = CouncilBuilder(session)
        actor = council.actor("performance_team")
        data = PlanCreate(
            unit_id=council.root.id,
            code="CP",
            title="Council Plan",
            kind="council_plan",
            start_on=date(2023, 4, 1),
            end_on=date(2026, 3, 31),
        )
        return actor, service.create_plan(session, actor, data).id


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
