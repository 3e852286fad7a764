"""Eight people decide on one thing at once: exactly one decision is taken, and seven are told that it was.

Through the services, by eight threads with connections of their own, on databases whose commits are real.
"""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import select

from quarterdeck.core import journal
from quarterdeck.core.db import Database
from quarterdeck.core.errors import Problem
from quarterdeck.measures import projection
from tests.faults.racing import DECIDERS, Attempt, Race, Racing

pytestmark = pytest.mark.slow

KINDS = 5


@pytest.mark.parametrize("of_each", [8, pytest.param(40, marks=pytest.mark.long)])
def test_of_eight_who_decide_at_once_exactly_one_does(standing: Database, of_each: int, record_property: Any) -> None:
    racing = Racing(standing)
    won: Counter[str] = Counter()
    with ThreadPoolExecutor(DECIDERS) as pool:
        for race in racing.races(of_each):
            position, change_no = _head(standing, racing.id)
            answers = _run(standing, pool, race)
            lost = [answer for answer in answers if answer is not None]
            assert (len(answers), len(lost)) == (DECIDERS, DECIDERS - 1), (race.kind, answers)
            assert set(lost) <= {409, 412}, (race.kind, answers)
            taken = _decisions(standing, racing.id, race, position)
            assert len(taken) == 1, (race.kind, taken)
            assert _head(standing, racing.id)[1] == change_no + 1, f"a {race.kind} was changed by somebody who lost"
            won[taken[0]] += 1
    assert won.total() == of_each * KINDS
    with standing.reading() as session:
        assert journal.verify(session, racing.id) == []
        assert projection.differences(session, racing.id) == []
    record_property("figure", ("races of eight deciders", standing.dialect, won.total()))


def _run(standing: Database, pool: ThreadPoolExecutor, race: Race) -> list[int | None]:
    """How each was answered: None for who decided, otherwise the status of the refusal."""
    start = Barrier(DECIDERS)

    def tried(attempt: Attempt) -> int | None:
        start.wait()
        try:
            with standing.transaction() as session:
                attempt(session)
        except Problem as refused:
            return refused.status
        return None

    return list(pool.map(tried, race.attempts))


def _head(standing: Database, council_id: int) -> tuple[int, int]:
    with standing.reading() as session:
        head = session.get_one(journal.CouncilHead, council_id)
        return head.event_count, head.change_no


def _decisions(standing: Database, council_id: int, race: Race, position: int) -> list[str]:
    """The decisions on the thing that the journal holds since."""
    event = journal.AuditEvent
    query = select(event.action).where(
        event.council_id == council_id,
        event.position > position,
        event.kind == race.kind,
        event.subject_id == race.subject_id,
        event.action.in_(race.actions),
    )
    with standing.reading() as session:
        return list(session.scalars(query))
