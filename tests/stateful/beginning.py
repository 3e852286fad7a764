"""Where every walk begins: a year in which each quarter has come to another point. It is walked, and judged, too."""

import os
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.databases import new_database, server_version
from tests.stateful.oracle.council import Council
from tests.stateful.oracle.things import PORTFOLIO_OF, Step
from tests.stateful.walking import CouncilAtWork, Walk
from tests.stateful.world import World

TEAM = "performance team"
VALUE = 41.0


def begin(walk: Walk) -> None:
    """Each quarter has come to another point.

    Cabinet has approved Q1 and returned Q2, which Housing has put right; Q3 is under review, Q4 half submitted, the
    next year's Q1 asked for, and its Q2 planned. Beside them stand a proposed restatement, an action that is reported
    done, and one that Cabinet asked for.
    """
    quarters = [*(f"2023-24-Q{number}" for number in (1, 2, 3, 4)), "2024-25-Q1", "2024-25-Q2"]
    first, second, third, fourth, fifth, _ = (_planned(walk, period) for period in quarters)
    for round_id in (first, second, third, fourth, fifth):
        walk.take(Step(TEAM, "round", round_id, "open"))
    for round_id in (first, second):
        _under_review(walk, round_id)
        _before_cabinet(walk, round_id)
    clerk, sent_back = "committee administrator", [each.id for each in walk.council.submissions_of(second)]
    walk.take(Step(clerk, "edition", _edition(walk, first), "approve", stage="cabinet"))
    walk.take(Step(clerk, "edition", _edition(walk, second), "return", stage="cabinet", named=tuple(sent_back)))
    _confirmed(walk, second, "housing", 57.0)
    _under_review(walk, third)
    walk.take(Step("housing's one officer", "submission", _typed(walk, fourth, "housing"), "submit"))
    _typed(walk, fourth, "environment")
    walk.take(Step("housing's one officer", "propose", unit="housing", period=quarters[0], value=63.0))
    walk.take(Step("director", "raise", unit="environment"))
    walk.take(Step("environment's data provider", "action", max(walk.council.actions), "report_done"))
    walk.take(Step("cabinet's clerk", "raise", unit="housing", body="CAB"))


def _planned(walk: Walk, period: str) -> int:
    walk.take(Step(TEAM, "plan", period=period))
    return max(walk.council.rounds)


def _typed(walk: Walk, round_id: int, unit: str, value: float = VALUE) -> int:
    submission = next(each for each in walk.council.submissions_of(round_id) if each.unit == unit)
    for period in submission.entries:
        walk.take(Step(f"{unit}'s data provider", "entry", submission.id, period=period, value=value))
    return submission.id


def _confirmed(walk: Walk, round_id: int, unit: str, value: float) -> None:
    submission_id = _typed(walk, round_id, unit, value)
    walk.take(Step(f"{unit}'s data provider", "submission", submission_id, "submit"))
    walk.take(Step(f"{unit}'s service manager", "submission", submission_id, "confirm"))


def _under_review(walk: Walk, round_id: int) -> None:
    for unit in PORTFOLIO_OF:
        _confirmed(walk, round_id, unit, VALUE)
    walk.take(Step(TEAM, "seal", round_id, comment=False))


def _before_cabinet(walk: Walk, round_id: int) -> None:
    edition = _edition(walk, round_id)
    walk.take(Step("director", "edition", edition, "approve", stage="officer_review"))
    for holder, code in (("holder of homes", "HOMES"), ("holder of streets", "STREETS")):
        walk.take(Step(holder, "edition", edition, "approve", stage="portfolio_review", portfolio=code))
    walk.take(Step("committee administrator", "issue", edition, body="CAB"))


def _edition(walk: Walk, round_id: int) -> int:
    found = walk.council.newest_edition(round_id)
    assert found is not None
    return found.id


@contextmanager
def a_council_at_work(dialect: str, folder: Path) -> Iterator[tuple[World, Council]]:
    """The council and its memory, on a database of its own; nothing of it is ever committed."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    database = new_database(dialect, f"quarterdeck_walk_{worker}", folder)
    connection = database.writing_engine.connect()
    transaction = connection.begin()
    database.bind_to(connection)
    try:
        world = World(database, connection)
        with world.at_the_api():
            walk = Walk(world, Council(), Counter())
            begin(walk)
            walk.end()
            yield world, walk.council
    finally:
        transaction.rollback()
        connection.detach()
        connection.close()
        database.close()


def walked(dialect: str, folder: Path, runs: int, steps: int, note: Callable[[str, Any], None]) -> Counter[str]:
    """Walk so many runs of so many steps; notes the database and how often which answer came."""
    counts: Counter[str] = Counter()
    with a_council_at_work(dialect, folder) as (world, begun):
        note("database", server_version(world.database))
        machine = type("CouncilAtWork", (CouncilAtWork,), {"world": world, "begun": begun, "counts": counts})
        run_state_machine_as_test(
            machine,
            settings=settings(
                max_examples=runs,
                # To set out is a step for hypothesis.
                stateful_step_count=steps + 1,
                deadline=None,
                derandomize=True,
                database=None,
                # A run is told step by step; to make a failing one shorter would take minutes.
                phases=(Phase.generate,),
                suppress_health_check=list(HealthCheck),
            ),
        )
    accepted = sum(count for status, count in counts.items() if status < "300")
    note("figure", ("steps of a council's walk accepted", dialect, accepted))
    note("figure", ("steps of a council's walk refused", dialect, counts.total() - accepted))
    return counts
