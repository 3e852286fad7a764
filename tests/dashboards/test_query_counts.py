"""At 300 indicators reads keep to one data query and at most two small ones, beside the one that tells who asks."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event

from quarterdeck.core.db import Database
from quarterdeck.measures.models import Origin, ValueState
from quarterdeck.measures.revisions import Reported
from tests.collection.collecting import Collecting
from tests.measures.growing import Q1, Q2, Q3
from tests.planning.growing import Plans
from tests.web import WebClient

pytestmark = pytest.mark.both

INDICATORS = 300
USUAL = 3
LISTS = ("indicators", "targets", "submissions", "packs", "actions", "activities", "restatements")


@contextmanager
def asked_of(database: Database) -> Iterator[list[str]]:
    """The queries of a request, without the one that tells who asks."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        reads = statement.lstrip("( ").upper().startswith(("SELECT", "WITH"))
        if reads and "sign_in_session" not in statement:
            sent.append(statement)

    event.listen(database.writing_engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(database.writing_engine, "before_cursor_execute", note)


@pytest.mark.slow
def test_reads_keep_to_one_data_query_and_two_small_ones(
    client: WebClient, database: Database, collecting: Collecting, plans: Plans
) -> None:
    measures = collecting.measures
    plan = plans.adopted()
    priority = plans.priority_of(plan)
    plans.activity(priority, "People 1")
    made = [measures.indicator(f"N{number}", priority_ids=[priority]) for number in range(INDICATORS)]
    series = [measures.series(each) for each in made]
    measures.appended(
        [
            Reported(each.id, period, ValueState.VALUE, float(number))
            for number, each in enumerate(series)
            for period in (Q1, Q2, "2022-23-Q2")
        ],
        Origin.BACKFILL,
        approved=True,
    )
    round_ = collecting.opened(Q3)
    client.sign_in_as("performance_team")
    reads: dict[str, dict[str, Any]] = {
        **{f"/dashboard?by={by}": {"period": Q2, "by": by} for by in ("theme", "unit", "portfolio")},
        "/dashboard/trends": {"period": Q2},
        "/dashboard/periods": {},
        "/observations/summary": {"period": Q2},
        "/observations": {"period": Q2, "limit": 500},
        f"/rounds/{round_.id}/board": {},
        "/golden-thread": {"plan_id": plan.id},
        **{f"/{name}": {"limit": 500} for name in LISTS},
    }
    counts = {}
    for path, query in reads.items():
        with asked_of(database) as sent:
            client.read(path, **query)
        counts[path] = len(sent)
    assert {path: number for path, number in counts.items() if number > USUAL} == {}
